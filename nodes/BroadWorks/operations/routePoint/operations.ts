import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/action/collections';
import { limitField, returnAllField } from '../../../shared/action/limitFields';
import { ROUTE_POINT_CONTROLS } from '../../client/controls/routePointControls';
import { chosenField, routePointCallField, routePointFields, textField } from '../../controlFields';
import { addressField } from '../../fields';
import { controlOperations } from '../controlOperations';

const point: IDataObject = { success: true, routePointId: 'routepoint@example.net' };
const call = { ...point, routePointCallId: 'callhalf-31139148485:0' };
const started = { ...call, playCollectId: '31126219901' };

const onCall = (...more: INodeProperties[]) => ({
	fields: [...routePointFields, routePointCallField, ...more],
	sample: call,
});

const seconds = textField(
	'Duration',
	'duration',
	'How long it is played, in seconds. Empty means until something else happens to the call.',
	{ placeholder: 'e.g. 30' },
);
const digitMap = textField(
	'Digit Map',
	'digitMap',
	'Digits that the caller may enter meanwhile, as an MGCP digit map; may be empty',
	{ placeholder: 'e.g. [0-9]' },
);
const playCollectId = textField(
	'Play ID',
	'playCollectId',
	'The playCollectId of what is played already, as the output of its operation has it, to change its duration; empty to start anew',
	{ placeholder: 'e.g. 31126219901' },
);
const plays = (...more: INodeProperties[]) => ({
	...onCall(...more),
	sample: started,
});

