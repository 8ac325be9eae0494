import { Ring } from '../../shared/ring';
import type { OutgoingEvent } from '../state';
import type { XsiWorld } from '../world';

/** How many events and requests the control interface remembers. */
const REMEMBERED = 100_000;

/** What GET /control/sent shows of an event. */
export interface SentRecord {
	n: number;
	eventID: string;
	type: string;
	package: string;
	targetId: string;
	subscriptionId: string;
	sequenceNumber: number;
	channelId?: string;
	delivered: boolean;
	acked: boolean;
	statusCode?: number;
	attempts: number;
	lost?: string;
	madeAt: number;
	sentAt?: number;
}

/** Every event made, and what became of it. */
export class SentLog {
	private readonly ring = new Ring<OutgoingEvent>(REMEMBERED);

	constructor(private readonly world: XsiWorld) {}

	nextNumber(): number {
		return this.ring.nextNumber();
	}

	/** Number of the newest event. */
	lastNumber(): number {
		return this.ring.lastNumber;
	}

	add(event: OutgoingEvent): void {
		this.ring.add(event);
	}

	/** Called when an event was written, acknowledged or lost. */
	changed(event: OutgoingEvent): void {
		if (event.acked || event.lost) {
			event.data = undefined;
			event.envelope = undefined;
		}
		if (this.world.signals.listenerCount('event') > 0) {
			this.world.signals.emit('event', this.record(event));
		}
	}

	since(n: number): SentRecord[] {
		return this.ring.since(n).map((event) => this.record(event));
	}

	clear(): void {
		this.ring.clear();
	}

	private record(event: OutgoingEvent): SentRecord {
		const { eventId, data: _data, envelope: _envelope, ...rest } = event;
		return { ...rest, eventID: eventId };
	}
}
