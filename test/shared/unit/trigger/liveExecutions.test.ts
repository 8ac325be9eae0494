import { GATE_DEFAULTS, type GateSettings } from '../../../../nodes/shared/core/flow/eventGate';
import type { LiveEntry } from '../../../../nodes/shared/trigger/executions/liveExecutions';
import { SeenEvents, shortened, type AfterKill } from '../../../../nodes/shared/trigger/seenEvents';
import type { RecordingLog } from '../../../support/fakes/fakePorts';
import { event, notice, startExecutions, state } from '../../../support/contexts/liveExecutions';
import { settled } from '../../../support/fakes/turns';

/** Hands over several that become one execution, behind one that runs. */
async function together(started: ReturnType<typeof startExecutions>, ...entries: LiveEntry[]) {
	const { executions, emitted } = started;
	const before = emitted.length;
	void executions.gate(state('first'));
	for (const entry of entries) void executions.gate(entry);
	await emitted[before].end('success');
	return emitted[before + 1];
}

describe('the key of an execution', () => {
	test.each([
		['one event', [event('a')], /^workflow:node:a$/],
		['one event with other names', [event('a', 'call:1')], /^workflow:node:a$/],
		['several events', [event('a'), event('b')], /^workflow:node:[\w-]{22}$/],
		['an event and a notice', [event('a'), notice], /^workflow:node:a$/],
	])('of %s is made of the events', async (_what, entries, key) => {
		const { key: given } = await together(
			startExecutions({ gate: { maxInFlight: 1 } }),
			...entries,
		);
		expect(given).toMatch(key);
	});

	test.each([
		['what may be the same again', [state('idle')]],
		['a notice', [notice]],
	])('is none for %s', async (_what, entries) => {
		const { key } = await together(startExecutions({ gate: { maxInFlight: 1 } }), ...entries);
		expect(key).toBeUndefined();
	});

	test('is kept by an event beside such a thing, which goes out by itself', async () => {
		const started = startExecutions({ gate: { maxInFlight: 1 } });
		await together(started, event('a'), state('idle'), notice, event('b'));
		const [, named, nameless] = started.emitted;
		expect(named.key).toMatch(/^workflow:node:[\w-]{22}$/);
		expect(named.items).toEqual([event('a'), notice, event('b')].flatMap(({ items }) => items));
		expect(nameless).toMatchObject({ key: undefined, items: state('idle').items });
		expect(started.emitted).toHaveLength(3);
	});

	test('is none where a failure lets an event come again', async () => {
		const { executions, emitted, memory } = startExecutions({
			gate: { acknowledge: 'onlyWhenFinished' },
		});
		memory.isNew('a');
		const verdict = executions.gate(event('a'));
		await emitted[0].end('failed');
		expect(emitted[0].key).toBeUndefined();
		expect(await verdict).toBe('refuse');
		expect(memory.isNew('a')).toBe(true);
	});

	test('is another one after a crash, for one event and for several', async () => {
		const started = startExecutions({ gate: { maxInFlight: 1 } });
		for (const entries of [[event('a')], [event('b'), event('c')]]) {
			const first = await together(started, ...entries);
			await first.end('crashed');
			const again = await together(started, ...entries);
			expect(again.key).toBe(`${first.key}:2`);
			await again.end('success');
		}
	});
});

describe('what is open', () => {
	test('is what waits and what runs, until the execution has ended', async () => {
		const { executions, emitted, room } = startExecutions({
			gate: { maxInFlight: 1, maxWaiting: 3 },
		});
		void executions.gate(event('a'));
		expect([executions.hasRoom, executions.hasRoomFor(2), executions.hasRoomFor(3)]).toEqual([
			true,
			true,
			false,
		]);
		void executions.gate(event('b'));
		void executions.gate(event('c'));
		expect(executions.hasRoom).toBe(false);
		await emitted[0].end('success');
		// The two others run now.
		expect([emitted.length, executions.hasRoomFor(1), executions.hasRoomFor(2)]).toEqual([
			2,
			true,
			false,
		]);
		await emitted[1].end('crashed');
		expect([executions.hasRoomFor(3), room()]).toEqual([true, 2]);
	});

	test('is not bounded by time: what goes out behind executions that sleep stays open', async () => {
		const { clock, executions, emitted } = startExecutions({
			gate: { maxInFlight: 1, maxWaiting: 2 },
		});
		void executions.gate(event('a'));
		void executions.gate(event('b'));
		await clock.advance(10_000);
		expect([emitted.length, executions.hasRoom]).toEqual([2, false]);
	});
});

