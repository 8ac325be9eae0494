import { retryDelay } from '../../../shared/core/flow/backoff';
import { mapBounded } from '../../../shared/core/flow/concurrency';
import { deferred } from '../../../shared/core/flow/deferred';
import { pauseAfter, TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import { isRefusal, isTold, wordsOf } from '../../../shared/core/words';
import { leadsElsewhere, NO_PATIENCE, type BookSettings } from './bookSettings';
import type { XsiConnection } from '../transport/connection';
import type { XsiEvent } from '../channel/decode';
import { HeldEvents } from '../channel/heldEvents';
import { LastEvents } from './lastEvents';
import { beginsWithState } from './presentState';
import type { Subscriber, SubscriptionChange } from './subscriber';
import { ELSEWHERE, GONE, isOver, newEntry, type Entry, type Found, type Known } from './entry';
import { SubscriptionLooks } from './looks';
import {
	deleteSubscription,
	describeTarget,
	meansGone,
	readSubscription,
	renewSubscription,
	specKey,
	subscribe,
	type SubscriptionSpec,
} from './subscriptions';

/** Requests under way at once: after an outage every subscription is due. */
const RENEWALS_AT_ONCE = 8;

/** Time for a delete at deactivation, ms: n8n waits for it. */
const DELETE_TIMEOUT = 5_000;

/** Failures after which listeners are told. */
const TOLD_AFTER = 3;

/**
 * The subscriptions of one line: makes and refreshes them, makes them again when the server lost them, shares
 * equal ones (docs/protocols/broadworks.md#subscriptions, docs/protocols/broadworks.md#error-cases).
 */
export class SubscriptionBook {
	private readonly entries = new Map<string, Entry>();

	private readonly byId = new Map<string, Entry>();

	private readonly held: HeldEvents;

	/** `clock.elapsed()` before which the server wants no more requests. */
	private busyUntil = 0;

	/** Of the present care for the subscriptions. */
	private caring?: AbortSignal;

	private wake?: AbortController;

	private settling?: Promise<void>;

	/** What is being ended at the server now, by key of the subscription. */
	private readonly ending = new Map<string, Promise<unknown>>();

	private readonly looks: SubscriptionLooks;

	constructor(
		private readonly connection: XsiConnection,
		private readonly settings: BookSettings,
		private readonly log: Log,
	) {
		const { checkInterval: interval, patience = NO_PATIENCE } = settings;
		this.held = new HeldEvents(
			connection.clock,
			patience,
			(id) => this.byId.has(id),
			() => this.settling !== undefined,
		);
		const looked = { interval, ids: () => this.ids(), verdict: this.judge.bind(this) };
		this.looks = new SubscriptionLooks(connection, settings.applicationId, looked, log);
	}

	get empty(): boolean {
		return this.entries.size === 0;
	}

	listeners(): Subscriber[] {
		return [...new Set([...this.entries.values()].flatMap((entry) => [...entry.subscribers]))];
	}

	/**
	 * Resolves when the subscription stands; rejects when the server refuses it for good. `known` is
	 * a subscription to take over.
	 */
	async add(spec: SubscriptionSpec, subscriber: Subscriber, known?: Known): Promise<void> {
		const key = specKey(spec);
		let entry = this.entries.get(key);
		if (!entry) {
			const { clock } = this.connection;
			const made = newEntry(spec, clock, this.settings.expires, (gap) =>
				this.tell(made, { state: 'gap', gap }),
			);
			entry = made;
			this.entries.set(key, entry);
			if (known !== undefined) this.adopt(entry, known);
		}
		entry.subscribers.add(subscriber);
		this.held.joined();
		if (entry.subscriptionId !== undefined) subscriber.onStanding?.();
		await entry.ready.promise;
	}

	/** Takes over a subscription that was made before; it is looked at as soon as possible. */
	private adopt(entry: Entry, { id: subscriptionId, next }: Known): void {
		entry.order.goOnAt(next);
		entry.subscriptionId = subscriptionId;
		entry.adopted = true;
		this.byId.set(subscriptionId, entry);
		entry.ready.resolve();
	}

	/**
	 * Takes a subscriber away, and ends the subscription with the last one. What the server had sent before
	 * still comes to the subscriber, for `longest` ms at most.
	 */
	async remove(spec: SubscriptionSpec, subscriber: Subscriber, longest: number): Promise<void> {
		const entry = this.entries.get(specKey(spec));
		if (!entry?.subscribers.has(subscriber)) return;
		const last = new LastEvents(this.connection.clock, this.settings.reading);
		if (entry.subscribers.size > 1) await last.catchUp(longest, this.caring);
		if (entry.subscribers.size > 1) {
			entry.subscribers.delete(subscriber);
			return;
		}
		const key = specKey(spec);
		this.entries.delete(key);
		entry.ready.reject(new TelephonyError('unavailable', 'The subscription was given up'));
		// What waits goes out: it is not sent again, because the subscription ends now.
		entry.order.restart();
		entry.order.close();
		entry.last = new LastEvents(this.connection.clock, this.settings.reading);
		const ending = this.end(entry);
		this.ending.set(key, ending);
		const hasEnded = await ending;
		if (this.ending.get(key) === ending) this.ending.delete(key);
		if (hasEnded) await entry.last.wait(longest, this.caring);
		else await entry.last.catchUp(longest, this.caring);
		// Only now: events go on coming until the server has ended the subscription.
		this.forget(entry);
		entry.subscribers.delete(subscriber);
	}

	/** Whether the server has ended it. */
	private async end(entry: Entry): Promise<boolean> {
		await this.settling;
		const { subscriptionId } = entry;
		if (subscriptionId === undefined) return false;
		try {
			await deleteSubscription(this.connection, subscriptionId, DELETE_TIMEOUT);
			return true;
		} catch (error) {
			this.log.debug('BroadWorks subscription could not be deleted; it expires by itself', {
				subscriptionId,
				reason: (error as Error).message,
			});
			return false;
		}
	}

	/** Has every subscription checked at once, as after a reconnect: the server may have lost it. */
	check(): void {
		const now = this.connection.clock.elapsed();
		for (const entry of this.entries.values()) entry.due = now;
	}

	/** What whoever takes a standing subscription over has to know. */
	known(spec: SubscriptionSpec): Known | undefined {
		const { subscriptionId: id, order } = this.entries.get(specKey(spec)) ?? {};
		return id === undefined ? undefined : { id, next: order?.next };
	}

	/** Why a subscription does not stand, as the last try found it. */
	failureOf(spec: SubscriptionSpec): TelephonyError | undefined {
		return this.entries.get(specKey(spec))?.failure;
	}

	/** Tries at once what has failed. */
	retry(): void {
		const now = this.connection.clock.elapsed();
		this.looks.loginChanged();
		for (const entry of this.entries.values()) if (entry.failures > 0) entry.due = now;
		this.wake?.abort();
	}

	/**
	 * Tells `take` whose event this is, as soon as that is known; undefined for a subscription nobody here
	 * has. Events of one subscription are told in the order they came. `leave` is called for one of a
	 * workflow that may start yet.
	 */
	lookup(event: XsiEvent, take: (found: Found | undefined) => void, leave?: () => void): void {
		this.held.pass(event, () => take(this.find(event)), this.caring, leave);
	}

	private find(event: XsiEvent): Found | undefined {
		const entry = this.byId.get(event.subscriptionId ?? '');
		if (!entry) return undefined;
		if (event.type !== 'SubscriptionTerminatedEvent') {
			const { spec, order } = entry;
			entry.last?.sign();
			const stateExpected = entry.awaitsState || beginsWithState(spec.target, event);
			entry.awaitsState = false;
			return { spec, listeners: [...entry.subscribers], order, stateExpected };
		}
		// The end of one that was given up, or has another id now, is no loss.
		const isPresent = entry.subscriptionId === event.subscriptionId;
		if (isPresent) entry.last?.end();
		if (isPresent && this.entries.get(specKey(entry.spec)) === entry) {
			this.lose(entry, 'the server ended the subscription');
			this.wake?.abort();
		}
		return { spec: entry.spec, listeners: [], order: entry.order, stateExpected: false };
	}

	/** Makes, checks and refreshes until `signal` is aborted. */
	async maintain(signal: AbortSignal): Promise<void> {
		this.caring = signal;
		await Promise.all([this.renewals(signal), this.looks.watch(signal)]);
	}

	/** What a look that began at `since` has found: the server may lose a subscription without a word. */
	private judge(subscriptionId: string, stands: boolean, since: number): void {
		const entry = this.byId.get(subscriptionId);
		// It may have been confirmed in another way while the server was asked.
		if (entry === undefined || entry.confirmedAt > since) return;
		if (stands) {
			entry.confirmedAt = since;
			return;
		}
		entry.doubted = true;
		entry.due = this.connection.clock.elapsed();
		this.wake?.abort();
	}

	private async renewals(signal: AbortSignal): Promise<void> {
		const { clock } = this.connection;
		while (!signal.aborted) {
			await this.settle(signal);
			this.wake = new AbortController();
			const dues = [...this.entries.values()].map(({ due }) => due);
			const next = Math.min(...dues, clock.elapsed() + 3_600_000);
			const wait = Math.max(0, next - clock.elapsed());
			if (wait > 0) await clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
		}
	}

	/** Does what is due now. Runs once at a time; a call while it runs makes the loop look again. */
	async settle(signal: AbortSignal): Promise<void> {
		if (this.settling) {
			this.wake?.abort();
			await this.settling;
			return;
		}
		const now = this.connection.clock.elapsed();
		const due = [...this.entries.values()].filter((entry) => entry.due <= now);
		if (due.length === 0) return;
		this.settling = mapBounded(due, RENEWALS_AT_ONCE, async (entry) => {
			await this.renew(entry, signal);
		}).then(() => {});
		try {
			await this.settling;
		} finally {
			this.settling = undefined;
			this.wake?.abort();
			this.held.release(signal);
		}
	}

	private async renew(entry: Entry, signal: AbortSignal): Promise<void> {
		const { clock, random } = this.connection;
		if (signal.aborted) return;
		if (clock.elapsed() < this.busyUntil) {
			entry.due = this.busyUntil;
			return;
		}
		try {
			if (entry.subscriptionId !== undefined) await this.keep(entry, signal);
			if (entry.subscriptionId === undefined) await this.make(entry, signal);
			entry.failures = 0;
			entry.failure = undefined;
			entry.refusalTold = false;
			entry.confirmedAt = clock.elapsed();
			entry.adopted = false;
			entry.due = clock.elapsed() + (entry.expires * 1000) / 2;
		} catch (error) {
			if (signal.aborted) return;
			const failure = error as TelephonyError;
			const least = retryDelay(failure, entry.failures, random);
			const pause = pauseAfter(failure, least, clock.now());
			entry.due = clock.elapsed() + pause.ms;
			entry.failures++;
			// The limit is that of the login, so the other subscriptions wait too.
			if (failure.kind === 'rateLimited') this.busyUntil = entry.due;
			entry.failure = failure;
			if (isRefusal(failure)) {
				entry.ready.reject(error);
				entry.ready = deferred();
			}
			if (isTold(failure) && !entry.refusalTold && entry.failures >= TOLD_AFTER) {
				entry.refusalTold = true;
				this.tell(entry, { state: 'refused', error: failure });
			}
			this.log.warn('BroadWorks subscription could not be made or refreshed; trying again', {
				package: entry.spec.package,
				target: describeTarget(entry.spec.target),
				reason: wordsOf(failure),
				...pause.told,
			});
		}
	}

	/** Extends the subscription, or finds that it is gone. */
	private async keep(entry: Entry, signal: AbortSignal): Promise<void> {
		const { connection, settings } = this;
		const { subscriptionId = '', adopted } = entry;
		try {
			// One taken over is only looked at: a refresh would bring the present state again.
			if (adopted) {
				const standing = await readSubscription(connection, subscriptionId, signal);
				entry.expires = standing.expires;
				if (leadsElsewhere(standing, settings)) this.lose(entry, ELSEWHERE, entry.confirmedAt);
			} else {
				const { expires } = settings;
				entry.awaitsState = entry.spec.target.kind === 'user';
				const grant = await renewSubscription(connection, subscriptionId, expires, signal);
				entry.expires = grant.expires;
				if (entry.subscriptionId === subscriptionId) this.rename(entry, grant.subscriptionId);
			}
			if (entry.doubted) this.looks.wasWrong(subscriptionId);
			entry.doubted = false;
		} catch (error) {
			if (!meansGone(error) && !isOver(entry, this.connection.clock.elapsed())) throw error;
			// Its end may have been told meanwhile.
			if (entry.subscriptionId === subscriptionId) this.lose(entry, GONE, entry.confirmedAt);
		}
	}

	/** Events that are on their way still have the old id, which is known until the subscription ends. */
	private rename(entry: Entry, subscriptionId: string): void {
		if (entry.subscriptionId === subscriptionId) return;
		entry.subscriptionId = subscriptionId;
		entry.order.restart();
		this.byId.set(subscriptionId, entry);
	}

	private forget(entry: Entry): void {
		for (const [id, known] of this.byId) if (known === entry) this.byId.delete(id);
	}

	private async make(entry: Entry, signal: AbortSignal): Promise<void> {
		const { destination, applicationId, expires } = this.settings;
		// An equal one that is being given up would be given again, and end then.
		await this.ending.get(specKey(entry.spec));
		entry.awaitsState = entry.spec.target.kind === 'user';
		const grant = await subscribe(
			this.connection,
			{ ...entry.spec, ...destination, applicationId, expires },
			signal,
		);
		entry.doubted = false;
		if (entry.subscriptionId !== grant.subscriptionId) entry.order.restart();
		entry.subscriptionId = grant.subscriptionId;
		entry.expires = grant.expires;
		this.byId.set(grant.subscriptionId, entry);
		entry.ready.resolve();
		if (entry.lost) this.tell(entry, { state: 'standing' });
		else for (const subscriber of entry.subscribers) subscriber.onStanding?.();
		entry.lost = false;
	}

	/** The ids of the standing subscriptions. */
	ids(): string[] {
		return [...this.byId].filter(([id, entry]) => entry.subscriptionId === id).map(([id]) => id);
	}

	/** `confirmedAt`: when it stood for certain, where that is not now. */
	private lose(entry: Entry, cause: string, confirmedAt?: number): void {
		const { clock } = this.connection;
		this.forget(entry);
		entry.subscriptionId = undefined;
		entry.due = clock.elapsed();
		entry.lost = true;
		const age = clock.elapsed() - (confirmedAt ?? clock.elapsed());
		this.tell(entry, { state: 'lost', cause, since: clock.now() - age });
	}

	private tell(entry: Entry, change: Omit<SubscriptionChange, 'spec'>): void {
		for (const subscriber of entry.subscribers) {
			try {
				subscriber.onSubscription?.({ ...change, spec: entry.spec });
			} catch (error) {
				this.log.error('A change could not be handled', { reason: String(error) });
			}
		}
	}
}
