import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { CALL_CONTROLS } from '../../client/controls/callControls';
import {
	agentPhoneField,
	dispositionCodeField,
	executivePhoneField,
	lastCallField,
	otherCallField,
	parkPlaceField,
	supervisorPhoneField,
	telephoneField,
	textField,
	userPhoneField,
} from '../../controlFields';
import { addressField, callIdField, userIdField } from '../../fields';
import { controlOperations } from '../controlOperations';

const user: IDataObject = { success: true, userId: 'alice@example.net' };
const held = { ...user, callId: 'callhalf-31126219817:0' };
const started = { ...held, externalTrackingId: '129987974:1' };

/** On a call of the user. */
const onCall = (...more: INodeProperties[]) => ({
	fields: [userIdField, callIdField, ...more],
	sample: held,
});
/** Makes a new call of the user, whose telephone rings. */
const dials = (...fields: INodeProperties[]) => ({
	fields: [userIdField, ...fields, telephoneField],
	sample: started,
});

/** See docs/protocols/broadworks.md#eleven-actions, Hold and Transfer (blind). */
export const [holdOperation, transferOperation] = controlOperations('call', CALL_CONTROLS, [
	{
		control: 'hold',
		label: 'Hold',
		action: 'Hold a call',
		description: 'Put an active call on hold; Answer takes it back',
		...onCall(),
	},
	{
		control: 'transfer',
		label: 'Transfer',
		action: 'Transfer a call',
		description: 'Move a call to another number without asking there first (blind transfer)',
		...onCall(addressField),
		sample: { ...held, address: '+15550177' },
	},
]);

