import { TelephonyError } from '../../../shared/core/errors';
import { leastOf } from '../../../shared/core/extremes';
import { deferred, type Deferred } from '../../../shared/core/flow/deferred';
import type { Clock, Log } from '../../../shared/core/ports';
import { messageOf } from '../../../shared/core/words';
import {
	ACCEPTED,
	FAILED,
	UNKNOWN_SUBSCRIPTION,
	UNREADABLE,
	type Acknowledgement,
	type XsiChannel,
} from '../channel/channel';
import type { DocumentReader } from '../channel/channelKeeper';
import { readEvent, type XsiEvent } from '../channel/decode';
import type { Subscription, SubscriptionRegister } from '../subscriptions/subscription';
import type { LineListener } from './listener';

/** Answers the server, where it waits for an answer. Must not throw. */
export type Acknowledge = (answer: Acknowledgement) => void | Promise<void>;

/** Who has the subscriptions that events belong to. */
export interface DeliveryContext {
	register: Pick<SubscriptionRegister, 'withId'>;
	clock: Clock;
	/** How long events of subscriptions that nobody has asked for here are kept. */
	gracePeriod: GracePeriod;
	/** Whether the server has yet to answer requests for subscriptions. */
	isUnsettled(): boolean;
	/** The server says that the subscription with this id has ended. */
	onEnd(subscription: Subscription, subscriptionId: string): void;
	log: Log;
}

/** The element of a document that holds the id of an event. */
const EVENT_ID = /<(?:[\w.-]+:)?eventID[^<>]*>\s*([^<>\s]+)\s*</;

/**
 * The way of an event from its channel to an execution, and of the answer back
 * (docs/design.md#the-stages-of-an-event). Stages 2, 3, 5 and 7 are here, the others in the files named:
 *
 * 1. frames: bytes become documents (`channel/frames.ts`, read by `channel/channelKeeper.ts`)
 * 2. decode: a document becomes an event (`channel/decode.ts`); posted ones come as events
 * 3. route: to its subscription, as soon as that is known
 * 4. order: by its number within the subscription, where gaps are seen (`Sequencer`)
 * 5. deliver: every listener of the subscription gets it
 * 6. of each listener, admit, shape, gate and emit (`trigger/stages.ts`, `trigger/item.ts` and
 *    `shared/trigger/executions/liveExecutions.ts`)
 * 7. acknowledge: the server gets the answer of all of them
 */
export class EventDelivery implements DocumentReader {
	private readonly open = new OpenEvents();

	/** Those that cannot be routed yet. */
	readonly buffered: BufferedEvents;

	/** Until it is aborted subscriptions are maintained, so that events may wait for theirs. */
	maintained?: AbortSignal;

	constructor(private readonly context: DeliveryContext) {
		const { clock, gracePeriod, register, isUnsettled } = context;
		const isKnown = (id: string) => register.withId(id) !== undefined;
		this.buffered = new BufferedEvents(clock, gracePeriod, isKnown, isUnsettled);
	}

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

