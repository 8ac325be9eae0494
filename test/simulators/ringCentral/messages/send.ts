import type { Schema } from '../openApi/openApi';
import { memberOf, schemaErrors } from '../openApi/openApiSchema';
import { ApiFailure, badParameter, type RouteContext, type RouteReply } from '../requests/router';
import { messageInfo } from './messageInfo';
import { isMultipart, partsOf, type Part } from './multipart';
import {
	conversationOf,
	textAttachment,
	type Attachment,
	type Message,
	type NewMessage,
} from './store';

interface Sending {
	from: { phoneNumber: string };
	to: { phoneNumber: string }[];
	text?: string;
}

/** ms until an SMS is delivered. */
const DELIVERY = 50;

const E164 = /^\+?[1-9]\d{6,14}$/;
const normal = (number: string) => `+${number.replace(/[^\d]/g, '')}`;

/** The number an extension sends from. @throws ApiFailure 403 MSG-304, MSG-242 */
function senderOf({ world, params }: RouteContext, from: string, feature: string): string {
	const number = world.people.phoneNumbers.find(({ phoneNumber }) => phoneNumber === normal(from));
	if (!number || number.extensionId !== params.extensionId) {
		throw new ApiFailure(403, 'MSG-304', 'Phone number does not belong to the extension', {
			parameterName: 'from',
		});
	}
	if (!number.features.includes(feature)) {
		throw new ApiFailure(403, 'MSG-242', `The number has no ${feature} feature`, {
			parameterName: 'from',
		});
	}
	return number.phoneNumber;
}

function receiversOf(to: { phoneNumber: string }[]): string[] {
	if (to.length === 0) throw badParameter('to');
	return to.map(({ phoneNumber }, index) => {
		if (!E164.test(phoneNumber.replace(/[\s()-]/g, ''))) {
			throw new ApiFailure(400, 'MSG-245', 'Parameter [to] value is invalid', {
				parameterName: `to[${index}].phoneNumber`,
				parameterValue: phoneNumber,
			});
		}
		return normal(phoneNumber);
	});
}

/** A copy for every receiver who is of the account. */
function deliver({ world }: RouteContext, sent: Message): void {
	for (const { phoneNumber } of sent.to) {
		const receiver = world.people.users().find((user) => user.directNumber === phoneNumber);
		if (!receiver) continue;
		world.messages.add({
			ownerId: receiver.id,
			type: sent.type,
			direction: 'Inbound',
			from: sent.from,
			to: sent.to,
			subject: sent.subject,
			conversationId: sent.conversationId,
			attachments: sent.attachments,
		});
	}
}

function sendMessage(
	context: RouteContext,
	sending: Sending,
	extra: Omit<Attachment, 'id'>[],
): RouteReply {
	const { world, params } = context;
	const feature = extra.length > 0 ? 'MmsSender' : 'SmsSender';
	const from = senderOf(context, sending.from.phoneNumber, feature);
	const to = receiversOf(sending.to);
	const text = sending.text ?? '';
	if (text.length > 1_000) throw badParameter('text');
	const owner = world.people.get(params.extensionId);
	const message: NewMessage = {
		ownerId: params.extensionId,
		type: 'SMS',
		direction: 'Outbound',
		from: { phoneNumber: from, name: owner.name },
		to: to.map((phoneNumber) => ({ phoneNumber })),
		subject: text,
		conversationId: conversationOf(from, to.join(' ')),
		status: 'Queued',
		attachments: [textAttachment(text), ...extra],
	};
	const sent = world.messages.add(message);
	const reply = { json: messageInfo(world, sent) };
	world.timers.set(`sms ${sent.id}`, DELIVERY, () => {
		world.messages.change(sent, { status: 'Delivered' });
		deliver(context, sent);
	});
	return reply;
}

const textOf = (part: Part) => part.bytes.toString('utf8');
const isJson = ({ contentType }: Part) => /^application\/json\b/i.test(contentType);

