import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { startsByItself } from '../../shared/trigger/activation';
import { backoffDelay } from '../../shared/core/flow/backoff';
import { within } from '../../shared/core/flow/deadline';
import { isTransient, type TelephonyError } from '../../shared/core/errors';
import type { Log } from '../../shared/core/ports';
import { isProcessEnding, watchProcessEnd } from '../../shared/processEnd';
import { triggerKey } from '../../shared/trigger/liveTriggers';
import { wordsOf } from '../../shared/core/words';
import {
	activatesInBackground,
	isWorthWaiting,
	reportFailure,
} from '../../shared/trigger/reportFailure';
import { systemClock, systemRandom } from '../../shared/systemPorts';
import type { XsiCredential } from '../authorization';
import type { LineListener, LineNotice } from '../client/delivery/listener';
import { specKey, type SubscriptionSpec } from '../client/subscriptions/subscriptions';
import { liveConnection } from '../connect';
import { placeMark, specWith, type PresentConnection } from './credential';
import {
	behind,
	endPlaces,
	LeftPlace,
	leavePlace,
	takePlace,
	type EventTaker,
} from './line/leftPlaces';
import { askForState, retryLine, activeOn, type SharedLine } from './line/lines';
import type { LiveListener } from './liveListener';
import type { TriggerSettings } from './settings';

/** ms after which a login that was refused for good is tried again; more often could lock the account. */
const REFUSED_AGAIN = 300_000;

/** ms that a line which was down keeps its subscription after another one has taken its place. */
const DRAIN = 10_000;

/** ms that its last events may take, of which n8n may have to work off many; nobody waits for that. */
const LAST_EVENTS = 120_000;

/** ms that n8n waits for the last events of a trigger when it stops. */
const LONGEST_CLOSE = 1_000;

/**
 * ms for which the place of a closed trigger waits for the one of a newer version: a busy n8n 1.x takes some
 * seconds to put that up. What comes meanwhile is not acknowledged, so it waits for no more than three quarters
 * of the server's event timeout.
 */
const STAY = 10_000;

export interface ChannelContext {
	node: ITriggerFunctions;
	settings: TriggerSettings;
	live: LiveListener;
	present: PresentConnection;
	log: Log;
	/** The line of a credential, shared with other triggers. Throws `unavailable` without DNS. */
	lineOf(credential: XsiCredential): Promise<SharedLine>;
}

/** Where events come from. */
interface Place {
	line: SharedLine;
	spec: SubscriptionSpec;
	listener: LineListener;
}

/**
 * One live trigger on the line of its credential. It goes on with what the credential becomes: a new
 * password on the same line, another login or server on another, which is active before the old one goes.
 */
export class LiveChannel {
	private place?: Place;

	/** Digest of the login and server of the place. */
	private placeMark = '';

	/** Since when no event can come, as the workflow was notified. */
	private down?: { since: number; cause: string };

	/** Ends what is under way for a credential that is not the present one. */
	private work = new AbortController();

	private readonly closing = new AbortController();

	/** Place of the trigger of an older version of the workflow; undefined once it has ended. */
	private before?: LeftPlace;

	/** Who takes what comes: this trigger, and after its end whoever follows. */
	private taker: EventTaker;

	constructor(private readonly context: ChannelContext) {
		watchProcessEnd();
		this.taker = this.own;
	}

	/**
	 * Starts the trigger. Throws what keeps it from listening, for whoever clicks; at a start of n8n
	 * nobody reads an error, and n8n 2.x would not try again once the server is back.
	 */
	async start(credential: XsiCredential): Promise<ITriggerResponse> {
		const { node, log } = this.context;
		const { signal } = this.work;
		if (startsByItself(node)) {
			void this.begin(credential, signal);
		} else {
			try {
				const place = await this.placeOn(credential);
				this.use(credential, place);
				const goesOn = this.takeOver(place);
				await place.line.add(place.spec, place.listener, true);
				if (!goesOn) await this.context.live.settle();
			} catch (error) {
				this.place = undefined;
				if (!activatesInBackground(node) || !isWorthWaiting(error)) {
					// n8n 2.x tries again some seconds later.
					if (this.before) this.keepPlace(this.before);
					this.context.live.close();
					throw error;
				}
				log.error('Events cannot be received yet; trying again and again', {
					reason: wordsOf(error),
				});
				reportFailure(node, error);
				void this.begin(credential, signal);
			}
		}
		return { closeFunction: async () => await this.close() };
	}

