import type { Span } from '../client/callLog/loggedCalls';
import type { RingCentralConnection } from '../client/transport/connection';

/** ms the server gets to write its log. */
const LOG_DELAY = 5_000;

/** The longest time after which calls are still recovered, ms. */
const LONGEST_SPAN = 24 * 60 * 60_000;

/** ms after which a log that could not be read is asked for again. */
const RETRY_AFTER = 60_000;

/** ms between two times that are read together: one request in place of two, for what the memory of events still knows. */
const NEAR = 60_000;

/** Times in order; those that overlap or lie near each other are one. */
function joined(spans: readonly Span[]): Span[] {
	const all: Span[] = [];
	for (const span of [...spans].sort((a, b) => a.from - b.from)) {
		const last = all.pop();
		if (last === undefined) all.push(span);
		else if (span.from > last.to + NEAR) all.push(last, span);
		else all.push({ from: last.from, to: Math.max(last.to, span.to) });
	}
	return all;
}

/** Reads the calls of times without events, later where it fails now. */
export class CallRecovery {
	private readonly closing = new AbortController();

	/** What is to be read next, oldest first. */
	private due: Span[] = [];

	/** What is being read or stored, or is to be tried again. */
	private readonly open = new Set<Span>();

	private running?: Promise<number>;

	/**
	 * `read` sends what no event told, and gives how many calls that were; `allStored` resolves when n8n has stored what
	 * was sent until now.
	 */
	constructor(
		private readonly connection: RingCentralConnection,
		private readonly read: (span: Span, signal: AbortSignal) => Promise<number>,
		private readonly allStored: () => Promise<void>,
	) {}

	/** Times in which calls may have been missed that are not read yet; n8n may be stopped before they are. */
	get unread(): Span[] {
		return joined([...this.open, ...this.due]);
	}

	/** Since when calls may have been missed that are not read yet, ms since 1970. */
	get unreadFrom(): number | undefined {
		return this.unread.at(0)?.from;
	}

	/** Nothing is read or sent any more. */
	close(): void {
		this.closing.abort();
	}

	/**
	 * Reads the calls that ended from a time on until another, by default now (ms since 1970). Gives the number of calls
	 * found in the first try; what fails is tried again by itself, up to the end it had: what came later is told by events.
	 */
	async recover(from: number, until = Infinity): Promise<number> {
		const now = this.connection.clock.now();
		const to = Math.min(until, now);
		const oldest = now - LONGEST_SPAN;
		if (to < oldest) {
			this.connection.log.error('Calls of an outage were not read from the call log within a day');
			return 0;
		}
		const span = { from: Math.max(Math.min(from, to), oldest), to };
		this.due = joined([...this.due, span]);
		this.running ??= this.all().finally(() => {
			this.running = undefined;
		});
		return await this.running;
	}

	/** Another outage may end while the log of the first is read. */
	private async all(): Promise<number> {
		let found = 0;
		while (this.due.length > 0 && !this.closing.signal.aborted) found += await this.once();
		return found;
	}

	private async once(): Promise<number> {
		const { clock, log } = this.connection;
		const { signal } = this.closing;
		await clock.sleep(LOG_DELAY, signal);
		const [span, ...later] = this.due;
		if (signal.aborted || span === undefined) return 0;
		this.due = later;
		this.open.add(span);
		try {
			const found = await this.read(span, signal);
			void this.allStored().then(() => {
				if (!signal.aborted) this.open.delete(span);
			});
			return found;
		} catch (error) {
			if (signal.aborted) return 0;
			log.warn('Calls of an outage could not be read from the call log yet; trying again', {
				reason: (error as Error).message,
			});
			void clock.sleep(RETRY_AFTER, signal).then(async () => {
				if (signal.aborted) return;
				this.open.delete(span);
				await this.recover(span.from, span.to);
			});
			return 0;
		}
	}
}
