import type { IDataObject } from 'n8n-workflow';

import { compact } from '../../shared/core/callRecord';
import type { Log } from '../../shared/core/ports';
import { inCountry } from '../../shared/core/recordCountry';
import { wordsOf } from '../../shared/core/words';
import type { StartAfter } from '../../shared/trigger/starts';
import type { LoggedCall, Span } from '../client/calls/callLogs';
import type { XsiConnection } from '../client/transport/connection';
import type { XsiEvent } from '../client/channel/decode';
import type { LineNotice, SubscriptionChange } from '../client/delivery/listener';
import { recoverCalls, recoveredRecord, type RecoveryRequest } from '../client/calls/recovery';
import { packagesOf } from '../client/subscriptions/packages';
import { describeTarget } from '../client/subscriptions/subscriptions';
import type { TriggerMemory } from './memory';
import { MissedEnds } from './outages/missedEnds';
import {
	atStart,
	joined,
	unreadSpan,
	type ConnectionReport,
	type Effect,
	type Happening,
	type Situation,
} from './outages/states';
import { keptEventsBy, RETRY_AFTER, step } from './outages/step';
import type { TriggerSettings } from './settings';

/** How long before now a gap may have begun where no call was seen, ms. */
const GAP_SPAN = 120_000;

/** The longest time after which calls are still recovered, ms. */
const LONGEST_SPAN = 24 * 60 * 60_000;

/** Users whose logs could not be read that are named. */
const NAMED = 5;

const CALL_PACKAGES = new Set(['Advanced Call', 'Standard Call', 'Basic Call']);

function logNotice(log: Log, notice: LineNotice, now: number): void {
	if (notice.state === 'down') {
		log.info('Connection to BroadWorks is down; reconnecting', { cause: notice.cause });
	} else if (notice.state === 'up' && notice.downSince !== undefined) {
		const seconds = Math.round((now - notice.downSince) / 1000);
		log.info(`Connection to BroadWorks is up again after ${seconds} s`, { cause: notice.cause });
	}
}

function logChange(log: Log, { state, cause, error, spec, gap }: SubscriptionChange): void {
	const target = describeTarget(spec.target);
	const packages = packagesOf(spec).join(', ');
	if (state === 'lost') log.info(`Subscription to ${packages} was lost`, { target, cause });
	if (state === 'active') log.info(`Subscription to ${packages} is active again`, { target });
	if (state === 'refused') {
		log.error(`Subscription to ${packages} is refused`, {
			target,
			reason: error && wordsOf(error),
		});
	}
	if (state === 'gap') log.warn(`Events of ${packages} are missing`, { target, ...gap });
}

/** What a call of a log is known as; undefined where it comes too late to be of use. */
function recoveredAs({ moment }: TriggerSettings): 'recovered' | 'missed' | 'ended' | undefined {
	if (moment === undefined) return 'recovered';
	return moment === 'missed' || moment === 'ended' ? moment : undefined;
}

export interface OutageContext {
	connection: XsiConnection;
	settings: TriggerSettings;
	memory: TriggerMemory;
	readonly ownUserId: string;
	log: Log;
	/** Resolves when n8n has stored what was sent until now. */
	allStored(): Promise<void>;
	/** Sends items to the workflow; `id` for what must not come twice. */
	send(items: IDataObject[], id?: string): void;
}

/**
 * What happens around an outage: connection items, calls read from the logs, and ends of calls that
 * were missed (options of the trigger, docs/design.md#never-silently-dead and docs/design.md#gaps-are-seen).
 * `outages/step.ts` says what follows from what; here it is done.
 */
export class Outages {
	private situation: Situation;

	/** Whether missed calls and ends are wanted, so that `present` is to see every event. */
	readonly recovers: boolean;

	private readonly closing = new AbortController();

	/** Times whose calls were read and sent, and that n8n has not stored. */
	private readonly delivering = new Set<Span>();

	private readonly ends: MissedEnds;

