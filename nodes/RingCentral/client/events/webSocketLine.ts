import { backoffDelay } from '../../../shared/core/flow/backoff';
import { deferred } from '../../../shared/core/flow/deferred';
import { isRestricted, pauseAfter, TelephonyError } from '../../../shared/core/errors';
import type { Sockets } from '../../../shared/core/ports';
import type { RingCentralConnection } from '../transport/connection';
import {
	GatewaySession,
	isGatewayFailure,
	type Recovery,
	type SessionSettings,
} from './gatewaySession';
import type { LineChange } from './lineChange';
import type { Notification } from './notification';
import { deleteSubscription, refusedFilters, type Subscription } from './subscription';

export interface WebSocketListener {
	onNotification(notification: Notification): void;
	/** The line was lost, or stands again. */
	onChange(change: LineChange): void;
	/** A new subscription was made; some of its filters may be refused. */
	onSubscription?(subscription: Subscription): void;
}

/** Kinds of errors that no retry can cure. */
const PERMANENT = new Set(['badRequest', 'unauthorized', 'forbidden', 'notFound']);

/** ms between tries of a login or of filters that were refused: somebody may put it right. */
const REFUSED_BACKOFF = { first: 60_000, most: 300_000 };

/** Times that the gateway may break off in taking a session up, before a new one is asked for. */
const BROKEN_OFF = 3;

/**
 * What `start` waits for. True: the first try, and what it fails of is thrown. `unlessRefused`: the first
 * try, but only a refusal is thrown; a server that cannot be reached now is tried again. False: nothing.
 */
export type WaitFor = boolean | 'unlessRefused';

/** ms after which a connection counts as good, so that the next failure is a first one. */
const GOOD = 30_000;

/** ms for which n8n waits at most when a line ends that is down. */
const FORGETTING = 5_000;

interface Recoverable {
	recovery: Recovery;
	/** Times the gateway broke off while it was being taken up. */
	brokenOff: number;
	/** `clock.elapsed()` until which the gateway keeps what was missed. */
	until: number;
}

/**
 * Events over a WebSocket, for an n8n that the vendor cannot reach. It reconnects for ever; within the
 * gateway's time it takes the old session up again, however many tries that takes, so that nothing is missed
 * (docs/protocols/ringcentral.md#websocket). A refused login or filter is told once and tried again now and
 * then.
 */
export class WebSocketLine {
	private readonly stop = new AbortController();

	private readonly ready = deferred();

	private session?: GatewaySession;

	private subscriptionId?: string;

	private recoverable?: Recoverable;

	/** The gateway could not keep all that was missed. */
	private hasGap = false;

	private running?: Promise<void>;

	/** When it was last heard before it went down, ms since 1970. */
	private down?: { since: number; planned: boolean };

	/** The same for the last time it was down. */
	private lastDown?: number;

	private paused = false;

	/** The refusal was told, and nothing has stood since. */
	private isRefused = false;

	private hurry = new AbortController();

	/** The end is wanted, and is no loss. */
	private isClosing = false;

	constructor(
		private readonly connection: RingCentralConnection,
		private readonly sockets: Sockets,
		private readonly settings: SessionSettings,
		private readonly listener: WebSocketListener,
	) {}

	/** Resolves as `wait` says; where it rejects, the line is closed. */
	async start(wait: WaitFor): Promise<void> {
		this.running ??= this.run(wait);
		if (wait === false) return;
		try {
			await this.ready.promise;
		} catch (error) {
			await this.close();
			throw error;
		}
	}

	/** Tries at once what was refused: the credential is another. */
	tryNow(): void {
		this.hurry.abort();
	}

	/** The login or the filters are refused now. */
	get refused(): boolean {
		return this.isRefused;
	}

	/** It has a subscription, whose session may have to be taken up again. */
	get subscribed(): boolean {
		return this.session !== undefined || this.subscriptionId !== undefined;
	}

	/** Since when nothing comes, where it stood before; ms since 1970. */
	get downSince(): number | undefined {
		return this.down?.since;
	}

	/** Ends subscription and connection. */
	async close(): Promise<void> {
		this.isClosing = true;
		if (this.session) await this.session.leave(this.subscriptionId);
		else if (this.subscriptionId !== undefined) await this.forget(this.subscriptionId);
		this.stop.abort();
		await this.running;
	}

	/** Ends a subscription that the gateway keeps for a connection that will not come back. */
	private async forget(id: string): Promise<void> {
		const { connection } = this;
		const done = new AbortController();
		const late = new AbortController();
		void connection.clock.sleep(FORGETTING, done.signal).then(() => late.abort());
		try {
			await deleteSubscription(connection, id, late.signal);
		} catch (error) {
			connection.log.debug('The WebSocket subscription was not deleted; it ends by itself', {
				reason: (error as Error).message,
			});
		} finally {
			done.abort();
		}
	}

	/** Nothing comes in until `resume`: what waits already is enough. */
	pause(): void {
		this.paused = true;
		this.session?.pause();
	}

	resume(): void {
		if (!this.paused) return;
		this.paused = false;
		this.session?.resume();
	}

