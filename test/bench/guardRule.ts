import { spreadOf } from './spread';

/** What is guarded: how many times as much its peer costs, pair by pair, and the least that must be. */
export interface Guarded {
	what: string;
	ratios: readonly number[];
	/**
	 * Half of what a quiet machine gives, or a little more: a busy one spreads the ratios by a third, and what
	 * is guarded against (a parser, a client, a loop over all that was seen) costs several times as much.
	 */
	least: number;
}

export interface Verdict {
	line: string;
	isKept: boolean;
}

const medianOf = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[values.length >> 1];

/** By the median, as a busy machine spoils single pairs. No ratio at all is no pass. */
export function judge({ what, ratios, least }: Guarded): Verdict {
	const isKept = ratios.length > 0 && medianOf(ratios) >= least;
	const measured = ratios.length === 0 ? 'not measured' : `${spreadOf(ratios)} times`;
	return {
		line: `${isKept ? 'ok    ' : 'FAILED'} ${what}: ${measured}, at least ${least}`,
		isKept,
	};
}
