import type { INodeProperties } from 'n8n-workflow';

import { compact } from '../../../shared/core/callRecord';
import type { Operation } from '../../../shared/action/operation';
import { optional } from '../../../shared/action/parameters';
import { partyField, partyOf, sessionField } from '../../fields/call';
import type { PartyReference } from '../../client/calls/callSessions';
import { text } from '../../client/transport/answers';
import { setRecording, startRecording, type RunningRecording } from '../../client/calls/partyVerbs';
import { findRecording } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { doneSample, partyDone } from './result';

const sample = {
	...doneSample,
	recordingId: '401547458008',
	active: true,
	mode: 'OnDemand',
	view: 'Party',
};

const recordingField: INodeProperties = {
	displayName: 'Recording ID',
	name: 'recordingId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 401547458008',
	description:
		'The ID that Call, Get gives among the recordings of the party. Empty means that of the party, looked up in the call.',
};

const result = (party: PartyReference, recording: RunningRecording) => ({
	...partyDone(party),
	...compact({
		recordingId: text(recording.id),
		active: recording.active ?? undefined,
		mode: recording.mode ?? undefined,
		view: recording.view ?? undefined,
	}),
});

/** See docs/protocols/ringcentral.md#call-control, record start. */
export const startRecordingOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'startRecording',
	label: 'Start Recording',
	action: 'Start recording a call',
	description: 'Record a call from now on; conferences cannot be recorded',
	kind: 'change',
	fields: [sessionField, partyField],
	sample,
	async run(context) {
		const party = await partyOf(context, 'record');
		return result(party, await startRecording(context.client, party));
	},
};

type Texts = Pick<Operation<RingCentralClient>, 'name' | 'label' | 'action' | 'description'>;

/** Pausing and resuming differ in nothing but a boolean. */
function switching(active: boolean, texts: Texts): Operation<RingCentralClient> {
	return {
		...texts,
		resource: 'call',
		kind: 'change',
		fields: [sessionField, partyField, recordingField],
		sample: { ...sample, active },
		async run(context) {
			const { client } = context;
			const party = await partyOf(context, 'pause or resume recording');
			const chosen = optional(context, 'recordingId');
			const recordingId = chosen || (await findRecording(client, party, !active));
			const answer = await setRecording(client, party, { recordingId, active });
			return result(party, { id: recordingId, active, ...answer });
		},
	};
}

/** See docs/protocols/ringcentral.md#call-control, record pause. */
export const pauseRecordingOperation = switching(false, {
	name: 'pauseRecording',
	label: 'Pause Recording',
	action: 'Pause the recording of a call',
	description: 'Pause the recording of a call, for example while a card number is spoken',
});

/** See docs/protocols/ringcentral.md#call-control, record resume. */
export const resumeRecordingOperation = switching(true, {
	name: 'resumeRecording',
	label: 'Resume Recording',
	action: 'Resume the recording of a call',
	description: 'Continue a paused recording',
});
