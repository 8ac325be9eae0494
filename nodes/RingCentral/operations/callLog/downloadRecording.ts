import { compact } from '../../../shared/core/callRecord';
import { BinaryOutput, type Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { openRecording } from '../../client/callLog/callLog';
import type { RingCentralClient } from '../../connect';
import { outputFileField } from '../../../shared/action/fileFields';
import { recordingIdField, recordingIdOf } from '../../fields/index';

/** See docs/protocols/ringcentral.md#call-log, recording. */
export const downloadRecordingOperation: Operation<RingCentralClient> = {
	resource: 'callLog',
	name: 'downloadRecording',
	label: 'Download Recording',
	action: 'Download the recording of a call',
	description: 'Download the recording of a call as a file',
	kind: 'read',
	fields: [
		recordingIdField(
			'The ID of the recording, as Call Log, Get Many gives it under recording, or its contentUri, which takes one request less of the few that the call log allows. It comes some time after the call, and not at all for very short ones.',
		),
		outputFileField,
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			description: 'Empty for the ID of the recording with the ending of its type',
		},
	],
	sample: {
		recordingId: '1662272004',
		fileName: '1662272004.mp3',
		mimeType: 'audio/mpeg',
		size: 220_800,
		duration: 55,
	},
	async run(context) {
		const given = mandatory(context, 'recordingId', 'Recording ID');
		const recordingId = recordingIdOf(given);
		const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
		const isAddress = recordingId !== given && /\/content(\?|$)/.test(given);
		const contentUri = isAddress ? given : undefined;
		const recording = await openRecording(context.client, recordingId, contentUri);
		const { body, close: _close, ...file } = recording;
		const fileName = optional(context, 'fileName') || file.fileName;
		const stored = await context.storeFile(body, fileName, file.mimeType);
		const json = { recordingId, ...compact({ ...file, fileName }) };
		return new BinaryOutput(json, { [property]: stored });
	},
};
