import { greatestOf, leastOf } from '../../../shared/core/extremes';
import type { LoggedCall, Span } from '../../client/calls/callLogs';

/** What a connection item says (docs/design.md#never-silently-dead). */
export interface ConnectionReport {
	state:
		| 'down'
		| 'up'
		| 'gap'
		| 'shared'
		| 'loginRefused'
		| 'credentialChanged'
		| 'subscriptionLost'
		| 'subscriptionBack'
		| 'subscriptionRefused';
	cause?: string;
	/** ISO 8601. */
	since?: string;
	/** s. */
	duration?: number;
	/** Numbers of the events that never came, both ends included. */
	missing?: { from: number; to: number };
	/** Calls read from the logs. */
	recovered?: number;
}

/**
 * One outage, from the moment in which calls may have been missed until they have been read. One that is
 * done is not in the list any more. `report` goes out when it leaves the list, or is open again.
 */
export type Outage =
	/** Its calls cannot be read while events cannot come. There is one at most: a later one joins it. */
	| { state: 'open'; span: Span }
	/** The server writes its logs. Without a span when another outage is read together with it. */
	| { state: 'settling'; id: number; span?: Span; report?: ConnectionReport }
	| { state: 'reading'; id: number; span: Span; report?: ConnectionReport }
	/** The logs are read; now the events that the server has kept come in, however slowly. */
	| Draining;

interface Draining {
	state: 'draining';
	id: number;
	span: Span;
	report?: ConnectionReport;
	/** Calls of the logs that no event has been about yet, oldest first. */
	left: readonly LoggedCall[];
	/** When the newest call of the logs began, ms since 1970. */
	newest: number;
	/** Begin of the newest call of the outage that events have been about, ms since 1970. */
	reached: number;
	/** Probes without news, one after the other. */
	quiet: number;
}

/** All that is known about outages of one trigger. */
export interface Situation {
	/** Whether missed calls are wanted at all, and the package is one of calls. */
	readonly recovers: boolean;
	/** Whether events can come; posted ones need no line. */
	readonly line: 'up' | 'down';
	readonly subscription: 'awaited' | 'active';
	/** When subscriptions were lost that are not active again, by key, ms since 1970. */
	readonly lostAt: Readonly<Record<string, number>>;
	/** Whether the server may still keep events for the channel that is gone. */
	readonly server: 'aware' | 'unaware';
	/** `clock.elapsed()` at which the server has noticed the last outage too. */
	readonly noticesBy: number;
	/** Calls that began before this may have been sent before a restart, ms since 1970. */
	readonly restartedAfter: number;
	readonly retry: 'none' | 'waiting';
	readonly outages: readonly Outage[];
	/** Id that the next outage gets when it is read. */
	readonly nextId: number;
}

/** What happens to a trigger. Times in ms since 1970. */
export type Happening =
	/** n8n runs again. `span`: in which calls were missed. `aliveAt`: of the last execution before. */
	| { type: 'restarted'; span: Span; aliveAt: number }
	/** `eventTimeout`: ms without heartbeats after which the server notices that a client is gone. */
	| { type: 'down'; since: number; cause: string; eventTimeout: number }
	/** `downSince`: undefined for a line that was not up before. */
	| { type: 'up'; downSince?: number; cause?: string }
	/** The subscription is active for the first time. */
	| { type: 'active' }
	| { type: 'lost'; key: string; since: number; cause?: string }
	| { type: 'activeAgain'; key: string }
	/** `from`: when a call may have begun, at the earliest, that no event was about. */
	| { type: 'gap'; from: number; missing?: ConnectionReport['missing'] }
	| { type: 'settled'; id: number }
	/** `calls`: those that were not seen, oldest first. */
	| { type: 'read'; id: number; calls: readonly LoggedCall[] }
	| { type: 'unreadable'; id: number }
	/** `unknown`: calls of `left` that no event has been about. `latestStart`: of all calls seen. */
	| { type: 'probed'; id: number; unknown: readonly LoggedCall[]; latestStart: number }
	| { type: 'retryDue' };

/** What has to be done about it. */
export type Effect =
	| { type: 'report'; report: ConnectionReport }
	| { type: 'wait'; ms: number; next: Happening }
	/** Calls of `span` are read; of those from before `rememberedFrom` not all that were sent are known. */
	| { type: 'read'; id: number; span: Span; rememberedFrom: number }
	/** After `ms`: which of these calls has no event been about? */
	| { type: 'probe'; id: number; ms: number; calls: readonly LoggedCall[] }
	/** The calls go out, then the report with their number. */
	| { type: 'deliver'; span: Span; calls: readonly LoggedCall[]; report?: ConnectionReport };

/** `now`: ms since 1970; `elapsed`: of the clock that nobody sets, ms. */
export interface Moment {
	now: number;
	elapsed: number;
}

export interface Step {
	situation: Situation;
	effects: Effect[];
}

/** The situation of a trigger that starts. Posted events need no line, so theirs is up. */
export function atStart(line: Situation['line'], recovers: boolean): Situation {
	return {
		recovers,
		line,
		subscription: 'awaited',
		lostAt: {},
		server: 'aware',
		noticesBy: 0,
		restartedAfter: 0,
		retry: 'none',
		outages: [],
		nextId: 1,
	};
}

/** The time from the begin of the first span to the end of the last. */
export function joined(spans: ReadonlyArray<Span | undefined>): Span | undefined {
	const known = spans.filter((span) => span !== undefined);
	if (known.length === 0) return undefined;
	return {
		from: leastOf(known.map(({ from }) => from)),
		to: greatestOf(known.map(({ to }) => to)),
	};
}

/** In which calls may have been missed that have not been sent; n8n may be stopped before they are. */
export function unreadSpan({ outages }: Situation): Span | undefined {
	return joined(outages.map(({ span }) => span));
}

/** In which calls may have been missed that are not being read yet. */
export function waitingSpan({ outages }: Situation): Span | undefined {
	return joined(
		outages.map((outage) =>
			outage.state === 'open' || outage.state === 'settling' ? outage.span : undefined,
		),
	);
}
