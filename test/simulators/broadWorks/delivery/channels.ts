import type { ServerResponse } from 'node:http';
import type { ChannelSetState, OutgoingEvent, SubscriptionState } from '../state';
import type { XsiWorld } from '../world';
import {
	channelDocument,
	channelTerminatedDocument,
	eventDocument,
	HEARTBEAT_DOCUMENT,
} from './eventDocument';
import { ChannelStream } from './stream';
import { grantedLifetime } from './subscriptions';

/** `MaxChannelsReached` is in an example of the specification, not in the XSD. */
export type TerminationReason =
	| 'DuplicateChannelSet'
	| 'UserDeleted'
	| 'NonResponsiveChannel'
	| 'ExplicitDelete'
	| 'Expired'
	| 'UnknownChannel';

export interface ChannelRequest {
	owner: string;
	setId: string;
	applicationId?: string;
	priority: number;
	weight: number;
	/** Seconds asked for. */
	expires?: number;
	/** JSESSIONID the stream was opened with. */
	session: string;
}

/** An open channel: connections do not survive a restart, so it is not part of the state. */
export interface OpenChannel extends ChannelRequest {
	id: string;
	stream: ChannelStream;
	/** Epoch ms. */
	expiresAt: number;
	openedAt: number;
	lastHeartbeat: number;
	/** A fault: heartbeats for this channel are swallowed. */
	deaf?: boolean;
	/** Written and not acknowledged, in the order written. */
	inFlight: Map<string, OutgoingEvent>;
}

/** Streams, heartbeats, acknowledgements and redelivery (docs/protocols/broadworks.md#channels). */
export class Channels {
	private readonly channels = new Map<string, OpenChannel>();

	private readonly inFlight = new Map<string, OpenChannel>();

	constructor(private readonly world: XsiWorld) {}

	get(id: string): OpenChannel | undefined {
		return this.channels.get(id);
	}

	all(): OpenChannel[] {
		return [...this.channels.values()];
	}

	ofSet(setId: string): OpenChannel[] {
		return this.all().filter((channel) => channel.setId === setId);
	}

	/** Whether a set has a channel or subscriptions that wait for one. */
	knowsSet(setId: string): boolean {
		const { subscriptions } = this.world;
		return (
			this.ofSet(setId).length > 0 ||
			subscriptions.all().some((item) => item.channelSetId === setId)
		);
	}

	/** The owner of a channel set, if it is known. */
	ownerOfSet(setId: string): string | undefined {
		return (
			this.ofSet(setId)[0]?.owner ??
			this.world.subscriptions.all().find((item) => item.channelSetId === setId)?.owner
		);
	}

	/**
	 * Starts a stream: writes the first document and hands over what waited for the set. `isKept`: somewhere on
	 * the way everything is kept.
	 */
	open(request: ChannelRequest, response: ServerResponse, isKept = false): OpenChannel {
		const { world } = this;
		for (const other of this.all()) {
			const sameClient =
				request.applicationId !== undefined &&
				other.owner === request.owner &&
				other.applicationId === request.applicationId;
			if (sameClient && other.setId !== request.setId) this.terminate(other, 'DuplicateChannelSet');
		}
		const now = world.now();
		const granted = grantedLifetime(world.settings.channelExpires, request.expires);
		const channel: OpenChannel = {
			...request,
			id: world.settings.uuid(),
			stream: new ChannelStream(response),
			expiresAt: now + granted * 1000,
			openedAt: now,
			lastHeartbeat: now,
			inFlight: new Map(),
		};
		world.faults.shapeStream(channel.stream);
		channel.stream.stalled = isKept;
		this.channels.set(channel.id, channel);
		response.on('close', () => this.lost(channel));
		channel.stream.write(channelDocument(channel.id, granted));
		this.watchExpiry(channel);
		this.watchSilence(channel);
		this.flush(request.setId);
		world.signals.emit('change');
		return channel;
	}

	/** Delivers on a channel of the subscription's set or keeps the event for the next one. */
	deliver(subscription: SubscriptionState, event: OutgoingEvent): void {
		const setId = subscription.channelSetId ?? '';
		const channel = this.choose(setId);
		if (channel) this.write(channel, event);
		else this.keep(setId, subscription.owner, event);
	}

	/** Counts a heartbeat and echoes it on the stream. */
	heartbeat(channel: OpenChannel, options: { echo: boolean } = { echo: true }): void {
		channel.lastHeartbeat = this.world.now();
		if (options.echo) channel.stream.write(HEARTBEAT_DOCUMENT);
	}

	/** The channel an unacknowledged event was last written to. */
	holderOf(eventId: string): OpenChannel | undefined {
		return this.inFlight.get(eventId);
	}

	/** Takes an acknowledgement; one for an event that is not waiting changes nothing. */
	acknowledge(eventId: string, statusCode: number): void {
		const channel = this.inFlight.get(eventId);
		const event = channel?.inFlight.get(eventId) ?? this.takeWaiting(eventId);
		if (!event) return;
		channel?.inFlight.delete(eventId);
		this.inFlight.delete(eventId);
		event.statusCode = statusCode;
		const again = statusCode >= 500 && event.attempts <= this.world.settings.redeliveriesOnError;
		const subscription = this.world.subscriptions.get(event.subscriptionId);
		if (again && subscription) {
			this.deliver(subscription, event);
			return;
		}
		event.acked = true;
		this.world.sent.changed(event);
		if (statusCode === 481 && subscription) this.world.subscriptions.terminate(subscription, true);
	}

