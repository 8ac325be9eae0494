import type { OutputShape } from '../../shared/core/callRecord';
import { typedList } from '../../shared/core/parsing/typedList';
import type { INodeProperties } from 'n8n-workflow';

import { filtersField } from '../../shared/action/collections';
import { callOutputField } from '../../shared/action/callOutputField';
import { optional } from '../../shared/action/parameters';
import { extensionOf, ownExtensionField, type Context } from './call';
import type { CallLogFilters, CallLogView, LogOwner } from '../client/callLog/callLog';
import { utcOf } from '../../shared/action/times';

const choices = (names: string[]) => names.map((name) => ({ name, value: name }));

/** Whose calls; a company log needs an administrator. */
export const ownerFields: INodeProperties[] = [
	{
		displayName: 'Calls Of',
		name: 'logOf',
		type: 'options',
		options: [
			{
				name: 'Company',
				value: 'company',
				description: 'All calls of the account; needs the user permission FullCompanyCallLog',
			},
			{ name: 'User', value: 'user', description: 'Calls of one extension' },
		],
		default: 'user',
		description: 'Whose calls are read',
	},
	{
		...ownExtensionField('Whose calls'),
		displayOptions: { show: { logOf: ['user'] } },
	},
];

export const viewField: INodeProperties = {
	displayName: 'View',
	name: 'view',
	type: 'options',
	options: [
		{ name: 'Detailed', value: 'Detailed', description: 'With all legs, and whose each leg is' },
		{ name: 'Simple', value: 'Simple', description: 'Without legs' },
	],
	default: 'Simple',
	description: 'How much of each call is read',
};

export const logOutputField = callOutputField(
	'The names of RingCentral; IDs are text, empty fields are left out',
	'As RingCentral sent it',
);

const directionFilter: INodeProperties = {
	displayName: 'Direction',
	name: 'direction',
	type: 'multiOptions',
	options: choices(['Inbound', 'Outbound']),
	default: [],
	description: 'Only calls in these directions; none chosen means both',
};

const typeFilter: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'multiOptions',
	options: choices(['Fax', 'Voice']),
	default: [],
	description: 'Only calls of these kinds; none chosen means both',
};

const transportFilter: INodeProperties = {
	displayName: 'Transport',
	name: 'transport',
	type: 'multiOptions',
	options: choices(['PSTN', 'VoIP']),
	default: [],
	description: 'How the call came; only in the log of a user',
};

export const recordingTypeField: INodeProperties = {
	displayName: 'Recording',
	name: 'recordingType',
	type: 'options',
	options: [
		{ name: 'Automatic', value: 'Automatic', description: 'Calls that were recorded by a rule' },
		{ name: 'Automatic or On Demand', value: 'All', description: 'Calls with any recording' },
		{ name: 'On Demand', value: 'OnDemand', description: 'Calls that somebody chose to record' },
	],
	default: 'All',
	description: 'Only calls with such a recording',
};

/** Results people filter for; the list of the vendor is open (docs/protocols/ringcentral.md#list-query). */
const RESULTS = [
	'Abandoned',
	'Accepted',
	'Answered Elsewhere',
	'Answered Not Accepted',
	'Blocked',
	'Busy',
	'Call connected',
	'Call Failed',
	'Callback requested',
	'Declined',
	'Hang Up',
	'In Progress',
	'IP Phone Offline',
	'Missed',
	'No Answer',
	'Received',
	'Rejected',
	'Reply',
	'Sent',
	'Sent to Voicemail',
	'Stopped',
	'Unknown',
	'Voicemail',
	'Wrong Number',
];