/** What can be done with a user's calls beyond the eleven actions of the BluIP connector. */
export const callControlOperations = controlOperations('call', CALL_CONTROLS, [
	{
		control: 'transferAfterConsultation',
		label: 'Transfer After Consultation',
		action: 'Connect two calls of a user with each other',
		description:
			'Connect the other parties of two calls of the user with each other and leave both (consultative transfer)',
		...onCall(otherCallField),
		sample: { ...held, otherCallId: 'callhalf-31126219700:0' },
	},
	{
		control: 'transferWhenRinging',
		label: 'Transfer When Ringing',
		action: 'Transfer a call when the other telephone rings',
		description:
			'Call another number and move the call there as soon as it rings (mute transfer). Gives the ID of the new call.',
		...onCall(addressField),
		sample: { ...started, address: '+15550177' },
	},
	{
		control: 'reconnect',
		label: 'Reconnect',
		action: 'Take a call back and end the others',
		description: 'Take a held call back and hang up all other calls of the user',
		...onCall(),
	},
	{
		control: 'park',
		label: 'Park',
		action: 'Park a call',
		description:
			'Park a call where any telephone of the group can take it. Gives the place, by which Retrieve Parked finds it.',
		...onCall(
			parkPlaceField(
				'Extension or number of the user against whom the call is parked. Empty means the user’s own.',
			),
		),
		sample: { ...held, parkedAt: '1001' },
	},
	{
		control: 'parkInGroup',
		label: 'Park in Group',
		action: 'Park a call in the group',
		description:
			'Park a call at a free place of the user’s park group, which the server chooses. Gives the place, by which Retrieve Parked finds it.',
		...onCall(),
		sample: { ...held, parkedAt: '1002' },
	},
	{
		control: 'retrieveParked',
		label: 'Retrieve Parked',
		action: 'Retrieve a parked call',
		description: 'Take a parked call to the user’s telephone',
		...dials(
			parkPlaceField(
				'Where the call is parked: the parkedAt of Park. Empty means the user’s own place.',
			),
		),
	},
	{
		control: 'pullCall',
		label: 'Pull Call',
		action: 'Pull the call of a user to another telephone',
		description:
			'Move the present call of the user from one of the user’s telephones to another (call retrieve). The user needs several telephones.',
		...dials(),
	},
	{
		control: 'pickUpInGroup',
		label: 'Pick Up in Group',
		action: 'Pick up a call that rings in the group',
		description: 'Answer a call that rings at a colleague of the user’s pickup group',
		...dials(),
	},
	{
		control: 'pickUp',
		label: 'Pick Up',
		action: 'Pick up the call that rings at another user',
		description: 'Answer the call that rings at a certain other user (directed pickup)',
		...dials(userPhoneField('Ringing User', 'Extension or number at which the call rings')),
		sample: { ...started, userAddress: '1002' },
	},
	{
		control: 'bargeIn',
		label: 'Barge In',
		action: 'Barge in on the call of another user',
		description:
			'Join the call of another user so that all hear each other, or answer it where it still rings (directed pickup with barge-in)',
		...dials(userPhoneField('Busy User', 'Extension or number of the user whose call is joined')),
		sample: { ...started, userAddress: '1002' },
	},
	{
		control: 'silentMonitor',
		label: 'Silent Monitor',
		action: 'Listen to the call of an agent',
		description:
			'Let a supervisor, who is the user, hear the call of an agent without being heard. Conference: Barge In and Coach go on from there.',
		...dials(agentPhoneField('Extension or number of the agent whose call is listened to')),
		sample: { ...started, agentAddress: '1002' },
	},
	{
		control: 'silentMonitorNext',
		label: 'Silent Monitor Next',
		action: 'Listen to the next call of an agent',
		description:
			'Let a supervisor, who is the user, hear the next call of an agent or queue without being heard',
		...dials(agentPhoneField('Extension or number of the agent or queue')),
		sample: { ...started, agentAddress: '1002' },
	},
	{
		control: 'coach',
		label: 'Coach',
		action: 'Coach an agent during a call',
		description:
			'Let a supervisor, who is the user, hear the call of an agent and speak to the agent only (BroadWorks 23 and later)',
		...dials(agentPhoneField('Extension or number of the agent who is coached')),
		sample: { ...started, agentAddress: '1002' },
	},
	{
		control: 'redial',
		label: 'Redial',
		action: 'Call the number a user dialed last',
		description: 'Call the number the user dialed last; the user’s telephone rings first',
		...dials(),
	},
	{
		control: 'returnCall',
		label: 'Return Call',
		action: 'Call back who called a user last',
		description:
			'Call back who called the user last, answered or not; the user’s telephone rings first',
		...dials(),
	},
	{
		control: 'pushToTalk',
		label: 'Push to Talk',
		action: 'Speak at the telephone of another user',
		description:
			'Call another user whose telephone answers by itself, like an intercom (push to talk)',
		...dials(userPhoneField('Called User', 'Extension or number that is spoken to')),
		sample: { ...started, userAddress: '1002' },
	},
	{
		control: 'escalate',
		label: 'Escalate',
		action: 'Call a supervisor for an agent',
		description: 'Call a supervisor for an agent, who is the user; the customer’s call is held',
		...dials(supervisorPhoneField),
	},
	{
		control: 'escalateEmergency',
		label: 'Escalate Emergency',
		action: 'Bring a supervisor into the call of an agent',
		description:
			'Call a supervisor into the present call of an agent, who is the user; it becomes a conference when the supervisor answers',
		...onCall(supervisorPhoneField),
		sample: started,
	},
	{
		control: 'callForExecutive',
		label: 'Call for Executive',
		action: 'Call a number for an executive',
		description: 'Let an assistant, who is the user, call a number in the name of an executive',
		fields: [userIdField, executivePhoneField, addressField],
		sample: { ...started, executiveAddress: '1002', address: '+15550177' },
	},
	{
		control: 'callMeNow',
		label: 'Call Me Now',
		action: 'Connect somebody outside with a user',
		description:
			'Call somebody outside who wants to be called, and connect them with the user when they answer (Call Me Now). Gives a passcode where the service asks for one.',
		fields: [
			userIdField,
			addressField,
			textField(
				'Transaction ID',
				'transactionId',
				'ID of your own, which the operator’s call records carry; may be empty',
				{ placeholder: 'e.g. ticket-4711' },
			),
		],
		sample: { ...user, address: '+15550177', passcode: '1234' },
	},
	{
		control: 'cancelAutomaticCallback',
		label: 'Cancel Automatic Callback',
		action: 'Cancel the automatic callbacks of a user',
		description: 'Remove all automatic callbacks for which the user waits',
		fields: [userIdField],
		sample: user,
	},
	{
		control: 'pushToExecutive',
		label: 'Push to Executive',
		action: 'Push a call to the executive',
		description:
			'Give an answered call of an assistant, who is the user, back to the executive it was for',
		...onCall(),
	},
	{
		control: 'pushToFindMe',
		label: 'Push to Find Me',
		action: 'Push a call to its find me group',
		description:
			'Give a call back to the Find-me/Follow-me group it came from, where all others ring again',
		...onCall(),
	},
	{
		control: 'playMusicOnHold',
		label: 'Play Music on Hold',
		action: 'Play music on a held call',
		description: 'Play other music than usual to the held party of a call',
		...onCall(
			textField(
				'Audio URLs',
				'audioUrls',
				'Addresses of audio files that the server plays one after another, with commas or line ends between them',
				{
					required: true,
					typeOptions: { rows: 2 },
					placeholder: 'e.g. https://media.example.com/hold.wav',
				},
			),
		),
		sample: { ...held, audioUrls: 'https://media.example.com/hold.wav' },
	},
	{
		control: 'sendDtmf',
		label: 'Send DTMF',
		action: 'Send DTMF digits on a call',
		description: 'Send tones on a call as if the user pressed the keys, for an IVR or a pager',
		...onCall(
			textField('Digits', 'digits', '0 to 9, *, #, A to D; a comma makes a pause', {
				required: true,
				placeholder: 'e.g. 1,2345#',
			}),
		),
		sample: { ...held, digits: '1,2345#' },
	},
	{
		control: 'setClientSessionInfo',
		label: 'Set Client Session Info',
		action: 'Attach information to a call',
		description:
			'Attach a text of your own to a call, such as a ticket number; both sides are told of it, and call events carry it as clientSessionInfo',
		...onCall(
			textField('Information', 'info', 'The text; it takes the place of an earlier one', {
				required: true,
				placeholder: 'e.g. ticket-4711',
			}),
		),
		sample: { ...held, info: 'ticket-4711' },
	},
	{
		control: 'setDispositionCode',
		label: 'Set Disposition Code',
		action: 'Set the disposition code of a call',
		description:
			'Say how a queue call ended, with a code of the queue: of a present call of an agent, or of the last one while the agent is wrapping up',
		fields: [userIdField, lastCallField, dispositionCodeField],
		sample: { ...user, dispositionCode: '01' },
	},
	{
		control: 'trace',
		label: 'Trace',
		action: 'Trace a call',
		description:
			'Report a malicious call to the operator (Customer Originated Trace): a present call, or the one received or missed last',
		fields: [userIdField, lastCallField],
		sample: user,
	},
	{
		control: 'createImrn',
		label: 'Create IMRN',
		action: 'Create a number that anchors a mobile call',
		description:
			'Get a number that a mobile telephone dials so that its call goes through the server (IMRN)',
		fields: [
			userIdField,
			textField('Calling Number', 'callingAddress', 'Number of the mobile telephone', {
				required: true,
				placeholder: 'e.g. +12125550100',
			}),
			addressField,
		],
		sample: { ...user, callingAddress: '+15550191', address: '+15550177', imrn: '+15556666' },
	},
	{
		control: 'getHookStatus',
		label: 'Get Hook Status',
		action: 'Get whether the telephone of a user is off the hook',
		description: 'Get Off-Hook while the user is in a call or has lifted the handset, else On-Hook',
		fields: [userIdField],
		sample: { hookStatus: 'Off-Hook' },
	},
]);
