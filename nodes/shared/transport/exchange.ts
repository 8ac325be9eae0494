import { TelephonyError, UNFINISHED } from '../core/errors';
import { whenAborted } from '../core/flow/aborts';
import type { HttpHeaders } from '../core/ports';
import { leadsElsewhere } from '../core/typedPath';
import { later } from '../systemPorts';
import { connectFailure } from './connectFailure';

/** ms in which an answer must be complete where a request does not say. */
const DEFAULT_TIMEOUT = 60_000;

/** ms that a request waits at most for a free connection. Its own time begins when it is sent. */
const LONGEST_QUEUE = 60_000;

/** Bytes of an answer that is not streamed. What n8n makes of it takes several times as much memory. */
export const MAX_ANSWER = 16 * 1024 * 1024;

/** The last look at an address: a path that goes up would carry the Authorization elsewhere. */
function assertStraight(url: string): void {
	const [, path = ''] = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url) ?? [];
	if (leadsElsewhere(path)) {
		throw new TelephonyError('badRequest', `The path ${path} of the request leads elsewhere`);
	}
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

/** The body of an answer as a library gives it. */
export interface Source extends AsyncIterable<unknown> {
	destroy?(error?: Error): unknown;
	on?(event: 'error', handler: () => void): unknown;
}

/** Lets an error pass that comes while nobody reads: without a handler it would end the process. */
export const hushed = (source: Source): Source => {
	source.on?.('error', () => {});
	return source;
};

/**
 * The time of one request: it ends at its deadline, however slowly something comes, and when one of its
 * signals is aborted. What it ends is told by `failure`.
 */
export class Exchange {
	/** What has to be done when it ends before its time: a signal of its own would cost several times as much. */
	private readonly acts = new Set<(failure: TelephonyError) => void>();

	private readonly release: Array<() => void> = [];

	private stopTimer = () => {};

	private over?: TelephonyError;

	private bytes = 0;

	/** Something of the answer is there. */
	private hasHead = false;

	constructor(
		private readonly url: string,
		private readonly timeout = DEFAULT_TIMEOUT,
		signals: ReadonlyArray<AbortSignal | undefined> = [],
	) {
		assertStraight(url);
		for (const signal of signals) if (signal) this.obey(signal);
		this.timer(LONGEST_QUEUE, () => {
			const text = `The request to ${this.host} could not be sent within ${LONGEST_QUEUE / 1000} s: all connections to it are busy with other requests, or its name cannot be looked up. Send fewer requests at once`;
			return new TelephonyError('unavailable', text, { vendorCode: 'ETIMEDOUT' });
		});
	}

	/** What ended it before its time: its deadline or one of its signals. */
	get ended(): TelephonyError | undefined {
		return this.over;
	}

	/** Calls `act` with what `ended` it when that happens, at once if it has; the result takes that back. */
	whenEnded(act: (failure: TelephonyError) => void): () => void {
		if (this.over) act(this.over);
		else this.acts.add(act);
		return () => void this.acts.delete(act);
	}

	/** The request goes out: from here on its own time runs. */
	begin(): void {
		this.timer(this.timeout, () => this.late());
	}

	/**
	 * A stream's head is there. How long its body takes is for its reader to say, but for a refusal: that is
	 * an answer like others.
	 */
	headIsThere(status: number): void {
		this.hasHead = true;
		if (status >= 200 && status <= 299) this.stopTimer();
	}

	/** Waits for the answer, or until the time is over: not every helper can be told to end. */
	async race<T>(work: Promise<T>): Promise<T> {
		if (this.over) {
			work.catch(() => {});
			throw this.over;
		}
		return await new Promise<T>((resolve, reject) => {
			const takeBack = this.whenEnded(reject);
			void work.then(resolve, reject).finally(takeBack);
		});
	}

	/** Reads a whole answer. Throws for one that is too large, too slow or cut off. */
	async read(source: Source, headers: HttpHeaders, most = MAX_ANSWER): Promise<Uint8Array> {
		this.hasHead = true;
		const parts: Uint8Array[] = [];
		const end = () => void hushed(source).destroy?.();
		const takeBack = this.whenEnded(end);
		try {
			if (Number(headers['content-length']) > most) throw this.tooLarge(most);
			for await (const part of source) {
				const chunk = part as Uint8Array;
				this.bytes += chunk.length;
				if (this.bytes > most) throw this.tooLarge(most);
				parts.push(chunk);
			}
			if (this.over) throw this.over;
			return parts.length === 1 ? parts[0] : Buffer.concat(parts);
		} catch (error) {
			end();
			throw this.failure(error);
		} finally {
			takeBack();
		}
	}

	/** What ended the request: its own deadline or signal, else `error`. */
	failure(error: unknown): TelephonyError {
		if (this.over) return this.over;
		return error instanceof TelephonyError ? error : connectFailure(this.url, error);
	}

	/** Nothing is timed any more. */
	close(): void {
		this.stopTimer();
		for (const release of this.release) release();
	}

	private get host(): string {
		return new URL(this.url).host;
	}

	private timer(ms: number, failure: () => TelephonyError): void {
		this.stopTimer();
		this.stopTimer = later(ms, () => this.end(failure()));
	}

	private end(failure: TelephonyError): void {
		if (this.over) return;
		this.over = failure;
		for (const act of this.acts) act(failure);
	}

	private obey(signal: AbortSignal): void {
		const cancel = () =>
			this.end(
				new TelephonyError('unavailable', `The request to ${this.host} was cancelled`, {
					vendorCode: 'ERR_CANCELED',
				}),
			);
		if (signal.aborted) {
			cancel();
			return;
		}
		this.release.push(whenAborted(signal, cancel));
	}

	private late(): TelephonyError {
		const seconds = this.timeout / 1000;
		const text = this.hasHead
			? `${this.host} did not finish its answer within ${seconds} s; ${this.bytes} bytes had come. Try again later, or ask for less at once`
			: `${this.host} cannot be reached: it did not answer in time (${seconds} s)`;
		return new TelephonyError('unavailable', text, {
			vendorCode: this.hasHead ? UNFINISHED : 'ETIMEDOUT',
		});
	}

	private tooLarge(most: number): TelephonyError {
		return new TelephonyError(
			'protocolViolation',
			`The answer of ${this.host} is larger than ${megabytes(most)} MB, which would take too much of n8n's memory. Ask for less at once: a shorter time, a filter or a limit`,
			{ vendorCode: 'ANSWER_TOO_LARGE' },
		);
	}
}
