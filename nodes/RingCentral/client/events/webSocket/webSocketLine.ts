import { inBackground } from '../../../../shared/core/flow/background';
import { backoffDelay } from '../../../../shared/core/flow/backoff';
import { isRestricted, pauseAfter, TelephonyError } from '../../../../shared/core/errors';
import type { Sockets } from '../../../../shared/core/ports';
import type { RingCentralConnection } from '../../transport/connection';
import type { LineChange } from '../lineChange';
import type { Notification } from '../notification';
import type { Subscription } from '../subscription';
import type { SessionEnd } from './ending';
import { FirstTry, type WaitFor } from './firstTry';
import type { GatewaySession, SessionSettings } from './gatewaySession';
import { LineNews } from './lineNews';
import { PresentSession } from './presentSession';
import { PERMANENT, SessionOpener } from './sessionOpener';

export interface WebSocketListener {
	onNotification(notification: Notification): void;
	/** The line was lost, or is active again. */
	onChange(change: LineChange): void;
	/** A new subscription was made; some of its filters may be refused. */
	onSubscription?(subscription: Subscription): void;
}

/** ms between tries of a login or of filters that were refused: somebody may put it right. */
const REFUSED_BACKOFF = { first: 60_000, most: 300_000 };

/** ms after which a connection counts as good, so that the next failure is a first one. */
const GOOD = 30_000;

const asFailure = (error: unknown) =>
	error instanceof TelephonyError
		? error
		: new TelephonyError('unavailable', (error as Error).message, { cause: error });

/**
 * Events over a WebSocket, for an n8n that the vendor cannot reach. It reconnects for ever; within the
 * gateway's time it takes the old session up again, however many tries that takes, so that nothing is missed
 * (docs/protocols/ringcentral.md#websocket). A refused login or filter is notified once and tried again now and
 * then.
 */
export class WebSocketLine {
	private readonly opener: SessionOpener;

	private readonly present: PresentSession;

	private readonly news: LineNews;

	private started?: { first: FirstTry; running: Promise<void> };

	/** `closing`: the end is wanted, and is no loss. */
	private phase: 'open' | 'closing' = 'open';

	private readonly stop = new AbortController();

	private hurry = new AbortController();

	constructor(
		private readonly connection: RingCentralConnection,
		sockets: Sockets,
		settings: SessionSettings,
		listener: WebSocketListener,
	) {
		const { clock } = connection;
		this.present = new PresentSession(connection);
		this.news = new LineNews(clock, (change) => listener.onChange(change));
		this.opener = new SessionOpener(connection, sockets, settings, {
			onNotification: (notification) => listener.onNotification(notification),
			onGap: () => this.news.gap(),
			onSubscription: (subscription) => {
				this.present.subscribe(subscription.id);
				listener.onSubscription?.(subscription);
			},
		});
	}

	/** Resolves as `wait` says; where it rejects, the line is closed. */
	async start(wait: WaitFor): Promise<void> {
		this.started ??= this.begin(new FirstTry(wait));
		if (wait === false) return;
		try {
			await this.started.first.done;
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
		return this.news.refused;
	}

	/** It has a subscription, whose session may have to be taken up again. */
	get subscribed(): boolean {
		return this.present.subscribed;
	}

	/** Since when nothing comes, where it was active before; ms since 1970. */
	get downSince(): number | undefined {
		return this.news.downSince;
	}

	/** Ends subscription and connection. */
	async close(): Promise<void> {
		this.phase = 'closing';
		await this.present.end();
		this.stop.abort();
		await this.started?.running;
	}

	/** Nothing comes in until `resume`: what waits already is enough. */
	pause(): void {
		this.present.pause();
	}

	resume(): void {
		this.present.resume();
	}

	private get isClosing(): boolean {
		return this.phase === 'closing';
	}

	private begin(first: FirstTry) {
		const { log } = this.connection;
		const running = inBackground('The RingCentral line', log, async () => await this.run(first));
		return { first, running };
	}

	private async run(first: FirstTry): Promise<void> {
		const { clock, random } = this.connection;
		let failures = 0;
		while (!this.isClosing) {
			try {
				this.news.trying();
				const session = await this.opener.open(this.stop.signal);
				if (this.isClosing) {
					await this.present.end(session);
					return;
				}
				first.pass();
				this.opener.settle();
				const openedAt = clock.elapsed();
				const { planned } = await this.live(session);
				if (this.isClosing) return;
				const wasGood = clock.elapsed() - openedAt >= GOOD;
				failures = wasGood ? 0 : failures + 1;
				if (planned) continue;
				await clock.sleep(backoffDelay(Math.max(0, failures - 1), random), this.stop.signal);
			} catch (error) {
				if (this.isClosing) return;
				const failure = asFailure(error);
				if (this.opener.isOfOldSession(failure)) continue;
				const isPermanent = PERMANENT.has(failure.kind) || isRestricted(failure);
				if (first.fails(failure, isPermanent)) return;
				first.pass();
				await this.waitAfter(failure, isPermanent, failures++);
			}
		}
	}

	/** Logs a failure or notifies of it, and waits until the next try. */
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
		this.news.refuse(failure);
		this.hurry = new AbortController();
		const wait = backoffDelay(before, random, REFUSED_BACKOFF);
		await clock.sleep(wait, AbortSignal.any([signal, this.hurry.signal]));
	}

	/** Brings events until the session ends. */
	private async live(session: GatewaySession): Promise<SessionEnd> {
		const { clock, log } = this.connection;
		this.present.enter(session);
		this.news.up(session.recovered);
		const end = await session.watch(this.stop.signal, () => this.news.caughtUp());
		this.present.leave();
		if (end.incomplete) void this.present.giveUp();
		else this.opener.goOnFrom(session);
		if (this.isClosing) return end;
		this.news.down(end.cause, end.planned, clock.now() - session.silence);
		if (end.planned) log.debug('RingCentral WebSocket is opened anew');
		return end;
	}
}
