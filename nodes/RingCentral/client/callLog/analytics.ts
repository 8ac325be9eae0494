import { TelephonyError } from '../../../shared/core/errors';
import { endlessList } from '../../../shared/core/flow/endless';
import { isObject, objects, type JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';

/*
 * Business Analytics (docs/protocols/ringcentral.md#analytics).
 */

/** What the numbers are for. */
export const GROUPINGS = [
	'Company',
	'CompanyNumbers',
	'Departments',
	'IVAs',
	'IVRs',
	'Queues',
	'SharedLines',
	'Sites',
	'UserGroups',
	'Users',
] as const;

/** Numbers of calls; the timers of the same name end with Duration. */
export const BREAKDOWNS = [
	'allCalls',
	'callsByActions',
	'callsByCompanyHours',
	'callsByDirection',
	'callsByEndingParty',
	'callsByOrigin',
	'callsByQueueHours',
	'callsByQueueSla',
	'callsByResponse',
	'callsByResult',
	'callsByType',
	'callsSegments',
	'queueOpportunities',
] as const;

/** What has a counter and no timer. */
const COUNTED_ONLY: readonly string[] = ['callsByActions', 'queueOpportunities'];

/** `callsByResult` is timed as `callsDurationByResult`, `callsSegments` as `callsSegmentsDuration`. */
const timerOf = (breakdown: string): string => {
	const [, by] = /^calls(By\w+)$/.exec(breakdown) ?? [];
	return by === undefined ? `${breakdown}Duration` : `callsDuration${by}`;
};

/** Breakdowns that can be timed. */
export const TIMED = BREAKDOWNS.filter((name) => !COUNTED_ONLY.includes(name));

export interface AnalyticsQuestion {
	grouping: { groupBy: string; keys?: readonly string[] };
	/** ISO 8601; both ends count. */
	from: string;
	to: string;
	/** IANA name, in which days and hours are meant. */
	timeZone: string;
	/** As the server names them: `directions`, `callResults`... */
	callFilters?: JsonObject;
	counters: readonly string[];
	timers: readonly string[];
}

/** How counters and timers are made: `Sum`, `Percent`, for timers also `Average`, `Max`, `Min`. */
export interface Calculations {
	counters: string;
	timers: string;
}

const PATH = '/analytics/calls/v1/accounts/~';

const askedFor = (question: AnalyticsQuestion, responseOptions: JsonObject) => ({
	grouping: question.grouping,
	timeSettings: {
		timeZone: question.timeZone,
		timeRange: { timeFrom: question.from, timeTo: question.to },
	},
	...(question.callFilters ? { callFilters: question.callFilters } : {}),
	responseOptions,
});

/** One member for each name; left out where nothing is asked for. */
const members = (part: string, names: readonly string[], value: (name: string) => unknown) =>
	names.length === 0
		? {}
		: { [part]: Object.fromEntries(names.map((name) => [name, value(name)])) };

interface Report {
	path: string;
	query: Record<string, string | number>;
	body: object;
	perPage: number;
}

async function* reportPages(
	connection: RingCentralConnection,
	{ path, query, body, perPage }: Report,
	limit: number,
): AsyncGenerator<JsonObject[]> {
	let left = limit;
	// The same for all pages: another size would shift them.
	const size = Math.min(perPage, limit);
	const look = endlessList();
	for (let page = 1; left > 0; page++) {
		const answer = await send<JsonObject>(connection, {
			method: 'POST',
			path,
			query: { ...query, page, perPage: size },
			body,
			// It asks and changes nothing.
			kind: 'read',
		});
		const { data, paging } = answer;
		if (!isObject(data) || !isObject(paging)) {
			throw new TelephonyError('protocolViolation', 'The server answered without data and paging');
		}
		const records = objects(data.records).slice(0, left);
		left -= records.length;
		if (records.length > 0) yield records;
		if (records.length === 0 || page >= Number(paging.totalPages)) return;
		look(records);
	}
}

/** One number for each group, page by page: `{key, info, counters, timers}`. */
export function aggregationPages(
	connection: RingCentralConnection,
	question: AnalyticsQuestion,
	calculations: Calculations,
	limit = Infinity,
): AsyncGenerator<JsonObject[]> {
	const { counters, timers } = question;
	const responseOptions = {
		...members('counters', counters, (name) => ({
			aggregationType: name === 'queueOpportunities' ? 'Sum' : calculations.counters,
		})),
		...members('timers', timers.map(timerOf), () => ({ aggregationType: calculations.timers })),
	};
	const body = askedFor(question, responseOptions);
	return reportPages(
		connection,
		{ path: `${PATH}/aggregation/fetch`, query: {}, body, perPage: 200 },
		limit,
	);
}

/** Numbers over time for each group, page by page: `{key, info, points: [{time, counters, timers}]}`. */
export function timelinePages(
	connection: RingCentralConnection,
	question: AnalyticsQuestion,
	interval: string,
	limit = Infinity,
): AsyncGenerator<JsonObject[]> {
	const { counters, timers } = question;
	const responseOptions = {
		...members('counters', counters, () => true),
		...members('timers', timers.map(timerOf), () => true),
	};
	const body = askedFor(question, responseOptions);
	return reportPages(
		connection,
		{ path: `${PATH}/timeline/fetch`, query: { interval }, body, perPage: 20 },
		limit,
	);
}
