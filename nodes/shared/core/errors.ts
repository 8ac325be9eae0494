/** What went wrong, in the words a caller decides by. */
export type ErrorKind =
	| 'badRequest'
	| 'unauthorized'
	| 'forbidden'
	| 'notFound'
	| 'conflict'
	| 'rateLimited'
	| 'unavailable'
	| 'protocolViolation';

export interface ErrorDetails {
	/** HTTP status, where there was an answer. */
	status?: number;
	/** The vendor's own error code. */
	vendorCode?: string;
	/** The vendor's own text. */
	vendorText?: string;
	/** ms the server asked to wait (`rateLimited`, `unavailable`). */
	waitMs?: number;
	cause?: unknown;
}

/** Marks the error in every version of this package: those that an update loads beside each other share lines. */
const MARK = Symbol.for('n8n-nodes-telephony.TelephonyError.v1');

/**
 * The one error that protocol clients throw (docs/design.md#errors). It never carries a secret. `instanceof`
 * knows those of another loaded version as well.
 */
export class TelephonyError extends Error {
	static override [Symbol.hasInstance](value: unknown): value is TelephonyError {
		return typeof value === 'object' && value !== null && MARK in value;
	}

	readonly [MARK] = true;

	readonly status?: number;

	readonly vendorCode?: string;

	readonly vendorText?: string;

	readonly waitMs?: number;

	constructor(
		readonly kind: ErrorKind,
		message: string,
		details: ErrorDetails = {},
	) {
		super(message, { cause: details.cause });
		this.name = 'TelephonyError';
		this.status = details.status;
		this.vendorCode = details.vendorCode;
		this.vendorText = details.vendorText;
		this.waitMs = details.waitMs;
	}
}

/** Vendor code of a request that the rules of the n8n instance refused. */
export const EGRESS_REFUSED = 'EGRESS_REFUSED';

/** Whether a request was refused by the rules of the n8n instance: only its operator can change that. */
export const isRestricted = (error: unknown): boolean =>
	error instanceof TelephonyError && error.vendorCode === EGRESS_REFUSED;

/** The connection was never made. */
const NOT_REACHED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** Whether a request certainly never reached the server, so that the server has not counted it. */
export const wasNotSent = (error: unknown): boolean =>
	isRestricted(error) ||
	(error instanceof TelephonyError && NOT_REACHED.test(error.vendorCode ?? ''));

const KIND_BY_STATUS: Record<number, ErrorKind> = {
	401: 'unauthorized',
	403: 'forbidden',
	404: 'notFound',
	// A proxy's own, about itself.
	407: 'unavailable',
	408: 'unavailable',
	409: 'conflict',
	412: 'conflict',
	423: 'conflict',
	425: 'unavailable',
	429: 'rateLimited',
};

/** The kind of error an HTTP status stands for. */
export function kindOfStatus(status: number): ErrorKind {
	return KIND_BY_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'badRequest');
}

/** True for an error that waiting can cure, so that repeating a read makes sense. */
export function isTransient(error: unknown): boolean {
	return (
		error instanceof TelephonyError &&
		(error.kind === 'unavailable' || error.kind === 'rateLimited')
	);
}

/** Vendor code of a request whose answer had begun and was not complete in time. */
export const UNFINISHED = 'EUNFINISHED';

/** Redirects, and pages of a proxy in place of the server's answer: both last longer than somebody waits. */
const isLasting = ({ status = 503 }: TelephonyError) => status < 429;

/**
 * Whether a request that nobody else repeats should be repeated at once. What n8n's operator forbids stays
 * forbidden, and an answer that trickled for the whole time of one request would do so again: somebody waits.
 */
export const isWorthRepeating = (error: unknown): boolean =>
	error instanceof TelephonyError &&
	isTransient(error) &&
	!isRestricted(error) &&
	!isLasting(error) &&
	error.vendorCode !== UNFINISHED;

/**
 * ms from a `Retry-After` header (RFC 9110, 10.2.3): seconds, some write fractions of them, or an HTTP date.
 * Undefined when absent or not readable.
 */
export function retryAfterMs(
	value: string | string[] | undefined,
	nowMs: number,
): number | undefined {
	const text = Array.isArray(value) ? value[0] : value;
	if (text === undefined) return undefined;
	const written = text.trim();
	if (/^\d+(\.\d+)?$/.test(written)) return Math.ceil(Number(written) * 1000);
	// `Date` reads years and months in other numbers, as in `-5`.
	if (!/^([a-z]{3}|\d{4}-\d\d-\d\dT)/i.test(written)) return undefined;
	const date = Date.parse(written);
	return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/**
 * ms for which a server can make a live line pause. A daily quota, or a date from a clock that is wrong,
 * must not stop events for a day: the line asks again after this, which the server may refuse again.
 */
export const LONGEST_PAUSE = 300_000;

/** How long a live line pauses before its next try. */
export interface Pause {
	ms: number;
	/** For the log: the moment of the next try and, where the server asked for more, what it asked for. */
	details: { until: string; asked?: string };
}

/**
 * The pause of a live line after `error`: what the server asked for (`waitMs`), but never more than some
 * minutes for that, and never less than `least` ms. Actions do not wait like that: they tell the user.
 */
export function pauseAfter(error: unknown, least: number, nowMs: number): Pause {
	const asked = error instanceof TelephonyError ? (error.waitMs ?? 0) : 0;
	const ms = Math.max(Math.min(asked, LONGEST_PAUSE), least);
	const until = new Date(nowMs + ms).toISOString();
	const isShortened = asked > LONGEST_PAUSE;
	return {
		ms,
		details: isShortened ? { until, asked: `${Math.ceil(asked / 1000)} s` } : { until },
	};
}
