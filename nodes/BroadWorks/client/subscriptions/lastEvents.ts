import { unlessAborted } from '../../../shared/core/flow/aborts';
import { deferred } from '../../../shared/core/flow/deferred';
import type { Clock } from '../../../shared/core/ports';

/** How far events are read that a server has sent in a stream. */
export interface Reading {
	/** It waits for events to be delivered, so that silence says nothing. */
	isPaused(): boolean;
	/** Resolves when what the server had sent before has been read; rejects when it cannot be asked. */
	catchUp(): Promise<unknown>;
}

/** ms without an event after which a server that does not announce the end has sent all it had. */
const QUIET = 1_000;

/** ms between two probes; silence that a busy process only believes to hear is not counted at once. */
const PROBE_INTERVAL = 100;

/**
 * Waits for the events that were on their way when a subscription was given up: nobody sends them
 * again. SubscriptionTerminatedEvent comes behind them (docs/protocols/broadworks.md#subscriptions).
 */
export class LastEvents {
	private readonly announced = deferred();

	private silence = 0;

	/** `reading`: undefined where nothing is read, but brought. */
	constructor(
		private readonly clock: Clock,
		private readonly reading?: Reading,
	) {}

	/** One came. */
	sign(): void {
		this.silence = 0;
	}

	/** The last one has come. */
	end(): void {
		this.announced.resolve();
	}

	/** Resolves when no more is to be expected, after `longest` ms, or when `signal`, the channel's, is aborted. */
	async wait(longest: number, signal: AbortSignal | undefined): Promise<void> {
		if (!this.reading || !signal) return;
		const over = new AbortController();
		const ended = AbortSignal.any([signal, over.signal]);
		const end = unlessAborted(this.announced.promise, signal).then(() => over.abort());
		const begun = this.clock.elapsed();
		while (!ended.aborted && this.silence < QUIET && this.clock.elapsed() - begun < longest) {
			await this.clock.sleep(PROBE_INTERVAL, ended);
			this.silence = this.reading.isPaused() ? 0 : this.silence + PROBE_INTERVAL;
		}
		this.end();
		await end;
	}

	/** As `wait`, but for what the server had sent before now of a subscription that goes on. */
	async catchUp(longest: number, signal: AbortSignal | undefined): Promise<void> {
		const end = () => this.end();
		void this.reading?.catchUp().then(end, end);
		await this.wait(longest, signal);
	}
}