	/** Takes one document of a channel. Throws `unavailable` when it says that the channel has ended. */
	onDocument(document: string, channel: XsiChannel, signal: AbortSignal): void {
		const { log } = this.context;
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
			log.warn('BroadWorks reports a failure on the channel', { fields: event.fields });
			return;
		}
		this.take(
			event,
			async (answer) => await this.acknowledge(eventId, answer, channel, signal),
			() =>
				log.info('An event waits at BroadWorks for a workflow that may still start', { eventId }),
		);
	}

	/** Leaves a document out, and says so to the server if `beginning` still holds the event's id. */
	onUnreadable(beginning: string, reason: string, channel: XsiChannel, signal: AbortSignal): void {
		this.context.log.warn('BroadWorks sent a document that cannot be read; it is skipped', {
			reason,
			begins: beginning.slice(0, 200),
		});
		const eventId = EVENT_ID.exec(beginning)?.[1];
		if (eventId === undefined) return;
		const answer = this.acknowledge(eventId, UNREADABLE, channel, signal);
		void answer.finally(this.open.begin([], 0));
	}

	/**
	 * Takes one event: routes it, and from there on all happens by itself. `leave` is called instead of
	 * `acknowledge` for an event of a workflow that may start yet: the server sends it again.
	 */
	take(event: XsiEvent, acknowledge: Acknowledge, leave?: () => void): void {
		const route = () => this.route(event, acknowledge);
		this.buffered.routeWhenKnown(event, route, this.maintained, leave);
	}

	private route(event: XsiEvent, acknowledge: Acknowledge): void {
		const { register, onEnd } = this.context;
		const { subscriptionId = '', sequenceNumber } = event;
		const subscription = register.withId(subscriptionId);
		const isEnd = event.type === 'SubscriptionTerminatedEvent';
		if (subscription && isEnd) onEnd(subscription, subscriptionId);
		const stateExpected = !isEnd && subscription?.takes(event) === true;
		const listeners = subscription && !isEnd ? [...subscription.subscribers] : [];
		const end = this.open.begin(listeners, event.xml.length);
		if (!subscription) {
			void Promise.resolve(acknowledge(UNKNOWN_SUBSCRIPTION)).finally(end);
			return;
		}
		const deliver = async () => {
			const answers = await Promise.all(
				listeners.map(async (listener) => {
					try {
						return await listener.onEvent(event, subscription.spec, stateExpected);
					} catch (error) {
						const reason = messageOf(error);
						this.context.log.error('BroadWorks event could not be processed', { reason });
						return FAILED;
					}
				}),
			);
			await acknowledge(answers.find(({ statusCode }) => statusCode !== 200) ?? ACCEPTED);
		};
		subscription.order.accept(() => void deliver().finally(end), sequenceNumber);
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
			this.context.log.warn('BroadWorks did not take an acknowledgement', {
				eventId,
				reason: messageOf(error),
			});
		}
	}
}

/** The time in which events wait for a subscription that nobody here has yet, ms. */
export interface GracePeriod {
	/** After the start of a line: n8n starts its workflows one after the other. */
	during: number;
	/** For each event, from when it came or the last workflow joined. */
	wait(): number;
	/** For each event at most; shorter than a server waits for an acknowledgement. */
	longest(): number;
}

/** More of them would be those of a server that sends what was never asked for. */
const MOST_BUFFERED = 5_000;

interface Buffered {
	event: XsiEvent;
	/** `clock.elapsed()` when it came. */
	at: number;
	/** Otherwise it waits for outstanding answers only. */
	hasGrace: boolean;
	route(): void;
	leave(): void;
}

/**
 * Events of subscriptions that are not known yet: they have overtaken the answer to the request for it,
 * or the server has kept them for a workflow that n8n has not started yet.
 */
class BufferedEvents {
	/** In the order they came, and the subscriptions that they belong to. */
	private buffered = { entries: [] as Buffered[], ids: new Set<string>() };

	private readonly begun: number;

	private watching = false;

	/** `clock.elapsed()` when a workflow joined last. */
	private joinedAt = -Infinity;

	/** `isUnsettled`: whether answers are outstanding. */
	constructor(
		private readonly clock: Clock,
		private readonly gracePeriod: GracePeriod,
		private readonly isKnown: (subscriptionId: string) => boolean,
		private readonly isUnsettled: () => boolean,
	) {
		this.begun = clock.elapsed();
	}

	/** One more workflow has started, so that others may follow. */
	joined(): void {
		this.joinedAt = this.clock.elapsed();
	}

	/**
	 * Calls `route` at once, or when the subscription is known or has been waited for long enough. Events of
	 * one subscription are routed in the order they came. None waits after `signal` is aborted. Calls `leave`
	 * instead for one that can wait no longer while workflows are still starting: it is not refused, so
	 * that the server sends it again.
	 */
	routeWhenKnown(
		event: XsiEvent,
		route: () => void,
		signal: AbortSignal | undefined,
		leave: () => void = route,
	): void {
		const id = event.subscriptionId ?? '';
		const isBehind = this.buffered.ids.has(id);
		const hasGrace = this.hasGrace(signal);
		if (!isBehind && (this.isKnown(id) || !(this.isUnsettled() || hasGrace))) {
			route();
			return;
		}
		this.buffered.entries.push({ event, at: this.clock.elapsed(), hasGrace, route, leave });
		this.buffered.ids.add(id);
		this.watch(signal);
	}