describe('what an execution ends with', () => {
	test.each([
		['success', false],
		['failed', false],
		['skipped', false],
		['crashed', true],
	] as const)('%s: the event is new again: %s', async (how, isNew) => {
		const { executions, emitted, memory, ended } = startExecutions();
		expect(['a', 'call:1'].map((key) => memory.isNew(key))).toEqual([true, true]);
		void executions.gate(event('a', 'call:1'));
		await emitted[0].end(how);
		expect(['a', 'call:1'].map((key) => memory.isNew(key))).toEqual([isNew, isNew]);
		expect(ended).toHaveLength(1);
		expect(ended[0][0]).toEqual(['a', 'call:1']);
	});

	test('is saved with the next one', async () => {
		const { executions, emitted } = startExecutions();
		void executions.gate(event('a'));
		expect(emitted[0].saved.events).toEqual([]);
		await emitted[0].end('success');
		void executions.gate(event('b'));
		expect(emitted[1].saved.events).toEqual(['a']);
	});
});

describe('an execution that n8n could not store', () => {
	const failed = async (acknowledge: GateSettings['acknowledge'] = 'whenFinished') => {
		const started = startExecutions({ gate: { acknowledge } });
		const verdict = started.executions.gate(event('a'));
		await started.emitted[0].fail('SQLITE_BUSY: database is locked');
		return { ...started, verdict };
	};

	test('is tried again under its key until n8n takes it', async () => {
		const { clock, emitted, ended, verdict, executions } = await failed();
		await clock.advance(500);
		await emitted[1].fail('SQLITE_BUSY: database is locked');
		await clock.advance(1_000);
		expect(emitted.map(({ key, items }) => [key, items])).toEqual(
			Array.from({ length: 3 }, () => ['workflow:node:a', [{ id: 'a' }]]),
		);
		expect(executions.hasRoomFor(GATE_DEFAULTS.maxWaiting)).toBe(false);
		await emitted[2].end('success');
		expect(ended).toEqual([[['a'], 'finished']]);
		expect(await verdict).toBe('accept');
	});

	test('had begun where n8n refuses its key then, and crashed', async () => {
		const { clock, emitted, ended } = await failed();
		await clock.advance(500);
		await emitted[1].end('skipped');
		expect(ended).toEqual([[['a'], 'crashed']]);
	});

	test('is given up in the end, with a word', async () => {
		const { clock, emitted, ended, node } = await failed();
		for (let count = 1; count < 10; count++) {
			await clock.advance(30_000);
			await emitted[count].fail('The database is away');
		}
		await clock.advance(60_000);
		expect(emitted).toHaveLength(10);
		expect(ended).toEqual([[['a'], 'crashed']]);
		const { lines } = node.logger as unknown as RecordingLog;
		expect(lines.at(-1)?.message).toBe('An execution could not be started: The database is away.');
	});

	test('is refused to the server at once where that sends it again', async () => {
		const { clock, emitted, verdict } = await failed('onlyWhenFinished');
		expect(await verdict).toBe('refuse');
		await clock.advance(60_000);
		expect(emitted).toHaveLength(1);
	});

	test('is refused to whoever waits for that, where it has no key to be tried again under', async () => {
		const { executions, emitted, clock } = startExecutions({ gate: { acknowledge: 'whenStored' } });
		const verdict = executions.gate(state('idle'));
		await emitted[0].fail('The database is away');
		expect(await verdict).toBe('refuse');
		await clock.advance(60_000);
		expect(emitted).toHaveLength(1);
	});

	test('is not tried again in n8n 1.x, which would run it twice', async () => {
		const started = startExecutions();
		const { emit } = started.node;
		started.node.emit = (items, response, done) => emit(items, response, done);
		void started.executions.gate(event('a'));
		await started.emitted[0].fail('The execution was cancelled');
		await started.clock.advance(60_000);
		expect(started.emitted).toHaveLength(1);
		expect(started.ended).toEqual([[['a'], 'crashed']]);
	});
});

