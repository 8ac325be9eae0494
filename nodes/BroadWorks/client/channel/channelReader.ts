import { TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import { UNREADABLE, type Acknowledgement, type XsiChannel } from './channel';
import { messageOf, type DocumentReader } from './channelKeeper';
import { readEvent, type XsiEvent } from './decode';
import type { EventDelivery } from '../delivery/delivery';

/** Makes events of what channels bring, and acknowledges them on the channel that has brought them. */
export class ChannelReader implements DocumentReader {
	constructor(
		private readonly delivery: EventDelivery,
		private readonly log: Log,
	) {}

	room(): Promise<void> | undefined {
		return this.delivery.room();
	}

	/** Takes one document. Throws `unavailable` when it says that the channel has ended. */
	onDocument(document: string, channel: XsiChannel, signal: AbortSignal): void {
		let event: XsiEvent;
		try {
			event = readEvent(document);
		} catch (error) {
			this.onUnreadable(document, messageOf(error), channel, signal);
			return;
		}
		if (event.type === 'ChannelTerminatedEvent') {
			const reason = String(event.fields.reason);
			throw new TelephonyError('unavailable', `the server ended the channel (${reason})`);
		}
		const { eventId } = event;
		if (eventId === undefined) {
			this.log.warn('BroadWorks reports a failure on the channel', { fields: event.fields });
			return;
		}
		this.delivery.take(
			event,
			async (answer) => await this.acknowledge(eventId, answer, channel, signal),
			() =>
				this.log.info('An event waits at BroadWorks for a workflow that may start yet', {
					eventId,
				}),
		);
	}

	/** Leaves a document out, and says so to the server if `beginning` still holds the event's id. */
	onUnreadable(beginning: string, reason: string, channel: XsiChannel, signal: AbortSignal): void {
		this.log.warn('BroadWorks sent a document that cannot be read; it is left out', {
			reason,
			begins: beginning.slice(0, 200),
		});
		const eventId = /<(?:[\w.-]+:)?eventID[^>]*>\s*([^<>\s]+)\s*</.exec(beginning)?.[1];
		if (eventId === undefined) return;
		this.delivery.refuse(this.acknowledge(eventId, UNREADABLE, channel, signal));
	}

	private async acknowledge(
		eventId: string,
		answer: Acknowledgement,
		channel: XsiChannel,
		signal: AbortSignal,
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
