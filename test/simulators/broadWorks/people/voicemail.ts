import { messageSummary } from '../xml/documents';
import { notFound } from '../http/errors';
import type { PartyState, UserState, VoiceMessageState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

/** ms of a message when nobody says how long it is. */
const DURATION = 14_580;

/** Tells how many messages there are now. */
export function publishSummary(world: XsiWorld, user: UserState): void {
	world.publish({
		subject: user,
		type: 'VoiceMailMessageSummaryEvent',
		data: { messageSummary: messageSummary(user) },
	});
}

/** A caller leaves a message. `duration`: ms. */
export function depositMessage(
	world: XsiWorld,
	user: UserState,
	message: {
		from: PartyState;
		duration?: number;
		/** ms since 1970; now by default. */
		time?: number;
		urgent: boolean;
		transcript?: string;
	},
): VoiceMessageState {
	const stored: VoiceMessageState = {
		id: world.settings.uuid(),
		from: message.from,
		duration: message.duration ?? DURATION,
		time: message.time ?? world.now(),
		read: false,
		urgent: message.urgent,
		transcript: message.transcript,
	};
	user.messages.unshift(stored);
	publishSummary(world, user);
	return stored;
}

/** @throws XsiError 404 */
export function findMessage(user: UserState, id: string): VoiceMessageState {
	const message = user.messages.find((item) => item.id.toLowerCase() === id.toLowerCase());
	if (!message) throw notFound('The message does not exist.');
	return message;
}

/** Marks messages; nothing is told when nothing changed. */
export function markMessages(
	world: XsiWorld,
	user: UserState,
	messages: VoiceMessageState[],
	read: boolean,
): void {
	const changed = messages.filter((message) => message.read !== read);
	for (const message of changed) message.read = read;
	if (changed.length > 0) publishSummary(world, user);
}

/** Deletes one message. */
export function deleteMessage(world: XsiWorld, user: UserState, id: string): void {
	const message = findMessage(user, id);
	user.messages = user.messages.filter((item) => item !== message);
	publishSummary(world, user);
}

const flag = (set: boolean) => (set ? '' : undefined);

/**
 * MessageInfo; its messageId is a path below the actions context
 * (docs/protocols/broadworks.md#directories-logs-voice-mail).
 */
export function messageInfo(user: UserState, message: VoiceMessageState): XmlFields {
	const { from } = message;
	return {
		duration: message.duration,
		callingPartyInfo: {
			name: from.name,
			userId: from.userId,
			address:
				from.address && from.countryCode
					? { '@countryCode': from.countryCode, $: from.address }
					: from.address,
			privacy: flag(from.name === undefined && from.address === undefined),
		},
		read: flag(message.read),
		urgent: flag(message.urgent),
		time: message.time,
		messageId: `/v2.0/user/${user.userId}/voicemessagingmessages/${message.id}`,
	};
}

/** A WAV file of silence: 8 kHz, 8 bit, mono, a tenth of a second. */
function silence(): string {
	const samples = 800;
	const header = Buffer.alloc(44);
	header.write('RIFF', 0);
	header.writeUInt32LE(36 + samples, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(8000, 24);
	header.writeUInt32LE(8000, 28);
	header.writeUInt16LE(1, 32);
	header.writeUInt16LE(8, 34);
	header.write('data', 36);
	header.writeUInt32LE(samples, 40);
	return Buffer.concat([header, Buffer.alloc(samples, 128)]).toString('base64');
}

/** VoiceMessage with its recording. */
export function voiceMessage(user: UserState, message: VoiceMessageState): XmlFields {
	return {
		messageInfo: messageInfo(user, message),
		messageMediaContent: { description: 'message.wav', mediaType: 'WAV', content: silence() },
	};
}
