import { mapBounded } from '../../../../../nodes/shared/core/flow/concurrency';
import { FakeClock } from '../../../../support/fakes/fakeClock';
import { settled } from '../../../../support/fakes/turns';

describe('mapBounded', () => {
	it('gives the results in the order of the inputs, whoever is done first', async () => {
		const clock = new FakeClock();
		const work = mapBounded([300, 100, 200], 3, async (ms, index) => {
			await clock.sleep(ms);
			return `${index}:${ms}`;
		});
		await clock.advance(300);
		await expect(work).resolves.toEqual(['0:300', '1:100', '2:200']);
	});

	it('never runs more than the limit at once and uses all of it', async () => {
		const clock = new FakeClock();
		let running = 0;
		let most = 0;
		const work = mapBounded([...Array(20).keys()], 4, async () => {
			most = Math.max(most, ++running);
			await clock.sleep(10);
			running--;
		});
		await clock.advance(49);
		expect(running).toBe(4);
		await clock.advance(1);
		await work;
		expect([most, running]).toEqual([4, 0]);
	});

	it('starts nothing after a failure, waits for what runs and throws the first failure', async () => {
		const clock = new FakeClock();
		const started: number[] = [];
		let ended = 0;
		const work = mapBounded([0, 1, 2, 3, 4], 2, async (input) => {
			started.push(input);
			if (input === 1) throw new Error('one');
			await clock.sleep(50);
			ended++;
			throw new Error('later');
		});
		let outcome: unknown;
		work.catch((error: unknown) => {
			outcome = error;
		});
		await settled();
		expect(outcome).toBeUndefined();
		await clock.advance(50);
		expect(outcome).toEqual(new Error('one'));
		expect([started, ended]).toEqual([[0, 1], 1]);
	});

	it('gives an empty list for no inputs', async () => {
		await expect(mapBounded([], 5, async () => 1)).resolves.toEqual([]);
	});

	it('runs one by one when the limit is of no use', async () => {
		let running = 0;
		const seen = await mapBounded([1, 2, 3], 0, async (input) => {
			expect(++running).toBe(1);
			await settled();
			running--;
			return input * 2;
		});
		expect(seen).toEqual([2, 4, 6]);
	});
});