/** What can be done with a route point, whose calls wait until a workflow says where they go. */
export const routePointOperations = controlOperations('routePoint', ROUTE_POINT_CONTROLS, [
	{
		control: 'getCalls',
		label: 'Get Calls',
		action: 'Get the calls of a route point',
		description: 'Get the calls that wait at a route point, one item per call',
		fields: [...routePointFields, returnAllField, limitField],
		sample: {
			callId: 'callhalf-31139148485:0',
			extTrackingId: '130080177:2',
			remoteParty: {
				name: 'Jordan Smith',
				address: { '#text': 'tel:+15550100', countryCode: '1' },
				callType: 'Network',
			},
			routePointName: 'Demo Route Point',
			routePointNumber: { '#text': 'tel:+15550185', countryCode: '1' },
		},
	},
	{
		control: 'getState',
		label: 'Get State',
		action: 'Get the state of a route point',
		description: 'Get Normal, or Failed while calls are handled as configured for failures',
		fields: routePointFields,
		sample: { state: 'Normal' },
	},
	{
		control: 'setState',
		label: 'Set State',
		action: 'Set the state of a route point',
		description:
			'Make a route point fail, so that its calls are handled as configured, or bring it back to normal',
		fields: [
			...routePointFields,
			{
				displayName: 'State',
				name: 'state',
				type: 'options',
				options: [
					{ name: 'Failed', value: 'Failed' },
					{ name: 'Normal', value: 'Normal' },
				],
				default: 'Normal',
				description: 'The new state',
			},
		],
		sample: { ...point, state: 'Failed' },
	},
	{
		control: 'dial',
		label: 'New Call',
		action: 'Make a call from a route point',
		description: 'Call a number from a route point; the call waits there like one that came in',
		fields: [
			...routePointFields,
			addressField,
			textField('Caller Name', 'routePointName', 'Name that the person called sees; may be empty'),
		],
		sample: {
			...point,
			address: '+15550177',
			callId: 'callhalf-31126219817:0',
			externalTrackingId: '129987974:1',
		},
	},
	{
		control: 'admitCall',
		label: 'Admit Call',
		action: 'Admit a call to a route point',
		description: 'Let a call that has just come in wait at the route point',
		...onCall(),
	},
	{
		control: 'rejectCall',
		label: 'Reject Call',
		action: 'Reject a call at a route point',
		description: 'Turn a call away that has just come in and does not wait yet',
		...onCall(),
	},
	{
		control: 'distributeCall',
		label: 'Distribute Call',
		action: 'Distribute a call to an agent',
		description: 'Let a waiting call ring at an agent',
		...onCall(
			chosenField(
				{
					displayName: 'Agent',
					name: 'agentId',
					description:
						'The agent who gets the call, by user ID: the userId of Directory, Get Agents',
					search: 'searchUsers',
					none: 'Choose a user',
					typed: 'By ID',
					placeholder: 'e.g. alice@example.net',
				},
				{ required: true },
			),
			optionsField([
				textField('Caller Name', 'callingLineIdName', 'Name that the agent sees'),
				textField('Caller Number', 'callingLineIdNumber', 'Number that the agent sees'),
				textField('Whisper Audio URL', 'whisperMessageAudioUrl', 'Audio the agent hears first'),
			]),
		),
		sample: { ...call, agentId: 'alice@example.net' },
	},
	{
		control: 'bounceCall',
		label: 'Bounce Call',
		action: 'Take a call back from an agent',
		description: 'Take a call back that rings at an agent and was not answered; it waits again',
		...onCall(),
	},
	{
		control: 'failCall',
		label: 'Fail Call',
		action: 'Fail a call of a route point',
		description: 'Handle a waiting call as the route point is configured for failures',
		...onCall(),
	},
	{
		control: 'transferCall',
		label: 'Transfer Call',
		action: 'Transfer a call of a route point',
		description: 'Take a waiting call out of the route point and move it to a number',
		...onCall(addressField),
		sample: { ...call, address: '+15550177' },
	},
	{
		control: 'endCall',
		label: 'End Call',
		action: 'End a call of a route point',
		description: 'Hang up a call that waits at a route point',
		...onCall(),
	},
	{
		control: 'connectToVoiceXml',
		label: 'Connect to VoiceXML',
		action: 'Connect a call to a VoiceXML script',
		description: 'Give a waiting call to a VoiceXML user, which runs a script with it',
		...onCall(
			textField(
				'VoiceXML User ID',
				'voicexmlId',
				'ID of the VoiceXML virtual user, which the operator tells',
				{
					required: true,
					placeholder: 'e.g. voicexml@example.net',
				},
			),
			textField('Script URL', 'scriptUrl', 'Address of the VoiceXML script', {
				required: true,
				placeholder: 'e.g. https://app.example.com/script.vxml',
			}),
		),
	},
	{
		control: 'playTreatment',
		label: 'Play Treatment',
		action: 'Play audio to a call of a route point',
		description: 'Play audio files to a waiting call, one after another',
		...plays(
			textField(
				'Audio URLs',
				'audioUrls',
				'Addresses of one to four audio files, with commas or line ends between them',
				{ required: true, placeholder: 'e.g. https://media.example.com/welcome.wav' },
			),
			textField('Times', 'numberOfPlay', 'How often they are played, 1 to 5; empty for once'),
			digitMap,
		),
	},
	{
		control: 'playMusicOnHold',
		label: 'Play Music on Hold',
		action: 'Play music to a call of a route point',
		description: 'Play the music on hold of the route point to a waiting call',
		...plays(seconds, digitMap, playCollectId),
	},
	{
		control: 'playRingback',
		label: 'Play Ringback',
		action: 'Play ringing to a call of a route point',
		description: 'Play a ringing tone to a waiting caller',
		...plays(seconds, digitMap, playCollectId),
	},
	{
		control: 'playSilence',
		label: 'Play Silence',
		action: 'Play silence to a call of a route point',
		description: 'Play silence to a waiting caller',
		...plays(seconds, digitMap, playCollectId),
	},
	{
		control: 'playBusy',
		label: 'Play Busy',
		action: 'Play busy to a call of a route point',
		description: 'Play a busy tone to a waiting caller',
		...plays(
			{
				displayName: 'Pattern',
				name: 'busyPattern',
				type: 'options',
				options: [
					{ name: 'Fast Busy', value: 'FastBusy' },
					{ name: 'Normal', value: 'Normal' },
				],
				default: 'Normal',
				description: 'Which busy tone is heard',
			},
			seconds,
			playCollectId,
		),
		sample: { ...started, busyPattern: 'Normal' },
	},
]);