	/** The credential was changed. */
	follow(now: XsiCredential): void {
		const { log } = this.context;
		const { place } = this;
		this.work.abort();
		this.work = new AbortController();
		const { signal } = this.work;
		if (place === undefined || place.line.ended) {
			log.info('The credential was changed; trying again');
			void this.begin(now, signal);
		} else if (placeMark(now, this.context.settings) === this.placeMark) {
			log.info('The credential has a new password or token; it is used from now on');
			retryLine(place.line);
		} else {
			log.info('The credential is for another login or server now; changing over');
			void this.changeOver(now, signal);
		}
	}

	/** As `XsiLine.active`, of the present place. */
	active(): ReturnType<typeof activeOn> {
		return this.place && activeOn(this.place.line, this.place.spec);
	}

	private async close(): Promise<void> {
		this.closing.abort();
		this.work.abort();
		const { live } = this.context;
		if (isProcessEnding() || !this.place) {
			const others = isProcessEnding() ? endPlaces() : undefined;
			const ended = [this.leave(this.place), this.before?.end(), others];
			const left = Promise.all(ended).then(() => live.close());
			await within(systemClock, LONGEST_CLOSE, left, () => {});
			return;
		}
		live.leave();
		this.keepPlace(this.leftPlace(this.place));
	}

	/** n8n does not say whether a newer version of the workflow follows. */
	private leftPlace(place: Place): LeftPlace {
		const { own, before, context } = this;
		const left = new LeftPlace(specKey(place.spec), own, async (longest) => {
			await Promise.all([this.leave(place, longest), before?.end()]);
			context.live.close();
		});
		this.taker = left;
		return left;
	}

	private keepPlace(place: LeftPlace): void {
		const { node, settings, log } = this.context;
		const onEnd = (unwanted: number) => {
			if (unwanted > 0) log.info('Events came after the workflow was switched off', { unwanted });
		};
		const stay = Math.min(STAY, 1.5 * settings.heartbeatInterval);
		leavePlace(triggerKey(node.getWorkflow(), node.getNode()), place, {
			stay,
			clock: systemClock,
			onEnd,
		});
	}

	/**
	 * Takes the place of the trigger of an older version, if that has brought the same events: from now on until
	 * the subscription of this one is active, what comes there is for this one. True if so.
	 */
	private takeOver({ line, spec }: Place): boolean {
		const { node, settings, live } = this.context;
		const before = this.before ?? takePlace(triggerKey(node.getWorkflow(), node.getNode()));
		this.before = undefined;
		if (before?.events !== specKey(spec)) {
			void before?.end();
			return false;
		}
		this.before = before;
		live.goOn();
		this.taker = behind(before, this.own);
		before.follow({
			has: (eventId) => this.taker.has(eventId),
			onEvent: async (...delivered) => await this.taker.onEvent(...delivered),
		});
		if (settings.includeInitialState) askForState(line, spec);
		return true;
	}

	private endBefore(): void {
		void this.before?.end();
		this.before = undefined;
	}

	private get own(): EventTaker {
		const { has, listener } = this.context.live;
		return { has, onEvent: listener.onEvent };
	}

	private async leave(place: Place | undefined, longest?: number): Promise<void> {
		await place?.line.remove(place.spec, place.listener, longest);
	}

	/** Takes a place on the line of the credential and lets the line try for ever. */
	private async begin(credential: XsiCredential, signal: AbortSignal): Promise<void> {
		for (let attempt = 0; !signal.aborted; attempt++) {
			try {
				const place = await this.placeOn(credential);
				if (signal.aborted) return;
				this.use(credential, place);
				this.takeOver(place);
				await place.line.add(place.spec, place.listener, false);
				if (this.closing.signal.aborted) await this.leave(place);
				return;
			} catch (error) {
				this.context.log.warn('The servers of the credential are not known yet; trying again', {
					reason: wordsOf(error),
				});
				await systemClock.sleep(backoffDelay(attempt, systemRandom), signal);
			}
		}
	}

