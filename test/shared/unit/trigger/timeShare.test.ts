import { TimeShare } from '../../../../nodes/shared/trigger/timeShare';
import { FakeClock } from '../../../support/fakes/fakeClock';

const BETWEEN = { least: 20, most: 450 };

/** When each of some began, ms; each takes `ms`. */
async function begun(ms: number, count: number, forMs: number): Promise<number[]> {
	const clock = new FakeClock();
	const share = new TimeShare(0.1, BETWEEN, clock);
	const at: number[] = [];
	for (let nth = 0; nth < count; nth++) {
		void share.run(async () => {
			at.push(clock.elapsed());
			await clock.sleep(ms);
		});
	}
	await clock.advance(forMs);
	return at;
}

test.each([
	['a tenth of the time', 10, [0, 100, 200, 300]],
	['never more often than is allowed', 0, [0, 20, 40, 60]],
	['nor more seldom', 100, [0, 550, 1_100, 1_650]],
	['what does not end holds nothing up', 1e9, [0, 900, 1_800, 2_700]],
])('%s', async (_what, ms, at) => {
	expect(await begun(ms, 4, 3_000)).toEqual(at);
});

test('what fails is for whoever asked, and the next one follows', async () => {
	const clock = new FakeClock();
	const share = new TimeShare(0.1, BETWEEN, clock);
	const failed = share.run(async () => await Promise.reject(new Error('no')));
	const next = share.run(async () => await Promise.resolve('yes'));
	await expect(failed).rejects.toThrow('no');
	await clock.advance(20);
	expect(await next).toBe('yes');
});
