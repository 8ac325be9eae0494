/**
 * Runs `work` for every input, at most `limit` at a time, and gives the results in the order of the
 * inputs. The first failure stops new starts and is thrown once the running ones have ended.
 */
export async function mapBounded<Input, Output>(
	inputs: readonly Input[],
	limit: number,
	work: (input: Input, index: number) => Promise<Output>,
): Promise<Output[]> {
	const results = new Array<Output>(inputs.length);
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		while (next < inputs.length && failures.length === 0) {
			const index = next++;
			try {
				results[index] = await work(inputs[index], index);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	const workers = Math.max(1, Math.min(limit, inputs.length));
	await Promise.all(Array.from({ length: workers }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
}

/**
 * `work` for many who ask at the same time: whoever asks while it runs gets a run that begins when that one has ended,
 * together with all who ask until then. So everyone gets a run that began after they asked, and two of them never run at once.
 */
export function joined<Done>(work: () => Promise<Done>): () => Promise<Done> {
	let present: Promise<Done> | undefined;
	let next: Promise<Done> | undefined;
	const start = async () => {
		next = undefined;
		const run = work();
		present = run;
		try {
			return await run;
		} finally {
			if (present === run) present = undefined;
		}
	};
	return async () => {
		if (!next && present) next = present.then(start, start);
		return await (next ?? start());
	};
}
