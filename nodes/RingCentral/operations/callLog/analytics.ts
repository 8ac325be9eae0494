import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { byName } from '../../../shared/alphabetical';
import { filtersField } from '../../../shared/action/collections';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { momentField, utcOf } from '../../../shared/action/times';
import { TelephonyError } from '../../../shared/core/errors';
import { typedList } from '../../../shared/core/parsing/typedList';
import {
	aggregationPages,
	BREAKDOWNS,
	GROUPINGS,
	TIMED,
	timelinePages,
	type AnalyticsQuestion,
} from '../../client/callLog/analytics';
import { objects, type JsonObject } from '../../client/transport/answers';
import { inWords } from '../../fields/choices';
import type { RingCentralClient } from '../../connect';
import { collected, listOf, type Context } from '../../fields/call';

const resource = 'analytics';

const LABELS: Readonly<Record<string, string>> = {
	allCalls: 'All Calls',
	callsSegments: 'By Segment',
	queueOpportunities: 'Queue Opportunities',
	callsByQueueSla: 'By Queue SLA',
	CompanyNumbers: 'Company Numbers',
	SharedLines: 'Shared Lines',
	UserGroups: 'User Groups',
};

/** `callsByCompanyHours` is shown as "By Company Hours". */
const labelOf = (name: string) => LABELS[name] ?? inWords(name.replace(/^calls/, ''));

const choices = (names: readonly string[]) =>
	names.map((value) => ({ name: labelOf(value), value })).sort(byName);

const several = (
	displayName: string,
	name: string,
	values: readonly string[],
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	options: choices(values),
	default: [],
	description,
});

const seconds = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description,
});

const questionFields: INodeProperties[] = [
	{
		displayName: 'Group By',
		name: 'groupBy',
		type: 'options',
		options: choices(GROUPINGS),
		default: 'Company',
		description: 'What each item is about',
	},
	{
		displayName: 'Keys',
		name: 'keys',
		type: 'string',
		default: '',
		placeholder: 'e.g. 62288329016, 62288330016',
		description: 'Only these, as extension IDs of users or queues; empty for all',
	},
	momentField('From', 'dateFrom', 'Calls that began then or later'),
	momentField('To', 'dateTo', 'Calls that began then or earlier'),
	{
		...several('Counters', 'counters', BREAKDOWNS, 'Which numbers of calls to get'),
		default: ['allCalls'],
	},
	several('Timers', 'timers', TIMED, 'Which durations of calls, in seconds, to get'),
];

const callFiltersField = filtersField([
	{
		displayName: 'Called Numbers',
		name: 'calledNumbers',
		type: 'string',
		default: '',
		placeholder: 'e.g. +16505550100',
		description: 'Only calls to these numbers of the company, separated by commas',
	},
	several(
		'Company Hours',
		'companyHours',
		['AfterHours', 'BusinessHours'],
		'Only calls in these hours of the company',
	),
	several(
		'Directions',
		'directions',
		['Inbound', 'Outbound'],
		'Only calls in these directions, as seen by what they are grouped by',
	),
	seconds('Maximum Seconds', 'maxSeconds', 'Only calls of at most this many seconds; 0 for all'),
	seconds('Minimum Seconds', 'minSeconds', 'Only calls of at least this many seconds'),
	several('Origins', 'origins', ['External', 'Internal'], 'Whether somebody outside took part'),
	{
		displayName: 'Queues',
		name: 'queues',
		type: 'string',
		default: '',
		placeholder: 'e.g. 62290000016',
		description: 'Only calls that went through one of these queues, by extension ID',
	},
	several(
		'Responses',
		'callResponses',
		['Answered', 'Connected', 'NotAnswered', 'NotConnected'],
		'Only calls with these first responses',
	),
	several(
		'Results',
		'callResults',
		[
			'Abandoned',
			'Accepted',
			'AnsweredElsewhere',
			'Completed',
			'Forwarded',
			'Missed',
			'PickedUp',
			'Transferred',
			'Unknown',
			'Voicemail',
		],
		'Only calls with these results',
	),
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'e.g. Europe/Zurich',
		description: 'Time zone of the days and hours; empty for that of the workflow',
	},
	several(
		'Types',
		'callTypes',
		[
			'Direct',
			'FromQueue',
			'Outbound',
			'Overflow',
			'ParkRetrieval',
			'QueueCallPickup',
			'Transferred',
		],
		'How the calls began',
	),
]);

/** Filters that are lists on the wire. */
const LISTS = [
	'calledNumbers',
	'companyHours',
	'directions',
	'origins',
	'queues',
	'callResponses',
	'callResults',
	'callTypes',
];

