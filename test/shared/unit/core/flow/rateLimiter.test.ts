import { RateLimiter } from '../../../../../nodes/shared/core/flow/rateLimiter';
import { FakeClock } from '../../../../support/fakes/fakeClock';
import { fc } from '../../../../support/property';
import { settled } from '../../../../support/fakes/turns';

const SEED_RATE = { requests: 100, period: 60_000 };

describe('RateLimiter', () => {
	it('starts 100 at once, the 101st after 60 s, all in the order of asking', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(SEED_RATE, clock);
		const starts: Array<[request: number, at: number]> = [];
		for (let request = 0; request < 250; request++) {
			void limiter.take().then(() => starts.push([request, clock.elapsed()]));
		}
		await settled();
		expect(starts).toHaveLength(100);
		await clock.advance(59_999);
		expect(starts).toHaveLength(100);
		await clock.advance(1);
		expect(starts).toHaveLength(200);
		await clock.advance(60_000);
		expect(starts.map(([request]) => request)).toEqual([...Array(250).keys()]);
		expect(starts[249]).toEqual([249, 120_000]);
		expect(clock.sleeping).toBe(0);
	});

	it('never starts more than allowed in any window, whenever it is asked', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(400), { minLength: 1, maxLength: 40 }),
				fc.integer({ min: 1, max: 5 }),
				async (pauses, requests) => {
					const clock = new FakeClock();
					const limiter = new RateLimiter({ requests, period: 1_000 }, clock);
					const starts: number[] = [];
					for (const pause of pauses) {
						await clock.advance(pause);
						void limiter.take().then(() => starts.push(clock.elapsed()));
					}
					await clock.advance(60_000);
					expect(starts).toHaveLength(pauses.length);
					for (let index = requests; index < starts.length; index++) {
						expect(starts[index] - starts[index - requests]).toBeGreaterThanOrEqual(1_000);
					}
				},
			),
			{ numRuns: 30 },
		);
	});

	it('does not wait while the rate is not reached', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter({ requests: 2, period: 1_000 }, clock);
		for (let request = 0; request < 10; request++) {
			await limiter.take();
			await clock.advance(500);
		}
		expect(clock.elapsed()).toBe(5_000);
	});

	it('has no limit with 0 requests', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter({ requests: 0, period: 60_000 }, clock);
		for (let request = 0; request < 1_000; request++) await limiter.take();
		expect(clock.sleeping).toBe(0);
	});

	it('lets an aborted request go at once, also one behind others, and takes no slot for it', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter({ requests: 1, period: 1_000 }, clock);
		await limiter.take();
		const starts: Record<string, number> = {};
		const stop = new AbortController();
		void limiter.take().then(() => (starts.second = clock.elapsed()));
		void limiter.take(stop.signal).then(() => (starts.aborted = clock.elapsed()));
		void limiter.take().then(() => (starts.last = clock.elapsed()));
		await clock.advance(100);
		stop.abort();
		await settled();
		expect(starts).toEqual({ aborted: 100 });
		await clock.advance(5_000);
		expect(starts).toEqual({ aborted: 100, second: 1_000, last: 2_000 });
	});

	it('wakes an aborted request that is waiting for its slot', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter({ requests: 1, period: 1_000 }, clock);
		await limiter.take();
		const stop = new AbortController();
		let released = false;
		void limiter.take(stop.signal).then(() => (released = true));
		await clock.advance(50);
		stop.abort();
		await settled();
		expect(released).toBe(true);
		expect(clock.sleeping).toBe(0);
		await clock.advance(100);
		let next = 0;
		void limiter.take().then(() => (next = clock.elapsed()));
		await clock.advance(5_000);
		expect(next).toBe(1_000);
	});
});
