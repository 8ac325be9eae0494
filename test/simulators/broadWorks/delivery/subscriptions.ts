import catalogue from '../../../broadWorks/specs/xsi-events.json';
import type { OutgoingEvent, SubscriptionState, TargetKind, UserState } from '../state';
import type { Happening, XsiWorld } from '../world';
import { eventStyle, toXml, type XmlFields } from '../xml/xml';
import { initialEvents } from './initialEvents';

/** Seconds that mean "never" (docs/protocols/broadworks.md#subscriptions). */
const NEVER = 2_147_483_647;
const SHORTEST = 3600;

const packagesByType = new Map<string, string[]>();
for (const entry of catalogue) {
	for (const type of entry.events) {
		packagesByType.set(type, [...(packagesByType.get(type) ?? []), entry.package]);
	}
}

/** The packages that tell an event type. */
export const packagesOf = (type: string): string[] => packagesByType.get(type) ?? [];

/** The lifetime in seconds the server gives, whatever was asked for. */
export function grantedLifetime(fixed: number | null, asked: number | undefined): number {
	return fixed ?? Math.max(SHORTEST, asked ?? SHORTEST);
}

export interface SubscriptionRequest {
	owner: string;
	target: { kind: TargetKind; parent?: string; id: string; subId?: string };
	packages: string[];
	asList: boolean;
	applicationId: string;
	/** Seconds. */
	expires?: number;
	channelSetId?: string;
	contact?: string;
}

/** Who wants to hear what. Subscriptions outlive the channels their events travel on. */
export class Subscriptions {
	private readonly index = new Map<string, Set<SubscriptionState>>();

	constructor(private readonly world: XsiWorld) {
		this.reindex();
	}

	/** Rebuilds the look-up and the expiry timers from the state. */
	reindex(): void {
		this.index.clear();
		for (const subscription of this.world.state.subscriptions.values()) {
			this.enter(subscription);
			this.watchExpiry(subscription);
		}
	}

	get(id: string): SubscriptionState | undefined {
		return this.world.state.subscriptions.get(id);
	}

	all(): SubscriptionState[] {
		return [...this.world.state.subscriptions.values()];
	}

	/**
	 * Creates a subscription or, for the same owner, target, packages and application, renews the
	 * one that is there. A list of packages replaces earlier single subscriptions to them.
	 */
	subscribe(request: SubscriptionRequest): SubscriptionState {
		const same = this.all().filter(
			(item) =>
				item.owner === request.owner &&
				item.targetKind === request.target.kind &&
				item.targetId === request.target.id &&
				item.targetSubId === request.target.subId &&
				item.applicationId === request.applicationId,
		);
		const packages = [...request.packages].sort().join('|');
		let subscription = same.find((item) => [...item.packages].sort().join('|') === packages);
		if (request.asList) {
			for (const item of same) {
				const covered = item.packages.every((name) => request.packages.includes(name));
				if (item !== subscription && covered) this.terminate(item);
			}
		}
		if (!subscription) {
			subscription = {
				id: this.world.settings.uuid(),
				owner: request.owner,
				targetKind: request.target.kind,
				targetParent: request.target.parent,
				targetId: request.target.id,
				targetSubId: request.target.subId,
				packages: request.packages,
				asList: request.asList,
				applicationId: request.applicationId,
				granted: 0,
				lastSequenceNumber: 0,
			};
			this.world.state.subscriptions.set(subscription.id, subscription);
			this.enter(subscription);
		}
		subscription.channelSetId = request.channelSetId;
		subscription.contact = request.channelSetId === undefined ? request.contact : undefined;
		this.prolong(subscription, request.expires);
		return subscription;
	}

	/** Gives a new lifetime. `asked`: seconds. */
	prolong(subscription: SubscriptionState, asked: number | undefined): void {
		const granted = grantedLifetime(this.world.settings.subscriptionExpires, asked);
		subscription.granted = granted;
		subscription.expiresAt = granted === NEVER ? undefined : this.world.now() + granted * 1000;
		this.watchExpiry(subscription);
		this.world.signals.emit('change');
	}

	/** Gives it another id, and counts its events anew; those that were made keep the old one. */
	rename(subscription: SubscriptionState): void {
		const { subscriptions } = this.world.state;
		subscriptions.delete(subscription.id);
		this.world.timers.cancel(`subscription ${subscription.id}`);
		subscription.id = this.world.settings.uuid();
		subscription.lastSequenceNumber = 0;
		subscriptions.set(subscription.id, subscription);
	}

	/** Sends the current state; only user targets get it (docs/protocols/broadworks.md#subscriptions). */
	sendInitialEvents(subscription: SubscriptionState): void {
		if (subscription.targetKind !== 'User' || !this.get(subscription.id)) return;
		const { packages, targetId, targetSubId } = subscription;
		const subject = this.world.user(targetId);
		for (const name of packages) {
			const initial = initialEvents(this.world, name, subject, targetSubId);
			if (initial) this.send(subscription, subject, name, initial.type, initial.data);
		}
	}

