import { TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import { EventDelivery, type GracePeriod } from '../delivery/delivery';
import type { LineListener } from '../delivery/listener';
import type { XsiConnection } from '../transport/connection';
import { LastEvents } from './lastEvents';
import { applicationOf } from './packages';
import { SubscriptionProbes } from './probes';
import { RenewalRounds } from './rounds';
import { SubscriptionRegister, type Known, type Subscription } from './subscription';
import type { SubscriptionSpec } from './subscriptions';
import { SubscriptionUpkeep, type BookSettings } from './upkeep';

/** ms an activation waits for its subscription. */
export const READY_WITHIN = 45_000;

const NO_GRACE: GracePeriod = { during: 0, wait: () => 0, longest: () => 0 };

/**
 * The subscriptions of one line: who shares which, and when they are due. Equal ones are made once
 * (docs/protocols/broadworks.md#subscriptions).
 */
export class SubscriptionBook {
	private readonly register = new SubscriptionRegister();

	/** How their events go to those who share them. */
	readonly delivery: EventDelivery;

	private readonly upkeep: SubscriptionUpkeep;

	private readonly rounds: RenewalRounds;

	private readonly probes: SubscriptionProbes;

	constructor(
		private readonly connection: XsiConnection,
		private readonly settings: BookSettings,
		log: Log,
	) {
		const { checkInterval: interval, gracePeriod = NO_GRACE, applicationId } = settings;
		const { register } = this;
		const onWronged = (id: string) => this.probes.wasWrong(id);
		this.upkeep = new SubscriptionUpkeep(connection, settings, register, onWronged, log);
		this.rounds = new RenewalRounds(connection.clock, {
			all: () => register.wanted,
			renew: async (one, signal) => await this.upkeep.renew(one, signal),
			onEnd: (signal) => this.delivery.buffered.release(signal),
		});
		this.delivery = new EventDelivery({
			register,
			clock: connection.clock,
			gracePeriod,
			isUnsettled: () => this.rounds.isRunning,
			onEnd: (subscription, id) => this.ended(subscription, id),
			log,
		});
		const applications = () => [
			...new Set(register.wanted.map(({ spec }) => applicationOf(applicationId, spec))),
		];
		const verdict = this.judge.bind(this);
		const { onAnswer: heard } = settings;
		const probed = { interval, ids: () => register.ids, applications, verdict, heard };
		this.probes = new SubscriptionProbes(connection, probed, log);
	}

	get empty(): boolean {
		return this.register.wanted.length === 0;
	}

	listeners(): LineListener[] {
		return [...new Set(this.register.wanted.flatMap(({ subscribers }) => [...subscribers]))];
	}

	/**
	 * Resolves when the subscription is active; rejects when the server refuses it for good. `known` is
	 * a subscription to take over.
	 */
	async add(spec: SubscriptionSpec, subscriber: LineListener, known?: Known): Promise<void> {
		const subscription = this.register.find(spec) ?? this.upkeep.begin(spec, known);
		subscription.subscribers.add(subscriber);
		this.delivery.buffered.joined();
		if (subscription.id !== undefined) subscriber.onActive?.();
		await subscription.ready.promise;
	}

	/**
	 * Takes a subscriber away, and ends the subscription with the last one. What the server had sent before
	 * still comes to the subscriber, for `longest` ms at most.
	 */
	async remove(spec: SubscriptionSpec, subscriber: LineListener, longest: number): Promise<void> {
		const subscription = this.register.find(spec);
		if (!subscription?.subscribers.has(subscriber)) return;
		const { subscribers } = subscription;
		const last = new LastEvents(this.connection.clock, this.settings.reading);
		if (subscribers.size > 1) await last.catchUp(longest, this.delivery.maintained);
		if (subscribers.size > 1) {
			subscribers.delete(subscriber);
			return;
		}
		await this.end(subscription, longest);
		subscribers.delete(subscriber);
	}

	private async end(subscription: Subscription, longest: number): Promise<void> {
		const last = new LastEvents(this.connection.clock, this.settings.reading);
		this.register.remove(subscription);
		subscription.end(last, new TelephonyError('unavailable', 'The subscription was given up'));
		const ending = this.rounds.settled().then(async () => await this.upkeep.end(subscription));
		this.register.noteEnding(subscription.spec, ending);
		if (await ending) await last.wait(longest, this.delivery.maintained);
		else await last.catchUp(longest, this.delivery.maintained);
		// Only now: events go on coming until the server has ended the subscription.
		this.register.forget(subscription);
	}

	/** Has every subscription checked at once, as after a reconnect: the server may have lost it. */
	check(): void {
		const now = this.connection.clock.elapsed();
		for (const subscription of this.register.wanted) subscription.due = now;
	}

	/** Refreshes a subscription at once, after which the server sends the present state. */
	askForState(spec: SubscriptionSpec): void {
		const subscription = this.register.find(spec);
		if (subscription?.id === undefined) return;
		subscription.due = this.connection.clock.elapsed();
		this.rounds.hurry();
	}

	/** What whoever takes an active subscription over has to know. */
	known(spec: SubscriptionSpec): Known | undefined {
		const { id, order } = this.register.find(spec) ?? {};
		return id === undefined ? undefined : { id, next: order?.next };
	}

	/** The subscription that the server has for this; `expiresAt` in ms since 1970, where it is known. */
	active(spec: SubscriptionSpec): { id: string; expiresAt?: number } | undefined {
		const { clock } = this.connection;
		const { id, endsAt = Infinity } = this.register.find(spec) ?? {};
		if (id === undefined) return undefined;
		const left = endsAt - clock.elapsed();
		return { id, ...(Number.isFinite(left) && { expiresAt: clock.now() + left }) };
	}

	/** Why a subscription is not active, as the last try found it. */
	failureOf(spec: SubscriptionSpec): TelephonyError | undefined {
		return this.register.find(spec)?.failure;
	}

	/** The ids of the active subscriptions. */
	ids(): string[] {
		return this.register.ids;
	}

	/** Tries at once what has failed. */
	retry(): void {
		const now = this.connection.clock.elapsed();
		this.probes.loginChanged();
		for (const subscription of this.register.wanted) {
			if (subscription.failures > 0) subscription.due = now;
		}
		this.rounds.hurry();
	}

	/** Makes, checks and refreshes until `signal` is aborted. */
	async maintain(signal: AbortSignal): Promise<void> {
		this.delivery.maintained = signal;
		await Promise.all([this.rounds.run(signal), this.probes.watch(signal)]);
	}

	/** Does what is due now. */
	async settle(signal: AbortSignal): Promise<void> {
		await this.rounds.round(signal);
	}

	/** The server has ended a subscription. The end of one that was given up, or has another id now, is no loss. */
	private ended(subscription: Subscription, subscriptionId: string): void {
		const { id, state } = subscription;
		if (id !== subscriptionId) return;
		if (state.name === 'ending') state.last.end();
		if (!this.register.isWanted(subscription)) return;
		const now = this.connection.clock.elapsed();
		this.upkeep.lose(subscription, 'the server ended the subscription', now);
		this.rounds.hurry();
	}

	/** The server may lose a subscription without a word. */
	private judge(subscriptionId: string, isThere: boolean, since: number): void {
		const subscription = this.register.withId(subscriptionId);
		const isDue = subscription?.probed(isThere, since, this.connection.clock.elapsed());
		if (isDue) this.rounds.hurry();
	}
}
