import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/action/collections';
import { compact } from '../../../shared/core/callRecord';
import { TelephonyError } from '../../../shared/core/errors';
import { typedList } from '../../../shared/core/parsing/typedList';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { extensionOf, locator, ownExtensionField, type Context } from '../../fields/call';
import {
	sendFax,
	sendShortMessage,
	type Fax,
	type SentFile,
} from '../../client/messaging/sendMessages';
import type { RingCentralClient } from '../../connect';
import { utcOf } from '../../../shared/action/times';
import { messageItem, sentSample } from './message';

/** The most a fax or MMS may have in files (OpenAPI createFaxMessage, createSMSMessage). */
const MOST_BYTES = { fax: 50 * 1024 * 1024, mms: 1_500_000 };

const toField = (description: string): INodeProperties => ({
	displayName: 'To',
	name: 'to',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +16505550190',
	description,
});

const senderField = ownExtensionField('Who sends');

/** Numbers with commas or lines between them; blanks inside a number are not its end. */
function numbersOf({ parameter }: Context): string[] {
	const numbers = typedList(parameter<unknown>('to', ''), /[,;\n]+/);
	if (numbers.length > 0) return [...new Set(numbers)];
	throw new TelephonyError('badRequest', 'The parameter "To" is empty');
}

/** The files of the named binary fields. Throws `badRequest` when they are too large together. */
async function filesOf(context: Context, names: string, most: number): Promise<SentFile[]> {
	const files: SentFile[] = [];
	let size = 0;
	for (const name of typedList(names)) {
		const file = await context.readFile(name);
		size += file.bytes.length;
		files.push(file);
	}
	if (size <= most) return files;
	throw new TelephonyError(
		'badRequest',
		`The files have ${(size / 1e6).toFixed(1)} MB in all, ${(most / 1e6).toFixed(1)} MB are allowed`,
	);
}

/** See docs/protocols/ringcentral.md#messages, sms and mms. */
export const sendSmsOperation: Operation<RingCentralClient> = {
	resource: 'message',
	name: 'sendSms',
	label: 'Send SMS',
	action: 'Send an SMS',
	description: 'Send a text message, with pictures as MMS',
	kind: 'change',
	fields: [
		senderField,
		locator({
			displayName: 'From',
			name: 'from',
			description:
				'A number of the user that can send SMS, in E.164; an SMS event has it as to. The list has those of the credential’s user.',
			search: 'searchSmsNumbers',
			by: 'By Number',
			placeholder: 'e.g. +16505550101',
			required: true,
		}),
		toField(
			'With country code, such as +16505550190 (E.164); several, separated by commas, get one group message',
		),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			description: 'Text of the message; may be empty when there is a picture',
			placeholder: 'e.g. Sorry we missed your call',
		},
		{
			displayName: 'Input Data Field Names',
			name: 'binaryProperties',
			type: 'string',
			default: '',
			description: 'Names of the binary fields of the input item',
			placeholder: 'e.g. data',
			hint: 'Names of input fields with pictures, separated by commas; empty for none',
		},
	],
	sample: {
		...sentSample,
		type: 'SMS',
		subject: 'Sorry we missed your call',
	},
	async run(context) {
		const { client, parameter } = context;
		const from = mandatory(context, 'from', 'From');
		const to = numbersOf(context);
		const text = parameter<unknown>('text', '');
		const names = parameter<string>('binaryProperties', '');
		const files = await filesOf(context, names, MOST_BYTES.mms);
		if (text === '' && files.length === 0) {
			throw new TelephonyError('badRequest', 'The parameter "Text" is empty');
		}
		const message = { from, to, text: String(text) };
		return messageItem(await sendShortMessage(client, extensionOf(context), message, files));
	},
};

const faxOptions: INodeProperties = optionsField([
	{
		displayName: 'Country',
		name: 'isoCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. US',
		description: 'Two letters of the country that national numbers are read by',
	},
	{
		displayName: 'Cover Page',
		name: 'coverIndex',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 13 },
		default: 0,
		description: 'Number of the cover page; 0 for none. Without this option the user’s default.',
	},
	{
		displayName: 'Cover Page Text',
		name: 'coverPageText',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'At most 1,024 characters',
	},
	{
		displayName: 'Resolution',
		name: 'faxResolution',
		type: 'options',
		options: [
			{ name: 'High', value: 'High' },
			{ name: 'Low', value: 'Low' },
		],
		default: 'High',
		description: 'Resolution of the pages',
	},
	{
		displayName: 'Send Time',
		name: 'sendTime',
		type: 'dateTime',
		default: '',
		description: 'When the fax is sent. Empty means at once.',
	},
]);

interface FaxOptions extends Omit<Fax, 'to' | 'sendTime'> {
	sendTime?: unknown;
}

function faxOf({ parameter, timeZone }: Context, to: readonly string[]): Fax {
	const { sendTime, isoCode, coverIndex, coverPageText, faxResolution } = parameter<FaxOptions>(
		'options',
		{},
	);
	return compact<Fax>({
		to: to.map((phoneNumber) => ({ phoneNumber })),
		faxResolution,
		sendTime: utcOf(sendTime, timeZone, 'Send Time'),
		isoCode: isoCode?.trim().toUpperCase() || undefined,
		coverIndex,
		coverPageText: coverPageText || undefined,
	});
}

/** See docs/protocols/ringcentral.md#messages, fax. */
export const sendFaxOperation: Operation<RingCentralClient> = {
	resource: 'message',
	name: 'sendFax',
	label: 'Send Fax',
	action: 'Send a fax',
	description: 'Send documents of the input item as a fax',
	kind: 'change',
	fields: [
		senderField,
		toField('With country code, such as +16505550190 (E.164); several separated by commas'),
		{
			displayName: 'Input Data Field Names',
			name: 'binaryProperties',
			type: 'string',
			default: 'data',
			description: 'Names of the binary fields of the input item',
			hint: 'Names of input fields with the documents, in their order, separated by commas. May be empty when there is a cover page text.',
		},
		faxOptions,
	],
	sample: { ...sentSample, type: 'Fax' },
	async run(context) {
		const { client, parameter } = context;
		const fax = faxOf(context, numbersOf(context));
		const names = parameter<string>('binaryProperties', 'data');
		const files = await filesOf(context, names, MOST_BYTES.fax);
		if (files.length === 0 && fax.coverPageText === undefined) {
			throw new TelephonyError(
				'badRequest',
				'Name a document in "Input Data Field Names", or give a "Cover Page Text"',
			);
		}
		return messageItem(await sendFax(client, extensionOf(context), fax, files));
	},
};
