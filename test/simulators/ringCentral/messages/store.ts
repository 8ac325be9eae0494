import { createHash } from 'node:crypto';

import { wav } from '../callLog/audio';
import type { Extension } from '../people/people';
import type { World } from '../world';
import { announce } from './messageEvents';

export type MessageType = 'VoiceMail' | 'SMS' | 'Fax' | 'Pager';

export interface MessageParty {
	/** E.164 */
	phoneNumber?: string;
	extensionNumber?: string;
	extensionId?: string;
	name?: string;
	location?: string;
}

export interface Attachment {
	id: string;
	type:
		| 'AudioRecording'
		| 'AudioTranscription'
		| 'Text'
		| 'SourceDocument'
		| 'RenderedDocument'
		| 'MmsAttachment';
	contentType: string;
	bytes: Uint8Array;
	/** s, of a voicemail. */
	vmDuration?: number;
	fileName?: string;
}

export interface Message {
	/** Decimal digits. */
	id: string;
	/** Extension whose store it is in. */
	ownerId: string;
	type: MessageType;
	direction: 'Inbound' | 'Outbound';
	from: MessageParty;
	to: MessageParty[];
	/** Epoch ms. */
	created: number;
	modified: number;
	/** Grows with every change of any message: what sync goes by. */
	revision: number;
	readStatus: 'Read' | 'Unread';
	availability: 'Alive' | 'Deleted' | 'Purged';
	status: 'Queued' | 'Sent' | 'Delivered' | 'DeliveryFailed' | 'SendingFailed' | 'Received';
	subject?: string;
	conversationId?: string;
	attachments: Attachment[];
	vmTranscriptionStatus?: 'NotAvailable' | 'InProgress' | 'Completed';
	faxPageCount?: number;
	faxResolution?: 'High' | 'Low';
	coverIndex?: number;
	coverPageText?: string;
}

export type NewMessage = Pick<Message, 'ownerId' | 'type' | 'direction' | 'from' | 'to'> &
	Partial<Omit<Message, 'attachments'>> & { attachments?: Omit<Attachment, 'id'>[] };

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** Messages of every extension. */
export class MessageStore {
	private readonly messages = new Map<string, Message>();

	private last = 606_090_030_016;

	private revisions = 0;

	constructor(private readonly world: World) {}

	/** Puts a message into a store and tells who listens. */
	add(given: NewMessage): Message {
		const { world } = this;
		const id = given.id ?? this.newId();
		const created = given.created ?? world.now();
		const inbound = given.direction === 'Inbound';
		const message: Message = {
			readStatus: inbound ? 'Unread' : 'Read',
			availability: 'Alive',
			status: inbound ? 'Received' : 'Sent',
			...given,
			id,
			created,
			modified: created,
			revision: ++this.revisions,
			attachments: (given.attachments ?? []).map((attachment, index) => ({
				...attachment,
				id: index === 0 ? id : this.newId(),
			})),
		};
		this.messages.set(id, message);
		announce(world, message, 'new');
		return message;
	}

	/** Changes a message and tells who listens. */
	change(message: Message, changes: Partial<Message>): Message {
		Object.assign(message, changes);
		message.modified = this.world.now();
		message.revision = ++this.revisions;
		announce(this.world, message, 'updated');
		return message;
	}

	/** A message of one extension. */
	get(ownerId: string, id: string): Message | undefined {
		const message = this.messages.get(id);
		return message?.ownerId === ownerId ? message : undefined;
	}

	/** Removes a message for good. */
	purge(message: Message): void {
		this.change(message, { availability: 'Purged' });
		this.messages.delete(message.id);
	}

	/** Messages of one extension itself, newest first. */
	of(ownerId: string): Message[] {
		return [...this.messages.values()]
			.filter((message) => message.ownerId === ownerId)
			.sort((a, b) => b.created - a.created || b.revision - a.revision);
	}

	/** Messages of the queues that an extension is a member of, newest first. */
	sharedWith(extensionId: string): Message[] {
		return this.world.queues.of(extensionId).flatMap((queue) => this.of(queue.id));
	}