	private async run(wait: WaitFor): Promise<void> {
		const { clock, random } = this.connection;
		const { signal } = this.stop;
		let failures = 0;
		let first = wait;
		while (!this.isClosing) {
			const recovery = this.recoveryNow();
			try {
				const session = await this.open(recovery);
				if (this.isClosing) {
					await session.leave(this.subscriptionId);
					return;
				}
				first = false;
				this.recoverable = undefined;
				const openedAt = clock.elapsed();
				const { planned } = await this.live(session);
				if (this.isClosing) return;
				const wasGood = clock.elapsed() - openedAt >= GOOD;
				failures = wasGood ? 0 : failures + 1;
				if (planned) continue;
				await clock.sleep(backoffDelay(Math.max(0, failures - 1), random), signal);
			} catch (error) {
				if (this.isClosing) return;
				const failure = asFailure(error);
				if (this.isOfSession(failure, recovery)) continue;
				const isPermanent = PERMANENT.has(failure.kind) || isRestricted(failure);
				if (first === true || (first === 'unlessRefused' && isPermanent)) {
					this.ready.reject(failure);
					return;
				}
				this.ready.resolve();
				first = false;
				await this.waitAfter(failure, isPermanent, failures++);
			}
		}
	}

	/** Tells a failure and waits until the next try. */
	private async waitAfter(failure: TelephonyError, isPermanent: boolean, before: number) {
		const { clock, random, log } = this.connection;
		const { signal } = this.stop;
		if (!isPermanent) {
			const pause = pauseAfter(failure, backoffDelay(before, random), clock.now());
			log.warn('RingCentral WebSocket could not be opened; trying again', {
				reason: failure.message,
				...pause.details,
			});
			await clock.sleep(pause.ms, signal);
			return;
		}
		if (!this.isRefused) this.listener.onChange({ state: 'refused', error: failure });
		this.isRefused = true;
		this.hurry = new AbortController();
		const wait = backoffDelay(before, random, REFUSED_BACKOFF);
		await clock.sleep(wait, AbortSignal.any([signal, this.hurry.signal]));
	}

	/** What a broken connection left, while the gateway keeps it. */
	private recoveryNow(): Recovery | undefined {
		const { recoverable } = this;
		const isGood = recoverable && this.connection.clock.elapsed() < recoverable.until;
		if (!isGood) this.recoverable = undefined;
		return this.recoverable?.recovery;
	}

	/** True for a refusal of the old session, which a new one does not meet. */
	private isOfSession(failure: TelephonyError, recovery: Recovery | undefined): boolean {
		if (recovery === undefined || !this.recoverable) return false;
		// The login is asked for first, and its refusal says nothing about the session.
		const isRefusal = PERMANENT.has(failure.kind) && failure.kind !== 'unauthorized';
		const isBroken = isGatewayFailure(failure) && ++this.recoverable.brokenOff >= BROKEN_OFF;
		if (isRefusal || isBroken) this.recoverable = undefined;
		return isRefusal || isBroken;
	}

	private async open(recovery: Recovery | undefined): Promise<GatewaySession> {
		const { connection, sockets, settings, listener } = this;
		this.hasGap = false;
		const handlers = {
			onNotification: (notification: Notification) => listener.onNotification(notification),
			onGap: () => this.gap(),
		};
		const { signal } = this.stop;
		const session = await GatewaySession.open(connection, sockets, settings, handlers, {
			recovery,
			signal,
		});
		const { subscription } = session;
		if (!subscription) return session;
		try {
			refusedFilters(subscription, settings.eventFilters);
		} catch (error) {
			await session.leave(subscription.id);
			throw error;
		}
		this.subscriptionId = subscription.id;
		listener.onSubscription?.(subscription);
		return session;
	}

	private async live(session: GatewaySession) {
		const { clock } = this.connection;
		this.session = session;
		if (this.paused) session.pause();
		this.ready.resolve();
		this.isRefused = false;
		this.tellUp(session.recovered && !this.hasGap);
		const end = await session.watch(this.stop.signal);
		this.session = undefined;
		const { recovery } = session;
		if (recovery) {
			const until = clock.elapsed() + session.recoveryTimeout;
			this.recoverable = { recovery, until, brokenOff: 0 };
		}
		if (this.isClosing) return end;
		const since = clock.now() - session.silence;
		this.down = { since, planned: end.planned };
		this.lastDown = since;
		if (end.planned) this.connection.log.debug('RingCentral WebSocket is opened anew');
		else this.listener.onChange({ state: 'lost', cause: end.cause, since });
		return end;
	}

	/** Before the line is told to stand, or after it. */
	private gap(): void {
		this.hasGap = true;
		if (this.down !== undefined) return;
		const since = this.lastDown ?? this.connection.clock.now();
		this.listener.onChange({ state: 'standing', since, complete: false });
	}

	/** A change of connections that lost nothing is no news. */
	private tellUp(complete: boolean): void {
		const { down } = this;
		this.down = undefined;
		if (down === undefined || (down.planned && complete)) return;
		this.listener.onChange({ state: 'standing', since: down.since, complete });
	}
}

const asFailure = (error: unknown) =>
	error instanceof TelephonyError
		? error
		: new TelephonyError('unavailable', (error as Error).message, { cause: error });
