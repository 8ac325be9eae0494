import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import type { Message } from './messages';
import { multipart, type FormPart } from '../transport/multipart';
import { segment } from '../transport/urls';

/*
 * SMS, MMS and fax (docs/protocols/ringcentral.md#messages; guide: fax multipart formats). Sent once.
 */

/** A file that goes with a message. */
export interface SentFile {
	bytes: Uint8Array;
	fileName: string;
	mimeType: string;
}

export interface ShortMessage {
	/** A number of the extension with the feature `SmsSender`, E.164. */
	from: string;
	to: readonly string[];
	text: string;
}

export interface Fax {
	to: ReadonlyArray<{ phoneNumber: string; name?: string }>;
	faxResolution?: 'High' | 'Low';
	/** ISO 8601; at once when not given. */
	sendTime?: string;
	/** Two letters; whose dial plan national numbers are read by. */
	isoCode?: string;
	/** 0: no cover page. The user's default when not given. */
	coverIndex?: number;
	coverPageText?: string;
}

const pathOf = (extensionId: string, kind: 'sms' | 'mms' | 'fax') =>
	`/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/${kind}`;

const numbers = ({ from, to }: ShortMessage) => ({
	from: { phoneNumber: from },
	to: to.map((phoneNumber) => ({ phoneNumber })),
});

/** The fields as one JSON part, as the vendor's SDK writes it, and the files after it. */
const partsOf = (fields: object, name: string, files: readonly SentFile[]): FormPart[] => [
	{
		name: 'json',
		fileName: 'request.json',
		contentType: 'application/json',
		content: JSON.stringify(fields),
	},
	...files.map(({ bytes, fileName, mimeType }) => ({
		name,
		fileName,
		contentType: mimeType,
		content: bytes,
	})),
];

/** Sends a text, with files as MMS. The answer says `Queued` or so; delivery comes later. */
export async function sendShortMessage(
	connection: RingCentralConnection,
	extensionId: string,
	message: ShortMessage,
	files: readonly SentFile[] = [],
): Promise<Message> {
	const fields = { ...numbers(message), text: message.text };
	return await send<Message>(connection, {
		method: 'POST',
		path: pathOf(extensionId, files.length > 0 ? 'mms' : 'sms'),
		...(files.length > 0
			? { rawBody: multipart(partsOf(fields, 'attachments', files), connection.random) }
			: { body: fields }),
	});
}

/** Sends documents, or a cover page alone, as a fax (Heavy). Files may have 50 MB in all. */
export async function sendFax(
	connection: RingCentralConnection,
	extensionId: string,
	fax: Fax,
	files: readonly SentFile[],
): Promise<Message> {
	return await send<Message>(connection, {
		method: 'POST',
		path: pathOf(extensionId, 'fax'),
		rawBody: multipart(partsOf(fax, 'attachment', files), connection.random),
	});
}
