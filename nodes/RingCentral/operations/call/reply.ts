import type { INodeProperties } from 'n8n-workflow';

import { mandatory } from '../../../shared/action/parameters';
import type { CallReply } from '../../client/calls/partyVerbs';
import type { Context } from '../../fields/call';

/** Patterns that say after which time (OpenAPI ReplyWithPattern). */
const TIMED = ['CallMeBack', 'WillCallYouBack'];

/** What the caller is told. @throws TelephonyError `badRequest` for an empty field */
export function replyOf(context: Context): CallReply {
	const { parameter } = context;
	if (parameter('replyType', 'text') === 'text') {
		return { replyWithText: mandatory(context, 'text', 'Text') };
	}
	const pattern = mandatory(context, 'pattern', 'Message');
	if (!TIMED.includes(pattern)) return { replyWithPattern: { pattern } };
	const time = Math.round(Number(parameter('time', 5)));
	return { replyWithPattern: { pattern, time, timeUnit: parameter('timeUnit', 'Minute') } };
}

const pattern = { replyType: ['pattern'] };

/** A text of one's own, or one that the vendor has prepared in every language. */
export const replyFields: INodeProperties[] = [
	{
		displayName: 'Reply With',
		name: 'replyType',
		type: 'options',
		options: [
			{ name: 'Prepared Message', value: 'pattern' },
			{ name: 'Text', value: 'text' },
		],
		default: 'text',
		description: 'What the caller is told',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: '',
		description: 'What is read to the caller',
		required: true,
		placeholder: 'e.g. I will call you back at noon',
		displayOptions: { show: { replyType: ['text'] } },
	},
	{
		displayName: 'Message',
		name: 'pattern',
		type: 'options',
		options: [
			{ name: 'Call Me Back', value: 'CallMeBack' },
			{ name: 'Call Me Back Later', value: 'CallMeBackLater' },
			{ name: 'In a Meeting', value: 'InAMeeting' },
			{ name: 'On My Way', value: 'OnMyWay' },
			{ name: 'On the Other Line', value: 'OnTheOtherLine' },
			{ name: 'On the Other Line, No Call', value: 'OnTheOtherLineNoCall' },
			{ name: 'Will Call You Back', value: 'WillCallYouBack' },
			{ name: 'Will Call You Back Later', value: 'WillCallYouBackLater' },
		],
		default: 'WillCallYouBack',
		description: 'Text that RingCentral has prepared in every language',
		displayOptions: { show: pattern },
	},
	{
		displayName: 'After',
		name: 'time',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description: 'How many minutes, hours or days',
		displayOptions: { show: { ...pattern, pattern: TIMED } },
	},
	{
		displayName: 'Time Unit',
		name: 'timeUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'Day' },
			{ name: 'Hours', value: 'Hour' },
			{ name: 'Minutes', value: 'Minute' },
		],
		default: 'Minute',
		description: 'What After counts',
		displayOptions: { show: { ...pattern, pattern: TIMED } },
	},
];
