import { machineHasRoom } from '../support/room';

/** ms that are looked at; the row before has started by then. */
const LOOK = 1_000;

/** Rows at once: the first number in any case, up to the second while there is room. */
export interface Lanes {
	least: number;
	most: number;
	/** Looks for a moment whether the machine bears one more. */
	hasRoom(): Promise<boolean>;
}

/** Rows mostly wait, so the machine says how many run at once: a quiet one bears more than twice the least. */
export const lanesOf = (least: number, most: number): Lanes => ({
	least,
	most,
	hasRoom: async () => await machineHasRoom(LOOK),
});

/**
 * Runs `work` for every input and gives the results in the order of the inputs. The first failure stops new starts
 * and is thrown once the running ones have ended.
 */
export async function mapInLanes<Input, Output>(
	inputs: readonly Input[],
	{ least, most, hasRoom }: Lanes,
	work: (input: Input) => Promise<Output>,
): Promise<Output[]> {
	const results = new Array<Output>(inputs.length);
	const running = new Set<Promise<void>>();
	const failures: unknown[] = [];
	for (const [index, input] of inputs.entries()) {
		while (running.size >= most || (running.size >= least && !(await hasRoom()))) {
			if (running.size >= most) await Promise.race(running);
		}
		if (failures.length > 0) break;
		const one = work(input)
			.then(
				(result) => void (results[index] = result),
				(error: unknown) => void failures.push(error),
			)
			.finally(() => running.delete(one));
		running.add(one);
	}
	await Promise.all(running);
	if (failures.length > 0) throw failures[0];
	return results;
}
