import type { IDataObject } from 'n8n-workflow';

import { compact, isoTime } from '../../shared/core/callRecord';
import type { Log } from '../../shared/core/ports';
import { inCountry } from '../../shared/core/recordCountry';
import { wordsOf } from '../../shared/core/words';
import type { LoggedCall, Span } from '../client/calls/callLogs';
import { callRecordOf } from '../client/calls/callRecord';
import type { XsiConnection } from '../client/transport/connection';
import type { XsiEvent } from '../client/channel/decode';
import type { LineNotice } from '../client/channel/line';
import { recoverCalls, recoveredRecord } from '../client/calls/recovery';
import type { SubscriptionChange } from '../client/subscriptions/subscriber';
import type { XsiObject } from '../client/calls/values';
import type { TriggerMemory } from './memory';
import type { TriggerSettings } from './settings';

/** How long before now a gap is looked for where no call was seen, ms. */
const GAP_SPAN = 120_000;

/** The longest time after which calls are still recovered, ms. */
const LONGEST_SPAN = 24 * 60 * 60_000;

/** ms the server gets to write its logs. */
const LOG_DELAY = 2_000;

/** ms by which the clocks of server and n8n may differ; later calls are told by events. */
const SKEW = 1_000;

/** ms between two looks whether events still tell of calls that the logs have. */
const DRAIN_LOOK = 1_000;

/** Looks without news after which the server has told all that it kept. */
const QUIET_LOOKS = 4;

/** The longest that a server is waited for which has not noticed the outage yet, ms. */
const LONGEST_UNAWARE = 30_000;

/** ms after which logs that could not be read are asked for again. */
const RETRY_AFTER = 30_000;

const CALL_PACKAGES = new Set(['Advanced Call', 'Standard Call', 'Basic Call']);

export interface OutageContext {
	connection: XsiConnection;
	settings: TriggerSettings;
	memory: TriggerMemory;
	readonly ownUserId: string;
	log: Log;
	/** Sends items to the workflow; `id` for what must not come twice. */
	send(items: IDataObject[], id?: string): void;
}

/** The time from the begin of the first span to the end of the last. */
function joined(spans: ReadonlyArray<Span | undefined>): Span | undefined {
	const known = spans.filter((span) => span !== undefined);
	if (known.length === 0) return undefined;
	return {
		from: Math.min(...known.map(({ from }) => from)),
		to: Math.max(...known.map(({ to }) => to)),
	};
}

/**
 * What happens around an outage: connection items, calls read from the logs, and ends of calls that
 * were missed (options of the trigger, docs/design.md#never-silently-dead and docs/design.md#gaps-are-seen).
 */
export class Outages {
	private readonly lostAt = new Map<string, number>();

	private readonly closing = new AbortController();

	/** When the calls began that are still to be read. */
	private unread?: Span;

	/** The same of those that are being read, until the events that the server kept have come. */
	private readonly reading = new Set<Span>();

	/** Calls that began before this may have been told before a restart, ms since 1970. */
	private restartedAfter = 0;

	/** Whether the way for events is open; posted ones need none. */
	private isUp: boolean;

	private stands = false;

	private retrying = false;

	/** How often the line or the subscription was lost. */
	private losses = 0;

	/** `clock.elapsed()` at which the server has noticed the last outage too. */
	private noticedBy = 0;

	/** Whether the server may still keep events for the channel that is gone. */
	private serverUnaware = false;

	constructor(private readonly context: OutageContext) {
		this.isUp = context.settings.delivery === 'httpContact';
	}

	/** Whether calls that begin now are told by events. */
	private get listens(): boolean {
		return this.isUp && this.stands;
	}

	/** Nothing is read or sent any more. */
	close(): void {
		this.closing.abort();
	}

	private get recovers(): boolean {
		const { recoverMissedCalls, spec } = this.context.settings;
		return recoverMissedCalls && CALL_PACKAGES.has(spec.package);
	}

	/**
	 * After a restart of n8n: calls since the last execution before it, and those of an outage that were
	 * still to be read then. Only a restart leaves a time without a trigger that nobody wanted.
	 */
	started(afterRestart: boolean): void {
		const { memory, connection } = this.context;
		const { aliveAt, unread } = memory;
		memory.unread = undefined;
		if (!this.recovers) return;
		const now = connection.clock.now();
		if (afterRestart && aliveAt !== undefined) {
			const from = Math.min(aliveAt, unread?.from ?? aliveAt);
			this.restartedAfter = aliveAt;
			void this.recover({ from: Math.max(from, now - LONGEST_SPAN), to: now });
		} else {
			memory.activate(now);
		}
	}