	/** Gives a channel a new lifetime. Returns the seconds granted. */
	prolong(channel: OpenChannel, asked: number | undefined): number {
		const granted = grantedLifetime(this.world.settings.channelExpires, asked);
		channel.expiresAt = this.world.now() + granted * 1000;
		this.watchExpiry(channel);
		return granted;
	}

	/** Tells the client why, ends the stream and moves its events to another channel of the set. */
	terminate(channel: OpenChannel, reason: TerminationReason): void {
		if (!this.channels.has(channel.id)) return;
		channel.stream.write(channelTerminatedDocument(channel.id, reason));
		channel.stream.end();
		this.lost(channel);
	}

	/** Resets every stream without a word. */
	close(): void {
		for (const channel of this.all()) {
			channel.stream.destroy();
			this.lost(channel);
		}
	}

	/** Events kept for a channel set. */
	waitingFor(setId: string): OutgoingEvent[] {
		return this.world.state.channelSets.get(setId)?.waiting ?? [];
	}

	/** The stream is gone: its unacknowledged events wait for the next channel of the set. */
	private lost(channel: OpenChannel): void {
		if (!this.channels.delete(channel.id)) return;
		this.world.timers.cancel(`channel expiry ${channel.id}`);
		this.world.timers.cancel(`channel silence ${channel.id}`);
		const events = [...channel.inFlight.values()];
		channel.inFlight.clear();
		for (const event of events) {
			this.inFlight.delete(event.eventId);
			this.keep(channel.setId, channel.owner, event);
		}
		this.flush(channel.setId);
		this.world.signals.emit('change');
	}

	/**
	 * The channel of a set that gets the events: the lowest priority number, then the most weight,
	 * then the newest: after a reconnect the older one is likely dead.
	 */
	private choose(setId: string): OpenChannel | undefined {
		let best: OpenChannel | undefined;
		for (const channel of this.channels.values()) {
			if (channel.setId !== setId) continue;
			if (!best || channel.priority < best.priority) best = channel;
			else if (channel.priority === best.priority && channel.weight >= best.weight) best = channel;
		}
		return best;
	}

	private write(channel: OpenChannel, event: OutgoingEvent): void {
		const { world } = this;
		event.attempts += 1;
		event.channelId = channel.id;
		event.sentAt = world.now();
		event.delivered = !channel.stream.stalled;
		channel.inFlight.set(event.eventId, event);
		this.inFlight.set(event.eventId, channel);
		const document = eventDocument(event, { channelId: channel.id }, world.faults.prefix());
		channel.stream.write(world.faults.encoded(document));
		world.sent.changed(event);
		if (world.faults.duplicates(event)) {
			channel.stream.write(eventDocument(event, { channelId: channel.id }));
		}
	}

	private keep(setId: string, owner: string, event: OutgoingEvent): void {
		const { state, settings, sent } = this.world;
		if (!settings.keepUndelivered) {
			event.lost = 'no channel was open';
			sent.changed(event);
			return;
		}
		const set: ChannelSetState = state.channelSets.get(setId) ?? { id: setId, owner, waiting: [] };
		state.channelSets.set(setId, set);
		set.waiting.push(event);
		sent.changed(event);
		if (set.waiting.length > settings.undeliveredLimit) {
			const oldest = set.waiting.shift()!;
			oldest.lost = 'too many events waited for a channel';
			sent.changed(oldest);
		}
	}

	/** Delivers what waits for a set, in the order it was made, when a channel of it is open. */
	private flush(setId: string): void {
		const { state, settings, sent, subscriptions } = this.world;
		const set = state.channelSets.get(setId);
		const channel = this.choose(setId);
		if (!set || !channel) return;
		state.channelSets.delete(setId);
		const oldest = this.world.now() - settings.undeliveredSeconds * 1000;
		for (const event of set.waiting.sort((a, b) => a.n - b.n)) {
			const ended = !subscriptions.get(event.subscriptionId);
			if (event.madeAt < oldest) event.lost = 'it waited too long for a channel';
			else if (ended && event.type !== 'SubscriptionTerminatedEvent') {
				event.lost = 'the subscription ended';
			}
			if (event.lost === undefined) this.write(channel, event);
			else sent.changed(event);
		}
	}

	private takeWaiting(eventId: string): OutgoingEvent | undefined {
		for (const set of this.world.state.channelSets.values()) {
			const index = set.waiting.findIndex((event) => event.eventId === eventId);
			if (index >= 0) return set.waiting.splice(index, 1)[0];
		}
		return undefined;
	}

	private watchExpiry(channel: OpenChannel): void {
		const name = `channel expiry ${channel.id}`;
		this.world.timers.set(name, channel.expiresAt - this.world.now(), () => {
			if (channel.expiresAt > this.world.now()) this.watchExpiry(channel);
			else this.terminate(channel, 'Expired');
		});
	}

	/** Ends a channel whose heartbeats or acknowledgements stop. */
	private watchSilence(channel: OpenChannel): void {
		const { settings, timers } = this.world;
		const deadline = () => {
			const [oldest] = channel.inFlight.values();
			const ack = (oldest?.sentAt ?? this.world.now()) + settings.ackTimeout;
			return Math.min(channel.lastHeartbeat + settings.eventTimeout, ack);
		};
		timers.set(`channel silence ${channel.id}`, deadline() - this.world.now(), () => {
			if (deadline() > this.world.now()) this.watchSilence(channel);
			else this.terminate(channel, 'NonResponsiveChannel');
		});
	}
}