/** How numbers come in a form: a field for each, or JSON as in the body. */
function numbersOf(text: string): unknown[] {
	if (!/^\s*[[{]/.test(text)) return [{ phoneNumber: text }];
	return [jsonFrom(text)].flat();
}

function jsonFrom(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw badParameter('request.json');
	}
}

/** The parameters of a multipart message: one JSON part, or a form with a field for each. */
function fieldsOf(parts: Part[]): Record<string, unknown> {
	const json = parts.find(isJson);
	if (json) return jsonFrom(textOf(json)) as Record<string, unknown>;
	const fields: Record<string, unknown> = {};
	const receivers: unknown[] = [];
	for (const part of parts) {
		const { name, fileName } = part;
		if (name === undefined || fileName !== undefined) continue;
		if (name === 'to') receivers.push(...numbersOf(textOf(part)));
		else if (name === 'from') [fields.from] = numbersOf(textOf(part));
		else fields[name] = textOf(part);
	}
	return receivers.length > 0 ? { ...fields, to: receivers } : fields;
}

function check(schema: Schema, fields: Record<string, unknown>): void {
	const [error] = schemaErrors(schema, fields);
	if (error) throw badParameter(memberOf(error));
}

const filesOf = (
	parts: Part[],
	type: Attachment['type'],
): { files: Omit<Attachment, 'id'>[]; first?: Part } => {
	// A part of multipart/mixed has no name; one of a form that is a file has that of the file.
	const found = parts.filter(
		(part) => (part.fileName !== undefined || part.name === undefined) && !isJson(part),
	);
	return {
		first: found[0],
		files: found.map(({ contentType, bytes, fileName }) => ({
			type,
			contentType,
			bytes,
			fileName,
		})),
	};
};

const number = { $ref: '#/components/schemas/MessageStoreCallerInfoRequest' };
const MMS_FIELDS: Schema = {
	type: 'object',
	required: ['from', 'to'],
	properties: { from: number, to: { type: 'array', items: number }, text: { type: 'string' } },
};

/** What multipart tells of an SMS or MMS. */
function sentByParts(context: RouteContext, required: 'text' | 'attachments'): RouteReply {
	const parts = partsOf(context.rawBody, context.headers['content-type'] ?? '');
	const fields = fieldsOf(parts);
	check(MMS_FIELDS, fields);
	const { files } = filesOf(parts, 'MmsAttachment');
	if (files.length === 0 && (required === 'attachments' || !fields.text)) {
		throw badParameter(required);
	}
	return sendMessage(context, fields as unknown as Sending, files);
}

/** `POST .../sms`, with JSON or as multipart; that with files is an MMS. */
export function sendSms(context: RouteContext): RouteReply {
	return isMultipart(context.headers['content-type'])
		? sentByParts(context, 'text')
		: sendMessage(context, context.body as Sending, []);
}

/** `POST .../mms`, multipart with a JSON part or form fields, and files. */
export function sendMms(context: RouteContext): RouteReply {
	return sentByParts(context, 'attachments');
}

interface FaxFields {
	to: { phoneNumber?: string; name?: string }[];
	faxResolution?: 'High' | 'Low';
	coverIndex?: number | string;
	coverPageText?: string;
	/** ISO 8601; at once without it. */
	sendTime?: string;
}

const FAX_FIELDS: Schema = {
	type: 'object',
	required: ['to'],
	properties: {
		to: { type: 'array', items: { $ref: '#/components/schemas/FaxRequestTo' } },
		faxResolution: { $ref: '#/components/schemas/FaxResolutionEnum' },
		coverPageText: { type: 'string', maxLength: 1024 },
		sendTime: { type: 'string', format: 'date-time' },
	},
};

/** `POST .../fax`, multipart with a JSON part or form fields, and the documents. */
export function sendFax(context: RouteContext): RouteReply {
	const { world, params } = context;
	const parts = partsOf(context.rawBody, context.headers['content-type'] ?? '');
	const fields = fieldsOf(parts);
	check(FAX_FIELDS, fields);
	const { to, faxResolution, coverIndex, coverPageText, sendTime } = fields as unknown as FaxFields;
	const numbers = receiversOf(to.map(({ phoneNumber = '' }) => ({ phoneNumber })));
	const { files } = filesOf(parts, 'SourceDocument');
	if (files.length === 0 && coverPageText === undefined) throw badParameter('attachment');
	const owner = world.people.get(params.extensionId);
	const sent = world.messages.add({
		ownerId: owner.id,
		type: 'Fax',
		direction: 'Outbound',
		from: { phoneNumber: owner.directNumber, name: owner.name },
		to: numbers.map((phoneNumber, index) => ({ phoneNumber, name: to[index].name })),
		status: 'Queued',
		faxResolution: faxResolution ?? 'High',
		faxPageCount: Math.max(1, files.length),
		coverIndex: Number(coverIndex ?? 0),
		coverPageText,
		attachments: files,
	});
	const reply = { json: faxInfo(context, sent) };
	const wait = sendTime === undefined ? 0 : Date.parse(sendTime) - world.now();
	world.timers.set(`fax ${sent.id}`, Math.max(DELIVERY, wait), () => {
		world.messages.change(sent, { status: 'Sent' });
		deliver(context, sent);
	});
	return reply;
}

/** What the file describes of a sent fax (OAS FaxResponse). */
function faxInfo({ world }: RouteContext, message: Message): Record<string, unknown> {
	const { extensionId: _extensionId, ...info } = messageInfo(world, message);
	return info;
}
