import {
	atStart,
	unreadSpan,
	type Effect,
	type Happening,
	type Outage,
	type Situation,
} from '../../../../../nodes/BroadWorks/trigger/outages/states';
import { keptEventsBy, step } from '../../../../../nodes/BroadWorks/trigger/outages/step';
import type { LoggedCall } from '../../../../../nodes/BroadWorks/client/calls/callLogs';

const DOWN: Happening = { type: 'down', since: 1_000, cause: 'x', eventTimeout: 30_000 };
const UP: Happening = { type: 'up', downSince: 1_000, cause: 'x' };
const LISTENING: Situation = { ...atStart('up', true), subscription: 'active' };

const call = (id: string, startTime: number): LoggedCall => ({
	kind: 'missed',
	userId: 'alice',
	callId: id,
	callLogId: `${id}:l`,
	number: '5551',
	fields: {},
	startTime,
});

/** Where these happenings lead, one after the other, all at the same time; with the last effects. */
function after(
	begin: Situation,
	happenings: Happening[],
	now = 5_000,
): { situation: Situation; effects: Effect[]; states: Array<Outage['state']> } {
	let situation = begin;
	let effects: Effect[] = [];
	for (const happening of happenings) {
		({ situation, effects } = step(situation, happening, { now, elapsed: now }));
	}
	return { situation, effects, states: situation.outages.map(({ state }) => state) };
}

const probed = (unknown: LoggedCall[], latestStart = 0): Happening => ({
	type: 'probed',
	id: 1,
	unknown,
	latestStart,
});

const READ: Happening[] = [DOWN, UP, { type: 'settled', id: 1 }];

describe('an outage', () => {
	it('is open while the line is down, and there is never more than one that is', () => {
		const once = after(LISTENING, [DOWN]);
		expect(once.situation.outages).toEqual([{ state: 'open', span: { from: 1_000, to: 1_000 } }]);
		expect(once.effects).toEqual([
			{ type: 'report', report: { state: 'down', cause: 'x', since: '1970-01-01T00:00:01.000Z' } },
		]);
		const lost: Happening = { type: 'lost', key: 'k', since: 3_000 };
		const twice = after(once.situation, [lost, { ...DOWN, since: 4_000 }]);
		expect(twice.situation.outages).toEqual([{ state: 'open', span: { from: 1_000, to: 4_000 } }]);
	});

	it('settles, is read to its end, drains and is done', () => {
		const settling = after(LISTENING, [DOWN, UP]);
		expect(settling.states).toEqual(['open', 'settling']);
		expect(settling.effects).toEqual([
			{ type: 'wait', ms: 2_000, next: { type: 'settled', id: 1 } },
		]);
		const reading = after(settling.situation, [{ type: 'settled', id: 1 }]);
		expect(reading.states).toEqual(['reading']);
		expect(reading.effects).toEqual([
			{ type: 'read', id: 1, span: { from: 1_000, to: 6_000 }, rememberedFrom: 1_000 },
		]);
		const [a, b] = [call('a', 2_000), call('b', 3_000)];
		const draining = after(reading.situation, [{ type: 'read', id: 1, calls: [a, b] }]);
		expect(draining.states).toEqual(['draining']);
		const quiet = [1, 2, 3, 4].map(() => probed([b]));
		const waiting = after(draining.situation, [probed([a, b]), ...quiet]);
		expect(waiting.effects).toEqual([{ type: 'probe', id: 1, ms: 1_000, calls: [b] }]);
		const done = after(waiting.situation, [probed([b])]);
		expect(done.states).toEqual([]);
		expect(done.effects).toMatchObject([
			{ type: 'deliver', calls: [b], report: { state: 'up', duration: 4 } },
		]);
	});

	it('is done at once when events have told of every call', () => {
		const done = after(LISTENING, [...READ, { type: 'read', id: 1, calls: [] }, probed([])]);
		expect([done.states, done.effects]).toMatchObject([[], [{ type: 'deliver', calls: [] }]]);
	});

	it('is one read for all that waits; the others have nothing left but their report', () => {
		const gap: Happening = { type: 'gap', from: 500, missing: { from: 2, to: 3 } };
		const reading = after(LISTENING, [DOWN, UP, gap, { type: 'settled', id: 1 }]);
		expect(reading.situation.outages).toMatchObject([
			{ state: 'reading', id: 1, span: { from: 500, to: 5_000 } },
			{ state: 'settling', id: 2, span: undefined },
		]);
		const other = after(reading.situation, [{ type: 'settled', id: 2 }]);
		expect(other.states).toEqual(['reading']);
		expect(other.effects).toEqual([
			{ type: 'report', report: { state: 'gap', missing: { from: 2, to: 3 }, recovered: 0 } },
		]);
	});

	it.each<[string, Happening[]]>([
		['settling', [DOWN, UP]],
		['reading', READ],
		['draining', [...READ, { type: 'read', id: 1, calls: [call('a', 2_000)] }]],
	])('that is %s is open again, with all of its time, when the line is lost', (_, happenings) => {
		const { situation } = after(LISTENING, [...happenings, { ...DOWN, since: 5_000 }]);
		const late = after(situation, [
			{ type: 'settled', id: 1 },
			{ type: 'read', id: 1, calls: [] },
			{ type: 'unreadable', id: 1 },
			probed([]),
		]);
		expect(late.situation.outages).toEqual([{ state: 'open', span: { from: 1_000, to: 5_000 } }]);
		expect(late.effects).toEqual([]);
	});

	it('gives its report, with no calls, before the next one is told', () => {
		const { effects } = after(LISTENING, [...READ, DOWN]);
		expect(effects).toMatchObject([
			{ report: { state: 'up', recovered: 0 } },
			{ report: { state: 'down' } },
		]);
	});

	it('is tried again after 30 s when the logs cannot be read, by one try for all', () => {
		const first = after(LISTENING, [...READ, { type: 'unreadable', id: 1 }]);
		expect([first.states, first.situation.retry]).toEqual([['open'], 'waiting']);
		const retry = { type: 'wait', ms: 30_000, next: { type: 'retryDue' } };
		expect(first.effects).toMatchObject([{ report: { state: 'up', recovered: 0 } }, retry]);
		const again: Happening[] = [
			{ type: 'gap', from: 4_000 },
			{ type: 'settled', id: 2 },
			{ type: 'unreadable', id: 2 },
		];
		const second = after(first.situation, again);
		expect(second.effects).toMatchObject([{ report: { state: 'gap' } }]);
		const due = after(second.situation, [{ type: 'retryDue' }]);
		expect([due.states, due.situation.retry]).toEqual([['open', 'settling'], 'none']);
	});

	it('needs both the line and the subscription', () => {
		const lost: Happening = { type: 'lost', key: 'k', since: 1_000 };
		const { situation, states, effects } = after(LISTENING, [
			DOWN,
			lost,
			UP,
			{ type: 'settled', id: 1 },
		]);
		expect([states, effects]).toMatchObject([['open'], [{ report: { state: 'up' } }]]);
		const back = after(situation, [
			{ type: 'activeAgain', key: 'k' },
			{ type: 'settled', id: 2 },
		]);
		expect([back.states, back.situation.lostAt]).toEqual([['reading'], {}]);
	});

	it('is none where missed calls are not wanted; connection items say so at once', () => {
		const { situation, effects } = after(atStart('up', false), [DOWN, UP]);
		expect([situation.outages, unreadSpan(situation)]).toEqual([[], undefined]);
		expect(effects).toMatchObject([{ type: 'report', report: { state: 'up', recovered: 0 } }]);
	});
});