	/** Lets go what need not wait any longer; to be called when outstanding answers are there. */
	release(signal?: AbortSignal): void {
		const now = this.clock.elapsed();
		const given = signal?.aborted ?? false;
		const isKnown = ({ event }: Buffered) => given || this.isKnown(event.subscriptionId ?? '');
		const goes = (entry: Buffered) =>
			isKnown(entry) || (this.until(entry) <= now && !this.isUnsettled());
		const released = this.buffered.entries.filter(goes);
		const entries = this.buffered.entries.filter((entry) => !goes(entry));
		const ids = new Set(entries.map(({ event }) => event.subscriptionId ?? ''));
		this.buffered = { entries, ids };
		for (const entry of released) {
			const mayCome = entry.hasGrace && this.joinedAt + this.gracePeriod.wait() > now;
			if (mayCome && !isKnown(entry)) entry.leave();
			else entry.route();
		}
		this.watch(signal);
	}

	private hasGrace(signal: AbortSignal | undefined): boolean {
		const over = this.clock.elapsed() - this.begun >= this.gracePeriod.during;
		return !over && !signal?.aborted && this.buffered.entries.length < MOST_BUFFERED;
	}

	/** `clock.elapsed()` after which it waits for outstanding answers only. */
	private until({ at, hasGrace }: Buffered): number {
		if (!hasGrace) return at;
		const { wait, longest } = this.gracePeriod;
		return Math.min(Math.max(at, this.joinedAt) + wait(), at + longest());
	}

	private watch(signal: AbortSignal | undefined): void {
		if (this.watching || this.buffered.entries.length === 0 || this.isUnsettled()) return;
		this.watching = true;
		const next = leastOf(this.buffered.entries.map((entry) => this.until(entry)));
		const left = Math.max(1, next - this.clock.elapsed());
		void this.clock.sleep(left, signal).then(() => {
			this.watching = false;
			this.release(signal);
		});
	}
}

/**
 * Events of a line that are open at most: enough for executions of many events, little enough for memory.
 * The others wait at the server, which TCP holds back.
 */
const MOST_OPEN = 2_000;

/** Characters of their documents. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Which events were read and are not acknowledged yet; while there are too many, reading stops. */
class OpenEvents {
	private count = 0;

	private characters = 0;

	private readonly counts = new Map<LineListener, number>();

	/** Listeners that have as many as they may. */
	private readonly full = new Set<LineListener>();

	private madeRoom?: Deferred<void>;

	private readonly done = new Map<LineListener, Deferred<void>>();

	/** Counts one; the result takes it out. */
	begin(listeners: readonly LineListener[], characters: number): () => void {
		this.add(listeners, characters, 1);
		return () => {
			this.add(listeners, -characters, -1);
			if (!this.hasRoom) return;
			this.madeRoom?.resolve();
			this.madeRoom = undefined;
		};
	}

	/** Resolves when none of this listener's is open. */
	async allDone(listener: LineListener): Promise<void> {
		if (!this.counts.has(listener)) return;
		const done = this.done.get(listener) ?? deferred();
		this.done.set(listener, done);
		await done.promise;
	}

	/** Resolves when reading may go on; undefined when it may now. */
	room(): Promise<void> | undefined {
		if (this.hasRoom) return undefined;
		this.madeRoom ??= deferred();
		return this.madeRoom.promise;
	}

	/** Whether more may be read now. */
	get hasRoom(): boolean {
		return this.count < MOST_OPEN && this.characters < MOST_CHARACTERS && this.full.size === 0;
	}

	private add(listeners: readonly LineListener[], characters: number, one: 1 | -1): void {
		this.count += one;
		this.characters += characters;
		for (const listener of listeners) {
			const count = (this.counts.get(listener) ?? 0) + one;
			if (count > 0) {
				this.counts.set(listener, count);
			} else {
				this.counts.delete(listener);
				this.done.get(listener)?.resolve();
				this.done.delete(listener);
			}
			if (count >= (listener.mostOpen ?? Infinity)) this.full.add(listener);
			else this.full.delete(listener);
		}
	}
}
