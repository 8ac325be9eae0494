import { judgeAccount, judgeHeld, judgeLeft, steady, trendOf } from '../judge';
import type { Sample } from '../process';

const samples = (memory: (at: number) => number, more: Partial<Sample> = {}): Sample[] =>
	Array.from({ length: 150 }, (_, index) => ({
		pid: 2,
		at: index * 2,
		memory: memory(index * 2),
		sockets: 20,
		others: 30,
		...more,
	}));

/** What garbage collection does to it. */
const saw = (at: number) => 300 + (at % 20) * 3;

test('a line through what goes up and down', () => {
	const trend = trendOf(
		samples((at) => saw(at) + at).map(({ at, memory: value }) => ({ at, value })),
	);
	expect(trend.slope).toBeGreaterThan(50);
	expect(trend.slope).toBeLessThan(70);
	expect(trend.seconds).toBe(298);
});

test('memory that stays is flat, memory that grows is not', () => {
	expect(judgeHeld(samples(saw)).complaints).toEqual([]);
	expect(judgeHeld(samples((at) => saw(at) + at)).complaints).toEqual([
		expect.stringContaining('memory of n8n grew by'),
	]);
});

test('what a process takes at its beginning does not count, nor what another took', () => {
	const warming = samples((at) => saw(at) + Math.min(at, 90) * 4);
	expect(judgeHeld(warming).complaints).toEqual([]);
	const before = samples((at) => at * 100, { pid: 1 });
	const after = samples(saw).map((sample) => ({ ...sample, at: sample.at + 300 }));
	expect(steady([...before, ...after])[0].at).toBeGreaterThanOrEqual(399);
	expect(judgeHeld([...before, ...after]).complaints).toEqual([]);
});

test('sockets that become more and more are a leak', () => {
	const leaking = samples(saw).map((sample, index) => ({ ...sample, sockets: 20 + index }));
	expect(judgeHeld(leaking).complaints).toEqual([expect.stringContaining('sockets')]);
});

test('files that become more and more are one too', () => {
	const leaking = samples(saw).map((sample, index) => ({ ...sample, others: 30 + index }));
	expect(judgeHeld(leaking).complaints).toEqual([expect.stringContaining('files')]);
});

test('too few samples say nothing, and a short time only shows', () => {
	expect(judgeHeld(samples(saw).slice(0, 9))).toEqual({ complaints: [] });
	const short = judgeHeld(samples((at) => at * 10).slice(0, 60));
	expect(short.complaints).toEqual([]);
	expect(short.memory?.slope).toBeCloseTo(600);
});

test('an n8n at rest has given back what it opened', () => {
	const [before] = samples(saw);
	expect(judgeLeft(before, { ...before, sockets: 21 })).toEqual([]);
	expect(judgeLeft(before, { ...before, sockets: 27, others: 60 })).toEqual([
		'7 sockets were left open',
		'30 files were left open',
	]);
});

test('what is lost or doubled is named', () => {
	const good = { events: 3, executions: 3, lost: [], doubled: [], givenUp: 1, recovered: 0 };
	expect(judgeAccount('Udesk', good)).toEqual([]);
	expect(judgeAccount('Udesk', { ...good, lost: ['a'], doubled: ['b, 2 times'] })).toEqual([
		'Udesk: 1 lost (a)',
		'Udesk: 1 doubled (b, 2 times)',
	]);
	expect(judgeAccount('Udesk', { ...good, events: 0 })).toEqual(['Udesk: no events were made']);
});
