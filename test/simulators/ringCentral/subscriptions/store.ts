import { randomUUID } from 'node:crypto';

import type { SimulatorClock } from '../../shared/clock';
import type { EventFilter } from '../events/filters';
import { ApiFailure } from '../requests/failure';
import type { RingCentralSettings } from '../options';
import { LongTimers } from './timers';
import type { WebhookTarget } from './webhook';

/** How notifications of one subscription leave. */
export interface Transport {
	readonly type: 'WebHook' | 'WebSocket';
	/** Webhooks only. */
	readonly target?: WebhookTarget;
	deliver(message: Record<string, unknown>): void;
	close(): void;
}

/** A filter the user may not have (docs/protocols/ringcentral.md#event-filters, `partial`). */
export interface DisabledFilter {
	filter: string;
	/** Error code. */
	reason: string;
	message: string;
}

export interface Subscription {
	id: string;
	/** Extension id. */
	ownerId: string;
	filters: EventFilter[];
	disabled: DisabledFilter[];
	/** Epoch ms. */
	createdAt: number;
	expiresAt: number;
	transport: Transport;
	blacklisted?: { at: number; reason: string };
}

export interface SubscriptionRequest {
	ownerId: string;
	filters: EventFilter[];
	disabled: DisabledFilter[];
	/** s; the default life without it. */
	expiresIn?: number;
	transport: Transport;
}

/**
 * s a subscription lives without `expiresIn` (docs/protocols/ringcentral.md#webhook-subscriptions, sample
 * 604799).
 */
const DEFAULT_LIFE = 604_800;
/** Per user and app (docs/protocols/ringcentral.md#webhook-subscriptions, `number`). */
export const SUBSCRIPTION_LIMIT = 30;

const notFound = () =>
	new ApiFailure(404, 'SUB-507', 'Subscription is not found', {
		parameterName: 'subscriptionId',
	});

/** Every subscription, with its expiry and its reminders. */
export class Subscriptions {
	private readonly byId = new Map<string, Subscription>();

	private readonly timers: LongTimers;

	constructor(
		private readonly settings: RingCentralSettings,
		private readonly clock: SimulatorClock,
		private readonly onReminder: (subscription: Subscription, event: string) => void,
	) {
		this.timers = new LongTimers(clock);
	}

	/** @throws ApiFailure 403 SUB-505 for one more than 30; the vendor's code is not known */
	checkLimit(ownerId: string): void {
		if (this.list(ownerId).length < SUBSCRIPTION_LIMIT) return;
		throw new ApiFailure(
			403,
			'SUB-505',
			`Subscriptions limit (${SUBSCRIPTION_LIMIT}) has been exceeded`,
		);
	}

	/** @throws ApiFailure 403 for one more than 30 */
	create(request: SubscriptionRequest): Subscription {
		this.checkLimit(request.ownerId);
		const { ownerId, filters, disabled, transport, expiresIn } = request;
		const createdAt = this.clock.now();
		const id = randomUUID();
		const subscription = { id, ownerId, filters, disabled, createdAt, transport, expiresAt: 0 };
		this.byId.set(id, subscription);
		this.extend(subscription, expiresIn);
		return subscription;
	}

	/** Replaces the filters, when there are some, and renews. */
	update(
		subscription: Subscription,
		change: Partial<Pick<SubscriptionRequest, 'filters' | 'disabled' | 'expiresIn'>>,
	): void {
		if (change.filters) subscription.filters = change.filters;
		if (change.disabled) subscription.disabled = change.disabled;
		this.extend(subscription, change.expiresIn);
	}

	/** Starts a new life of `expiresIn` s. A blacklisted one stays so: it must be made anew. */
	extend(subscription: Subscription, expiresIn?: number): void {
		const { subscriptionLife } = this.settings;
		const life = Math.min(expiresIn ?? DEFAULT_LIFE, subscriptionLife);
		const { id } = subscription;
		subscription.expiresAt = this.clock.now() + life * 1_000;
		// A WebSocket's lives as long as its connection (OAS renewSubscription).
		if (subscription.transport.type === 'WebSocket') return;
		this.timers.at(`expiry ${id}`, subscription.expiresAt, () => this.remove(subscription));
		this.setReminder(subscription);
	}

