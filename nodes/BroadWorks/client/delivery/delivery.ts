import type { Log } from '../../../shared/core/ports';
import type { SubscriptionBook } from '../subscriptions/book';
import type { SubscriptionSpec } from '../subscriptions/subscriptions';
import { ACCEPTED, FAILED, UNKNOWN_SUBSCRIPTION, type Acknowledgement } from '../channel/channel';
import { messageOf } from '../channel/channelKeeper';
import type { XsiEvent } from '../channel/decode';
import type { LineListener } from './listener';
import { OpenEvents } from './openEvents';

/** Answers the server, where it waits for an answer. Must not throw. */
export type Acknowledge = (answer: Acknowledgement) => void | Promise<void>;

/**
 * The way of an event to the listeners of its subscription, and of their answer back, however it has come:
 *
 * 1. decode: a document becomes an event (`decode.ts`, called by `channelReader.ts` or for a posted one)
 * 2. route: its subscription and listeners, as soon as they are known (`SubscriptionBook.route`)
 * 3. order: by its number within the subscription, where gaps are seen (`Sequencer`)
 * 4. deliver: every listener gets it (`LineListener.onEvent`)
 * 5. acknowledge: the server gets the answer of all of them
 */
export class EventDelivery {
	private readonly open = new OpenEvents();

	constructor(
		private readonly book: SubscriptionBook,
		private readonly log: Log,
	) {}

	/** Resolves when more may be read; undefined when it may now. */
	room(): Promise<void> | undefined {
		return this.open.room();
	}

	/** Whether reading waits for events to be delivered. */
	get isFull(): boolean {
		return !this.open.hasRoom;
	}

	/** Resolves when everything that went to this listener is acknowledged. */
	async allDone(listener: LineListener): Promise<void> {
		await this.open.allDone(listener);
	}

	/**
	 * Takes one event: routes it, and from there on all happens by itself. `leave` is called instead of
	 * `acknowledge` for an event of a workflow that may start yet: the server sends it again.
	 */
	take(event: XsiEvent, acknowledge: Acknowledge, leave?: () => void): void {
		const route = () => {
			const found = this.book.find(event);
			const end = this.open.begin(found?.listeners ?? [], event.xml.length);
			if (!found) {
				void Promise.resolve(acknowledge(UNKNOWN_SUBSCRIPTION)).finally(end);
				return;
			}
			const { listeners, spec, order, stateExpected } = found;
			const deliver = async () => {
				const answers = await this.deliver(event, listeners, spec, stateExpected);
				await acknowledge(answers.find(({ statusCode }) => statusCode !== 200) ?? ACCEPTED);
			};
			order.accept(() => void deliver().finally(end), event.sequenceNumber);
		};
		this.book.route(event, route, leave);
	}

	/** Counts an answer to something that is no event of a listener as open until it is given. */
	refuse(answer: Promise<void>): void {
		void answer.finally(this.open.begin([], 0));
	}

	private async deliver(
		event: XsiEvent,
		listeners: readonly LineListener[],
		spec: SubscriptionSpec,
		stateExpected: boolean,
	): Promise<Acknowledgement[]> {
		return await Promise.all(
			listeners.map(async (listener) => {
				try {
					return await listener.onEvent(event, spec, stateExpected);
				} catch (error) {
					this.log.error('BroadWorks event could not be processed', { reason: messageOf(error) });
					return FAILED;
				}
			}),
		);
	}
}