	/** Ends a subscription and tells its destination; `silent` when the other side knows already. */
	terminate(subscription: SubscriptionState, silent = false): void {
		const { state, timers, signals } = this.world;
		if (!state.subscriptions.delete(subscription.id)) return;
		timers.cancel(`subscription ${subscription.id}`);
		for (const members of this.index.values()) members.delete(subscription);
		const subject = this.subjectOf(subscription);
		if (!silent) {
			const type = 'SubscriptionTerminatedEvent';
			this.send(subscription, subject, subscription.packages[0], type, {});
		}
		signals.emit('change');
	}

	/** Makes and delivers the events a happening causes. */
	publish(happening: Happening): void {
		const { subject, type, subId } = happening;
		const { enterprise } = this.world.state;
		let text: string | undefined;
		for (const name of happening.packages ?? packagesOf(type)) {
			const keys = [
				`${name}|User|${subject.userId}`,
				`${name}|Group|${enterprise}|${subject.groupId}`,
				`${name}|ServiceProvider|${enterprise}`,
				`${name}|System|`,
			];
			for (const key of keys) {
				for (const subscription of this.index.get(key) ?? []) {
					const { targetSubId = subId } = subscription;
					if (targetSubId !== subId) continue;
					text ??= eventData(type, happening.data);
					this.make(subscription, subject, { package: name, subId }, type, text);
				}
			}
		}
	}

	/** Sends one event to one subscription, whatever its package. */
	send(
		subscription: SubscriptionState,
		subject: UserState | undefined,
		name: string,
		type: string,
		data: XmlFields,
	): OutgoingEvent {
		const from = { package: name, subId: subscription.targetSubId };
		return this.make(subscription, subject, from, type, eventData(type, data));
	}

	/** The user a subscription is about; a group or enterprise has none. */
	subjectOf(subscription: SubscriptionState): UserState | undefined {
		return subscription.targetKind === 'User'
			? this.world.state.users.get(subscription.targetId)
			: undefined;
	}

	private make(
		subscription: SubscriptionState,
		subject: UserState | undefined,
		from: { package: string; subId?: string },
		type: string,
		data: string,
	): OutgoingEvent {
		const { world } = this;
		// Wraps at 2147483647 (docs/protocols/broadworks.md#event-envelope).
		subscription.lastSequenceNumber = (subscription.lastSequenceNumber % NEVER) + 1;
		const targetId = subject?.userId ?? (subscription.targetId || subscription.owner);
		const event: OutgoingEvent = {
			n: world.sent.nextNumber(),
			eventId: world.settings.uuid(),
			sequenceNumber: subscription.lastSequenceNumber,
			type,
			package: from.package,
			targetId,
			subscriptionId: subscription.id,
			delivered: false,
			acked: false,
			attempts: 0,
			madeAt: world.now(),
			data,
			envelope: {
				owner: subscription.owner,
				applicationId: subscription.applicationId,
				targetId: targetId === subscription.owner ? undefined : targetId,
				targetSubId: from.subId,
			},
		};
		world.sent.add(event);
		world.faults.shapeEvents(event, (outgoing) => this.dispatch(subscription, outgoing));
		return event;
	}

	private dispatch(subscription: SubscriptionState, event: OutgoingEvent): void {
		if (subscription.contact !== undefined) this.world.contacts.deliver(subscription, event);
		else this.world.channels.deliver(subscription, event);
	}

	private enter(subscription: SubscriptionState): void {
		const { enterprise } = this.world.state;
		const where = {
			User: subscription.targetId,
			Group: `${enterprise}|${subscription.targetId}`,
			ServiceProvider: enterprise,
			System: '',
		}[subscription.targetKind];
		for (const name of subscription.packages) {
			const key = `${name}|${subscription.targetKind}|${where}`;
			const members = this.index.get(key) ?? new Set();
			this.index.set(key, members.add(subscription));
		}
	}

	private watchExpiry(subscription: SubscriptionState): void {
		const name = `subscription ${subscription.id}`;
		if (subscription.expiresAt === undefined) {
			this.world.timers.cancel(name);
			return;
		}
		const left = subscription.expiresAt - this.world.now();
		this.world.timers.set(name, left, () => {
			// A timer is capped at some 24 days; a longer lifetime is waited for in turns.
			if (subscription.expiresAt! > this.world.now()) this.watchExpiry(subscription);
			else this.terminate(subscription);
		});
	}
}

function eventData(type: string, data: XmlFields): string {
	return toXml('eventData', { '@xsi:type': type, ...data }, eventStyle);
}