	get revision(): number {
		return this.revisions;
	}

	/**
	 * A voicemail with its sound. With `transcription` its text follows `transcriptionDelay` ms
	 * later (default 0: it is there at once); the status is InProgress until then.
	 */
	voicemail(given: {
		to: Extension;
		from: MessageParty;
		/** s. Default 3. */
		duration?: number;
		bytes?: Uint8Array;
		transcription?: string;
		transcriptionDelay?: number;
	}): Message {
		const { world } = this;
		const { to, from, duration = 3, transcription, transcriptionDelay = 0 } = given;
		const later = transcription !== undefined && transcriptionDelay > 0;
		const text = (): Omit<Attachment, 'id'> => ({
			type: 'AudioTranscription',
			contentType: 'text/plain',
			bytes: Buffer.from(transcription ?? ''),
		});
		const message = this.add({
			ownerId: to.id,
			type: 'VoiceMail',
			direction: 'Inbound',
			from,
			to: [partyOf(to)],
			attachments: [
				{
					type: 'AudioRecording',
					contentType: 'audio/wav',
					bytes: given.bytes ?? wav(Math.min(duration, 5) * 1_000, 330),
					vmDuration: duration,
				},
				...(transcription !== undefined && !later ? [text()] : []),
			],
			vmTranscriptionStatus:
				transcription === undefined ? 'NotAvailable' : later ? 'InProgress' : 'Completed',
		});
		if (later) {
			world.timers.set(`transcription ${message.id}`, transcriptionDelay, () => {
				message.attachments.push({ ...text(), id: this.newId() });
				this.change(message, { vmTranscriptionStatus: 'Completed' });
			});
		}
		return message;
	}

	/** An SMS that comes in for an extension. */
	sms({ to, from, text }: { to: Extension; from: string; text: string }): Message {
		const number = to.directNumber;
		if (number === undefined) throw new Error(`${to.name} has no number`);
		return this.add({
			ownerId: to.id,
			type: 'SMS',
			direction: 'Inbound',
			from: { phoneNumber: from },
			to: [{ phoneNumber: number, name: to.name }],
			subject: text,
			conversationId: conversationOf(number, from),
			attachments: [textAttachment(text)],
		});
	}

	/** A fax that comes in for an extension. */
	fax(given: { to: Extension; from: string; pages?: number; bytes?: Uint8Array }): Message {
		const { to, from, pages = 1, bytes = Buffer.from(PDF) } = given;
		return this.add({
			ownerId: to.id,
			type: 'Fax',
			direction: 'Inbound',
			from: { phoneNumber: from },
			to: [{ phoneNumber: to.directNumber, name: to.name }],
			subject: from,
			faxResolution: 'High',
			faxPageCount: pages,
			attachments: [{ type: 'RenderedDocument', contentType: 'application/pdf', bytes }],
		});
	}

	/** A text message between extensions. */
	pager({ to, from, text }: { to: Extension; from: Extension; text: string }): Message {
		return this.add({
			ownerId: to.id,
			type: 'Pager',
			direction: 'Inbound',
			from: partyOf(from),
			to: [partyOf(to)],
			subject: text,
			conversationId: conversationOf(to.id, from.id),
			attachments: [textAttachment(text)],
		});
	}

	private newId(): string {
		this.last += 1_000;
		return String(this.last);
	}
}

export const partyOf = (extension: Extension): MessageParty => ({
	extensionNumber: extension.extensionNumber,
	extensionId: extension.id,
	name: extension.name,
});

export const textAttachment = (text: string): Omit<Attachment, 'id'> => ({
	type: 'Text',
	contentType: 'text/plain',
	bytes: Buffer.from(text),
});

/** A number that is equal for all messages between the same two. Fits a double exactly. */
export function conversationOf(one: string, other: string): string {
	const text = [one, other].sort().join(' ');
	return String(createHash('sha256').update(text).digest().readUIntBE(0, 6));
}
