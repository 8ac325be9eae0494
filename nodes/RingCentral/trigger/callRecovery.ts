import { leastOf } from '../../shared/core/extremes';
import type { Span } from '../client/callLog/loggedCalls';
import type { RingCentralConnection } from '../client/transport/connection';

/** ms the server gets to write its log. */
const LOG_DELAY = 5_000;

/** The longest time after which calls are still recovered, ms. */
const LONGEST_SPAN = 24 * 60 * 60_000;

/** ms after which a log that could not be read is asked for again. */
const RETRY_AFTER = 60_000;

/** Reads the calls of times without events, later where it fails now. */
export class CallRecovery {
	private readonly closing = new AbortController();

	/** What is to be read next. */
	private unread?: Span;

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

	/** Since when calls may have been missed that are not read yet, ms since 1970; n8n may be stopped before they are. */
	get unreadFrom(): number | undefined {
		const spans = [...this.open, ...(this.unread ? [this.unread] : [])];
		return spans.length === 0 ? undefined : leastOf(spans.map(({ from }) => from));
	}

	/** Nothing is read or sent any more. */
	close(): void {
		this.closing.abort();
	}

	/** Gives the number of calls found in the first try; what fails is tried again by itself. */
	async recover(from: number): Promise<number> {
		const now = this.connection.clock.now();
		const start = Math.max(Math.min(from, now), now - LONGEST_SPAN);
		this.unread = { from: Math.min(start, this.unread?.from ?? start), to: now };
		this.running ??= this.all().finally(() => {
			this.running = undefined;
		});
		return await this.running;
	}

	/** Another outage may end while the log of the first is read. */
	private async all(): Promise<number> {
		let found = 0;
		while (this.unread && !this.closing.signal.aborted) found += await this.once();
		return found;
	}

	private async once(): Promise<number> {
		const { clock, log } = this.connection;
		const { signal } = this.closing;
		await clock.sleep(LOG_DELAY, signal);
		const { unread } = this;
		if (signal.aborted || unread === undefined) return 0;
		this.unread = undefined;
		this.open.add(unread);
		try {
			const found = await this.read(unread, signal);
			void this.allStored().then(() => {
				if (!signal.aborted) this.open.delete(unread);
			});
			return found;
		} catch (error) {
			if (signal.aborted) return 0;
			log.warn('Calls of an outage could not be read from the call log yet; trying again', {
				reason: (error as Error).message,
			});
			void clock.sleep(RETRY_AFTER, signal).then(async () => {
				if (signal.aborted) return;
				this.open.delete(unread);
				await this.recover(unread.from);
			});
			return 0;
		}
	}
}
