import { TelephonyError } from '../../../shared/core/errors';
import type { HttpStream } from '../../../shared/core/ports';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import { openStream } from '../transport/api';
import { header, objects, text } from '../transport/answers';
import type { RingCentralConnection } from '../transport/connection';
import { getMessage, type Message, type MessageAttachment } from './messages';
import { isTranscribed } from './transcriptions';
import { fileAddress, segment } from '../transport/urls';

/*
 * The files of messages: the sound and the text of a voicemail, the pages of a fax, pictures
 * (docs/protocols/ringcentral.md#messages).
 */

const TRANSCRIPTION = 'audiotranscription';

/** ms between two readings for the text of a voicemail. */
const POLL = 5_000;

const EXTENSIONS: Record<string, string> = wordTable({
	'application/pdf': 'pdf',
	'audio/mpeg': 'mp3',
	'audio/wav': 'wav',
	'audio/x-wav': 'wav',
	'image/gif': 'gif',
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/tiff': 'tif',
	'text/plain': 'txt',
	'video/mp4': 'mp4',
});

export const isTranscription = ({ type }: MessageAttachment): boolean =>
	text(type)?.toLowerCase() === TRANSCRIPTION;

/** Which files of a message are wanted. */
export type Wanted = 'main' | 'transcription' | 'all' | { id: string };

/** The chosen files; throws `notFound` in words when there are none. */
export function chooseAttachments(message: Message, wanted: Wanted): MessageAttachment[] {
	const all = objects(message.attachments) as MessageAttachment[];
	const chosen =
		wanted === 'all'
			? all
			: wanted === 'transcription'
				? all.filter(isTranscription)
				: wanted === 'main'
					? all.filter((attachment) => !isTranscription(attachment)).slice(0, 1)
					: all.filter(({ id }) => String(id) === wanted.id);
	if (chosen.length > 0) return chosen;
	const has = all.map(({ id, type }) => `${id} (${type ?? 'unknown type'})`).join(', ') || 'none';
	const state = message.vmTranscriptionStatus;
	const why =
		wanted === 'transcription'
			? `no transcription${state ? ` (its state: ${state})` : ''}`
			: typeof wanted === 'object'
				? `no attachment ${wanted.id}`
				: 'no attachment';
	const id = text(message.id);
	const named = id === undefined ? 'The message' : `Message ${id}`;
	throw new TelephonyError('notFound', `${named} has ${why}. Its attachments: ${has}`);
}

/**
 * A message, after its transcription has come or is known never to come, at most after `timeoutMs`.
 */
export async function messageWithTranscription(
	connection: RingCentralConnection,
	extensionId: string,
	messageId: string,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<Message> {
	const { clock } = connection;
	const deadline = clock.elapsed() + timeoutMs;
	for (;;) {
		const message = await getMessage(connection, extensionId, messageId);
		const coming = Boolean(message.vmTranscriptionStatus) && !isTranscribed(message);
		const left = deadline - clock.elapsed();
		if (!coming || left <= 0 || signal?.aborted) return message;
		await clock.sleep(Math.min(POLL, left), signal);
	}
}

/** A file as it comes. */
export interface AttachmentFile {
	body: HttpStream['body'];
	fileName: string;
	mimeType: string;
}

const bare = (contentType: string) => contentType.split(';')[0].trim().toLowerCase();

function fileNameOf(
	message: Message,
	attachment: MessageAttachment,
	mimeType: string,
	disposition: string,
): string {
	const given = text(attachment.fileName) ?? text(attachment.filename);
	const sent = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
	// A name is no path, whoever gave it.
	const name = (given ?? sent ?? '').split(/[\\/]/).pop()?.trim();
	if (name) return name;
	const kind = attachment.type ?? message.type ?? 'attachment';
	const extension = EXTENSIONS[mimeType];
	return `${kind}-${attachment.id}${extension ? `.${extension}` : ''}`;
}

/** Opens a file of a message (Medium). Its body throws when it is cut off. Throws `TelephonyError`. */
export async function openAttachment(
	connection: RingCentralConnection,
	extensionId: string,
	message: Message,
	attachment: MessageAttachment,
): Promise<AttachmentFile> {
	const own = `/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/message-store/${segment(message.id, 'The message')}/content/${segment(attachment.id, 'The attachment')}`;
	const path = fileAddress(connection.server, text(attachment.uri), own);
	const { body, headers } = await openStream(connection, { method: 'GET', path });
	const mimeType =
		bare(header(headers, 'content-type') || (attachment.contentType ?? '')) ||
		'application/octet-stream';
	const disposition = header(headers, 'content-disposition');
	return { body, mimeType, fileName: fileNameOf(message, attachment, mimeType, disposition) };
}
