import { deferred } from '../../../shared/core/flow/deferred';
import { LONGEST_PAUSE, retryAfterMs, TelephonyError } from '../../../shared/core/errors';
import type { Clock, HttpHeaders } from '../../../shared/core/ports';
import { wordTable } from '../../../shared/core/parsing/wordTable';

/** The vendor's throttling groups (docs/protocols/ringcentral.md#rate-limits). */
export type RateGroup = 'light' | 'medium' | 'heavy' | 'auth';

/** Requests per window that the vendor grants by default (docs/protocols/ringcentral.md#rate-limits). */
const DEFAULT_LIMITS: Record<RateGroup, number> = wordTable({
	light: 50,
	medium: 40,
	heavy: 10,
	auth: 5,
});

/** ms of a window until the server names another. */
const DEFAULT_WINDOW = 60_000;

/**
 * ms to stop for where the server asks to stop and does not say how long
 * (docs/protocols/ringcentral.md#rate-limits).
 */
const DEFAULT_PENALTY = 30_000;

/** ms to stop for at least: a moment that has passed on another clock is no reason to go on at once. */
const LEAST_PENALTY = 1_000;

/** ms a request may wait for its turn before it fails. */
const MAX_WAIT = 300_000;

/** Groups that a server may name; the vendor has five. */
const MAX_GROUPS = 20;

/** Routes whose group is remembered. */
const MAX_ROUTES = 500;

/** One request of ours: it counts until it has left the server's window. */
interface Start {
	/** `elapsed` ms; unknown (Infinity) until the answer is there. */
	until: number;
}

interface Group {
	limit: number;
	/** ms. */
	window: number;
	starts: Set<Start>;
	/** What others with the same user and app have sent, as far as the server's count shows it. */
	others: { count: number; until: number };
	/** `elapsed` ms until which nothing is sent. */
	penaltyUntil: number;
	/** `elapsed` ms until which the server wants nothing sent: a live line asks sooner than after a whole day. */
	askedUntil: number;
	/** Settles when the last of those who wait has started. */
	tail: Promise<void>;
	/** Wakes whoever waits, because limits have changed. */
	changed: AbortController;
}

/** What an answer tells about its group. */
export interface RateAnswer {
	status: number;
	headers: HttpHeaders;
	/** True when the whole user and app is over its limit, not one group (CMN-310). */
	everyGroup?: boolean;
}

/** The right to send one request. */
export interface RateTurn {
	/**
	 * To be called when the answer is there, or when none came; a second call does nothing. Returns the
	 * ms of the penalty that the answer began, or 0.
	 */
	done(answer?: RateAnswer): number;
	/** Instead of `done`: the request never reached the server, which has not counted it. */
	unsent(): void;
}

const headerOf = (headers: HttpHeaders, name: string) => {
	const value = headers[name];
	return Array.isArray(value) ? value[0] : value;
};

const numberOf = (headers: HttpHeaders, name: string) => {
	const text = headerOf(headers, name)?.trim();
	const value = Number(text);
	return text === undefined || text === '' || !Number.isFinite(value) ? undefined : value;
};

/** `GET /restapi/v1.0/account/~/call-log/Abc123` and all its like: ids are replaced by `*`. */
export function routeOf(method: string, path: string): string {
	const segments = path.split('?')[0].split('/');
	const shape = segments.map((part) =>
		part === '~' || (/\d/.test(part) && !/^v\d/i.test(part)) ? '*' : part,
	);
	return `${method} ${shape.join('/')}`;
}

/**
 * The budget of one user and app: never more requests of a group in a window than the server grants,
 * none during a penalty. Requests start in the order of asking. What the headers say wins over the
 * vendor's defaults; the group a route belongs to is learnt from them as well.
 */
export class RateGroups {
	private readonly groups = new Map<string, Group>();

	private readonly routes = new Map<string, string>();

	constructor(
		private readonly clock: Clock,
		private readonly maxWait = MAX_WAIT,
	) {}

	/**
	 * Waits for the turn of a request. Throws `rateLimited` when that takes longer than the limit, and
	 * `unavailable` when `signal` is aborted meanwhile.
	 */
	async take(group: RateGroup, route: string, signal?: AbortSignal): Promise<RateTurn> {
		const name = this.routes.get(route) ?? group;
		const state = this.group(name);
		const deadline = this.clock.elapsed() + this.maxWait;
		const before = state.tail;
		const mine = deferred();
		state.tail = before.then(async () => await mine.promise);
		try {
			await this.within(before, deadline, signal);
			for (;;) {
				if (signal?.aborted) throw cancelled();
				const wait = this.delay(state);
				if (wait <= 0) break;
				const now = this.clock.elapsed();
				const left = deadline - now;
				const known = Number.isFinite(wait);
				const asked = state.penaltyUntil > now ? Math.max(wait, state.askedUntil - now) : wait;
				if (left <= 0 || (known && asked > left)) throw tooLong(name, known ? asked : undefined);
				const wakers = [state.changed.signal, ...(signal ? [signal] : [])];
				await this.clock.sleep(Math.min(wait, left), AbortSignal.any(wakers));
			}
			const start: Start = { until: Infinity };
			state.starts.add(start);
			let ended = false;
			return {
				done: (answer) => {
					if (ended) return 0;
					ended = true;
					return this.done(name, route, start, answer);
				},
				unsent: () => {
					if (ended) return;
					ended = true;
					state.starts.delete(start);
					this.wake(state);
				},
			};
		} finally {
			mine.resolve();
		}
	}