	notice(notice: LineNotice): void {
		if (notice.state === 'down') {
			this.isUp = false;
			this.losses++;
			this.expectLateEvents(notice.since);
			this.toRead({ from: notice.since, to: notice.since });
			this.sendConnection({ state: 'down', cause: notice.cause, since: isoTime(notice.since) });
		} else if (notice.state === 'up') {
			this.isUp = true;
			if (notice.downSince !== undefined) void this.up(notice.downSince, notice.cause);
		} else if (notice.state === 'shared') {
			this.sendConnection({ state: 'shared', cause: notice.cause });
		} else this.sendConnection({ state: 'loginRefused', cause: wordsOf(notice.error) });
	}

	/** `cause`: why the changed credential does not work. */
	credentialChanged(cause?: string): void {
		this.sendConnection({ state: 'credentialChanged', cause });
	}

	/**
	 * Where the line fell silent the server does not know it before it misses heartbeats itself; only
	 * then it sends again what was lost on the way. The last heartbeat may have gone out just now.
	 */
	private expectLateEvents(since: number): void {
		const { settings, connection } = this.context;
		const { clock } = connection;
		const eventTimeout = 2 * settings.heartbeatInterval;
		this.serverUnaware = clock.now() - since >= eventTimeout;
		this.noticedBy = clock.elapsed() + Math.min(eventTimeout, LONGEST_UNAWARE);
	}

	/** The subscription stands for the first time. */
	standing(): void {
		this.stands = true;
		const now = this.context.connection.clock.now();
		if (this.unread !== undefined) void this.recover({ from: this.unread.from, to: now });
	}

	private async up(downSince: number, cause: string | undefined): Promise<void> {
		const now = this.context.connection.clock.now();
		const recovered = await this.recover({ from: downSince, to: now });
		this.sendConnection({
			state: 'up',
			cause,
			since: isoTime(downSince),
			duration: Math.round((now - downSince) / 1000),
			recovered,
		});
	}

	subscription({ state, spec, cause, since, gap, error }: SubscriptionChange): void {
		const now = this.context.connection.clock.now();
		const key = JSON.stringify(spec);
		if (state === 'gap') {
			// Newer events overtake what the server keeps for the old channel.
			this.serverUnaware = true;
			void this.recover({ from: this.gapFrom(now), to: now }).then((recovered) => {
				this.sendConnection({ state: 'gap', missing: gap && { ...gap }, recovered });
			});
		} else if (state === 'lost') {
			this.stands = false;
			this.losses++;
			this.lostAt.set(key, since ?? now);
			this.toRead({ from: since ?? now, to: since ?? now });
			this.sendConnection({ state: 'subscriptionLost', cause, since: isoTime(since ?? now) });
		} else if (state === 'refused') {
			this.sendConnection({ state: 'subscriptionRefused', cause: error && wordsOf(error) });
		} else {
			this.stands = true;
			const from = this.lostAt.get(key) ?? now;
			this.lostAt.delete(key);
			void this.recover({ from, to: now }).then((recovered) => {
				this.sendConnection({ state: 'subscriptionBack', since: isoTime(from), recovered });
			});
		}
	}

	/**
	 * When a call that no event told of may have begun, at the earliest: after the newest one told of.
	 * Over a restart not every call of the last minutes is known by its id.
	 */
	private gapFrom(now: number): number {
		const { toldUntil } = this.context.memory.calls;
		if (toldUntil === 0) return now - GAP_SPAN;
		return Math.min(now, Math.max(toldUntil, now - LONGEST_SPAN));
	}

	/** Compares the present state of a user with the calls known: ends that were missed go out. */
	present(event: XsiEvent): void {
		const { settings, memory } = this.context;
		if (!this.recovers || settings.spec.target.kind !== 'user') return;
		if (!/^CallSubscription(?:Resync)?Event$/.test(event.type)) return;
		const { call } = event.fields;
		const present = (Array.isArray(call) ? call : []) as XsiObject[];
		const ended = memory.calls.ended(event.targetId ?? '', present);
		if (settings.types.size > 0 && !settings.types.has('CallReleasedEvent')) return;
		if (ended.length > 0) void this.sendEnds(ended, event);
	}

	/** The present state may overtake the events of these ends. */
	private async sendEnds(ended: readonly XsiObject[], event: XsiEvent): Promise<void> {
		const { memory, send, connection } = this.context;
		const { clock } = connection;
		const { signal } = this.closing;
		const wait = this.noticedBy + QUIET_LOOKS * DRAIN_LOOK - clock.elapsed();
		if (this.serverUnaware && wait > 0) await clock.sleep(wait, signal);
		if (signal.aborted) return;
		for (const call of ended.filter(({ callId }) => !memory.calls.hasEnded(String(callId)))) {
			send([this.missedEnd(call, event)], `ended:${String(call.callId)}`);
		}
	}

