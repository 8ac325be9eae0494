import { event, startExecutions } from '../../../support/contexts/liveExecutions';
import { settled } from '../../../support/fakes/turns';

describe('what n8n has not stored', () => {
	test('is told by when it was taken, waiting or not', async () => {
		const { clock, executions, emitted } = startExecutions({
			gate: { maxInFlight: 1, maxWait: 60_000 },
			storesAtOnce: false,
		});
		const began = clock.now();
		expect(executions.unstoredSince).toBeUndefined();
		void executions.gate(event('a'));
		await clock.advance(1_000);
		void executions.gate(event('b'));
		await clock.advance(1_000);
		expect(executions.unstoredSince).toBe(began);
		emitted[0].store();
		expect(executions.unstoredSince).toBe(began + 1_000);
		await emitted[0].end('success');
		expect(executions.unstoredSince).toBe(began + 1_000);
		await emitted[1].end('success');
		expect(executions.unstoredSince).toBeUndefined();
	});

	test('is waited for once more where n8n could not keep it', async () => {
		const { clock, executions, emitted } = startExecutions({ storesAtOnce: false });
		void executions.gate(event('a'));
		emitted[0].store();
		expect(executions.unstoredSince).toBeUndefined();
		await emitted[0].fail('SQLITE_BUSY: database is locked');
		let isAll = false;
		void executions.allStored().then(() => (isAll = true));
		await clock.advance(500);
		expect([emitted.length, isAll]).toEqual([2, false]);
		emitted[1].store();
		await settled();
		expect(isAll).toBe(true);
	});

	test('is waited for: also what goes out under the key of before, not what comes later', async () => {
		const first = startExecutions({ afterKill: 'sameExecution', storesAtOnce: false });
		void first.executions.gate(event('a'));
		const { saved } = first.emitted[0];
		(saved.running as [[string, string[]]])[0][1].push('b');
		const { clock, executions, emitted } = startExecutions({
			afterKill: 'sameExecution',
			staticData: saved,
			storesAtOnce: false,
		});
		let isAll = false;
		void executions.gate(event('a'));
		void executions.gate(event('c'));
		void executions.allStored().then(() => (isAll = true));
		void executions.gate(event('later'));
		emitted[0].store();
		await clock.advance(1_000);
		expect([emitted.map(({ items }) => items[0].id), isAll]).toEqual([['c', 'later', 'a'], false]);
		emitted[2].store();
		await settled();
		expect(isAll).toBe(true);
	});
});
