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

/** ms of a time with what waits for another reading, at most: an unsteady line would have ever more read again. */
const LONGEST_TOGETHER = 60 * 60_000;

/** A time of which the log is to be read. */
interface Due extends Span {
	/** How often it was read. */
	readings: number;
}

const isNear = (a: Span, b: Span) => a.from <= b.to + NEAR && b.from <= a.to + NEAR;

/** Times in order; those that overlap or lie near each other are one, to be read as often as the one read least. */
function joined(spans: readonly Due[]): Due[] {
	const all: Due[] = [];
	for (const span of [...spans].sort((a, b) => a.from - b.from)) {
		const last = all.pop();
		if (last === undefined) all.push(span);
		else if (!isNear(last, span)) all.push(last, span);
		else {
			const to = Math.max(last.to, span.to);
			all.push({ from: last.from, to, readings: Math.min(last.readings, span.readings) });
		}
	}
	return all;
}

/** Reads the calls of times without events, once or several times, later where it fails now. */
export class CallRecovery {
	private readonly closing = new AbortController();

	/** What is to be read next, oldest first. */
	private due: Due[] = [];

	/** What is being read or stored, and what waits until it is read again. */
	private readonly open = new Map<Due, 'underWay' | 'waits'>();

	private running?: Promise<number>;

	/**
	 * `read` sends what no event told, and gives how many calls that were (`isLast`: that time is not read again);
	 * `allStored` resolves when n8n has stored what was sent until now; `pauses`: ms from each reading of a time to
	 * another one.
	 */
	constructor(
		private readonly connection: RingCentralConnection,
		private readonly read: (span: Span, signal: AbortSignal, isLast: boolean) => Promise<number>,
		private readonly allStored: () => Promise<void>,
		private readonly pauses: readonly number[] = [],
	) {}

	/** Times in which calls may have been missed that are not read yet; n8n may be stopped before they are. */
	get unread(): Span[] {
		return joined([...this.open.keys(), ...this.due]).map(({ from, to }) => ({ from, to }));
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
		return await this.add({ from, to: until, readings: 0 });
	}

	private async add({ from, to: until, readings }: Due): Promise<number> {
		const now = this.connection.clock.now();
		const to = Math.min(until, now);
		const oldest = now - LONGEST_SPAN;
		if (to < oldest) {
			this.connection.log.error('Calls of an outage were not read from the call log within a day');
			return 0;
		}
		const span = { from: Math.max(Math.min(from, to), oldest), to, readings };
		this.due = joined([...this.due, span, ...this.takeNear(span)]);
		this.running ??= this.all().finally(() => {
			this.running = undefined;
		});
		return await this.running;
	}

	/** What waits for another reading near a time is read together with it. */
	private takeNear(span: Span): Due[] {
		const near = [...this.open].flatMap(([other, state]) =>
			state === 'waits' && isNear(other, span) && span.to - other.from <= LONGEST_TOGETHER
				? [other]
				: [],
		);
		for (const other of near) this.open.delete(other);
		return near;
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
		this.open.set(span, 'underWay');
		try {
			const pause = this.pauses.at(span.readings);
			const found = await this.read(span, signal, pause === undefined);
			if (pause !== undefined) this.readLater(span, span.readings + 1, pause);
			else {
				void this.allStored().then(() => {
					if (!signal.aborted) this.open.delete(span);
				});
			}
			return found;
		} catch (error) {
			if (signal.aborted) return 0;
			log.warn('Calls of an outage could not be read from the call log yet; trying again', {
				reason: (error as Error).message,
			});
			this.readLater(span, span.readings, RETRY_AFTER);
			return 0;
		}
	}

	private readLater(span: Due, readings: number, pause: number): void {
		const { signal } = this.closing;
		const next = { ...span, readings };
		this.open.delete(span);
		this.open.set(next, 'waits');
		void this.connection.clock.sleep(pause, signal).then(async () => {
			// It may have been read together with another outage.
			if (!signal.aborted && this.open.delete(next)) await this.add(next);
		});
	}
}
