import { Redeliveries } from '../../../../nodes/BroadWorks/trigger/redeliveries';
import { FakeClock } from '../../../support/fakes/fakeClock';

const accepted = Promise.resolve('accept' as const);

describe('executions that have not ended', () => {
	test('tell how they ended, or that they have not', async () => {
		const clock = new FakeClock();
		const redeliveries = new Redeliveries(clock);
		expect(await redeliveries.outcomeOf('1', 60_000)).toBeUndefined();
		redeliveries.begin('1', [], accepted);
		const late = redeliveries.outcomeOf('1', 60_000);
		await clock.advance(60_000);
		expect(await late).toBe('running');
		const ended = redeliveries.outcomeOf('1', 60_000);
		redeliveries.end(['1', 'unknown'], 'finished');
		expect(await ended).toBe('finished');
		expect(await redeliveries.outcomeOf('1', 60_000)).toBeUndefined();
		expect(redeliveries.takeUndone('1')).toBeUndefined();
		expect(clock.sleeping).toBe(0);
	});

	test('keep the work that was not done, once and not without bound', () => {
		const redeliveries = new Redeliveries(new FakeClock());
		for (let id = 0; id < 2_000; id++) redeliveries.begin(String(id), [{ id }], accepted);
		for (let id = 0; id < 2_000; id++)
			redeliveries.end([String(id)], id % 2 ? 'crashed' : 'failed');
		expect(redeliveries.takeUndone('999')).toBeUndefined();
		expect(redeliveries.takeUndone('1999')).toEqual([{ id: 1999 }]);
		expect(redeliveries.takeUndone('1999')).toBeUndefined();
	});
});
