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
