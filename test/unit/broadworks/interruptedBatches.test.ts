import {
	InterruptedBatches,
	type Batch,
} from '../../../nodes/BroadWorks/trigger/interruptedBatches';
import { TriggerMemory } from '../../../nodes/BroadWorks/trigger/memory';
import { FakeClock } from '../support/fakeClock';

describe('events that were in one execution when n8n was killed', () => {
	it('go out together again under the key of that execution', async () => {
		const clock = new FakeClock();
		const sent: Batch[] = [];
		const batches = new InterruptedBatches(clock, async (batch) => {
			sent.push(batch);
			return await Promise.resolve('accept' as const);
		});
		const verdicts = Promise.all([
			batches.accept('k1', { ids: ['e1'], items: [{ n: 1 }] }),
			batches.accept('k1', { ids: ['e2'], items: [{ n: 2 }] }),
			batches.accept('k2', { ids: ['e3'], items: [{ n: 3 }] }),
		]);
		expect(sent).toEqual([]);
		await clock.advance(1_000);
		expect(await verdicts).toEqual(['accept', 'accept', 'accept']);
		expect(sent).toEqual([
			{ ids: ['e1', 'e2'], items: [{ n: 1 }, { n: 2 }], key: 'k1' },
			{ ids: ['e3'], items: [{ n: 3 }], key: 'k2' },
		]);
	});

	it('are known by what was written before the execution began', () => {
		const data = {};
		const memory = new TriggerMemory(data);
		memory.begin('k1', ['e1', 'e2']);
		memory.begin('k2', ['e3', 'e4']);
		memory.finish(['e3', 'e4'], 'k2');
		memory.write(1);
		const after = new TriggerMemory(JSON.parse(JSON.stringify(data)) as typeof data);
		expect(['e1', 'e2', 'e3', 'e5'].map((id) => after.interruptedIn(id))).toEqual([
			'k1',
			'k1',
			undefined,
			undefined,
		]);
		expect(after.isNew('e1')).toBe(true);
		expect(after.isNew('e3')).toBe(false);
	});
});