describe('n8n was killed while an execution ran', () => {
	const killed = async (afterKill: AfterKill, ...entries: LiveEntry[]) => {
		const { saved, key } = await together(
			startExecutions({ gate: { maxInFlight: 1 }, afterKill }),
			...entries,
		);
		return { key, again: startExecutions({ afterKill, staticData: saved, storesAtOnce: false }) };
	};

	test('its events are new where the policy says so', async () => {
		const { again } = await killed('new', event('a'), event('b'));
		expect([again.memory.isNew('a'), again.memory.isNew('b')]).toEqual([true, true]);
		expect(again.staticData.running).toBeUndefined();
	});

	test('its events are seen where the policy says so', async () => {
		for (const entries of [[event('a', 'call:1')], [event('a', 'call:1'), state('idle')]]) {
			const { again } = await killed('seen', ...entries);
			expect([again.memory.isNew('a'), again.memory.isNew('call:1')]).toEqual([false, false]);
		}
	});

	test('its events go out together under its key where the policy says so', async () => {
		const { key, again } = await killed('sameExecution', event('a'), event('b'));
		const { clock, executions, emitted, memory } = again;
		expect([memory.isNew('a'), memory.isNew('b')]).toEqual([true, true]);
		void executions.gate(event('a'));
		void executions.gate(event('b'));
		void executions.gate(event('c'));
		await settled();
		expect(emitted.map((each) => each.key)).toEqual(['workflow:node:c']);
		expect(executions.hasRoomFor(GATE_DEFAULTS.maxWaiting - 2)).toBe(false);
		await clock.advance(1_000);
		expect(emitted[1]).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }], key });
		for (const each of emitted) await each.end('skipped');
		expect([memory.isNew('a'), executions.hasRoomFor(GATE_DEFAULTS.maxWaiting)]).toEqual([
			false,
			true,
		]);
	});

	test('one that it had stored with others is not run again, and neither is what comes late', async () => {
		const { key, again } = await killed('sameExecution', event('a'), event('b'));
		const { clock, executions, emitted, memory } = again;
		const first = executions.gate(event('a'));
		await clock.advance(1_000);
		expect(emitted.map((each) => [each.key, each.items])).toEqual([[key, [{ id: 'a' }]]]);
		const meanwhile = executions.gate(event('b'));
		await emitted[0].end('skipped');
		expect(await Promise.all([first, meanwhile])).toEqual(['accept', 'accept']);
		expect(memory.isNew('b')).toBe(false);
		expect([emitted.length, executions.open]).toEqual([1, 0]);
	});

	test('one that it had not stored frees what comes late', async () => {
		const { key, again } = await killed('sameExecution', event('a'), event('b'), event('c'));
		const { clock, executions, emitted, memory } = again;
		void executions.gate(event('a'));
		await clock.advance(1_000);
		void executions.gate(event('b'));
		await emitted[0].end('success');
		expect(memory.interruptedIn(['c'])).toBeUndefined();
		void executions.gate(event('c'));
		await settled();
		expect(emitted.map((each) => each.key)).toEqual([key, 'workflow:node:b', 'workflow:node:c']);
		for (const each of emitted.slice(1)) await each.end('success');
		expect(executions.open).toBe(0);
	});

	test('a single one goes out under its key at once, and by itself in a burst', async () => {
		const { key, again } = await killed('sameExecution', event('a'));
		const { executions, emitted } = again;
		for (let busy = 0; busy < 10; busy++) void executions.gate(state(`busy ${busy}`));
		void executions.gate(event('b'));
		void executions.gate(event('a'));
		expect(emitted).toHaveLength(10);
		await emitted[0].end('success');
		expect(emitted.slice(10).map((each) => each.key)).toEqual([key, 'workflow:node:b']);
	});

	test('and is killed again before its events come, they are still known', async () => {
		const { key, again } = await killed('sameExecution', event('a'), event('b'));
		void again.executions.gate(event('other'));
		const { saved } = again.emitted[0];
		const third = startExecutions({ afterKill: 'sameExecution', staticData: saved });
		void third.executions.gate(event('b'));
		await third.clock.advance(1_000);
		expect(third.emitted.map((each) => each.key)).toEqual([key]);
	});

	test('is killed while it is asked, what it is asked with alone goes by the answer', async () => {
		const { key, again } = await killed('sameExecution', event('a'), event('b'));
		void again.executions.gate(event('a'));
		await again.clock.advance(1_000);
		const { saved } = again.emitted[0];
		const third = startExecutions({ afterKill: 'sameExecution', staticData: saved });
		void third.executions.gate(event('a'));
		void third.executions.gate(event('b'));
		await settled();
		expect(third.emitted.map((each) => each.key)).toEqual([key, 'workflow:node:b']);
	});

	test('ten minutes ago, its events are not kept any more', async () => {
		const { again } = await killed('sameExecution', event('a'), event('b'));
		void again.executions.gate(event('first'));
		await again.clock.advance(10 * 60_000 + 1);
		void again.executions.gate(event('other'));
		expect(again.emitted.map(({ saved }) => (saved.running as unknown[]).length)).toEqual([2, 2]);
		expect(again.emitted[1].saved.running).toEqual([
			['first', ['first']],
			['other', ['other']],
		]);
	});
});

test('what earlier versions wrote is read', () => {
	const long = 'abcdefghijklmnopqrstuv';
	const staticData = { events: [long, 'short78901'], running: ['bcdefghijklmnopqrstuvw'] };
	const memory = new SeenEvents(staticData, 0, { afterKill: 'seen', keptAs: shortened });
	expect(
		[long, 'short78901xxxxxxxxxxxx', 'bcdefghijklmnopqrstuvw', 'new'].map((key) =>
			memory.isNew(key),
		),
	).toEqual([false, false, false, true]);
});

test('closing sends out what waits', async () => {
	const { executions, emitted } = startExecutions({ gate: { maxInFlight: 1 } });
	void executions.gate(event('a'));
	void executions.gate(event('b'));
	executions.close();
	expect(emitted.map(({ items }) => items)).toEqual([[{ id: 'a' }], [{ id: 'b' }]]);
	for (const each of emitted) await each.end('success');
});