	private missedEnd(call: XsiObject, { targetId }: XsiEvent): IDataObject {
		const { settings } = this.context;
		const { eventId: _old, sequenceNumber: _number, ...known } = call;
		const fields = {
			...known,
			type: 'CallReleasedEvent',
			targetId: targetId ?? '',
			state: 'Released',
		};
		const item: object =
			settings.output === 'callRecord'
				? inCountry(callRecordOf(fields, targetId), settings.numberPlan)
				: { ...fields, event: settings.spec.package };
		return { ...item, recovered: true };
	}

	/**
	 * Reads the calls of a time that no event told about. Not while events cannot come: those of the
	 * newest calls would come afterwards, and the calls would be told twice.
	 */
	private async recover(span: Span): Promise<number> {
		if (!this.recovers) return 0;
		const { signal } = this.closing;
		this.toRead(span);
		await this.context.connection.clock.sleep(LOG_DELAY, signal);
		const { unread, losses } = this;
		if (signal.aborted || unread === undefined || !this.listens) return 0;
		this.unread = undefined;
		this.reading.add(unread);
		try {
			const calls = await this.missed({ from: unread.from, to: unread.to + SKEW });
			const untold = await this.untold(calls, losses);
			if (signal.aborted) return 0;
			if (losses === this.losses) {
				this.read(unread);
				return this.sendMissed(untold);
			}
		} catch (error) {
			this.toRead(unread);
			this.context.log.warn('Missed calls could not be recovered yet; trying again', {
				reason: (error as Error).message,
			});
			if (!this.retrying) void this.retry();
			return 0;
		} finally {
			this.read(unread);
		}
		// The line was lost again, so the server has begun to keep events anew.
		this.toRead(unread);
		return this.listens ? await this.recover(unread) : 0;
	}

	private toRead(span: Span): void {
		if (!this.recovers) return;
		this.unread = joined([span, this.unread]);
		this.keep();
	}

	private read(span: Span): void {
		this.reading.delete(span);
		this.keep();
	}

	/** n8n may be stopped before everything is read. */
	private keep(): void {
		this.context.memory.unread = joined([this.unread, ...this.reading]);
	}

	/** Without this, calls would stay missed when the server comes back later than n8n. */
	private async retry(): Promise<void> {
		const { signal } = this.closing;
		this.retrying = true;
		while (this.unread !== undefined && !signal.aborted) {
			await this.context.connection.clock.sleep(RETRY_AFTER, signal);
			if (this.unread !== undefined) await this.recover(this.unread);
		}
		this.retrying = false;
	}

	private async missed(span: Span): Promise<LoggedCall[]> {
		const { connection, settings, memory, ownUserId, log } = this.context;
		const { target } = settings.spec;
		const rememberedFrom = Math.max(span.from, this.restartedAfter);
		return await recoverCalls(connection, {
			span,
			rememberedFrom,
			target,
			ownUserId,
			memory: memory.calls,
			log,
		});
	}

	/**
	 * Waits for the events that the server has kept and sends after an outage, which may take longer
	 * than reading the logs, and gives the calls (oldest first) that none of them told of. The events
	 * are over when for a while none of them tells of a call of the outage, be it in the logs or not.
	 */
	private async untold(calls: readonly LoggedCall[], losses: number): Promise<LoggedCall[]> {
		const { connection, memory } = this.context;
		const { clock } = connection;
		const { signal } = this.closing;
		const newest = calls.at(-1)?.startTime ?? 0;
		let left = [...calls];
		let reached = 0;
		// Looks are counted, not time: in a process that stands still events wait unread.
		for (let quiet = 0; ; quiet++) {
			const unknown = left.filter((call) => !memory.calls.knows(call));
			if (unknown.length === 0 || losses !== this.losses || signal.aborted) return unknown;
			const start = Math.min(memory.calls.latestStart, newest);
			const isNews = unknown.length < left.length || start > reached;
			if (isNews || (this.serverUnaware && clock.elapsed() < this.noticedBy)) quiet = 0;
			if (quiet >= QUIET_LOOKS) return unknown;
			[left, reached] = [unknown, start];
			await clock.sleep(DRAIN_LOOK, signal);
		}
	}

	/** Gives the number of calls sent. */
	private sendMissed(calls: readonly LoggedCall[]): number {
		const { memory, log, send, settings } = this.context;
		const fresh = calls.filter(
			(call) =>
				!memory.calls.knows(call) && memory.isNew(`recovered:${call.callId ?? call.callLogId}`),
		);
		for (const call of fresh) {
			const record = inCountry(recoveredRecord(call), settings.numberPlan);
			send([record as unknown as IDataObject], `recovered:${call.callId ?? call.callLogId}`);
		}
		if (fresh.length > 0) log.info(`${fresh.length} missed calls were read from the call logs`);
		return fresh.length;
	}

	private sendConnection(item: IDataObject): void {
		const { settings, send } = this.context;
		if (!settings.connectionItems) return;
		const { spec } = settings;
		send([compact({ type: 'Connection', event: spec.package, ...item })]);
	}
}
