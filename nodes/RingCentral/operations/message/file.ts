import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { compact } from '../../../shared/core/callRecord';
import { BinaryOutput, type Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { extensionOf, type Context } from '../../fields/call';
import { text } from '../../client/transport/answers';
import {
	chooseAttachments,
	isTranscription,
	messageWithTranscription,
	openAttachment,
	type AttachmentFile,
	type Wanted,
} from '../../client/messaging/attachments';
import type { MessageAttachment } from '../../client/messaging/messages';
import type { RingCentralClient } from '../../connect';
import { outputFileField } from '../../../shared/action/fileFields';
import { mailboxField, messageIdField, messageIdOf } from './message';

/** Bytes of a transcription that are put into the item besides the file. */
const MAX_TEXT = 256 * 1024;

function wantedOf(context: Context): Wanted {
	const attachment = context.parameter<'main' | 'transcription' | 'all' | 'id'>(
		'attachment',
		'main',
	);
	return attachment === 'id'
		? { id: mandatory(context, 'attachmentId', 'Attachment ID') }
		: attachment;
}

/** Lets a text pass and keeps it, as far as it goes. */
function kept(file: AttachmentFile): { file: AttachmentFile; words: () => string } {
	const chunks: Uint8Array[] = [];
	let size = 0;
	async function* body() {
		for await (const chunk of file.body) {
			if (size < MAX_TEXT) chunks.push(chunk);
			size += chunk.length;
			yield chunk;
		}
	}
	const words = () => Buffer.concat(chunks).subarray(0, MAX_TEXT).toString('utf8');
	return { file: { ...file, body: body() }, words };
}

interface Stored {
	binary: IBinaryData;
	about: IDataObject;
	/** The words of a transcription. */
	transcription?: string;
}

async function store(
	context: Context,
	opened: AttachmentFile,
	attachment: MessageAttachment,
): Promise<Stored> {
	const isText = isTranscription(attachment);
	const { file, words } = isText ? kept(opened) : { file: opened, words: () => '' };
	const binary = await context.storeFile(file.body, file.fileName, file.mimeType);
	const { fileName, mimeType } = file;
	const duration = attachment.vmDuration ?? undefined;
	return {
		binary,
		about: compact({
			id: String(attachment.id),
			type: text(attachment.type),
			fileName,
			mimeType,
			duration,
		}),
		transcription: isText ? words() : undefined,
	};
}

/** See docs/protocols/ringcentral.md#messages, content. */
export const downloadAttachmentOperation: Operation<RingCentralClient> = {
	resource: 'message',
	name: 'downloadAttachment',
	label: 'Download Attachment',
	action: 'Download an attachment of a message',
	description: 'Download the sound or the transcription of a voicemail, a fax or a picture',
	kind: 'read',
	fields: [
		mailboxField,
		messageIdField,
		{
			displayName: 'Attachment',
			name: 'attachment',
			type: 'options',
			options: [
				{ name: 'All', value: 'all', description: 'The second goes to field data_1, and so on' },
				{ name: 'By ID', value: 'id' },
				{
					name: 'Main File',
					value: 'main',
					description: 'The sound of a voicemail, the document of a fax',
				},
				{ name: 'Transcription', value: 'transcription', description: 'The text of a voicemail' },
			],
			default: 'main',
			description: 'Which of the message’s files is downloaded',
		},
		{
			displayName: 'Attachment ID',
			name: 'attachmentId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 401654758008',
			description: 'The ID of one of the attachments that Get and Get Many give with the message',
			displayOptions: { show: { attachment: ['id'] } },
		},
		outputFileField,
		{
			displayName: 'Wait for Transcription (Seconds)',
			name: 'wait',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 600 },
			default: 0,
			description: 'How long to wait for the text of a voicemail that is still being written',
			displayOptions: { show: { attachment: ['all', 'transcription'] } },
		},
	],
	sample: {
		messageId: '401654758008',
		type: 'VoiceMail',
		attachments: [
			{
				id: '401654758008',
				type: 'AudioRecording',
				fileName: 'AudioRecording-401654758008.mp3',
				mimeType: 'audio/mpeg',
				duration: 12,
			},
		],
		vmTranscriptionStatus: 'Completed',
	},
	async run(context) {
		const { client, parameter } = context;
		const extensionId = extensionOf(context);
		const id = messageIdOf(context);
		const wanted = wantedOf(context);
		const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
		const waits = wanted === 'all' || wanted === 'transcription';
		const seconds = waits ? Math.min(600, Number(parameter('wait', 0)) || 0) : 0;
		const message = await messageWithTranscription(client, extensionId, id, seconds * 1000);
		const binary: Record<string, IBinaryData> = {};
		const attachments: IDataObject[] = [];
		let transcription: string | undefined;
		for (const [index, attachment] of chooseAttachments(message, wanted).entries()) {
			const file = await openAttachment(client, extensionId, message, attachment);
			const stored = await store(context, file, attachment);
			binary[index === 0 ? property : `${property}_${index}`] = stored.binary;
			attachments.push(stored.about);
			transcription ??= stored.transcription;
		}
		const json = compact({
			messageId: id,
			type: text(message.type),
			attachments,
			transcription,
			vmTranscriptionStatus: text(message.vmTranscriptionStatus),
		});
		return new BinaryOutput(json, binary);
	},
};
