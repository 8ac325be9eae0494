import { EventEmitter } from 'node:events';
import { Timers } from '../shared/timers';
import { ContactDelivery } from './delivery/contacts';
import { Channels } from './delivery/channels';
import { SentLog } from './delivery/sentLog';
import { Subscriptions } from './delivery/subscriptions';
import { Faults } from './control/faults';
import type { XsiSettings } from './options';
import { initialState } from './people/seed';
import type { CallState, QueueState, UserState, XsiState } from './state';
import type { XmlFields } from './xml/xml';

/** Something that happened, as the events package will tell it. */
export interface Happening {
	/** User the event is about. */
	subject: UserState;
	/** Event type, without prefix. */
	type: string;
	/** Children of eventData. */
	data: XmlFields;
	/** The conference or room of the subject it is about. */
	subId?: string;
	/** Packages to tell; default: every package that knows the type. */
	packages?: string[];
}

/**
 * The telephone system: its state, its clock and everybody who listens to it. The modules under
 * calls/, queues/ and people/ change the state and publish what happened.
 */
export class XsiWorld {
	state: XsiState;

	readonly timers: Timers;

	readonly faults: Faults;

	readonly sent: SentLog;

	readonly channels: Channels;

	readonly contacts: ContactDelivery;

	readonly subscriptions: Subscriptions;

	/** `change` after every change of state, for the page; `event` for every event sent. */
	readonly signals = new EventEmitter();

	constructor(
		readonly settings: XsiSettings,
		state?: XsiState,
	) {
		this.signals.setMaxListeners(0);
		this.state = state ?? initialState(settings);
		this.timers = new Timers(settings.clock);
		this.faults = new Faults(this);
		this.sent = new SentLog(this);
		this.channels = new Channels(this);
		this.contacts = new ContactDelivery(this);
		this.subscriptions = new Subscriptions(this);
	}

	/** Epoch ms. */
	now(): number {
		return this.settings.clock.now();
	}

	/** Tells every matching subscription. */
	publish(happening: Happening): void {
		this.subscriptions.publish(happening);
		this.signals.emit('change');
	}

	nextNumber(): number {
		this.state.counter += 1;
		return this.state.counter;
	}

	user(userId: string): UserState {
		const user = this.state.users.get(userId);
		if (!user) throw new Error(`There is no user ${userId}`);
		return user;
	}

	queue(queueId: string): QueueState {
		const queue = this.state.queues.get(queueId);
		if (!queue) throw new Error(`There is no queue ${queueId}`);
		return queue;
	}

	/** Calls of one user, oldest first. */
	callsOf(userId: string): CallState[] {
		const calls: CallState[] = [];
		for (const call of this.state.calls.values()) if (call.userId === userId) calls.push(call);
		return calls;
	}

	/** A copy of the state; what open channels have not had acknowledged waits in their sets. */
	exportState(): XsiState {
		const copy = structuredClone(this.state);
		for (const channel of this.channels.all()) {
			const { setId, owner } = channel;
			const set = copy.channelSets.get(setId) ?? { id: setId, owner, waiting: [] };
			set.waiting.push(...structuredClone([...channel.inFlight.values()]));
			if (set.waiting.length > 0) copy.channelSets.set(setId, set);
		}
		return copy;
	}

	/** Forgets everything and starts afresh: connections, timers, faults and logs go too. */
	reset(): void {
		this.close();
		this.faults.clear();
		this.sent.clear();
		this.state = initialState(this.settings);
		this.subscriptions.reindex();
		this.signals.emit('change');
	}

	/** Stops every timer and connection; the state stays readable. */
	close(): void {
		this.timers.clear();
		this.channels.close();
		this.contacts.close();
	}
}