	/** ms until the group may be used again; 0 when it may be used now. */
	penaltyOf(group: RateGroup): number {
		return Math.max(0, this.group(group).penaltyUntil - this.clock.elapsed());
	}

	private group(name: string): Group {
		const known = this.groups.get(name);
		if (known) return known;
		const made: Group = {
			limit: DEFAULT_LIMITS[name as RateGroup] ?? DEFAULT_LIMITS.heavy,
			window: DEFAULT_WINDOW,
			starts: new Set(),
			others: { count: 0, until: 0 },
			penaltyUntil: 0,
			askedUntil: 0,
			tail: Promise.resolve(),
			changed: new AbortController(),
		};
		this.groups.set(name, made);
		return made;
	}

	private async within(before: Promise<void>, deadline: number, signal?: AbortSignal) {
		const arrived = new AbortController();
		const first = before.then(() => 'arrived' as const);
		const signals = [arrived.signal, ...(signal ? [signal] : [])];
		const late = this.clock
			.sleep(deadline - this.clock.elapsed(), AbortSignal.any(signals))
			.then(() => 'late' as const);
		const came = await Promise.race([first, late]);
		arrived.abort();
		if (signal?.aborted) throw cancelled();
		if (came === 'late') throw tooLong('this');
	}

	/** ms until one more request fits; Infinity where only an answer can tell. */
	private delay(state: Group): number {
		const now = this.clock.elapsed();
		if (state.penaltyUntil > now) return state.penaltyUntil - now;
		let used = 0;
		let free = Infinity;
		for (const start of state.starts) {
			if (start.until <= now) {
				state.starts.delete(start);
				continue;
			}
			used++;
			free = Math.min(free, start.until);
		}
		if (state.others.until > now && state.others.count > 0) {
			used += state.others.count;
			free = Math.min(free, state.others.until);
		}
		return used < state.limit ? 0 : free - now;
	}

	private done(name: string, route: string, start: Start, answer?: RateAnswer): number {
		const now = this.clock.elapsed();
		const told = answer && headerOf(answer.headers, 'x-rate-limit-group')?.trim().toLowerCase();
		const isNew = told !== undefined && !this.groups.has(told);
		const isOne = told !== undefined && told !== '' && !(isNew && this.groups.size >= MAX_GROUPS);
		const actual = isOne ? told : name;
		const state = this.group(actual);
		if (actual !== name) {
			this.group(name).starts.delete(start);
			state.starts.add(start);
			this.learn(route, actual);
			this.wake(this.group(name));
		}
		if (answer) this.readHeaders(state, answer, now);
		// Counted from the answer, which the server saw earlier: so never too short.
		start.until = now + state.window;
		// Routes whose group is not learnt yet may be of the same: so the one they were taken for waits too.
		const penalty = answer?.status === 429 ? this.penalize([name, actual], answer, now) : 0;
		this.wake(state);
		return penalty;
	}

	private readHeaders(state: Group, { status, headers }: RateAnswer, now: number) {
		const limit = numberOf(headers, 'x-rate-limit-limit');
		const remaining = numberOf(headers, 'x-rate-limit-remaining');
		const window = numberOf(headers, 'x-rate-limit-window');
		if (limit !== undefined && limit >= 1) state.limit = limit;
		if (window !== undefined && window > 0) state.window = Math.min(window * 1000, LONGEST_PAUSE);
		if (status === 429) {
			// Nothing remains then, whoever used it up; Retry-After says when there is something again.
			state.others = { count: 0, until: now };
			return;
		}
		if (remaining === undefined) return;
		// Those on the way may or may not be in the server's count; later answers correct it.
		const own = [...state.starts].filter((start) => start.until > now).length;
		const count = Math.max(0, state.limit - remaining - own);
		state.others = { count, until: now + state.window };
	}

	private penalize(some: string[], { headers, everyGroup }: RateAnswer, now: number): number {
		const told = retryAfterMs(headers['retry-after'], this.clock.now());
		const asked = Math.max(told ?? DEFAULT_PENALTY, LEAST_PENALTY);
		const wait = Math.min(asked, LONGEST_PAUSE);
		const known = Object.keys(DEFAULT_LIMITS);
		const names = everyGroup ? [...known, ...this.groups.keys()] : some;
		for (const each of new Set(names)) {
			const state = this.group(each);
			state.penaltyUntil = Math.max(state.penaltyUntil, now + wait);
			state.askedUntil = Math.max(state.askedUntil, now + asked);
			this.wake(state);
		}
		return wait;
	}

	private learn(route: string, group: string) {
		if (this.routes.size >= MAX_ROUTES) this.routes.clear();
		this.routes.set(route, group);
	}

	private wake(state: Group) {
		const waiting = state.changed;
		state.changed = new AbortController();
		waiting.abort();
	}
}

const cancelled = () => new TelephonyError('unavailable', 'The request was cancelled');

function tooLong(group: string, waitMs?: number): TelephonyError {
	const left = waitMs === undefined ? '' : ` (${Math.ceil(waitMs / 1000)} s to go)`;
	return new TelephonyError(
		'rateLimited',
		`The ${group} rate group of RingCentral is used up and the wait is too long${left}. Spread the work over more time, or ask RingCentral for a higher limit`,
		{ waitMs },
	);
}
