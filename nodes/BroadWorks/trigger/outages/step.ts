import { isoTime } from '../../../shared/core/callRecord';
import type { LoggedCall, Span } from '../../client/calls/callLogs';
import {
	joined,
	waitingSpan,
	type ConnectionReport,
	type Effect,
	type Happening,
	type Moment,
	type Outage,
	type Situation,
	type Step,
} from './states';

/** ms the server gets to write its logs. */
const LOG_DELAY = 2_000;

/** ms by which the clocks of server and n8n may differ; events are about later calls. */
const SKEW = 1_000;

/** ms between two probes whether events of calls still come that the logs have. */
const PROBE_INTERVAL = 1_000;

/** Probes without news after which the server has sent all that it kept. */
const QUIET_PROBES = 4;

/** The longest that a server is waited for which has not noticed the outage yet, ms. */
const LONGEST_UNAWARE = 30_000;

/** ms after which logs that could not be read are asked for again. */
export const RETRY_AFTER = 30_000;

/** `clock.elapsed()` at which the events have come that the server kept; -Infinity when it keeps none. */
export function keptEventsBy({ server, noticesBy }: Situation): number {
	return server === 'unaware' ? noticesBy + QUIET_PROBES * PROBE_INTERVAL : -Infinity;
}

function withReport(report: ConnectionReport | undefined, recovered: number): Effect[] {
	return report ? [{ type: 'report', report: { ...report, recovered } }] : [];
}

/** Calls of this time are to be read when events can come again. */
function opened(situation: Situation, span: Span | undefined): Situation {
	const { recovers, outages } = situation;
	if (!recovers || span === undefined) return situation;
	const [open] = outages.filter(({ state }) => state === 'open');
	const others = outages.filter((outage) => outage !== open);
	const both = joined([span, open?.span]) ?? span;
	return { ...situation, outages: [...others, { state: 'open', span: both }] };
}

/** Calls of this time are to be read as soon as the server has written its logs. */
function settling(situation: Situation, span: Span, report?: ConnectionReport): Step {
	const { recovers, outages, nextId: id } = situation;
	if (!recovers) return { situation, effects: withReport(report, 0) };
	const outage: Outage = { state: 'settling', id, span, report };
	return {
		situation: { ...situation, nextId: id + 1, outages: [...outages, outage] },
		effects: [{ type: 'wait', ms: LOG_DELAY, next: { type: 'settled', id } }],
	};
}

/** Events cannot come any more, so what is being read waits: the server begins to keep events anew. */
function interrupted(situation: Situation): Step {
	let after = situation;
	const effects: Effect[] = [];
	for (const outage of situation.outages) {
		if (outage.state !== 'reading' && outage.state !== 'draining') continue;
		after = opened(without(after, outage), outage.span);
		effects.push(...withReport(outage.report, 0));
	}
	return { situation: after, effects };
}

function without(situation: Situation, outage: Outage): Situation {
	return { ...situation, outages: situation.outages.filter((other) => other !== outage) };
}

/** Replaces an outage by its next state. */
function become(situation: Situation, outage: Outage, next: Outage): Situation {
	const outages = situation.outages.map((other) => (other === outage ? next : other));
	return { ...situation, outages };
}

/** The outage with this id, if it is in this state: it may have been interrupted meanwhile. */
function outageIn<State extends Exclude<Outage['state'], 'open'>>(
	{ outages }: Situation,
	state: State,
	id: number,
) {
	const isWanted = (outage: Outage): outage is Extract<Outage, { state: State }> =>
		outage.state === state && outage.id === id;
	return outages.find(isWanted);
}

/**
 * A line that fell silent: the server does not know it before it misses heartbeats itself; only then it
 * sends again what was lost on the way. The last heartbeat may have gone out just now.
 */
function down(
	situation: Situation,
	{ since, cause, eventTimeout }: Extract<Happening, { type: 'down' }>,
	{ now, elapsed }: Moment,
): Step {
	const before = interrupted(situation);
	const after: Situation = {
		...before.situation,
		line: 'down',
		server: now - since >= eventTimeout ? 'unaware' : 'aware',
		noticesBy: elapsed + Math.min(eventTimeout, LONGEST_UNAWARE),
	};
	const report = { state: 'down' as const, cause, since: isoTime(since) };
	return {
		situation: opened(after, { from: since, to: since }),
		effects: [...before.effects, { type: 'report', report }],
	};
}

function up(
	situation: Situation,
	{ downSince, cause }: Extract<Happening, { type: 'up' }>,
	{ now }: Moment,
): Step {
	const after = { ...situation, line: 'up' as const };
	if (downSince === undefined) return { situation: after, effects: [] };
	const duration = Math.round((now - downSince) / 1000);
	const span = { from: downSince, to: now };
	return settling(after, span, { state: 'up', cause, since: isoTime(downSince), duration });
}

function lost(
	situation: Situation,
	{ key, since, cause }: Extract<Happening, { type: 'lost' }>,
): Step {
	const before = interrupted(situation);
	const lostAt = { ...before.situation.lostAt, [key]: since };
	const after = { ...before.situation, subscription: 'awaited' as const, lostAt };
	const report = { state: 'subscriptionLost' as const, cause, since: isoTime(since) };
	return {
		situation: opened(after, { from: since, to: since }),
		effects: [...before.effects, { type: 'report', report }],
	};
}

