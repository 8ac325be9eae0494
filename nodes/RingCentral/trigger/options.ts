import type { INodeProperties } from 'n8n-workflow';

import { errorWorkflowAfterField } from '../../shared/trigger/line/alarmField';
import {
	executionsAtOnceField,
	oneEventPerExecutionField,
	optionsWithRawBody,
} from '../../shared/trigger/webhook/pushFields';
import { OPTION_DEFAULTS } from './settings';

/** An option that only some events have. */
const only = (triggerOn: string[]): NonNullable<INodeProperties['displayOptions']> => ({
	show: { '/triggerOn': triggerOn },
});

/** What can be chosen beside the events themselves. */
export const triggerOptions: INodeProperties = optionsWithRawBody([
	{
		displayName: 'Check Every (Seconds)',
		name: 'checkInterval',
		type: 'number',
		typeOptions: { minValue: 5, maxValue: 3600 },
		default: OPTION_DEFAULTS.checkInterval,
		description:
			'Seconds between checks that RingCentral still has the webhook subscription and has not blacklisted it. Each check is one request of the Light rate group.',
		displayOptions: { show: { '/delivery': ['webhook'] } },
	},
	errorWorkflowAfterField,
	executionsAtOnceField,
	{
		displayName: 'First Look After (Seconds)',
		name: 'recordDelay',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: OPTION_DEFAULTS.recordDelay,
		description:
			'How many seconds after the end of a call to look for its record in the call log first. One request serves all calls that ended meanwhile.',
		displayOptions: only(['callEnded', 'newRecording']),
	},
	{
		displayName: 'Ignore Own Posts',
		name: 'ignoreOwnPosts',
		type: 'boolean',
		default: true,
		description:
			'Whether posts of the user of the credential start nothing, so that a workflow that answers does not answer itself',
		displayOptions: only(['post']),
	},
	{
		displayName: 'Include Connection Items',
		name: 'connectionItems',
		type: 'boolean',
		default: false,
		description:
			'Whether the workflow also runs when the connection goes down, comes back, or lost events, with items of type Connection',
	},
	{
		displayName: 'Look for Recording (Minutes)',
		name: 'newRecordingWait',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 240, numberPrecision: 1 },
		default: OPTION_DEFAULTS.newRecordingWait,
		description:
			'How many minutes after its record a call that was answered may get its recording; afterwards it counts as not recorded',
		displayOptions: only(['newRecording']),
	},
	{
		displayName: 'Once per Call',
		name: 'oncePerCall',
		type: 'boolean',
		default: false,
		description:
			'Whether a call that rang at several phones and was missed at each starts the workflow only once',
		displayOptions: only(['missedCall']),
	},
	oneEventPerExecutionField,
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +16505550101',
		description: 'Only calls from or to this number, with country code (E.164)',
		displayOptions: only(['telephonySession', 'missedCall']),
	},
	{
		displayName: 'Public Base URL',
		name: 'publicBaseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.net',
		description:
			'Where RingCentral reaches this n8n, if not at its webhook URL (NAT, reverse proxy)',
		displayOptions: { show: { '/delivery': ['webhook'] } },
	},
	{
		displayName: 'Record Wait (Minutes)',
		name: 'recordWait',
		type: 'number',
		typeOptions: { minValue: 0.1, maxValue: 120, numberPrecision: 1 },
		default: OPTION_DEFAULTS.recordWait,
		description:
			'After this many minutes a call goes out without its record, with recordFound: false, so that none is lost',
		displayOptions: only(['callEnded']),
	},
	{
		displayName: 'Recording Wait (Minutes)',
		name: 'recordingWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 240, numberPrecision: 1 },
		default: OPTION_DEFAULTS.recordingWait,
		description:
			'How many minutes a call that was answered waits until its record has the recording; 0 means not at all',
		displayOptions: only(['callEnded']),
	},
	{
		displayName: 'Recover Missed Calls',
		name: 'recoverMissedCalls',
		type: 'boolean',
		default: false,
		description:
			'Whether calls of an outage are read from the call log afterwards, with recovered: true. Call Ended does so in any case.',
		displayOptions: only(['telephonySession', 'missedCall']),
	},
	{
		displayName: 'Transcription Wait (Minutes)',
		name: 'transcriptionWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 60, numberPrecision: 1 },
		default: OPTION_DEFAULTS.transcriptionWait,
		description: 'How many minutes a voicemail waits for its text; 0 means not at all',
		displayOptions: only(['voicemail', 'queueVoicemail']),
	},
	{
		displayName: 'Wait for Order (Ms)',
		name: 'orderPatience',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 5000 },
		default: OPTION_DEFAULTS.orderPatience,
		description:
			'How many milliseconds an event of a call waits for those that should come before it; one that comes even later has late: true',
		displayOptions: only(['telephonySession', 'callEnded', 'newRecording', 'missedCall']),
	},
]);
