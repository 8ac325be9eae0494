import { compact } from '../../shared/core/callRecord';
import { outputFileField } from '../../shared/action/fileFields';
import { BinaryOutput, type Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { openRecording } from '../client/recordings';
import type { CooCenterClient } from '../connect';

/** See docs/protocols/coocenter.md#requests and docs/protocols/coocenter.md#tls-and-recordings. */
export const downloadRecordingOperation: Operation<CooCenterClient> = {
	resource: 'recording',
	name: 'download',
	label: 'Download',
	action: 'Download a recording',
	description: 'Download the recording of a call as a file',
	kind: 'read',
	fields: [
		{
			displayName: 'File Path',
			name: 'filePath',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 20181105/1541415929.807.wav',
			description:
				'The filePath (queue call record), recordfile or record_filename (call record) of an event',
		},
		outputFileField,
		{
			displayName: 'Wait for File (Seconds)',
			name: 'wait',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 300 },
			default: 6,
			description: 'How long to ask again for a file that is not there yet',
		},
	],
	sample: {
		filePath: '20181105/1541415929.807.wav',
		fileName: '1541415929.807.wav',
		mimeType: 'audio/wav',
		size: 32044,
	},
	async run(context) {
		const { client, parameter } = context;
		const filePath = mandatory(context, 'filePath', 'File Path');
		const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
		const wait = Number(parameter('wait', 6)) * 1000;
		const { body, ...file } = await openRecording(client.connection, filePath, wait);
		const stored = await context.storeFile(body, file.fileName, file.mimeType);
		return new BinaryOutput({ filePath, ...compact(file) }, { [property]: stored });
	},
};
