import { compact } from '../../../shared/core/callRecord';
import { mandatory } from '../../../shared/action/parameters';
import type { Operation } from '../../../shared/action/operation';
import { connectorFields } from '../../callLogOutput';
import { INSIGHT_TYPES, recordingInsights, transcriptOf } from '../../client/callLog/insights';
import type { RingCentralClient } from '../../connect';
import { choices } from '../../fields/choices';
import { recordingIdField, recordingIdOf } from '../../fields/index';

/** See docs/protocols/ringcentral.md#insights. */
export const getInsightsOperation: Operation<RingCentralClient> = {
	resource: 'callLog',
	name: 'getInsights',
	label: 'Get Insights',
	action: 'Get transcript and notes of a call',
	description:
		'Get transcript, summary, notes and next steps that RingSense has made of a recorded call',
	kind: 'read',
	fields: [
		recordingIdField(
			'The ID of the recording, as Call Log, Get Many gives it under recording. Insights come some minutes after it.',
		),
		{
			displayName: 'Insights',
			name: 'insightTypes',
			type: 'multiOptions',
			options: choices(INSIGHT_TYPES),
			default: [],
			description: 'What to get; none chosen means all that there is',
		},
	],
	sample: {
		title: 'Call from +14155550100 to Alice Adams',
		domain: 'pbx',
		sourceRecordId: '1662272004',
		sourceSessionId: 's-a4a04391ca1cfz195a2985337z1340ea0000',
		callDirection: 'Inbound',
		ownerExtensionId: '62288329016',
		recordingDurationMs: 55000,
		recordingStartTime: '2026-06-06T23:07:20.000Z',
		speakerInfo: [{ speakerId: 'p-1', name: 'Alice Adams', extensionId: '62288329016' }],
		insights: {
			Transcript: [{ speakerId: 'p-1', text: 'Hello', start: 0.4, end: 1.2 }],
			Summary: [{ value: 'The customer asks for an offer', start: 0, end: 55 }],
			NextSteps: [{ speakerId: 'p-1', value: 'Send the offer', start: 40, end: 44 }],
		},
		transcript: 'Alice Adams: Hello',
	},
	async run(context) {
		const recordingId = recordingIdOf(mandatory(context, 'recordingId', 'Recording ID'));
		const types = context.parameter<string[]>('insightTypes', []);
		const answer = await recordingInsights(context.client, recordingId, types);
		return compact({ ...connectorFields(answer), transcript: transcriptOf(answer) });
	},
};
