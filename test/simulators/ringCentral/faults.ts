import type { RequestFault, RequestFaults } from './world';

/** A fault of REST requests. */
export interface RequestFaultRule {
	/** Regular expression on path and query; every request without it. */
	path?: string;
	method?: string;
	/** How many requests; 0 without limit. Default 1. */
	times?: number;
	/** Answered instead of the server's own. */
	status?: number;
	/** s, for `Retry-After`. */
	retryAfter?: number;
	/** JSON instead of the error body that fits the status. */
	body?: unknown;
	/** ms to wait first. */
	delay?: number;
	/** Cut the connection after so many bytes of the answer's body. */
	cutAfter?: number;
}

interface KeptRule extends RequestFaultRule {
	id: number;
	left: number;
}

/**
 * Error codes of statuses (docs/protocols/ringcentral.md#error-bodies to
 * docs/protocols/ringcentral.md#rate-limits).
 */
const ERRORS: Record<number, [errorCode: string, message: string]> = {
	400: ['CMN-101', 'Parameter value is invalid'],
	401: ['OAU-128', 'Access token expired'],
	403: ['CMN-408', 'In order to call this API endpoint, user needs to have permission'],
	404: ['CMN-102', 'Resource is not found'],
	409: ['TAS-102', 'Incorrect State'],
	429: ['CMN-301', 'Request rate exceeded'],
};

function errorBody(status: number): unknown {
	const [errorCode, message] = ERRORS[status] ?? ['CMN-201', 'Service Temporary Unavailable'];
	return { errorCode, message, errors: [{ errorCode, message }] };
}

/** Faults of REST requests, in the order they were asked for. */
export class ApiFaults implements RequestFaults {
	private rules: KeptRule[] = [];

	private last = 0;

	/** @returns the id to end it with; throws for an expression that is none */
	add(rule: RequestFaultRule): number {
		if (rule.path !== undefined) new RegExp(rule.path);
		const id = ++this.last;
		const times = rule.times ?? 1;
		this.rules.push({ ...rule, id, left: times === 0 ? Infinity : times });
		return id;
	}

	list(): (RequestFaultRule & { id: number })[] {
		return this.rules.map(({ left, ...rule }) => ({
			...rule,
			times: left === Infinity ? 0 : left,
		}));
	}

	/** Ends one fault, or all of them. */
	clear(id?: number): void {
		this.rules = id === undefined ? [] : this.rules.filter((rule) => rule.id !== id);
	}

	take(method: string, url: string): RequestFault | undefined {
		const rule = this.rules.find(
			(item) =>
				(item.method === undefined || item.method === method) &&
				(item.path === undefined || new RegExp(item.path).test(url)),
		);
		if (!rule) return undefined;
		rule.left -= 1;
		if (rule.left <= 0) this.clear(rule.id);
		const { status, retryAfter, delay, cutAfter } = rule;
		return {
			delay,
			cutAfter,
			...(status === undefined ? {} : { status, body: rule.body ?? errorBody(status) }),
			...(retryAfter === undefined ? {} : { headers: { 'Retry-After': String(retryAfter) } }),
		};
	}
}
