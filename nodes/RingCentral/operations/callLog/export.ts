import type { IDataObject } from 'n8n-workflow';

import { optionsField } from '../../../shared/action/collections';
import { outputFileField } from '../../../shared/action/fileFields';
import { BinaryOutput, type Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { utcOf } from '../../../shared/action/times';
import { typedList } from '../../../shared/core/parsing/typedList';
import { connectorFields } from '../../callLogOutput';
import { extractParts, type ExtractPart } from '../../client/callLog/extract';
import type { JsonObject } from '../../client/transport/answers';
import type { RingCentralClient } from '../../connect';
import { viewField, viewOf } from '../../fields/callLog';
import { optionsOf } from '../../fields/messaging';

const encoder = new TextEncoder();

/** Columns of a table of calls, by the names of RingCentral. */
const COLUMNS = [
	'id',
	'telephonySessionId',
	'sessionId',
	'startTime',
	'duration',
	'type',
	'direction',
	'action',
	'result',
	'from.phoneNumber',
	'from.extensionNumber',
	'from.name',
	'from.location',
	'to.phoneNumber',
	'to.extensionNumber',
	'to.name',
	'to.location',
	'extension.id',
	'recording.id',
	'lastModifiedTime',
	'deleted',
];

const valueAt = (record: JsonObject, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, name) => (value as JsonObject | undefined)?.[name], record);

/** RFC 4180. What a spreadsheet would take for a formula stays text; a number with its plus sign is none. */
function cell(value: unknown): string {
	if (value === undefined || value === null) return '';
	const plain = String(value as string | number | boolean);
	const text = /^[=@\t\r]|^[-+](?![\d ()-]*$)/.test(plain) ? `'${plain}` : plain;
	return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

interface Format {
	fileName: string;
	mimeType: string;
	head: string;
	/** Between two records. */
	gap: string;
	tail: string;
	write(record: JsonObject): string;
}

const FORMATS: Readonly<Record<string, Format>> = {
	csv: {
		fileName: 'call-log.csv',
		mimeType: 'text/csv',
		head: `${COLUMNS.join(',')}\r\n`,
		gap: '',
		tail: '',
		write: (record) => `${COLUMNS.map((path) => cell(valueAt(record, path))).join(',')}\r\n`,
	},
	json: {
		fileName: 'call-log.json',
		mimeType: 'application/json',
		head: '[',
		gap: ',\n',
		tail: ']\n',
		write: (record) => JSON.stringify(record),
	},
};

/** What is known when the file is written. */
interface Written {
	records: number;
	syncToken?: string;
}

/** The file, part by part: nowhere is the whole log in memory. */
async function* fileOf(
	parts: AsyncIterable<ExtractPart>,
	{ head, gap, tail, write }: Format,
	written: Written,
): AsyncGenerator<Uint8Array> {
	yield encoder.encode(head);
	for await (const { records, syncToken } of parts) {
		const lines = records.map((record) => write(connectorFields(record)));
		if (lines.length > 0) {
			yield encoder.encode((written.records > 0 ? gap : '') + lines.join(gap));
		}
		written.records += records.length;
		written.syncToken = syncToken;
	}
	yield encoder.encode(tail);
}

/** See docs/protocols/ringcentral.md#extract. */
export const exportCallLogOperation: Operation<RingCentralClient> = {
	resource: 'callLog',
	name: 'export',
	label: 'Export',
	action: 'Get the call log of the company as a file',
	description:
		'Write the calls of the whole company that are new or have changed since a time or the last export to a file',
	kind: 'read',
	fields: [
		{
			displayName: 'From',
			name: 'dateFrom',
			type: 'dateTime',
			default: '',
			description: 'Calls that were changed since then; empty for the last hour',
		},
		{
			displayName: 'Sync Token',
			name: 'syncToken',
			type: 'string',
			default: '',
			description:
				'The syncToken of the last export, to go on from there; then From does not count',
		},
		{
			displayName: 'Format',
			name: 'format',
			type: 'options',
			options: [
				{ name: 'CSV', value: 'csv', description: 'A table with the main fields' },
				{ name: 'JSON', value: 'json', description: 'A list with everything' },
			],
			default: 'csv',
			description: 'How the calls are written',
		},
		viewField,
		outputFileField,
		optionsField([
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. calls-2026-07.csv',
				description: 'Empty for call-log with the ending of the format',
			},
			{
				displayName: 'Metadata Categories',
				name: 'metadataCategory',
				type: 'string',
				default: '',
				description: 'Only calls with metadata of these categories, separated by commas',
			},
		]),
	],
	sample: {
		fileName: 'call-log.csv',
		mimeType: 'text/csv',
		records: 1250,
		syncToken: 'FAMAAAFkvZG0AAQAAAFk5Bj8vAgAAAAAB70j5g0A',
	},
	async run(context) {
		const format = FORMATS[optional(context, 'format')] ?? FORMATS.csv;
		const property = mandatory(context, 'binaryProperty', 'Put Output File in Field');
		const options = optionsOf(context);
		const syncToken = optional(context, 'syncToken') || undefined;
		const parts = extractParts(context.client, {
			syncToken,
			dateFrom: utcOf(context.parameter<unknown>('dateFrom', ''), context.timeZone, 'From'),
			view: viewOf(context),
			metadataCategory: typedList(options.metadataCategory),
		});
		const written: Written = { records: 0 };
		const { mimeType } = format;
		const given = options.fileName;
		const fileName = typeof given === 'string' && given.trim() ? given.trim() : format.fileName;
		const stored = await context.storeFile(fileOf(parts, format, written), fileName, mimeType);
		const json: IDataObject = { fileName, mimeType, ...written };
		return new BinaryOutput(json, { [property]: stored });
	},
};