export const callLogFilters = filtersField([
	{
		displayName: 'Blocked Calls',
		name: 'showBlocked',
		type: 'boolean',
		default: true,
		description: 'Whether to return calls of blocked numbers; only in the log of a user',
	},
	{
		displayName: 'Deleted Calls',
		name: 'showDeleted',
		type: 'boolean',
		default: false,
		description: 'Whether to return calls that were deleted from the log',
	},
	directionFilter,
	{
		displayName: 'Extension Number',
		name: 'extensionNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 101',
		description: 'Not together with Phone Number',
	},
	{
		displayName: 'From',
		name: 'dateFrom',
		type: 'dateTime',
		default: '',
		description: 'Without From and To: the last 24 hours',
	},
	{
		displayName: 'Metadata Categories',
		name: 'metadataCategory',
		type: 'string',
		default: '',
		description:
			'Only calls with metadata of these categories, as they stand in metadataCategories, separated by commas',
	},
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +16505550101',
		description: 'Calls from or to this number, with country code',
	},
	recordingTypeField,
	{
		displayName: 'Result',
		name: 'result',
		type: 'multiOptions',
		options: choices(RESULTS),
		default: [],
		description: 'RingCentral has no such filter: the calls are read and the others left out',
	},
	{
		displayName: 'Session ID',
		name: 'sessionId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 3164985006',
		description: 'The old ID of a call, the sessionId of Get Many',
	},
	{
		displayName: 'Telephony Session ID',
		name: 'telephonySessionId',
		type: 'string',
		default: '',
		placeholder: 'e.g. s-279e175539444bdc96d16c1e2fe4dbe9',
		description: 'As a call event or Get Active Calls gives it',
	},
	{
		displayName: 'To',
		name: 'dateTo',
		type: 'dateTime',
		default: '',
		description: 'Without it: until now',
	},
	transportFilter,
	typeFilter,
]);

const conferenceFilter: INodeProperties = {
	displayName: 'Conferences',
	name: 'conferenceType',
	type: 'multiOptions',
	options: [
		{ name: 'Audio Conferencing', value: 'AudioConferencing' },
		{ name: 'Meetings', value: 'Meetings' },
	],
	default: [],
	description: 'Only conferences of these kinds; none chosen means all calls',
};

/** What active calls can be narrowed by. */
export const activeFiltersField: INodeProperties = {
	...callLogFilters,
	options: [conferenceFilter, directionFilter, transportFilter, typeFilter],
};

/** What calls that are read with their messages can be narrowed by; the period has fields of its own there. */
export const joinFiltersField: INodeProperties = {
	...callLogFilters,
	options: (callLogFilters.options as INodeProperties[]).filter(
		({ name }) => name !== 'dateFrom' && name !== 'dateTo',
	),
};

export const ownerOf = (context: Context): LogOwner =>
	optional(context, 'logOf') === 'company' ? 'company' : { extensionId: extensionOf(context) };

export const viewOf = (context: Context): CallLogView =>
	optional(context, 'view') === 'Detailed' ? 'Detailed' : 'Simple';

export const logOutputOf = ({ parameter }: Context): OutputShape =>
	parameter<OutputShape>('output', 'connector');

const textOf = (value: unknown) => String(value ?? '').trim() || undefined;
const flagOf = (value: unknown) => (value === undefined ? undefined : Boolean(value));

/** The filters as they were chosen. Throws `badRequest` for times that are none. */
export function filtersOf(context: Context): CallLogFilters {
	const given = context.parameter<Record<string, unknown>>('filters', {}) ?? {};
	const time = (name: string, label: string) => utcOf(given[name], context.timeZone, label);
	return {
		dateFrom: time('dateFrom', 'From'),
		dateTo: time('dateTo', 'To'),
		direction: typedList(given.direction),
		type: typedList(given.type),
		transport: typedList(given.transport),
		results: typedList(given.result),
		metadataCategory: typedList(given.metadataCategory),
		conferenceType: typedList(given.conferenceType),
		phoneNumber: textOf(given.phoneNumber),
		extensionNumber: textOf(given.extensionNumber),
		recordingType: textOf(given.recordingType),
		sessionId: textOf(given.sessionId),
		telephonySessionId: textOf(given.telephonySessionId),
		showBlocked: flagOf(given.showBlocked),
		showDeleted: flagOf(given.showDeleted),
	};
}
