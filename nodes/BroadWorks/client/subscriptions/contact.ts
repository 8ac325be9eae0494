import { TelephonyError } from '../../../shared/core/errors';
import { inBackground } from '../../../shared/core/flow/background';
import { within } from '../../../shared/core/flow/deadline';
import type { Log } from '../../../shared/core/ports';
import type { XsiConnection } from '../transport/connection';
import { readEvent, type XsiEvent } from '../channel/decode';
import type { LineListener } from '../delivery/listener';
import { UNKNOWN_SUBSCRIPTION } from '../channel/channel';
import { READY_WITHIN, SubscriptionBook } from './book';
import type { Known } from './subscription';
import type { SubscriptionSpec } from './subscriptions';

export interface ContactSettings {
	/** The web address the server posts events to. */
	httpContact: string;
	/** One per workflow and node, so that there is exactly one subscription. */
	applicationId: string;
	/** s asked for; the server decides. */
	expires: number;
	/** ms until the next probe whether the subscription is still there. */
	checkInterval(): number;
	/** As `BookSettings.onAnswer`. */
	onAnswer?(failure: TelephonyError | undefined): void;
}

/** s asked for. */
export const CONTACT_EXPIRES = 86_400;

/** What is answered to the server that posted an event. */
export type Reception = 'accepted' | 'unknownSubscription' | 'unreadable' | 'full';

/** The event of a posted document; undefined, and logged, when it is none. */
export function readPosted(xml: string, log: Log): XsiEvent | undefined {
	try {
		return readEvent(xml);
	} catch (error) {
		log.warn('BroadWorks posted a document that cannot be read; it is skipped', {
			reason: (error as Error).message,
			begins: xml.slice(0, 200),
		});
		return undefined;
	}
}

/**
 * One subscription whose events the server posts to a web address
 * (docs/protocols/broadworks.md#http-contact). It is renewed at half life and made again when the server has
 * lost it. There is no acknowledgement on this path, so the answer goes out before any work.
 */
export class XsiContact {
	private readonly book: SubscriptionBook;

	private readonly stop = new AbortController();

	private running?: Promise<void>;

	constructor(
		private readonly connection: XsiConnection,
		settings: ContactSettings,
		private readonly spec: SubscriptionSpec,
		private readonly listener: LineListener,
		private readonly log: Log,
	) {
		const { httpContact, ...rest } = settings;
		this.book = new SubscriptionBook(connection, { ...rest, destination: { httpContact } }, log);
	}

	/** Resolves when the subscription is active. `given` is one to take over, or its id. */
	async start(given?: Known | string): Promise<void> {
		const known = typeof given === 'string' ? { id: given } : given;
		const ready = this.book.add(this.spec, this.listener, known);
		ready.catch(() => {});
		this.running ??= inBackground('The upkeep of the HTTP contact', this.log, async () => {
			await this.book.maintain(this.stop.signal);
		});
		await within(this.connection.clock, READY_WITHIN, ready, () => {
			const silent = 'BroadWorks did not answer the subscription';
			throw this.book.failureOf(this.spec) ?? new TelephonyError('unavailable', silent);
		});
	}

	/** The active subscription, for whoever takes it over. */
	get known(): Known | undefined {
		return this.book.known(this.spec);
	}

	/** As `SubscriptionBook.active`. */
	get active(): ReturnType<SubscriptionBook['active']> {
		return this.book.active(this.spec);
	}

	/** The id of the active subscription. */
	get subscriptionId(): string | undefined {
		return this.book.ids()[0];
	}

	/** Whether this is the id of its active subscription. */
	has(subscriptionId: string | undefined): boolean {
		return subscriptionId !== undefined && this.book.ids().includes(subscriptionId);
	}

	/**
	 * Takes one posted event. Never waits for the workflow: what it makes of the event is of no interest to
	 * the server, which posts nothing twice.
	 */
	take(event: XsiEvent): Reception {
		let reception: Reception = 'accepted';
		this.book.delivery.take(event, (answer) => {
			if (answer === UNKNOWN_SUBSCRIPTION) reception = 'unknownSubscription';
		});
		return reception;
	}

	/** Stops maintaining the subscription, which stays at the server. */
	async leave(): Promise<void> {
		this.stop.abort();
		await this.running;
	}
}