describe('what is still to be read', () => {
	it('is the time of all outages that are not done, in whatever state', () => {
		const { situation } = after(LISTENING, [...READ, { type: 'gap', from: 200 }]);
		expect(unreadSpan(situation)).toEqual({ from: 200, to: 5_000 });
	});

	it('after a restart is the time before it, without calls that may have been sent', () => {
		const { effects } = after(LISTENING, [
			{ type: 'restarted', span: { from: 100, to: 900 }, aliveAt: 700 },
			{ type: 'settled', id: 1 },
		]);
		expect(effects).toMatchObject([{ span: { from: 100, to: 1_900 }, rememberedFrom: 700 }]);
	});
});

describe('a server', () => {
	const DRAINING: Happening[] = [...READ, { type: 'read', id: 1, calls: [call('a', 2_000)] }];
	const QUIET = Array.from({ length: 6 }, () => probed([call('a', 2_000)]));

	it('that has not noticed the outage is waited for, 30 s at most', () => {
		const late = 40_000;
		const { situation, states } = after(LISTENING, [...DRAINING, ...QUIET], late);
		expect([states, situation.server, keptEventsBy(situation)]).toEqual([
			['draining'],
			'unaware',
			late + 30_000 + 4_000,
		]);
		expect(after(situation, QUIET, late + 30_000).states).toEqual([]);
	});

	it('that has noticed it keeps nothing', () => {
		const { situation, states } = after(LISTENING, [...DRAINING, ...QUIET]);
		expect([states, keptEventsBy(situation)]).toEqual([[], -Infinity]);
	});

	it('sends late what newer events have overtaken', () => {
		const { situation } = after(LISTENING, [DOWN, UP, { type: 'gap', from: 1 }]);
		expect(situation.server).toBe('unaware');
	});
});
