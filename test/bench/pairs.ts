/** Something that is measured, for its cost alone. */
export type Work = () => Promise<void>;

/** What it costs to do something once. */
export type Cost = (work: Work) => Promise<number>;

/** s of processor time of this process: unlike time on the wall it does not grow because others use the machine. */
export const processorTime: Cost = async (work) => {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
};

interface PairOptions {
	pairs: number;
	/** Rounds of each before those that count, as Node compiles what runs often; default 1. */
	warmUp?: number;
	cost?: Cost;
}

/** How many times as much the peer costs, once for each pair. They begin in turn, so that neither gains by the order. */
export async function ratiosOf(
	own: Work,
	peer: Work,
	{ pairs, warmUp = 1, cost = processorTime }: PairOptions,
): Promise<number[]> {
	for (let round = 0; round < warmUp; round++) {
		await own();
		await peer();
	}
	const ratios: number[] = [];
	for (let pair = 0; pair < pairs; pair++) {
		const first = pair % 2 === 0 ? await cost(peer) : undefined;
		const mine = await cost(own);
		ratios.push((first ?? (await cost(peer))) / mine);
	}
	return ratios;
}
