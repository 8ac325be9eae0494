import type { IDataObject } from 'n8n-workflow';

import {
	BinaryOutput,
	type Operation,
	type OperationContext,
} from '../../../shared/action/operation';
import { outputFileField } from '../../../shared/action/fileFields';
import { TelephonyError } from '../../../shared/core/errors';
import {
	bareMessageId,
	getTranscript,
	listMessages,
	noMessage,
} from '../../client/people/voicemail';
import { openMessage } from '../../client/people/voicemailMedia';
import type { XsiClient } from '../../connect';
import { mandatory, userIdField, userOf } from '../../fields';
import { listedSample, messageField } from './fields';

type Context = OperationContext<XsiClient>;

/** The message as the list has it: reading it by itself would bring its file. */
async function listed({ client }: Context, userId: string, messageId: string) {
	const wanted = bareMessageId(messageId);
	const messages = await listMessages(client.connection, userId);
	const message = messages.find((one) => bareMessageId(one.messageId) === wanted);
	if (message) return message;
	throw new TelephonyError('notFound', noMessage(userId, messageId).notFound);
}

async function withFile(context: Context, userId: string, messageId: string) {
	const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
	const opened = await openMessage(context.client.connection, userId, messageId);
	const { message, mediaType, fileName, mimeType, body } = opened;
	const file = await context.storeFile(body, fileName, mimeType);
	return { json: { ...message, mediaType, fileName, mimeType }, binary: { [property]: file } };
}

/** See docs/protocols/broadworks.md#directories-logs-voice-mail. */
export const getOperation: Operation<XsiClient> = {
	resource: 'voicemail',
	name: 'get',
	label: 'Get',
	action: 'Get a voicemail message',
	description: 'Get a voicemail message of a user, with its sound as a file and its transcript',
	kind: 'read',
	fields: [
		userIdField,
		messageField,
		{
			displayName: 'Download Audio',
			name: 'downloadAudio',
			type: 'boolean',
			default: true,
			description: 'Whether to get the sound of the message (or its fax or video) as a file',
		},
		{
			...outputFileField,
			displayOptions: { show: { downloadAudio: [true] } },
		},
		{
			displayName: 'Include Transcript',
			name: 'transcript',
			type: 'boolean',
			default: false,
			description:
				'Whether to read what was said as text. Only some servers write it down (Webex); others give the status "none".',
		},
	],
	sample: {
		...listedSample,
		mediaType: 'WAV',
		fileName: 'message.wav',
		mimeType: 'audio/wav',
	},
	async run(context) {
		const userId = userOf(context);
		const messageId = mandatory(context, 'messageId', 'Message');
		const { connection } = context.client;
		const { json, binary } = context.parameter('downloadAudio', true)
			? await withFile(context, userId, messageId)
			: { json: await listed(context, userId, messageId), binary: {} };
		const transcript = context.parameter('transcript', false)
			? { transcript: await getTranscript(connection, userId, messageId) }
			: {};
		return new BinaryOutput({ ...json, userId, ...transcript } as unknown as IDataObject, binary);
	},
};
