import type { IDataObject } from 'n8n-workflow';

import { compact } from '../../../shared/core/callRecord';
import type { HttpStream } from '../../../shared/core/ports';
import { BinaryOutput, type Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { openFile, uploadFile } from '../../client/messaging/teamMessaging';
import { header } from '../../client/transport/answers';
import { sizeOf } from '../../client/transport/streams';
import type { RingCentralClient } from '../../connect';
import { inputFileField, outputFileField } from '../../../shared/action/fileFields';
import { optionalChatField } from '../../fields/index';
import { messagingOptions, pathsOf } from '../../fields/messaging';

const resource = 'teamMessaging';

/** What the answer tells of a file that is coming. */
function factsOf(stream: HttpStream) {
	const sent = /filename="?([^";]+)"?/i.exec(header(stream.headers, 'content-disposition'))?.[1];
	return {
		// A name is no path, whoever gave it.
		fileName: sent?.split(/[\\/]/).pop()?.trim() || undefined,
		mimeType:
			header(stream.headers, 'content-type').split(';')[0].trim() || 'application/octet-stream',
		size: sizeOf(stream),
	};
}

/** See docs/protocols/ringcentral.md#team-messaging, files. */
export const uploadFileOperation: Operation<RingCentralClient> = {
	resource,
	name: 'uploadFile',
	label: 'Upload File',
	action: 'Upload a file',
	description: 'Upload a file, and share it in a chat if one is given',
	kind: 'change',
	fields: [
		inputFileField,
		optionalChatField,
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			description: 'Empty for the name the file has',
		},
		messagingOptions(),
	],
	sample: {
		id: '1590046605',
		contentUri: 'https://media.ringcentral.com/team-messaging/v1/files/1590046605/content',
		name: 'report.pdf',
	},
	async run(context) {
		const property = mandatory(context, 'binaryProperty', 'Input Data Field Name');
		const { bytes, fileName, mimeType } = await context.readFile(property);
		const file = {
			name: optional(context, 'fileName') || fileName,
			bytes,
			mimeType,
			chatId: optional(context, 'chatId') || undefined,
		};
		return (await uploadFile(context.client, file, pathsOf(context))) as IDataObject;
	},
};

export const downloadFileOperation: Operation<RingCentralClient> = {
	resource,
	name: 'downloadFile',
	label: 'Download File',
	action: 'Download a file',
	description: 'Download a file that is attached to a post',
	kind: 'read',
	fields: [
		{
			displayName: 'Content URI',
			name: 'contentUri',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://media.ringcentral.com/…',
			description: 'The contentUri of an attachment of a post, or of an uploaded file',
		},
		outputFileField,
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			description: 'The name of the attachment; empty for the name the server gives',
		},
	],
	sample: { fileName: 'report.pdf', mimeType: 'application/pdf', size: 4096 },
	async run(context) {
		const uri = mandatory(context, 'contentUri', 'Content URI');
		const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
		const stream = await openFile(context.client, uri);
		const facts = factsOf(stream);
		const fileName = optional(context, 'fileName') || facts.fileName || 'file';
		const stored = await context.storeFile(stream.body, fileName, facts.mimeType);
		return new BinaryOutput(compact({ ...facts, fileName }), { [property]: stored });
	},
};
