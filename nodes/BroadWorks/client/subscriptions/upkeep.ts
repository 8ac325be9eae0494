import { retryDelay } from '../../../shared/core/flow/backoff';
import { pauseAfter, type TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import { wordsOf } from '../../../shared/core/words';
import type { XsiConnection } from '../transport/connection';
import type { GracePeriod } from '../delivery/delivery';
import type { Reading } from './lastEvents';
import { namingTarget } from './missingTarget';
import { packagesOf } from './packages';
import { Subscription, type Known, type SubscriptionRegister } from './subscription';
import {
	deleteSubscription,
	describeTarget,
	meansGone,
	readSubscription,
	renewSubscription,
	subscribe,
	type FoundSubscription,
	type SubscriptionSpec,
} from './subscriptions';

/** Where events go: to the channels of a set, or to a web address. */
export type Destination = { channelSetId: string } | { httpContact: string };

export interface BookSettings {
	destination: Destination;
	applicationId: string;
	/** s asked for; the server decides. */
	expires: number;
	/** ms until the next probe whether the server still has the subscriptions. */
	checkInterval(): number;
	/**
	 * Called whenever the server was asked for a subscription that it should have: why it is not available,
	 * undefined where it answers.
	 */
	onAnswer?(failure: TelephonyError | undefined): void;
	/** How long events of subscriptions that nobody has asked for here are kept; default not at all. */
	gracePeriod?: GracePeriod;
	/** How events are read, where the server sends them in one stream. */
	reading?: Reading;
}

/** Why a subscription is made again. */
const GONE = 'the server no longer knows the subscription';
const ELSEWHERE = 'the subscription leads to another address';

/** Time for a delete at deactivation, ms: n8n waits for it. */
const DELETE_TIMEOUT = 5_000;

/** As after a new password in the credential while n8n did not run. */
function leadsElsewhere(
	{ httpContact }: FoundSubscription,
	{ destination }: BookSettings,
): boolean {
	if (httpContact === undefined || !('httpContact' in destination)) return false;
	return httpContact !== destination.httpContact;
}

/**
 * The requests that make, refresh and end one subscription, and what their answers mean
 * (docs/protocols/broadworks.md#subscriptions, docs/protocols/broadworks.md#error-cases).
 */
export class SubscriptionUpkeep {
	/** `clock.elapsed()` before which the server wants no more requests. */
	private busyUntil = 0;

	/** `onWronged`: called with the id of a subscription that a probe missed though the server has it. */
	constructor(
		private readonly connection: XsiConnection,
		private readonly settings: BookSettings,
		private readonly register: SubscriptionRegister,
		private readonly onWronged: (subscriptionId: string) => void,
		private readonly log: Log,
	) {}

	/** A new one, which is wanted and due at once. `known` is one to take over. */
	begin(spec: SubscriptionSpec, known?: Known): Subscription {
		const { clock } = this.connection;
		const subscription = new Subscription(spec, clock, this.log);
		this.register.add(subscription);
		if (known !== undefined) {
			subscription.adopt(known, clock.elapsed());
			this.register.named(known.id, subscription);
		}
		return subscription;
	}

	/** Makes, reads or refreshes it, whichever it needs. What fails makes it due again. */
	async renew(subscription: Subscription, signal: AbortSignal): Promise<void> {
		const { clock } = this.connection;
		if (signal.aborted) return;
		if (clock.elapsed() < this.busyUntil) {
			subscription.due = this.busyUntil;
			return;
		}
		try {
			let expires = subscription.id === undefined ? 0 : await this.keep(subscription, signal);
			if (subscription.id === undefined) {
				// It may have been given up while the server was asked.
				if (subscription.state.name === 'ending') return;
				expires = await this.make(subscription, signal);
			}
			subscription.confirmed(expires, clock.elapsed());
			this.settings.onAnswer?.(undefined);
		} catch (error) {
			if (!signal.aborted) this.failed(subscription, error as TelephonyError);
		}
	}

	/** Ends it at the server. False when that could not be done, or there is nothing to end. */
	async end({ id: subscriptionId }: Subscription): Promise<boolean> {
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

	/**
	 * It is not there any more, so it is made again unless it was given up. `at`: `clock.elapsed()` at which
	 * the server ended it; default when it is known to have had it last.
	 */
	lose(subscription: Subscription, cause: string, at?: number): void {
		const { clock } = this.connection;
		this.register.forget(subscription);
		const now = clock.elapsed();
		const confirmedAt = subscription.lost(now);
		if (subscription.state.name === 'ending') return;
		const since = clock.now() - (now - (at ?? confirmedAt));
		subscription.notify({ state: 'lost', cause, since }, this.log);
	}

	private failed(subscription: Subscription, error: TelephonyError): void {
		const { clock, random } = this.connection;
		if (error.kind === 'unavailable' && subscription.id !== undefined) {
			this.settings.onAnswer?.(error);
		}
		const least = retryDelay(error, subscription.failures, random);
		const pause = pauseAfter(error, least, clock.now());
		const due = clock.elapsed() + pause.ms;
		// The limit is that of the login, so the other subscriptions wait too.
		if (error.kind === 'rateLimited') this.busyUntil = due;
		if (subscription.failed(error, due)) subscription.notify({ state: 'refused', error }, this.log);
		this.log.warn('BroadWorks subscription could not be made or refreshed; trying again', {
			package: packagesOf(subscription.spec).join(', '),
			target: describeTarget(subscription.spec.target),
			reason: wordsOf(error),
			...pause.details,
		});
	}

	/** Extends it, or finds that it is gone. Gives the s that are left of its life. */
	private async keep(subscription: Subscription, signal: AbortSignal): Promise<number> {
		const { id = '', state } = subscription;
		try {
			// One taken over is only read: a refresh would bring the present state again.
			const expires =
				state.name === 'adopted'
					? await this.read(subscription, id, signal)
					: await this.refresh(subscription, id, signal);
			if (subscription.state.name === 'doubted') this.onWronged(id);
			return expires;
		} catch (error) {
			const isOver = subscription.isOver(this.connection.clock.elapsed());
			if (!meansGone(error) && !isOver) throw error;
			// Its end may have been announced meanwhile.
			if (subscription.id === id) this.lose(subscription, GONE);
			return 0;
		}
	}

	private async read(subscription: Subscription, id: string, signal: AbortSignal): Promise<number> {
		const found = await readSubscription(this.connection, id, signal);
		const isElsewhere = leadsElsewhere(found, this.settings);
		if (isElsewhere && subscription.id === id) this.lose(subscription, ELSEWHERE);
		return found.expires;
	}

	private async refresh(
		subscription: Subscription,
		id: string,
		signal: AbortSignal,
	): Promise<number> {
		subscription.expectInitialState();
		const grant = await renewSubscription(this.connection, id, this.settings.expires, signal);
		if (subscription.id === id && grant.subscriptionId !== id) {
			subscription.renamed(grant.subscriptionId);
			this.register.named(grant.subscriptionId, subscription);
		}
		return grant.expires;
	}

	private async make(subscription: Subscription, signal: AbortSignal): Promise<number> {
		const { destination, applicationId, expires } = this.settings;
		const { spec } = subscription;
		// An equal one that is being given up would be given again, and end then.
		await this.register.ended(spec);
		subscription.expectInitialState();
		const wanted = { ...spec, ...destination, applicationId, expires };
		const grant = await subscribe(this.connection, wanted, signal).catch((error: unknown) => {
			throw namingTarget(error, spec.target);
		});
		const isBack = subscription.made(grant.subscriptionId, this.connection.clock.elapsed());
		this.register.named(grant.subscriptionId, subscription);
		if (subscription.state.name === 'ending') return grant.expires;
		if (isBack) subscription.notify({ state: 'active' }, this.log);
		else for (const subscriber of subscription.subscribers) subscriber.onActive?.();
		return grant.expires;
	}
}