	/** Listens with another login while the old one goes on, which is given up when the new one is active. */
	private async changeOver(credential: XsiCredential, signal: AbortSignal): Promise<void> {
		const { log, node, live } = this.context;
		for (let attempt = 0; !signal.aborted; attempt++) {
			try {
				const place = await this.activate(credential);
				if (signal.aborted) return await this.leave(place);
				const old = this.place;
				const { down } = this;
				this.use(credential, place);
				this.notify({ state: 'up', channelId: '' });
				live.listener.onActive?.();
				live.credentialChanged();
				log.info('Events come with the new login now');
				// What the server has kept for a line that was down comes when it is up again.
				if (down) await systemClock.sleep(DRAIN, this.closing.signal);
				return await this.leave(old, LAST_EVENTS);
			} catch (error) {
				if (signal.aborted) return;
				if (attempt === 0) {
					log.error('The changed credential does not work; the old login goes on meanwhile', {
						reason: wordsOf(error),
					});
					live.credentialChanged(wordsOf(error));
					reportFailure(node, error);
				}
				const wait = isTransient(error) ? backoffDelay(attempt, systemRandom) : REFUSED_AGAIN;
				await systemClock.sleep(wait, signal);
			}
		}
	}

	/** Resolves when the subscription is active; throws what keeps it from that. */
	private async activate(credential: XsiCredential): Promise<Place> {
		const place = await this.placeOn(credential);
		await place.line.add(place.spec, place.listener, true);
		return place;
	}

	private use(credential: XsiCredential, place: Place): void {
		const { settings, present, node } = this.context;
		this.place = place;
		this.placeMark = placeMark(credential, settings);
		settings.spec = place.spec;
		present.use(liveConnection(node, credential), credential);
	}

	private async placeOn(credential: XsiCredential): Promise<Place> {
		const { settings, live, lineOf } = this.context;
		const line = await lineOf(credential);
		const isPresent = () => this.place?.listener === listener && !this.closing.signal.aborted;
		const listener: LineListener = {
			...live.listener,
			onEvent: async (...delivered) => await this.taker.onEvent(...delivered),
			onNotice: (notice) => {
				if (!isPresent()) return;
				if (notice.state === 'failed') this.refused(notice.error, credential);
				else this.notify(notice);
			},
			onActive: () => {
				if (!isPresent()) return;
				live.listener.onActive?.();
				this.endBefore();
			},
			onSubscription: (change) => {
				if (isPresent()) live.listener.onSubscription?.(change);
			},
		};
		return { line, spec: specWith(settings, credential), listener };
	}

	/** A line that follows another one must not notify of an outage twice, nor forget when it began. */
	private notify(notice: LineNotice): void {
		const { onNotice } = this.context.live.listener;
		if (notice.state === 'down') {
			if (this.down) return;
			this.down = { since: notice.since, cause: notice.cause };
			onNotice?.(notice);
		} else if (notice.state === 'up') {
			const { down } = this;
			this.down = undefined;
			onNotice?.(down ? { ...notice, downSince: down.since, cause: down.cause } : notice);
		} else onNotice?.(notice);
	}

	/** The line has ended, because the server refuses the login. A changed credential starts it again. */
	private refused(error: TelephonyError, credential: XsiCredential): void {
		const { log, node } = this.context;
		const { signal } = this.work;
		log.error(
			'The login is refused; trying again when the credential is changed, or in 5 minutes',
			{
				reason: wordsOf(error),
			},
		);
		this.notify({ state: 'failed', error });
		reportFailure(node, error);
		void systemClock.sleep(REFUSED_AGAIN, signal).then(async () => {
			if (!signal.aborted) await this.begin(credential, signal);
		});
	}
}