function callFiltersOf(filters: IDataObject): JsonObject | undefined {
	const lists = LISTS.map((name) => [name, typedList(filters[name])] as const).filter(
		([, values]) => values.length > 0,
	);
	const [minSeconds, maxSeconds] = [Number(filters.minSeconds), Number(filters.maxSeconds)];
	const callDuration = {
		...(minSeconds > 0 ? { minSeconds } : {}),
		...(maxSeconds > 0 ? { maxSeconds } : {}),
	};
	const found = {
		...Object.fromEntries(lists),
		...(Object.keys(callDuration).length > 0 ? { callDuration } : {}),
	};
	return Object.keys(found).length > 0 ? found : undefined;
}

function timeOf(context: Context, name: string, label: string): string {
	const time = utcOf(context.parameter<unknown>(name, ''), context.timeZone, label);
	if (time !== undefined) return time;
	throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
}

/** What is asked. Throws `badRequest` where nothing is to be counted or timed. */
function questionOf(context: Context): AnalyticsQuestion {
	const filters = context.parameter<IDataObject>('filters', {});
	const counters = context.parameter<string[]>('counters', ['allCalls']);
	const timers = context.parameter<string[]>('timers', []);
	if (counters.length + timers.length === 0) {
		throw new TelephonyError('badRequest', 'Choose "Counters" or "Timers"');
	}
	const keys = listOf(context, 'keys');
	const zone = filters.timeZone;
	return {
		grouping: {
			groupBy: mandatory(context, 'groupBy', 'Group By'),
			...(keys.length > 0 ? { keys } : {}),
		},
		from: timeOf(context, 'dateFrom', 'From'),
		to: timeOf(context, 'dateTo', 'To'),
		timeZone: typeof zone === 'string' && zone.trim() ? zone.trim() : context.timeZone,
		callFilters: callFiltersOf(filters),
		counters,
		timers,
	};
}

const calculation = (
	displayName: string,
	name: string,
	values: readonly string[],
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: choices(values),
	default: 'Sum',
	description: 'How they are calculated from the calls',
});

const info = { extensionNumber: '101', name: 'Alice Adams' };

const counters = {
	allCalls: { valueType: 'Instances', values: 12 },
	callsByDirection: { valueType: 'Instances', values: { inbound: 7, outbound: 5 } },
};

/** See docs/protocols/ringcentral.md#analytics. */
export const analyticsOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	{
		resource,
		name: 'aggregate',
		label: 'Get Aggregation',
		action: 'Get numbers of calls',
		description:
			'Get how many calls there were and how long they took, one item per user, queue or the like',
		kind: 'read',
		fields: [
			...questionFields,
			calculation('Count As', 'countAs', ['Sum', 'Percent']),
			calculation('Time As', 'timeAs', ['Average', 'Max', 'Min', 'Percent', 'Sum']),
			returnAllField,
			limitField,
			callFiltersField,
		],
		sample: {
			groupedBy: 'Users',
			key: '62288329016',
			info,
			counters,
			timers: { allCalls: { valueType: 'Seconds', values: 940 } },
		},
		async run(context) {
			const question = questionOf(context);
			const as = {
				counters: optional(context, 'countAs') || 'Sum',
				timers: optional(context, 'timeAs') || 'Sum',
			};
			const { groupBy } = question.grouping;
			const all = aggregationPages(context.client, question, as, limitOf(context));
			return (await collected(all)).map(
				(record) => ({ groupedBy: groupBy, ...record }) as IDataObject,
			);
		},
	},
	{
		resource,
		name: 'timeline',
		label: 'Get Timeline',
		action: 'Get numbers of calls over time',
		description: 'Get how many calls there were in each hour, day, week or month, one item each',
		kind: 'read',
		fields: [
			...questionFields,
			{
				displayName: 'Interval',
				name: 'interval',
				type: 'options',
				options: choices(['Day', 'Hour', 'Month', 'Week']),
				default: 'Day',
				description: 'How much time each item is about',
			},
			returnAllField,
			limitField,
			callFiltersField,
		],
		sample: {
			groupedBy: 'Users',
			key: '62288329016',
			info,
			time: '2026-06-06T00:00:00Z',
			counters,
		},
		async run(context) {
			const question = questionOf(context);
			const interval = optional(context, 'interval') || 'Day';
			const { groupBy } = question.grouping;
			const all = timelinePages(context.client, question, interval, limitOf(context));
			return (await collected(all)).flatMap(({ points, ...group }) =>
				objects(points).map((point) => ({ groupedBy: groupBy, ...group, ...point }) as IDataObject),
			);
		},
	},
];
