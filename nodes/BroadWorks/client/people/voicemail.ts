import { TelephonyError } from '../../../shared/core/errors';
import { child, type XmlElement } from '../../../shared/core/parsing/xml';
import { isoTime } from '../../../shared/core/callRecord';
import { elementValue, type XsiObject } from '../calls/values';
import { bodyXml } from '../transport/answers';
import { readablePart } from '../../../shared/core/typedPath';
import { segment, send, type XsiConnection } from '../transport/connection';
import { naming, userWords } from '../transport/naming';

/** A message of a mailbox (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export interface VoiceMessage extends XsiObject {
	/** A path, as `/v2.0/user/ID/voicemessagingmessages/UUID`. */
	messageId: string;
	read: boolean;
	urgent: boolean;
}

const userPath = (userId: string) => `/v2.0/user/${segment(userId, 'The user')}`;
const mailbox = (userId: string) => `${userPath(userId)}/VoiceMessagingMessages`;

/** Marks that are there or not. */
const MARKS = ['read', 'urgent', 'confidential', 'video', 'fax'] as const;

/** A message with its marks as booleans, and the time in ISO 8601 beside that in ms. */
export function messageOf(info: XsiObject): VoiceMessage {
	const marks = Object.fromEntries(MARKS.map((mark) => [mark, info[mark] !== undefined]));
	const { time } = info;
	const received = isoTime(typeof time === 'number' ? time : undefined);
	return {
		...info,
		...marks,
		...(received === undefined ? {} : { received }),
		messageId: typeof info.messageId === 'object' ? '' : String(info.messageId ?? ''),
	} as VoiceMessage;
}

/** The last part of a message id, which is a path; a bare id stays. Throws `badRequest` for nothing. */
export function bareMessageId(written: string): string {
	const id = written.trim().replace(/\/+$/, '').split('/').at(-1) ?? '';
	if (id !== '') return readablePart(id);
	throw new TelephonyError('badRequest', `"${written}" is not a message ID`);
}

export const messagePath = (userId: string, messageId: string): string =>
	`${mailbox(userId)}/${segment(bareMessageId(messageId), 'The message')}`;

const noMailbox = (userId: string) => ({
	notFound: `${userWords(userId)} has no voicemail (service Voice Messaging), or there is no such user`,
});

export const noMessage = (userId: string, messageId: string) => ({
	notFound: `There is no message ${bareMessageId(messageId)} in the mailbox of ${userWords(userId)}`,
});

/** The messages of a `VoiceMessagingMessages` document, in the order of the server. */
export const messagesIn = (document: XmlElement): VoiceMessage[] =>
	(child(document, 'messageInfoList')?.children ?? [])
		.filter(({ name }) => name === 'messageInfo')
		.map((info) => messageOf(elementValue(info) as XsiObject));

/** The messages of a user, in the order of the server. */
export async function listMessages(
	connection: XsiConnection,
	userId: string,
): Promise<VoiceMessage[]> {
	const document = await naming(noMailbox(userId), async () =>
		bodyXml(await send(connection, { method: 'GET', path: mailbox(userId) })),
	);
	return messagesIn(document);
}

/** Marks a message, or all of them. */
export async function markMessages(
	connection: XsiConnection,
	userId: string,
	read: boolean,
	messageId?: string,
): Promise<void> {
	const mark = read ? 'Read' : 'Unread';
	const [path, words] =
		messageId === undefined
			? [`${mailbox(userId)}/MarkAllAs${mark}`, noMailbox(userId)]
			: [`${messagePath(userId, messageId)}/MarkAs${mark}`, noMessage(userId, messageId)];
	await naming(words, async () => send(connection, { method: 'PUT', path, body: '' }));
}

/** Deletes a message for good. */
export async function deleteMessage(
	connection: XsiConnection,
	userId: string,
	messageId: string,
): Promise<void> {
	await naming(noMessage(userId, messageId), async () =>
		send(connection, { method: 'DELETE', path: messagePath(userId, messageId) }),
	);
}

export interface Transcript {
	/** The vendor's word, as `READY`; `none` where the server has no transcripts. */
	status: string;
	content?: string;
	lang?: string;
}

/** The words of a message, where the server writes them down (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export async function getTranscript(
	connection: XsiConnection,
	userId: string,
	messageId: string,
): Promise<Transcript> {
	try {
		const path = `${messagePath(userId, messageId)}/transcript`;
		const document = bodyXml(await send(connection, { method: 'GET', path }));
		const content = child(document, 'content');
		return {
			status: child(document, 'status')?.text ?? '',
			...(content === undefined ? {} : { content: content.text }),
			...(content?.attributes.lang === undefined ? {} : { lang: content.attributes.lang }),
		};
	} catch (error) {
		const hasNone = error instanceof TelephonyError && error.kind === 'notFound';
		if (hasNone) return { status: 'none' };
		throw error;
	}
}

const COUNTS = ['newMessages', 'oldMessages', 'newUrgentMessages', 'oldUrgentMessages'] as const;

/** How many messages there are; the server leaves out what is none (docs/protocols/broadworks.md#event-data). */
export async function messageSummary(
	connection: XsiConnection,
	userId: string,
): Promise<Record<(typeof COUNTS)[number], number>> {
	const path = `${userPath(userId)}/calls/MessageSummary`;
	const document = await naming(noMailbox(userId), async () =>
		bodyXml(await send(connection, { method: 'GET', path })),
	);
	const summary = child(document, 'summary');
	const counts = summary === undefined ? '' : elementValue(summary);
	const found = (typeof counts === 'object' ? counts : {}) as XsiObject;
	return Object.fromEntries(COUNTS.map((name) => [name, Number(found[name] ?? 0)])) as Record<
		(typeof COUNTS)[number],
		number
	>;
}