	/** @throws ApiFailure 404 SUB-507, also for another user's */
	get(id: string, ownerId: string): Subscription {
		const found = this.byId.get(id);
		if (found?.ownerId !== ownerId) throw notFound();
		return found;
	}

	/** Anybody's, for the control. @throws ApiFailure 404 SUB-507 */
	any(id: string): Subscription {
		const found = this.byId.get(id);
		if (!found) throw notFound();
		return found;
	}

	/** Oldest first; of everybody without `ownerId`. */
	list(ownerId?: string): Subscription[] {
		const all = [...this.byId.values()];
		return ownerId === undefined ? all : all.filter((item) => item.ownerId === ownerId);
	}

	/** Those that notifications go to. */
	live(): Subscription[] {
		return this.list().filter(({ blacklisted }) => blacklisted === undefined);
	}

	remove(subscription: Subscription): void {
		this.byId.delete(subscription.id);
		this.stopTimers(subscription);
		subscription.transport.close();
	}

	/**
	 * For good, as the vendor does after failed deliveries
	 * (docs/protocols/ringcentral.md#webhook-subscriptions, `death`).
	 */
	blacklist(subscription: Subscription, reason: string): void {
		if (subscription.blacklisted) return;
		subscription.blacklisted = { at: this.clock.now(), reason };
		this.timers.cancel(`reminder ${subscription.id}`);
		subscription.transport.close();
	}

	close(): void {
		this.timers.clear();
		for (const { transport } of this.byId.values()) transport.close();
		this.byId.clear();
	}

	private stopTimers({ id }: Subscription): void {
		this.timers.cancel(`expiry ${id}`);
		this.timers.cancel(`reminder ${id}`);
	}

	/** Reminder filter: told every `interval` s once less than `threshold` s are left. */
	private setReminder(subscription: Subscription): void {
		const name = `reminder ${subscription.id}`;
		const filter = subscription.filters.find(({ kind }) => kind.name === 'reminder');
		const threshold = Number(filter?.query.get('threshold') ?? NaN);
		if (!filter || Number.isNaN(threshold) || subscription.blacklisted) {
			this.timers.cancel(name);
			return;
		}
		const interval = Number(filter.query.get('interval') ?? NaN);
		const tell = () => {
			this.onReminder(subscription, filter.text);
			const next = this.clock.now() + interval * 1_000;
			if (interval > 0 && next < subscription.expiresAt) this.timers.at(name, next, tell);
		};
		this.timers.at(name, subscription.expiresAt - threshold * 1_000, tell);
	}
}

/** A subscription as the API shows it; `server` is the base of its uri. */
export function subscriptionView(
	subscription: Subscription,
	{ server, now }: { server: string; now: number },
): Record<string, unknown> {
	const { id, filters, disabled, transport, blacklisted, createdAt, expiresAt } = subscription;
	return {
		uri: `${server}/restapi/v1.0/subscription/${id}`,
		id,
		creationTime: new Date(createdAt).toISOString(),
		status: blacklisted ? 'Blacklisted' : 'Active',
		eventFilters: filters.map(({ text }) => text),
		...(disabled.length > 0 ? { disabledFilters: disabled } : {}),
		expirationTime: new Date(expiresAt).toISOString(),
		expiresIn: Math.max(1, Math.floor((expiresAt - now) / 1_000)),
		deliveryMode:
			transport.target === undefined
				? { transportType: transport.type, encryption: false }
				: {
						transportType: transport.type,
						encryption: false,
						address: transport.target.address,
					},
		...(blacklisted
			? {
					blacklistedData: {
						reason: blacklisted.reason,
						blacklistedAt: new Date(blacklisted.at).toISOString(),
					},
				}
			: {}),
	};
}
