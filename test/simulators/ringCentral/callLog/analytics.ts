import type { CallLeg, LoggedCall } from './callLog';
import { badParameter, type RouteContext, type RouteReply, type Router } from '../requests/router';

const PATH = '/analytics/calls/v1/accounts/{accountId}';

interface Question {
	grouping: { groupBy?: string; keys?: string[] };
	timeSettings: { timeZone: string; timeRange: { timeFrom: string; timeTo: string } };
	callFilters?: Record<string, unknown>;
	responseOptions: {
		counters?: Record<string, unknown>;
		timers?: Record<string, unknown>;
	};
}

/** A call as one of a group sees it. */
interface Seen {
	key: string;
	call: LoggedCall;
	leg: CallLeg;
}

const ANSWERED = new Set(['Accepted', 'Call connected', 'Received']);

const isAnswered = ({ result }: CallLeg) => ANSWERED.has(result ?? '');

/** Breakdowns this analytics knows, each with its values; others are refused (docs/protocols/ringcentral.md#analytics). */
const BREAKDOWNS: Record<string, Record<string, (seen: Seen) => boolean>> = {
	callsByDirection: {
		inbound: ({ leg }) => leg.direction === 'Inbound',
		outbound: ({ leg }) => leg.direction === 'Outbound',
	},
	callsByOrigin: {
		internal: ({ call }) =>
			call.legs.every((leg) => leg.extensionId !== undefined && leg.internalType),
		external: ({ call }) =>
			!call.legs.every((leg) => leg.extensionId !== undefined && leg.internalType),
	},
	callsByResponse: {
		answered: ({ leg }) => leg.direction === 'Inbound' && isAnswered(leg),
		notAnswered: ({ leg }) => leg.direction === 'Inbound' && !isAnswered(leg),
		connected: ({ leg }) => leg.direction === 'Outbound' && isAnswered(leg),
		notConnected: ({ leg }) => leg.direction === 'Outbound' && !isAnswered(leg),
	},
};

/** Filters this analytics knows, by name: whether a call with one of the values passes. */
const FILTERS: Record<string, (seen: Seen, values: string[]) => boolean> = {
	directions: ({ leg }, values) => values.includes(leg.direction),
	callResponses: (seen, values) =>
		values.some((value) =>
			BREAKDOWNS.callsByResponse[value.charAt(0).toLowerCase() + value.slice(1)]?.(seen),
		),
};

const GROUPS = ['Company', 'Users', 'Queues'];

function seenBy({ world }: RouteContext, groupBy: string, call: LoggedCall): Seen[] {
	if (groupBy === 'Company') return [{ key: world.accountId, call, leg: call.master }];
	const isQueue = (id: string) => world.people.get(id).type === 'Department';
	return call.legs.flatMap((leg) => {
		const key = leg.extensionId;
		if (key === undefined || isQueue(key) !== (groupBy === 'Queues')) return [];
		return [{ key, call, leg }];
	});
}

/** @throws ApiFailure 400 for what this analytics does not know */
function found(context: RouteContext): { question: Question; seen: Seen[]; groupBy: string } {
	const question = context.body as Question;
	const { groupBy = '', keys } = question.grouping;
	if (!GROUPS.includes(groupBy)) throw badParameter('groupBy', groupBy);
	const { timeZone, timeRange } = question.timeSettings;
	try {
		new Intl.DateTimeFormat('en', { timeZone });
	} catch {
		throw badParameter('timeZone', timeZone);
	}
	const [from, to] = [Date.parse(timeRange.timeFrom), Date.parse(timeRange.timeTo)];
	if (!(from <= to)) throw badParameter('timeRange');
	const filters = Object.entries(question.callFilters ?? {});
	const unknown = filters.find(
		([name]) => !Object.hasOwn(FILTERS, name) && name !== 'callDuration',
	);
	if (unknown) throw badParameter(unknown[0]);
	const passes = (one: Seen) =>
		filters.every(([name, values]) => {
			if (name !== 'callDuration') return FILTERS[name](one, values as string[]);
			const { minSeconds = 0, maxSeconds = Infinity } = values as Record<string, number>;
			const seconds = one.leg.durationMs / 1000;
			return seconds >= minSeconds && seconds <= maxSeconds;
		});
	const seen = context.world.callLog
		.all()
		.filter(({ master }) => master.startTime >= from && master.startTime <= to)
		.flatMap((call) => seenBy(context, groupBy, call))
		.filter(({ key }) => keys === undefined || keys.includes(key))
		.filter(passes);
	return { question, seen, groupBy };
}

