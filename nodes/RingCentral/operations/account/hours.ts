import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import {
	getForwardAll,
	getHours,
	setForwardAll,
	setHours,
	type WeeklyRanges,
} from '../../client/account/rules';
import type { RingCentralClient } from '../../connect';
import type { Context } from '../../fields/call';
import { ruleOwnerFields, ruleOwnerOf } from '../../fields/rules';

const resource = 'businessHours';

const DAYS = [
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
	'Sunday',
] as const;

const sample: IDataObject = {
	schedule: { weeklyRanges: { monday: [{ from: '09:00', to: '18:00' }] } },
};

const forwardSample: IDataObject = { enabled: true, callHandlingAction: 'Operator' };

const openField: INodeProperties = {
	displayName: 'Open',
	name: 'open',
	type: 'options',
	options: [
		{ name: 'Always', value: 'always', description: 'Round the clock on all days' },
		{ name: 'In Hours', value: 'hours', description: 'In the hours below' },
	],
	default: 'hours',
	description: 'When calls meet the rule for business hours',
};

const hoursField: INodeProperties = {
	displayName: 'Hours',
	name: 'hours',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add hours',
	default: {},
	description: 'Days that are not listed are closed; list a day twice for a break between',
	displayOptions: { show: { open: ['hours'] } },
	options: [
		{
			displayName: 'Hours',
			name: 'values',
			values: [
				{
					displayName: 'Days',
					name: 'days',
					type: 'multiOptions',
					options: DAYS.map((name) => ({ name, value: name.toLowerCase() })),
					default: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
					description: 'The days of the week',
				},
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					default: '09:00',
					placeholder: 'e.g. 09:00',
					description: 'Hours and minutes in the time zone of the user, queue or company',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					default: '18:00',
					placeholder: 'e.g. 18:00',
					description: 'Hours and minutes in the time zone of the user, queue or company',
				},
			],
		},
	],
};

interface Hours {
	days: string[];
	from: string;
	to: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** `9:00` is `09:00`. Throws `badRequest` for what is no time of day. */
function timeOf(given: unknown): string {
	const time = String(given ?? '')
		.trim()
		.padStart(5, '0');
	if (TIME.test(time)) return time;
	throw new TelephonyError('badRequest', `"${String(given)}" is not a time such as 09:00`);
}

/** Hours by day. Throws `badRequest` for none: the server would take that as round the clock. */
function rangesOf({ parameter }: Context): WeeklyRanges {
	const { values = [] } = parameter<{ values?: Hours[] }>('hours', {});
	const ranges: Record<string, Array<{ from: string; to: string }>> = {};
	for (const { days, from, to } of values) {
		for (const day of days) (ranges[day] ??= []).push({ from: timeOf(from), to: timeOf(to) });
	}
	if (Object.keys(ranges).length > 0) return ranges;
	throw new TelephonyError('badRequest', 'Add "Hours", or choose Open: Always');
}

/** See docs/protocols/ringcentral.md#answering-rules, business hours. */
export const hoursOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	{
		resource,
		name: 'get',
		label: 'Get',
		action: 'Get business hours',
		description: 'Get when the company, a user or a queue is open; no hours mean always',
		kind: 'read',
		fields: ruleOwnerFields,
		sample,
		async run(context) {
			return (await getHours(context.client, ruleOwnerOf(context))) as IDataObject;
		},
	},
	{
		resource,
		name: 'set',
		label: 'Set',
		action: 'Set business hours',
		description: 'Set when the company, a user or a queue is open, in place of the hours before',
		kind: 'change',
		fields: [...ruleOwnerFields, openField, hoursField],
		sample,
		async run(context) {
			const isAlways = context.parameter<string>('open', 'hours') === 'always';
			const ranges = isAlways ? {} : rangesOf(context);
			return (await setHours(context.client, ruleOwnerOf(context), ranges)) as IDataObject;
		},
	},
	{
		resource,
		name: 'getForwardAll',
		label: 'Get Forward All Calls',
		action: 'Get forward all calls',
		description: 'Get whether all calls of the company are forwarded, and where to',
		kind: 'read',
		fields: [],
		sample: forwardSample,
		async run({ client }) {
			return (await getForwardAll(client)) as IDataObject;
		},
	},
	{
		resource,
		name: 'setForwardAll',
		label: 'Set Forward All Calls',
		action: 'Set forward all calls',
		description: 'Forward all calls of the company, for example in an emergency, or stop that',
		kind: 'change',
		fields: [
			{
				displayName: 'Enabled',
				name: 'enabled',
				type: 'boolean',
				default: true,
				description: 'Whether all calls go where the administrator has set in the admin portal',
			},
		],
		sample: forwardSample,
		async run(context) {
			const enabled = Boolean(context.parameter('enabled', true));
			return (await setForwardAll(context.client, enabled)) as IDataObject;
		},
	},
];