function activeAgain(situation: Situation, key: string, now: number): Step {
	const { [key]: from = now, ...lostAt } = situation.lostAt;
	const after = { ...situation, subscription: 'active' as const, lostAt };
	const report = { state: 'subscriptionBack' as const, since: isoTime(from) };
	return settling(after, { from, to: now }, report);
}

/**
 * The server has written its logs: everything that waits is read at once. Not while events cannot come:
 * those of the newest calls would come afterwards, and the calls would be sent twice.
 */
function settled(situation: Situation, id: number): Step {
	const own = outageIn(situation, 'settling', id);
	if (!own) return { situation, effects: [] };
	const { report } = own;
	const span = waitingSpan(situation);
	const listens = situation.line === 'up' && situation.subscription === 'active';
	if (span === undefined || !listens) {
		const after = opened(without(situation, own), own.span);
		return { situation: after, effects: withReport(report, 0) };
	}
	const outages = situation.outages
		.filter(({ state }) => state !== 'open')
		.map((outage): Outage => {
			if (outage === own) return { state: 'reading', id, span, report };
			return outage.state === 'settling' ? { ...outage, span: undefined } : outage;
		});
	const rememberedFrom = Math.max(span.from, situation.restartedAfter);
	const asked = { from: span.from, to: span.to + SKEW };
	return {
		situation: { ...situation, outages },
		effects: [{ type: 'read', id, span: asked, rememberedFrom }],
	};
}

function read(situation: Situation, id: number, calls: readonly LoggedCall[]): Step {
	const outage = outageIn(situation, 'reading', id);
	if (!outage) return { situation, effects: [] };
	const newest = calls.at(-1)?.startTime ?? 0;
	const drain = { state: 'draining' as const, left: calls, newest, reached: 0, quiet: 0 };
	return {
		situation: become(situation, outage, { ...outage, ...drain }),
		effects: [{ type: 'probe', id, ms: 0, calls }],
	};
}

/** Without another try, calls would stay missed when the server comes back later than n8n. */
function unreadable(situation: Situation, id: number): Step {
	const outage = outageIn(situation, 'reading', id);
	if (!outage) return { situation, effects: [] };
	const after = opened(without(situation, outage), outage.span);
	const retry: Effect = { type: 'wait', ms: RETRY_AFTER, next: { type: 'retryDue' } };
	return {
		situation: { ...after, retry: 'waiting' },
		effects: [...withReport(outage.report, 0), ...(after.retry === 'none' ? [retry] : [])],
	};
}

/**
 * Events that the server has kept may take longer than reading the logs. They are over when for a while
 * none of them is about a call of the outage, be it in the logs or not. Probes are counted, not time: in a
 * process that is blocked events wait unread.
 */
function probed(
	situation: Situation,
	{ id, unknown, latestStart }: Extract<Happening, { type: 'probed' }>,
	elapsed: number,
): Step {
	const outage = outageIn(situation, 'draining', id);
	if (!outage) return { situation, effects: [] };
	const { left, newest, reached, report, span } = outage;
	const start = Math.min(latestStart, newest);
	const isNews = unknown.length < left.length || start > reached;
	const isUnaware = situation.server === 'unaware' && elapsed < situation.noticesBy;
	const quiet = isNews || isUnaware ? 0 : outage.quiet;
	if (unknown.length === 0 || quiet >= QUIET_PROBES) {
		return {
			situation: without(situation, outage),
			effects: [{ type: 'deliver', span, calls: unknown, report }],
		};
	}
	const next = { ...outage, left: unknown, reached: start, quiet: quiet + 1 };
	return {
		situation: become(situation, outage, next),
		effects: [{ type: 'probe', id, ms: PROBE_INTERVAL, calls: unknown }],
	};
}

/** What waits is to be read now. `to`: its end, where that is later than what is known. */
function readWaiting(situation: Situation, to = -Infinity): Step {
	const span = waitingSpan(situation);
	if (span === undefined) return { situation, effects: [] };
	return settling(situation, { from: span.from, to: Math.max(span.to, to) });
}

/** The situation after something has happened, and what is to be done. */
export function step(situation: Situation, happening: Happening, moment: Moment): Step {
	const { now, elapsed } = moment;
	switch (happening.type) {
		case 'restarted':
			return settling({ ...situation, restartedAfter: happening.aliveAt }, happening.span);
		case 'down':
			return down(situation, happening, moment);
		case 'up':
			return up(situation, happening, moment);
		case 'active':
			return readWaiting({ ...situation, subscription: 'active' }, now);
		case 'lost':
			return lost(situation, happening);
		case 'activeAgain':
			return activeAgain(situation, happening.key, now);
		case 'gap': {
			// Newer events overtake what the server keeps for the old channel.
			const report = { state: 'gap' as const, missing: happening.missing };
			const span = { from: happening.from, to: now };
			return settling({ ...situation, server: 'unaware' }, span, report);
		}
		case 'settled':
			return settled(situation, happening.id);
		case 'read':
			return read(situation, happening.id, happening.calls);
		case 'unreadable':
			return unreadable(situation, happening.id);
		case 'probed':
			return probed(situation, happening, elapsed);
		case 'retryDue':
			return readWaiting({ ...situation, retry: 'none' });
	}
}
