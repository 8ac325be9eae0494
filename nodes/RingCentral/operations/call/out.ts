import { compact } from '../../../shared/core/callRecord';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import {
	countryField,
	countryOf,
	deviceField,
	deviceOf,
	otherSessionField,
	outputField,
	partyFieldFor,
	sessionOf,
	locator,
} from '../../fields/call';
import { bringIn, callOut, createConference } from '../../client/calls/callSessions';
import { findParty } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { answeredParty, answeredSession, sessionSample } from './result';
import { extensionNumberField, phoneNumberField } from './target';

/** See docs/protocols/ringcentral.md#call-control, call from a device. */
export const callOutOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'callOut',
	label: 'Call Out',
	action: 'Call a number from a device of the user',
	description: 'Start a call from one of the user’s telephones, which rings first',
	kind: 'change',
	fields: [
		deviceField,
		{
			displayName: 'To',
			name: 'target',
			type: 'options',
			options: [
				{ name: 'Extension Number', value: 'extensionNumber' },
				{ name: 'Phone Number', value: 'phoneNumber' },
			],
			default: 'phoneNumber',
			description: 'Who is called',
		},
		phoneNumberField,
		extensionNumberField,
		countryField,
		outputField,
	],
	sample: sessionSample,
	async run(context) {
		const { client, parameter } = context;
		const to =
			parameter<string>('target', 'phoneNumber') === 'extensionNumber'
				? { extensionNumber: mandatory(context, 'extensionNumber', 'Extension Number') }
				: { phoneNumber: mandatory(context, 'phoneNumber', 'Phone Number') };
		const call = compact({
			from: { deviceId: await deviceOf(context) },
			to,
			countryId: countryOf(context),
		});
		return answeredSession(context, await callOut(client, call));
	},
};

/** See docs/protocols/ringcentral.md#call-control, conference. */
export const conferenceOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'conference',
	label: 'Create Conference',
	action: 'Create a conference',
	description: 'Open a conference call; its voiceCallToken is what the host’s softphone dials',
	kind: 'change',
	fields: [outputField],
	sample: { ...sessionSample, origin: 'Conference', voiceCallToken: 'conf_279e1755', parties: [] },
	async run(context) {
		return answeredSession(context, await createConference(context.client));
	},
};

/** See docs/protocols/ringcentral.md#call-control, bring in. */
export const bringInOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'bringIn',
	label: 'Bring Into Conference',
	action: 'Bring a call into a conference',
	description: 'Bring the other end of one of the user’s calls into a conference of the user',
	kind: 'change',
	fields: [
		locator({
			displayName: 'Conference',
			name: 'sessionId',
			description: 'The telephonySessionId that Create Conference or an event gave',
			search: 'searchSessions',
			placeholder: 'e.g. s-0e91aa797b624d7a9d42c012bdb7f9f1',
			required: true,
		}),
		otherSessionField(
			'Call',
			'The call that is brought in: the telephonySessionId of a call event or of Get Active Calls',
		),
		partyFieldFor({ name: 'otherPartyId' }),
		outputField,
	],
	sample: {
		telephonySessionId: 's-0e91aa797b624d7a9d42c012bdb7f9f1',
		partyId: 'p-0e91aa797b624d7a9d42c012bdb7f9f1-3',
		direction: 'Outbound',
		conferenceRole: 'Participant',
		status: 'Setup',
		from: '+16505550190',
		to: '+16505550101',
		muted: false,
		standAlone: false,
	},
	async run(context) {
		const { client } = context;
		const sessionId = sessionOf(context);
		const call = mandatory(context, 'otherSessionId', 'Call');
		const partyId = String(context.parameter('otherPartyId', '')).trim();
		const party = await findParty(client, call, partyId, 'bring in');
		const answer = await bringIn(client, sessionId, party);
		return answeredParty(context, { sessionId, partyId: answer?.id ?? '' }, answer);
	},
};
