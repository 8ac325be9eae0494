import type { IDataObject } from 'n8n-workflow';

import { GATE_DEFAULTS, type GateSettings } from '../../../../nodes/shared/core/flow/eventGate';
import {
	LiveExecutions,
	type LiveEntry,
} from '../../../../nodes/shared/trigger/executions/liveExecutions';
import { SeenEvents, shortened, type AfterKill } from '../../../../nodes/shared/trigger/seenEvents';
import { FakeClock } from '../../../support/fakes/fakeClock';
import type { RecordingLog } from '../../../support/fakes/fakePorts';
import { liveNode } from '../../../support/contexts/liveNode';
import { settled } from '../../../support/fakes/turns';

interface Start {
	gate?: Partial<GateSettings>;
	afterKill?: AfterKill;
	staticData?: IDataObject;
	storesAtOnce?: boolean;
}

function start({ gate, afterKill = 'new', staticData, storesAtOnce }: Start = {}) {
	const clock = new FakeClock();
	const live = liveNode(staticData, storesAtOnce);
	const memory = new SeenEvents(live.staticData, clock.now(), { afterKill, keptAs: shortened });
	const ended: Array<[readonly string[], string]> = [];
	let room = 0;
	const executions = new LiveExecutions(live.node, {
		gate: { ...GATE_DEFAULTS, acknowledge: 'atOnce', ...gate },
		clock,
		memory,
		write: () => memory.write(live.staticData, clock.now()),
		onEnd: (keys, outcome) => void ended.push([keys, outcome]),
		onRoom: () => void room++,
	});
	return { ...live, clock, memory, executions, ended, room: () => room };
}

/** An event with a name, as a trigger hands it over that has not seen it before. */
const event = (key: string, ...marks: string[]): LiveEntry => ({
	key,
	keys: [key, ...marks],
	items: [{ id: key }],
});

/** What may be the same again. */
const state = (value: string): LiveEntry => ({ keys: [], items: [{ id: value }] });

const notice: LiveEntry = { keys: [], items: [{ id: 'notice' }], isNotice: true };

/** Hands over several that become one execution, behind one that runs. */
async function together(started: ReturnType<typeof start>, ...entries: LiveEntry[]) {
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
		const { key: given } = await together(start({ gate: { maxInFlight: 1 } }), ...entries);
		expect(given).toMatch(key);
	});

	test.each([
		['what may be the same again', [state('idle')]],
		['an event beside such a thing', [event('a'), state('idle')]],
		['a notice', [notice]],
	])('is none for %s', async (_what, entries) => {
		const { key } = await together(start({ gate: { maxInFlight: 1 } }), ...entries);
		expect(key).toBeUndefined();
	});

	test('is none where a failure lets an event come again', async () => {
		const { executions, emitted, memory } = start({ gate: { acknowledge: 'onlyWhenFinished' } });
		memory.isNew('a');
		const verdict = executions.gate(event('a'));
		await emitted[0].end('failed');
		expect(emitted[0].key).toBeUndefined();
		expect(await verdict).toBe('refuse');
		expect(memory.isNew('a')).toBe(true);
	});

	test('is another one after a crash, for one event and for several', async () => {
		const started = start({ gate: { maxInFlight: 1 } });
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
		const { executions, emitted, room } = start({ gate: { maxInFlight: 1, maxWaiting: 3 } });
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
		const { clock, executions, emitted } = start({ gate: { maxInFlight: 1, maxWaiting: 2 } });
		void executions.gate(event('a'));
		void executions.gate(event('b'));
		await clock.advance(10_000);
		expect([emitted.length, executions.hasRoom]).toEqual([2, false]);
	});
});

describe('what n8n has not stored', () => {
	test('is told by when it was taken, waiting or not', async () => {
		const { clock, executions, emitted } = start({
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
		const { clock, executions, emitted } = start({ storesAtOnce: false });
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
		const first = start({ afterKill: 'sameExecution', storesAtOnce: false });
		void first.executions.gate(event('a'));
		const { saved } = first.emitted[0];
		(saved.running as [[string, string[]]])[0][1].push('b');
		const { clock, executions, emitted } = start({
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

describe('what an execution ends with', () => {
	test.each([
		['success', false],
		['failed', false],
		['skipped', false],
		['crashed', true],
	] as const)('%s: the event is new again: %s', async (how, isNew) => {
		const { executions, emitted, memory, ended } = start();
		expect(['a', 'call:1'].map((key) => memory.isNew(key))).toEqual([true, true]);
		void executions.gate(event('a', 'call:1'));
		await emitted[0].end(how);
		expect(['a', 'call:1'].map((key) => memory.isNew(key))).toEqual([isNew, isNew]);
		expect(ended).toHaveLength(1);
		expect(ended[0][0]).toEqual(['a', 'call:1']);
	});

	test('is saved with the next one', async () => {
		const { executions, emitted } = start();
		void executions.gate(event('a'));
		expect(emitted[0].saved.events).toEqual([]);
		await emitted[0].end('success');
		void executions.gate(event('b'));
		expect(emitted[1].saved.events).toEqual(['a']);
	});
});

describe('an execution that n8n could not store', () => {
	const failed = async (acknowledge: GateSettings['acknowledge'] = 'whenFinished') => {
		const started = start({ gate: { acknowledge } });
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

	test('is not tried again in n8n 1.x, which would run it twice', async () => {
		const started = start();
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
			start({ gate: { maxInFlight: 1 }, afterKill }),
			...entries,
		);
		return { key, again: start({ afterKill, staticData: saved, storesAtOnce: false }) };
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
		const third = start({ afterKill: 'sameExecution', staticData: saved });
		void third.executions.gate(event('b'));
		await third.clock.advance(1_000);
		expect(third.emitted.map((each) => each.key)).toEqual([key]);
	});

	test('is killed while it is asked, what it is asked with alone goes by the answer', async () => {
		const { key, again } = await killed('sameExecution', event('a'), event('b'));
		void again.executions.gate(event('a'));
		await again.clock.advance(1_000);
		const { saved } = again.emitted[0];
		const third = start({ afterKill: 'sameExecution', staticData: saved });
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
	const { executions, emitted } = start({ gate: { maxInFlight: 1 } });
	void executions.gate(event('a'));
	void executions.gate(event('b'));
	executions.close();
	expect(emitted.map(({ items }) => items)).toEqual([[{ id: 'a' }], [{ id: 'b' }]]);
	for (const each of emitted) await each.end('success');
});
