import { backoffDelay } from '../shared/core/backoff';
import { isTransient, pauseAfter, TelephonyError } from '../shared/core/errors';
import type { RingCentralConnection } from './client/connection';
import { DRAIN } from './client/webhookSubscription';
import type { WaitFor, WebSocketLine, WebSocketListener } from './client/webSocketLine';
import type { LiveReceiver } from './liveReceiver';

type LineListener = Omit<WebSocketListener, 'onSubscription'>;

/** The WebSocket of a live workflow. Where the credential gets another login, one with that takes its place. */
export class LiveWebSocket {
	private line: WebSocketLine;

	private readonly stop = new AbortController();

	/** Ends the tries of a login that is not the last any more. */
	private renewal = new AbortController();

	constructor(
		private readonly connection: RingCentralConnection,
		private readonly receiver: LiveReceiver,
		private readonly make: (listener: LineListener) => WebSocketLine,
	) {
		this.line = this.create();
	}

	async start(wait: WaitFor): Promise<void> {
		await this.line.start(wait);
	}

	resume(): void {
		this.line.resume();
	}

	tryNow(): void {
		this.line.tryNow();
	}

	/** The new line stands before the old one goes, so that nothing is missed. */
	renew(): void {
		this.renewal.abort();
		this.renewal = new AbortController();
		this.line.tryNow();
		void this.replace(AbortSignal.any([this.renewal.signal, this.stop.signal]));
	}

	async close(): Promise<void> {
		this.stop.abort();
		await this.line.close();
	}

	private create(): WebSocketLine {
		const line: WebSocketLine = this.make({
			onNotification: (notification) => {
				this.receiver.take(notification);
				if (!this.receiver.hasRoom) line.pause();
			},
			onChange: (change) => {
				if (line === this.line) this.receiver.changed(change);
			},
		});
		return line;
	}

	private async replace(signal: AbortSignal): Promise<void> {
		const { clock, random, log } = this.connection;
		for (let attempt = 0; !signal.aborted; attempt++) {
			const line = this.create();
			try {
				await line.start(true);
			} catch (error) {
				if (signal.aborted) return;
				if (!isTransient(error)) {
					this.tellRefused(error);
					return;
				}
				const pause = pauseAfter(error, backoffDelay(attempt, random), clock.now());
				log.warn('RingCentral WebSocket could not be opened with the changed credential', {
					reason: (error as Error).message,
					...pause.told,
				});
				await clock.sleep(pause.ms, signal);
				continue;
			}
			if (signal.aborted) {
				await line.close();
				return;
			}
			const old = this.line;
			this.line = line;
			log.info('RingCentral WebSocket stands with the changed credential');
			// For a moment both bring events, and what both bring runs once.
			await clock.sleep(DRAIN, this.stop.signal);
			await old.close();
			return;
		}
	}

	/** The line of the login before goes on, as long as the server lets it. */
	private tellRefused(error: unknown): void {
		const failure =
			error instanceof TelephonyError
				? error
				: new TelephonyError('unavailable', (error as Error).message, { cause: error });
		this.receiver.changed({ state: 'refused', error: failure });
	}
}
