import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { outputField, partyField, partyOf, sessionField, type Context } from '../../fields/call';
import { rejectParty, replyParty, type CallReply } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { answeredParty, partyDone, partySample } from './result';

/** See docs/protocols/ringcentral.md#call-control, reject. */
export const rejectOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'reject',
	label: 'Reject',
	action: 'Reject a ringing call',
	description:
		'Stop a call from ringing at the user; it goes on by the user’s rules, as to voicemail',
	kind: 'change',
	fields: [sessionField, partyField],
	sample: { success: true, telephonySessionId: 's-279e1755', partyId: 'p-279e1755-2' },
	async run(context) {
		const party = await partyOf(context, 'reject');
		await rejectParty(context.client, party);
		return partyDone(party);
	},
};

/** Patterns that say after which time (OpenAPI ReplyWithPattern). */
const TIMED = ['CallMeBack', 'WillCallYouBack'];

function replyOf(context: Context): CallReply {
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

/** See docs/protocols/ringcentral.md#call-control, reply. */
export const replyOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'reply',
	label: 'Reply',
	action: 'Reply to a ringing call with a message',
	description: 'Have a text or a prepared message spoken to the caller, without answering',
	kind: 'change',
	fields: [
		sessionField,
		partyField,
		{
			displayName: 'Reply With',
			name: 'replyType',
			type: 'options',
			options: [
				{ name: 'Prepared Message', value: 'pattern' },
				{ name: 'Text', value: 'text' },
			],
			default: 'text',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			default: '',
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
			displayOptions: { show: { ...pattern, pattern: TIMED } },
		},
		outputField,
	],
	sample: { ...partySample, status: 'Disconnected', reason: 'CallReplied' },
	async run(context) {
		const reply = replyOf(context);
		const party = await partyOf(context, 'reply');
		return answeredParty(context, party, await replyParty(context.client, party, reply));
	},
};