	constructor(private readonly context: OutageContext) {
		const { settings, memory, connection, send } = context;
		const line = settings.delivery === 'httpContact' ? 'up' : 'down';
		this.recovers =
			settings.recoverMissedCalls &&
			packagesOf(settings.spec).some((name) => CALL_PACKAGES.has(name)) &&
			recoveredAs(settings) !== undefined;
		this.situation = atStart(line, this.recovers);
		const keptBy = () => keptEventsBy(this.situation);
		// Of calls that ended in an outage the logs tell as well.
		const sendNew: typeof send = (items, id) => {
			if (id === undefined || memory.events.isNew(id)) send(items, id);
		};
		this.ends = new MissedEnds(connection.clock, settings, memory.calls, keptBy, sendNew);
	}

	/** Nothing is read or sent any more. */
	close(): void {
		this.closing.abort();
	}

	/**
	 * After a downtime of n8n: calls since the last execution before it, and those of an outage that were
	 * still to be read then. `unreadFrom`: since when the version before had some to read, ms since 1970.
	 */
	started(after: StartAfter, unreadFrom?: number): void {
		const { memory, connection } = this.context;
		const { aliveAt, unread } = memory;
		memory.unread = undefined;
		if (!this.recovers) return;
		const now = connection.clock.now();
		const isDowntime = after === 'downtime' && aliveAt !== undefined;
		const begun = isDowntime ? Math.min(aliveAt, unread?.from ?? aliveAt) : unreadFrom;
		const span = begun && { from: Math.max(begun, now - LONGEST_SPAN), to: now };
		if (!isDowntime) memory.activate(now, span || undefined);
		if (span) this.happened({ type: 'restarted', span, aliveAt: aliveAt ?? span.from });
	}

	/** Something happened to the line. */
	notice(notice: LineNotice): void {
		logNotice(this.context.log, notice, this.context.connection.clock.now());
		if (notice.state === 'down') {
			const { since, cause } = notice;
			const eventTimeout = 2 * this.context.settings.heartbeatInterval;
			this.happened({ type: 'down', since, cause, eventTimeout });
		} else if (notice.state === 'up') {
			this.happened({ type: 'up', downSince: notice.downSince, cause: notice.cause });
		} else if (notice.state === 'shared') {
			this.report({ state: 'shared', cause: notice.cause });
		} else this.report({ state: 'loginRefused', cause: wordsOf(notice.error) });
	}

	/** `cause`: why the changed credential does not work. */
	credentialChanged(cause?: string): void {
		this.report({ state: 'credentialChanged', cause });
	}

	/** The subscription is active for the first time. */
	active(): void {
		this.happened({ type: 'active' });
	}

	/** Something happened to the subscription. */
	subscription(change: SubscriptionChange): void {
		const { state, spec, cause, since, gap, error } = change;
		logChange(this.context.log, change);
		const now = this.context.connection.clock.now();
		const key = JSON.stringify(spec);
		if (state === 'gap') {
			this.happened({ type: 'gap', from: this.gapFrom(now), missing: gap && { ...gap } });
		} else if (state === 'lost') {
			this.happened({ type: 'lost', key, since: since ?? now, cause });
		} else if (state === 'refused') {
			this.report({ state: 'subscriptionRefused', cause: error && wordsOf(error) });
		} else this.happened({ type: 'activeAgain', key });
	}

	/**
	 * When a call that no event was about may have begun, at the earliest: after the newest one seen.
	 * Over a restart not every call of the last minutes is known by its id.
	 */
	private gapFrom(now: number): number {
		const { notifiedUntil } = this.context.memory.calls;
		if (notifiedUntil === 0) return now - GAP_SPAN;
		return Math.min(now, Math.max(notifiedUntil, now - LONGEST_SPAN));
	}

	/** The server has told the whole state anew, so that something before it may have been told to nobody. */
	resync(): void {
		const { clock } = this.context.connection;
		this.happened({ type: 'gap', from: this.gapFrom(clock.now()) });
	}

	/** An event came; if it is the present state, ends that were missed go out. */
	present(event: XsiEvent): void {
		void this.ends.present(event, this.closing.signal);
	}

	private happened(happening: Happening): void {
		if (this.closing.signal.aborted) return;
		const { connection } = this.context;
		const { clock } = connection;
		const before = this.situation;
		const moment = { now: clock.now(), elapsed: clock.elapsed() };
		const { situation, effects } = step(before, happening, moment);
		this.situation = situation;
		if (situation.outages !== before.outages) this.keepUnread();
		for (const effect of effects) void this.run(effect);
	}

