import type { TokenEnd } from '../login/auth';
import type { EventHub } from '../events/hub';
import type { ApiFaults } from '../faults';
import type { Gateway } from '../gateway/gateway';
import type { RateGroup } from '../requests/router';
import { handshake } from '../subscriptions/webhook';
import type { World } from '../world';

/** What can be made to go wrong. */
export class FaultControl {
	constructor(
		private readonly world: World,
		private readonly hub: EventHub,
		private readonly gateway: Gateway,
		readonly requests: ApiFaults,
	) {}

	/** Every access token, or those of one user, has ended from now on; refreshing works. */
	expireTokens(user?: string, how?: TokenEnd): void {
		const ownerId = user === undefined ? undefined : this.world.people.find(user)?.id;
		this.world.tokens.expire(ownerId, how);
	}

	/** Every session is over, refresh tokens too. */
	revokeTokens(): void {
		this.world.tokens.revokeAll();
	}

	/** Shuts a rate group, for one user or for all who have been seen. */
	penalty(group: RateGroup, seconds: number, user?: string): void {
		const who = user === undefined ? undefined : this.world.people.find(user)?.id;
		this.world.rates.penalty(group, seconds, who);
	}

	/**
	 * The next `times` requests (0: all) whose path and query match get this status.
	 * @returns the id for `clear`
	 */
	status(path: string, status: number, times = 1): number {
		return this.requests.add({ path, status, times });
	}

	/** Blacklists a subscription as after failed deliveries; without an id every webhook. */
	blacklist(
		subscriptionId?: string,
		reason = 'I/O operation is failed. Details: [Read timed out]',
	): void {
		for (const subscription of this.chosen(subscriptionId)) {
			if (subscription.transport.target) {
				this.hub.subscriptions.blacklist(subscription, reason);
			}
		}
	}

	/** A subscription is gone, as after its expiry; without an id every one. */
	dropSubscription(subscriptionId?: string): void {
		for (const subscription of this.chosen(subscriptionId)) {
			this.hub.subscriptions.remove(subscription);
		}
	}

	/** The handshake comes once more, out of turn. Resolves when it was answered well. */
	async repeatHandshake(subscriptionId?: string): Promise<void> {
		for (const { transport } of this.chosen(subscriptionId)) {
			if (transport.target) await handshake(transport.target);
		}
	}

	/** Cuts every WebSocket without a word. */
	cutSockets(): void {
		this.gateway.cut();
	}

	/** Open WebSockets stay open and go silent: no frame, no pong. */
	stallSockets(): void {
		this.gateway.stall();
	}

	/** Ends every WebSocket session so that it cannot be recovered. */
	forgetSockets(): void {
		this.gateway.forget();
	}

	/** A telephony event about nothing real, of so many bytes, to every subscription. */
	bigEvent(bytes: number): void {
		this.hub.sendToAll('/restapi/v1.0/account/~/extension/~/telephony/sessions', {
			padding: 'x'.repeat(bytes),
		});
	}

	/** The next `count` notifications go out twice. */
	duplicateEvents(count = 1): void {
		this.hub.faults.duplicate(count);
	}

	/** The next `count` notifications go out after their successor. */
	reorderEvents(count = 1): void {
		this.hub.faults.reorder(count);
	}

	/** Notifications go out so many ms late; 0 ends it. */
	delayEvents(ms: number): void {
		this.hub.faults.setDelay(ms);
	}

	/** Telephony events come in the `pn_apns` wrapper, or not. */
	wrapApns(on: boolean): void {
		this.hub.wrapApns = on;
	}

	/** Ends faults of requests and of delivery. */
	clear(): void {
		this.requests.clear();
		this.hub.faults.clear();
		this.hub.wrapApns = this.world.options.wrapApns;
	}

	private chosen(subscriptionId?: string) {
		const { subscriptions } = this.hub;
		return subscriptionId === undefined
			? subscriptions.list()
			: [subscriptions.any(subscriptionId)];
	}
}
