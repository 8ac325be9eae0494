import { inBackground } from '../../../../shared/core/flow/background';
import { backoffDelay } from '../../../../shared/core/flow/backoff';
import { pauseAfter, type TelephonyError } from '../../../../shared/core/errors';
import type { RingCentralConnection } from '../../transport/connection';
import type { LineChange } from '../lineChange';
import type { Subscription, WebhookRequest } from '../subscription';
import { feelPulse, type Pulse } from './serverPulse';
import { WebhookUpkeep } from './upkeep';

export interface WatchSettings {
	/** ms between probes whether the subscription is still active: a blacklisted one tells nobody. */
	checkInterval: number;
	/** Whether the server answers meanwhile: a probe is one of few requests that it allows. */
	pulse?: Pulse;
}

/** Failures after which the listener is notified. */
const NOTIFIED_AFTER = 3;

/** ms between tries of a login that is refused, once that was notified. */
const REFUSED_BACKOFF = { first: 60_000, most: 300_000 };

/**
 * Looks after one webhook subscription: renews it at half of its life or when reminded, probes it
 * now and then, and makes it again when it was lost, ran out or was blacklisted
 * (docs/design.md#never-silently-dead).
 */
export class WebhookSubscription {
	private readonly upkeep: WebhookUpkeep;

	private readonly stop = new AbortController();

	private wake = new AbortController();

	private running?: Promise<unknown>;

	/** `onPlaced`: the subscription of the present request is active, and no other of before brings anything more. */
	constructor(
		private readonly connection: RingCentralConnection,
		request: WebhookRequest,
		private readonly settings: WatchSettings,
		private readonly notify: (change: LineChange) => void,
		onPlaced: () => void = () => {},
	) {
		const listener = { onChange: notify, onPlaced };
		this.upkeep = new WebhookUpkeep(connection, request, listener, this.stop.signal);
	}

	get subscriptionId(): string | undefined {
		return this.upkeep.id;
	}

	/** As `WebhookUpkeep.expiresAt`. */
	get expiresAt(): number | undefined {
		return this.upkeep.expiresAt;
	}

	/** Begins to look after a subscription that is active, or makes one when there is none yet. */
	begin(subscription: Subscription | undefined): void {
		this.upkeep.begin(subscription);
		const { connection, settings, stop } = this;
		const { clock, log } = connection;
		const pulse = async () => {
			if (settings.pulse) await feelPulse({ clock, log }, settings.pulse, stop.signal);
		};
		this.running ??= Promise.all([
			inBackground('The upkeep of the RingCentral webhook', log, async () => await this.maintain()),
			inBackground('The question whether RingCentral answers', log, pulse),
		]);
	}

	/** What a question to the server has come to. The subscription of one that answers again is probed at once. */
	heard(failure: TelephonyError | undefined): void {
		if (failure) this.upkeep.unheard(failure.message);
		else if (this.upkeep.heard()) this.wake.abort();
	}

	/**
	 * Subscribes anew with another request, and perhaps another login of the same connection, at once. The
	 * subscription before is ended with the connection it was made with (`before`) when the new one is active.
	 */
	change(request: WebhookRequest, before: RingCentralConnection): void {
		this.upkeep.change(request, before);
		this.wake.abort();
	}

	/** The server reminds of its end: it is renewed at once. */
	remind(): void {
		this.upkeep.remind();
		this.wake.abort();
	}

	/** What waits for the next try is tried at once: the credential has another token. */
	tryNow(): void {
		if (this.upkeep.isUrgent) this.wake.abort();
	}

	/** Stops; the subscription stays at the server. */
	async leave(): Promise<void> {
		this.stop.abort();
		await this.running;
	}

	private async maintain(): Promise<void> {
		const { clock } = this.connection;
		const { signal } = this.stop;
		let failures = 0;
		let wait = this.untilNextProbe();
		while (!signal.aborted) {
			if (wait > 0) await clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
			if (signal.aborted) return;
			this.wake = new AbortController();
			try {
				await this.upkeep.probe();
				failures = 0;
				wait = this.untilNextProbe();
			} catch (error) {
				if (signal.aborted) return;
				wait = this.pauseAfter(error as TelephonyError, failures++);
			}
		}
	}

	private untilNextProbe(): number {
		return Math.min(this.settings.checkInterval, this.upkeep.untilDue);
	}

	/** Logs a failure, and notifies of one that lasts. Returns ms until the next try. */
	private pauseAfter(failure: TelephonyError, before: number): number {
		const { clock, random, log } = this.connection;
		const isLogin = failure.kind === 'unauthorized' && before >= NOTIFIED_AFTER;
		const least = isLogin
			? backoffDelay(before - NOTIFIED_AFTER, random, REFUSED_BACKOFF)
			: backoffDelay(before, random);
		const { ms, details } = pauseAfter(failure, least, clock.now());
		log.warn('RingCentral subscription could not be looked after; trying again', {
			reason: failure.message,
			...details,
		});
		if (failure.kind === 'unavailable') this.upkeep.unanswered(failure.message);
		const isDue = this.upkeep.isUrgent && before + 1 === NOTIFIED_AFTER;
		if (isDue) this.notify({ state: 'refused', error: failure });
		return ms;
	}
}