type Sum = (calls: Seen[]) => number;

/** One breakdown of some calls. @throws ApiFailure 400 for one this analytics does not know */
function breakdown(name: string, calls: Seen[], valueType: string, sum: Sum): unknown {
	if (name === 'allCalls') return { valueType, values: sum(calls) };
	const parts = Object.entries(BREAKDOWNS[name] ?? {});
	if (parts.length === 0) throw badParameter(name);
	const values = Object.fromEntries(parts.map(([part, fits]) => [part, sum(calls.filter(fits))]));
	return { valueType, values };
}

const aggregationOf = (option: unknown) =>
	(option as { aggregationType?: string } | null)?.aggregationType ?? 'Sum';

const secondsOf = (calls: Seen[]) => calls.map(({ leg }) => Math.round(leg.durationMs / 1000));

const CALCULATIONS: Record<string, (values: number[]) => number> = {
	Sum: (values) => values.reduce((sum, value) => sum + value, 0),
	Average: (values) =>
		values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length,
	Max: (values) => Math.max(0, ...values),
	Min: (values) => (values.length === 0 ? 0 : Math.min(...values)),
};

/** Counters and timers of some calls. */
function numbersOf({ responseOptions }: Question, calls: Seen[]): Record<string, unknown> {
	const { counters = {}, timers = {} } = responseOptions;
	const counted = Object.keys(counters).map((name) => [
		name,
		breakdown(name, calls, 'Instances', (some) => some.length),
	]);
	const timed = Object.entries(timers).map(([option, how]) => {
		const name = option === 'allCallsDuration' ? 'allCalls' : option.replace('Duration', '');
		const calculate = CALCULATIONS[aggregationOf(how)];
		if (!calculate) throw badParameter(option);
		return [name, breakdown(name, calls, 'Seconds', (some) => calculate(secondsOf(some)))];
	});
	return {
		...(counted.length > 0 ? { counters: Object.fromEntries(counted) as object } : {}),
		...(timed.length > 0 ? { timers: Object.fromEntries(timed) as object } : {}),
	};
}

function infoOf({ world }: RouteContext, key: string) {
	if (key === world.accountId) return {};
	const { name, extensionNumber } = world.people.get(key);
	return { info: { name, extensionNumber } };
}

function reply(
	context: RouteContext,
	most: number,
	recordOf: (question: Question, calls: Seen[]) => Record<string, unknown>,
): RouteReply {
	const { question, seen, groupBy } = found(context);
	const keys = [...new Set(seen.map(({ key }) => key))].sort();
	const perPage = Math.min(most, Number(context.query.get('perPage') ?? 10));
	const page = Number(context.query.get('page') ?? 1);
	const records = keys.slice((page - 1) * perPage, page * perPage).map((key) => ({
		key,
		...infoOf(context, key),
		...recordOf(
			question,
			seen.filter((one) => one.key === key),
		),
	}));
	const totalPages = Math.ceil(keys.length / perPage);
	return {
		json: {
			paging: { page, perPage, totalPages, totalElements: keys.length },
			data: { groupedBy: groupBy, records },
		},
	};
}

/** Hours and days; of UTC, whatever zone is asked for. */
const STEPS: Record<string, number> = { Hour: 13, Day: 10 };

export function addAnalyticsRoutes(router: Router): void {
	router.add('POST', `${PATH}/aggregation/fetch`, {}, (context) => reply(context, 200, numbersOf));
	router.add('POST', `${PATH}/timeline/fetch`, {}, (context) => {
		const interval = context.query.get('interval') ?? '';
		const length = STEPS[interval];
		if (length === undefined) throw badParameter('interval', interval);
		const beginOf = ({ call }: Seen) => {
			const written = new Date(call.master.startTime).toISOString().slice(0, length);
			return length === 10 ? `${written}T00:00:00.000Z` : `${written}:00:00.000Z`;
		};
		return reply(context, 20, (question, calls) => ({
			points: [...new Set(calls.map(beginOf))].sort().map((time) => ({
				time,
				...numbersOf(
					question,
					calls.filter((one) => beginOf(one) === time),
				),
			})),
		}));
	});
}
