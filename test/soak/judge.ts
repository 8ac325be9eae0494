import type { Sample } from './process';
import type { SoakAccount } from './system';

/** The least growth that counts, whatever the size: MB, and sockets or files. */
const LEAST_MEMORY = 60;
const LEAST_OPEN = 20;

/** Share of its own size by which memory may grow in the time that is looked at. */
const MOST_GROWTH = 0.25;

/** Share of a process's life that is left out: it still compiles and fills caches. */
const WARM_UP = 1 / 3;

/** Fewer samples say nothing, and in less than so many s memory of a young n8n still grows. */
const LEAST_SAMPLES = 10;
const LEAST_SECONDS = 180;

/** Sockets, and other files, that an n8n at rest may have more than before: it opens its database several times. */
const MOST_SOCKETS_LEFT = 5;
const MOST_FILES_LEFT = 20;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** A line through samples, whatever single ones say. */
export interface Trend {
	median: number;
	/** A minute. */
	slope: number;
	/** Over the whole time. */
	rise: number;
	seconds: number;
}

/** By the median of the slopes of all pairs (Theil and Sen). `at` in s, ascending. */
export function trendOf(points: ReadonlyArray<{ at: number; value: number }>): Trend {
	const slopes = points.flatMap((later, index) =>
		points
			.slice(0, index)
			.filter(({ at }) => at < later.at)
			.map((earlier) => (later.value - earlier.value) / (later.at - earlier.at)),
	);
	const slope = slopes.length === 0 ? 0 : median(slopes);
	const seconds = points.length === 0 ? 0 : points[points.length - 1].at - points[0].at;
	return {
		median: median(points.map(({ value }) => value)),
		slope: slope * 60,
		rise: slope * seconds,
		seconds,
	};
}

/** The samples of the last process, without its beginning. */
export function steady(samples: readonly Sample[]): Sample[] {
	const last = samples.at(-1);
	if (!last) return [];
	const own = samples.filter(({ pid }) => pid === last.pid);
	const from = own[0].at + (last.at - own[0].at) * WARM_UP;
	return own.filter(({ at }) => at >= from);
}

/** How n8n's memory and sockets went under load, and what is wrong with that. */
export interface Held {
	memory?: Trend;
	sockets?: Trend;
	complaints: string[];
}

/** Too few samples are no complaint: a short soak shows how it went, and has no time to tell. */
export function judgeHeld(samples: readonly Sample[]): Held {
	const looked = steady(samples);
	if (looked.length < LEAST_SAMPLES) return { complaints: [] };
	const trend = (pick: (sample: Sample) => number) =>
		trendOf(looked.map((sample) => ({ at: sample.at, value: pick(sample) })));
	const memory = trend((sample) => sample.memory);
	const sockets = trend((sample) => sample.sockets);
	if (memory.seconds < LEAST_SECONDS) return { memory, sockets, complaints: [] };
	const files = trend((sample) => sample.others);
	const most = Math.max(LEAST_MEMORY, memory.median * MOST_GROWTH);
	return {
		memory,
		sockets,
		complaints: [
			memory.rise > most
				? `memory of n8n grew by ${memory.rise.toFixed(0)} MB in ${memory.seconds.toFixed(0)} s`
				: '',
			sockets.rise > LEAST_OPEN ? `n8n opened ${sockets.rise.toFixed(0)} sockets more` : '',
			files.rise > LEAST_OPEN ? `n8n opened ${files.rise.toFixed(0)} files more` : '',
		].filter(Boolean),
	};
}

/** What an n8n at rest holds more than before its first workflow. */
export function judgeLeft(before: Sample, after: Sample): string[] {
	return [
		after.sockets > before.sockets + MOST_SOCKETS_LEFT
			? `${after.sockets - before.sockets} sockets were left open`
			: '',
		after.others > before.others + MOST_FILES_LEFT
			? `${after.others - before.others} files were left open`
			: '',
	].filter(Boolean);
}

/** Names that are printed. */
const NAMED = 5;

const list = (names: readonly string[]) =>
	names.slice(0, NAMED).join('; ') + (names.length > NAMED ? '; ...' : '');

/** What is wrong with the books of one system. */
export function judgeAccount(name: string, { events, lost, doubled }: SoakAccount): string[] {
	return [
		events === 0 ? `${name}: no events were made` : '',
		lost.length > 0 ? `${name}: ${lost.length} lost (${list(lost)})` : '',
		doubled.length > 0 ? `${name}: ${doubled.length} doubled (${list(doubled)})` : '',
	].filter(Boolean);
}
