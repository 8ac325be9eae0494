import { deferred } from '../../../../../nodes/shared/core/flow/deferred';
import { SharedReading } from '../../../../../nodes/shared/core/flow/sharedReading';

/** Work whose runs end when they are told to. */
function stage() {
	const runs: Array<ReturnType<typeof deferred>> = [];
	const reading = new SharedReading<number>({ elapsed: () => 0 });
	const work = async () => {
		const run = deferred();
		runs.push(run);
		const number = runs.length;
		await run.promise;
		return number;
	};
	return { runs, ask: async () => await reading.get(work) };
}

const settle = async () => await new Promise((done) => setImmediate(done));

describe('work that many ask for at the same time', () => {
	it('begins anew, once, for all who ask while it runs', async () => {
		const { runs, ask } = stage();
		const first = ask();
		const others = [ask(), ask(), ask()];
		await settle();
		expect(runs).toHaveLength(1);
		runs[0].resolve(undefined);
		expect(await first).toBe(1);
		await settle();
		expect(runs).toHaveLength(2);
		const last = ask();
		runs[1].resolve(undefined);
		expect(await Promise.all(others)).toEqual([2, 2, 2]);
		await settle();
		expect(runs).toHaveLength(3);
		runs[2].resolve(undefined);
		expect(await last).toBe(3);
		const later = ask();
		expect(runs).toHaveLength(4);
		runs[3].resolve(undefined);
		expect(await later).toBe(4);
	});

	it('a failure is that of its own run', async () => {
		const { runs, ask } = stage();
		const first = ask();
		const second = ask();
		const failed = expect(first).rejects.toThrow('no answer');
		runs[0].reject(new Error('no answer'));
		await failed;
		await settle();
		runs[1].resolve(undefined);
		expect(await second).toBe(2);
	});
});
