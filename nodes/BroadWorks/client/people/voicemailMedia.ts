import { TelephonyError } from '../../../shared/core/errors';
import { child, childText, parseXml } from '../../../shared/core/parsing/xml';
import { charsetOf, xmlText } from '../../../shared/core/parsing/xmlText';
import type { HttpStream } from '../../../shared/core/ports';
import { elementValue, type XsiObject } from '../calls/values';
import type { XsiConnection } from '../transport/connection';
import { naming } from '../transport/naming';
import { openStream } from '../transport/streams';
import { bareMessageId, messageOf, messagePath, noMessage, type VoiceMessage } from './voicemail';

/** A message with its file, which is read as it comes. */
export interface OpenedMessage {
	message: VoiceMessage;
	/** The vendor's word, as `WAV`. */
	mediaType: string;
	fileName: string;
	mimeType: string;
	body: AsyncIterable<Uint8Array>;
}

/** MessageMediaFileType of the XSD (docs/protocols/broadworks.md#directories-logs-voice-mail). */
const TYPES: Record<string, { ending: string; mimeType: string }> = {
	WAV: { ending: 'wav', mimeType: 'audio/wav' },
	MP3: { ending: 'mp3', mimeType: 'audio/mpeg' },
	MOV: { ending: 'mov', mimeType: 'video/quicktime' },
	TIF: { ending: 'tif', mimeType: 'image/tiff' },
};

/** Characters in front of the file at the most. */
const MOST_OF_HEAD = 256 * 1024;

/** ms until the answer must begin, and that it may pause. */
const LONGEST_PAUSE = 60_000;

/** Where the file begins; the third part is there for an element without any. */
const CONTENT = /<((?:[\w.-]+:)?)content(?:\s[^<>]*?)?(\/?)>/;

const cutOff = () =>
	new TelephonyError('unavailable', 'The message was cut off in the middle. Try again');

/** The parts of an answer as text of one byte per character. Throws `unavailable` when they stop. */
async function* partsOf(
	{ clock }: XsiConnection,
	stream: HttpStream,
): AsyncGenerator<string, void, undefined> {
	const source = stream.body[Symbol.asyncIterator]();
	try {
		for (;;) {
			const arrived = new AbortController();
			const late = clock.sleep(LONGEST_PAUSE, arrived.signal).then(() => undefined);
			const part = await Promise.race([source.next(), late]).finally(() => arrived.abort());
			if (part === undefined) throw cutOff();
			if (part.done) return;
			yield Buffer.from(part.value).toString('latin1');
		}
	} finally {
		stream.close();
	}
}

/** Base64 in XML up to the next tag, decoded as it comes: line breaks may be written as `&#13;`. */
async function* decoded(
	first: string,
	parts: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<Uint8Array> {
	let text = first;
	try {
		for (;;) {
			const end = text.indexOf('<');
			const open = end < 0 ? text.lastIndexOf('&') : -1;
			const isWhole = open < 0 || text.includes(';', open);
			const [usable, rest] = isWhole
				? [end < 0 ? text : text.slice(0, end), '']
				: [text.slice(0, open), text.slice(open)];
			const digits = usable.replace(/&#x?[\da-f]+;|\s+/gi, '');
			if (/[^A-Za-z0-9+/=]/.test(digits)) {
				throw new TelephonyError('protocolViolation', 'The file of the message is not base64');
			}
			const length = end < 0 ? digits.length - (digits.length % 4) : digits.length;
			if (length > 0) yield Buffer.from(digits.slice(0, length), 'base64');
			if (end >= 0) return;
			const next = await parts.next();
			if (next.done) throw cutOff();
			text = digits.slice(length) + rest + next.value;
		}
	} finally {
		await parts.return();
	}
}

/** What stands before the file, as a document that ends there. */
function headOf(head: string, prefix: string, charset: string | undefined) {
	const closing = ['content', 'messageMediaContent', 'VoiceMessage']
		.map((name) => `</${prefix}${name}>`)
		.join('');
	return parseXml(xmlText(Buffer.from(head + closing, 'latin1'), charset));
}

function fileOf(messageId: string, mediaType: string, description: string | undefined) {
	const { ending, mimeType } = TYPES[mediaType.toUpperCase()] ?? {
		ending: mediaType.toLowerCase().replace(/\W/g, '') || 'bin',
		mimeType: 'application/octet-stream',
	};
	const isName =
		description !== undefined &&
		!/[\\/]/.test(description) &&
		description.toLowerCase().endsWith(`.${ending}`);
	const fileName = isName ? description : `voicemail-${bareMessageId(messageId)}.${ending}`;
	return { fileName, mimeType };
}

async function open(
	connection: XsiConnection,
	stream: HttpStream,
	messageId: string,
): Promise<OpenedMessage> {
	const parts = partsOf(connection, stream);
	let text = '';
	let found: RegExpExecArray | null = null;
	while (!found) {
		const part = await parts.next();
		if (part.done || text.length > MOST_OF_HEAD) {
			await parts.return();
			throw new TelephonyError('protocolViolation', 'The server gave no voicemail message');
		}
		text += part.value;
		found = CONTENT.exec(text);
	}
	const [tag, prefix, isEmpty] = found;
	const end = found.index + tag.length;
	const head = text.slice(0, end).replace(/\/>$/, '>');
	const contentType = [stream.headers['content-type']].flat()[0];
	const document = headOf(head, prefix, charsetOf(contentType ?? ''));
	const info = child(document, 'messageInfo');
	const media = child(document, 'messageMediaContent');
	const mediaType = (media && childText(media, 'mediaType')) ?? 'WAV';
	return {
		message: messageOf((info === undefined ? {} : elementValue(info)) as XsiObject),
		mediaType,
		...fileOf(messageId, mediaType, media && childText(media, 'description')),
		body: decoded(isEmpty === '' ? text.slice(end) : '<', parts),
	};
}

/** Opens a message with its sound, fax or video, which is decoded as it comes. */
export async function openMessage(
	connection: XsiConnection,
	userId: string,
	messageId: string,
): Promise<OpenedMessage> {
	const stream = await naming(noMessage(userId, messageId), async () =>
		openStream(connection, {
			method: 'GET',
			path: messagePath(userId, messageId),
			timeout: LONGEST_PAUSE,
		}),
	);
	return await open(connection, stream, messageId);
}
