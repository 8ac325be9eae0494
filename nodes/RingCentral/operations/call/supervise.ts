import { optionsField } from '../../../shared/action/collections';
import { compact } from '../../../shared/core/callRecord';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import {
	deviceField,
	deviceOf,
	locator,
	outputField,
	partyFieldFor,
	sessionField,
	sessionOf,
} from '../../fields/call';
import { superviseSession, type Supervision } from '../../client/calls/callSessions';
import { superviseParty } from '../../client/calls/partyVerbs';
import type { RingCentralClient } from '../../connect';
import { answeredParty, partySample } from './result';

interface SuperviseOptions {
	autoAnswer?: boolean;
	mediaSDP?: Supervision['mediaSDP'];
}

/** See docs/protocols/ringcentral.md#call-control, supervise. Only listening is offered by the vendor. */
export const superviseOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'supervise',
	label: 'Supervise',
	action: 'Supervise a call by listening',
	description:
		'Let a telephone of the user listen to the call of an agent; whispering is not offered',
	kind: 'change',
	fields: [
		sessionField,
		locator({
			displayName: 'Agent',
			name: 'agentExtensionId',
			description:
				'Whose call it is, by the ID that Extension, Search Directory gives; the user must monitor this extension',
			search: 'searchExtensions',
			placeholder: 'e.g. 62288330016',
			required: true,
		}),
		partyFieldFor({
			description:
				'Which party to listen to, as Call, Get gives its ID, for one channel per party. Empty means the whole call in one channel.',
		}),
		deviceField,
		optionsField([
			{
				displayName: 'Answer Automatically',
				name: 'autoAnswer',
				type: 'boolean',
				default: true,
				description: 'Whether the listening telephone is asked to answer automatically',
			},
			{
				displayName: 'Media',
				name: 'mediaSDP',
				type: 'options',
				options: [
					{ name: 'Send and Receive', value: 'sendRecv' },
					{ name: 'Send Only', value: 'sendOnly' },
				],
				default: 'sendOnly',
				description: 'What the session description offers',
			},
		]),
		outputField,
	],
	sample: { ...partySample, direction: 'Outbound', status: 'Setup' },
	async run(context) {
		const { client } = context;
		const sessionId = sessionOf(context);
		const agentExtensionId = mandatory(context, 'agentExtensionId', 'Agent');
		const partyId = optional(context, 'partyId');
		const options = context.parameter<SuperviseOptions>('options', {});
		const supervision = compact({
			supervisorDeviceId: await deviceOf(context),
			agentExtensionId,
			autoAnswer: options.autoAnswer,
			mediaSDP: options.mediaSDP,
		});
		const reference = { sessionId, partyId };
		const party =
			partyId === ''
				? await superviseSession(client, sessionId, supervision)
				: await superviseParty(client, reference, supervision);
		return answeredParty(context, reference, party);
	},
};
