import { InterruptedBatches } from '../../../../nodes/shared/trigger/executions/interruptedBatches';
import { InterruptedRuns } from '../../../../nodes/shared/trigger/executions/interruptedRuns';
import { SeenEvents, shortDigest } from '../../../../nodes/shared/trigger/seenEvents';
import { FakeClock } from '../../../support/fakes/fakeClock';

describe('events that were in one execution when n8n was killed', () => {
	it('go out together again under the key of that execution', async () => {
		const clock = new FakeClock();
		const sent: Array<[key: string, entries: object[]]> = [];
		const batches = new InterruptedBatches<object>(clock, {
			async send(entries, run) {
				sent.push([run?.name ?? 'none', entries]);
				return await Promise.resolve('accept' as const);
			},
			leaveOut: () => undefined,
		});
		const runs = new InterruptedRuns();
		runs.add('k1', ['e1', 'e2']);
		runs.add('k2', ['e3', 'e4']);
		const verdicts = Promise.all([
			batches.accept(runs.of('e1')!, { ids: ['e1'], items: [{ n: 1 }] }),
			batches.accept(runs.of('e2')!, { ids: ['e2'], items: [{ n: 2 }] }),
			batches.accept(runs.of('e3')!, { ids: ['e3'], items: [{ n: 3 }] }),
		]);
		expect(sent).toEqual([]);
		await clock.advance(1_000);
		expect(await verdicts).toEqual(['accept', 'accept', 'accept']);
		expect(sent).toEqual([
			[
				'k1',
				[
					{ ids: ['e1'], items: [{ n: 1 }] },
					{ ids: ['e2'], items: [{ n: 2 }] },
				],
			],
			['k2', [{ ids: ['e3'], items: [{ n: 3 }] }]],
		]);
	});

	it('are known by what was written before the execution began', () => {
		const data = {};
		const policy = { afterKill: 'sameExecution', keptAs: shortDigest } as const;
		const memory = new SeenEvents(data, 0, policy);
		const second = { name: 'k2', keys: ['e3', 'e4'] };
		memory.begin({ name: 'k1', keys: ['e1', 'e2'] });
		memory.begin(second);
		memory.end(second, 'finished', false);
		memory.write(data, 1);
		const after = new SeenEvents(JSON.parse(JSON.stringify(data)) as typeof data, 1, policy);
		expect(['e1', 'e2', 'e3', 'e5'].map((id) => after.interruptedIn([id])?.name)).toEqual([
			'k1',
			'k1',
			undefined,
			undefined,
		]);
		expect(after.isNew('e1')).toBe(true);
		expect(after.isNew('e3')).toBe(false);
	});
});