	/** n8n may be stopped or killed before all of it is stored. */
	private keepUnread(): void {
		this.context.memory.unread = joined([unreadSpan(this.situation), ...this.delivering]);
	}

	private async run(effect: Effect): Promise<void> {
		const { connection, memory } = this.context;
		const { signal } = this.closing;
		switch (effect.type) {
			case 'report':
				this.report(effect.report);
				break;
			case 'wait':
				await connection.clock.sleep(effect.ms, signal);
				this.happened(effect.next);
				break;
			case 'read':
				this.happened(await this.read(effect));
				break;
			case 'probe': {
				if (effect.ms > 0) await connection.clock.sleep(effect.ms, signal);
				const unknown = effect.calls.filter((call) => !memory.calls.knows(call));
				const { latestStart } = memory.calls;
				this.happened({ type: 'probed', id: effect.id, unknown, latestStart });
				break;
			}
			case 'deliver':
				await this.whileUnread(effect.span, () => {
					const recovered = this.deliver(effect.calls);
					if (effect.report) this.report({ ...effect.report, recovered });
				});
		}
	}

	/** The calls of a time count as unread until n8n has stored what the work sends. */
	private async whileUnread(span: Span, work: () => Promise<void> | void): Promise<void> {
		const own = { ...span };
		this.delivering.add(own);
		this.keepUnread();
		await work();
		await this.context.allStored();
		this.delivering.delete(own);
		if (!this.closing.signal.aborted) this.keepUnread();
	}

	/** Logs that the server could not give with the others: asked for as long as calls are recovered. */
	private async readRest(request: RecoveryRequest, first: readonly string[]): Promise<void> {
		const { connection, log } = this.context;
		const { signal } = this.closing;
		await this.whileUnread(request.span, async () => {
			for (let users = first; users.length > 0; ) {
				const named = { users: users.slice(0, NAMED).join(', ') };
				if (connection.clock.now() - request.span.to > LONGEST_SPAN) {
					log.error(`${users.length} call logs could not be read within a day`, named);
					return;
				}
				log.warn(`${users.length} call logs cannot be read now; trying again in 30 s`, named);
				await connection.clock.sleep(RETRY_AFTER, signal);
				if (signal.aborted) return;
				try {
					const { calls, unread } = await recoverCalls(connection, { ...request, users });
					this.deliver(calls);
					users = unread;
				} catch (error) {
					log.debug('The call logs cannot be read yet', { reason: (error as Error).message });
				}
			}
		});
	}

	private async read(effect: Extract<Effect, { type: 'read' }>): Promise<Happening> {
		const { connection, settings, memory, ownUserId, log } = this.context;
		const { id, span, rememberedFrom } = effect;
		const { target } = settings.spec;
		const request = { span, rememberedFrom, target, ownUserId, memory: memory.calls, log };
		try {
			const { calls, unread } = await recoverCalls(connection, request);
			if (unread.length > 0) void this.readRest(request, unread);
			return { type: 'read', id, calls };
		} catch (error) {
			log.warn('Missed calls could not be recovered yet; trying again', {
				reason: (error as Error).message,
			});
			return { type: 'unreadable', id };
		}
	}

	/** Gives the number of calls sent. */
	private deliver(calls: readonly LoggedCall[]): number {
		const { memory, log, send, settings } = this.context;
		const as = recoveredAs(settings) ?? 'recovered';
		const idOf = (call: LoggedCall) => `${as}:${call.callId ?? call.callLogId}`;
		const fresh = calls.filter(
			(call) =>
				(as !== 'missed' || call.kind === 'missed') &&
				!memory.calls.knows(call) &&
				memory.events.isNew(idOf(call)),
		);
		for (const call of fresh) {
			const record = inCountry(recoveredRecord(call), settings.numberPlan);
			send([record as unknown as IDataObject], idOf(call));
		}
		if (fresh.length > 0) log.info(`${fresh.length} missed calls were read from the call logs`);
		return fresh.length;
	}

	private report(report: ConnectionReport): void {
		const { settings, send } = this.context;
		if (!settings.connectionItems) return;
		const event = packagesOf(settings.spec).join(', ');
		send([compact({ type: 'Connection', event, ...report })]);
	}
}
