import { TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import {
	ACCEPTED,
	FAILED,
	UNREADABLE,
	UNKNOWN_SUBSCRIPTION,
	type Acknowledgement,
	type XsiChannel,
} from './channel';
import { messageOf } from './channelKeeper';
import { readEvent, type XsiEvent } from './decode';
import { OpenEvents, type Taker } from './openEvents';
import type { SubscriptionBook } from '../subscriptions/book';
import type { Found } from '../subscriptions/book';
import type { SubscriptionSpec } from '../subscriptions/subscriptions';

/** How a listener takes part in the events of a line. */
export interface EventTaker extends Taker {
	/**
	 * Resolves when the event may be acknowledged, and how. Must not throw; may take its time.
	 * `stateExpected`: it may be the present state, which the server sends after each refresh.
	 */
	onEvent(
		event: XsiEvent,
		spec: SubscriptionSpec,
		stateExpected: boolean,
	): Promise<Acknowledgement>;
}

/** What a channel has brought, and where the answer goes. */
interface Source {
	channel: XsiChannel;
	/** Aborted when the channel is gone. */
	signal: AbortSignal;
}

/** The way of an event from the channel to the listeners of its subscription, and of their answer back. */
export class EventPath {
	private readonly open = new OpenEvents();

	constructor(
		private readonly book: SubscriptionBook,
		private readonly log: Log,
	) {}

	/** Resolves when more may be read; undefined when it may now. */
	room(): Promise<void> | undefined {
		return this.open.room();
	}

	/** Reading waits for events to be handed over. */
	get isHeld(): boolean {
		return !this.open.hasRoom;
	}

	/** Resolves when everything that went to this listener is acknowledged. */
	async allDone(listener: EventTaker): Promise<void> {
		await this.open.allDone(listener);
	}

	/** Takes one document. Throws `unavailable` when it says that the channel has ended. */
	take(document: string, channel: XsiChannel, signal: AbortSignal): void {
		let event: XsiEvent;
		try {
			event = readEvent(document);
		} catch (error) {
			this.refuse(document, messageOf(error), channel, signal);
			return;
		}
		if (event.type === 'ChannelTerminatedEvent') {
			const reason = String(event.fields.reason);
			throw new TelephonyError('unavailable', `the server ended the channel (${reason})`);
		}
		if (event.eventId === undefined) {
			this.log.warn('BroadWorks reports a failure on the channel', { fields: event.fields });
			return;
		}
		this.deliver(event, event.eventId, { channel, signal });
	}

	/** Leaves a document out, and says so to the server if `beginning` still holds the event's id. */
	refuse(beginning: string, reason: string, channel: XsiChannel, signal: AbortSignal): void {
		this.log.warn('BroadWorks sent a document that cannot be read; it is left out', {
			reason,
			begins: beginning.slice(0, 200),
		});
		const eventId = /<(?:[\w.-]+:)?eventID[^>]*>\s*([^<>\s]+)\s*</.exec(beginning)?.[1];
		if (eventId === undefined) return;
		const end = this.open.begin([], 0);
		void this.answer(eventId, UNREADABLE, { channel, signal }).finally(end);
	}

	private deliver(event: XsiEvent, eventId: string, source: Source): void {
		const leave = () =>
			this.log.info('An event waits at BroadWorks for a workflow that may start yet', { eventId });
		const take = (found: Found | undefined) => {
			const end = this.open.begin(found?.listeners ?? [], event.xml.length);
			if (!found) {
				void this.answer(eventId, UNKNOWN_SUBSCRIPTION, source).finally(end);
				return;
			}
			found.order.accept(
				() => void this.handOver(event, eventId, found, source).finally(end),
				event.sequenceNumber,
			);
		};
		this.book.lookup(event, take, leave);
	}

	private async handOver(
		event: XsiEvent,
		eventId: string,
		{ listeners, spec, stateExpected }: Found,
		source: Source,
	): Promise<void> {
		const answers = await Promise.all(
			listeners.map(async (listener) => await this.ask(listener, event, spec, stateExpected)),
		);
		const refusal = answers.find(({ statusCode }) => statusCode !== 200);
		await this.answer(eventId, refusal ?? ACCEPTED, source);
	}

	private async ask(
		listener: Taker,
		event: XsiEvent,
		spec: SubscriptionSpec,
		stateExpected: boolean,
	): Promise<Acknowledgement> {
		try {
			return await (listener as EventTaker).onEvent(event, spec, stateExpected);
		} catch (error) {
			this.log.error('BroadWorks event could not be processed', { reason: messageOf(error) });
			return FAILED;
		}
	}

	private async answer(
		eventId: string,
		answer: Acknowledgement,
		{ channel, signal }: Source,
	): Promise<void> {
		// After the channel is gone the server delivers again; the repetition is recognised by its id.
		if (signal.aborted) return;
		try {
			await channel.acknowledge(eventId, answer);
		} catch (error) {
			if (signal.aborted) return;
			this.log.warn('BroadWorks did not take an acknowledgement', {
				eventId,
				reason: messageOf(error),
			});
		}
	}
}
