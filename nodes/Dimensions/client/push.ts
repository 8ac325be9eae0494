import { TelephonyError } from '../../shared/core/errors';
import { isNobody, personOr } from '../../shared/core/callerWords';
import type { PushRecord } from '../../shared/core/parsing/pushBody';
import { givenId, isRecord, listFrom, recordOf } from '../../shared/core/records';
import { momentIn } from '../../shared/core/zone';
import {
	CALL_TYPES,
	CDR_BY_NAME,
	CDR_FIELDS,
	DIRECTIONS,
	ENVELOPE_FIELDS,
	foldName,
	type CdrField,
} from './cdrFields';

/** Values of a push in JSON. */
export type DimensionsValue =
	| string
	| number
	| boolean
	| null
	| DimensionsValue[]
	| DimensionsFields;
export interface DimensionsFields {
	[name: string]: DimensionsValue | undefined;
}

/** What a push is about; `other` where it does not say. */
export type PushSubject = 'call' | 'user' | 'customer' | 'other';

/** A finished call, or another push of the vendor, as about a user or customer. */
export interface DimensionsPush {
	kind: 'call' | 'other';
	subject: PushSubject;
	triggerId?: string;
	tenantId?: string;
	/** Envelope with `cdr` and `customData`; unknown members as they came. */
	fields: DimensionsFields;
	cdr: DimensionsFields;
	/** Equal in every retry of this push; undefined where only the whole record tells. */
	id?: string;
}

/** False for what is about a user or a customer, or says nothing of what it is about. */
export const tellsOfCall = ({ kind }: Pick<DimensionsPush, 'kind'>): boolean => kind === 'call';

/**
 * A backslash-u escape that outlived the JSON parser is decoded once more
 * (docs/protocols/dimensions.md#members-of-cdr).
 */
const unescaped = (text: string) =>
	text.replace(/(?<!\\)\\+u([0-9a-f]{4})/gi, (_all, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);

function numberOf(value: unknown): DimensionsValue {
	if (value === undefined || value === null || value === '') return 0;
	const number = Number(value);
	return Number.isFinite(number) ? number : (value as DimensionsValue);
}

const flagOf = (value: unknown) =>
	value === true ||
	(typeof value === 'number' && value !== 0) ||
	/^(1|true|yes)$/i.test(String(value).trim());

function textOf(value: unknown): DimensionsValue {
	return typeof value === 'string' ? unescaped(value) : (value as DimensionsValue);
}

/** A plus sign that a query or form was sent without escaping arrives as a blank. */
function writtenTimeOf(value: unknown): DimensionsValue {
	const text = textOf(value);
	return typeof text === 'string'
		? text.replace(/(:\d{2}(?:\.\d+)?) (?=\d{2}:?\d{2}$)/, '$1+')
		: text;
}

/** A telephone number, with the plus sign that arrived as a blank; null for a word that says that there is none. */
function phoneOf(value: unknown): DimensionsValue {
	const text = textOf(typeof value === 'number' ? String(value) : value);
	return personOr(text);
}

/** The name of somebody; null for a word that says that there is none. */
const nameOf = (name: string, value: DimensionsValue): DimensionsValue =>
	/^(cli|ddi)Name$|(Dev|Usr|Agt)(Name|Num)$/.test(name) && isNobody(value) ? null : value;

/**
 * Pairs of name and value as object. Tags are an object in the vendor's sample and a list in its table
 * (docs/protocols/dimensions.md#members-of-cdr); a form may have any pairs as list.
 */
export function pairsOf(value: unknown): DimensionsFields {
	const object = recordOf(value);
	if (object) return object as DimensionsFields;
	const pairs = listFrom(value).flatMap((entry): Array<[string, DimensionsValue]> => {
		if (Array.isArray(entry)) {
			const name = text(entry[0]);
			return name === undefined ? [] : [[name, (entry[1] ?? '') as DimensionsValue]];
		}
		if (!isRecord(entry)) return [[String(entry), '']];
		const named = Object.fromEntries(
			Object.entries(entry).map(([name, inner]) => [foldName(name), inner]),
		);
		const name = named.key ?? named.name ?? named.tag;
		if (name === undefined) return Object.entries(entry) as Array<[string, DimensionsValue]>;
		return [[String(name), (named.value ?? '') as DimensionsValue]];
	});
	return Object.fromEntries(pairs);
}

const MATCH_NAMES = ['dirName', 'dirId', 'dirType', 'contactId', 'fields'];
const CONTACT_NAMES = [
	...['title', 'fullName', 'companyName', 'jobTitle', 'email', 'crmId', 'avatar'],
	...[1, 2, 3, 4].map((number) => `phone${number}`),
	...Array.from({ length: 10 }, (_empty, index) => `field${index + 1}`),
];

/** Members under the vendor's names, whatever case they came in. */
function renamed(record: PushRecord, names: readonly string[]): PushRecord {
	const known = new Map(names.map((name) => [foldName(name), name]));
	const nameOf = (name: string) => known.get(foldName(name)) ?? name;
	if (Object.keys(record).every((name) => nameOf(name) === name)) return record;
	return Object.fromEntries(Object.entries(record).map(([name, value]) => [nameOf(name), value]));
}

/** The member of a name as `foldName` gives it. */
function memberOf(record: PushRecord, folded: string): unknown {
	const name = Object.keys(record).find((one) => foldName(one) === folded);
	return name === undefined ? undefined : record[name];
}

function matchOf(value: unknown): DimensionsFields {
	const match = renamed(recordOf(value) ?? { value }, MATCH_NAMES);
	const contact = renamed(recordOf(match.fields) ?? {}, CONTACT_NAMES);
	const texts = Object.entries(contact).map(([name, text]) => [
		name,
		name.startsWith('phone') ? phoneOf(text) : textOf(text),
	]);
	return { ...match, fields: Object.fromEntries(texts) } as DimensionsFields;
}

/** A member that was left out because it is zero or empty has its zero back; texts and times stay away. */
function zeroOf({ name, kind }: CdrField): DimensionsValue | undefined {
	if (name === 'tags') return {};
	if (kind === 'list') return [];
	if (kind === 'flag') return false;
	return kind === 'integer' || kind === 'decimal' ? 0 : undefined;
}

function valueOf({ name, kind }: CdrField, value: unknown): DimensionsValue | undefined {
	if (name === 'tags') return pairsOf(value);
	if (name === 'directoryMatches') {
		return (isRecord(value) ? [value] : listFrom(value)).map(matchOf);
	}
	switch (kind) {
		case 'integer':
		case 'decimal':
			return numberOf(value);
		case 'flag':
			return flagOf(value);
		case 'list':
			return listFrom(value) as DimensionsValue[];
		case 'phone':
			return phoneOf(value);
		case 'text':
			return nameOf(name, textOf(typeof value === 'number' ? String(value) : value));
		case 'time':
			return writtenTimeOf(value) || undefined;
	}
}

/** ms of a time with offset, or of a local one in the zone of the call. */
export function timeOf(value: unknown, zone: unknown): number | undefined {
	try {
		return momentIn(String(zone ?? '').trim() || 'UTC', value)?.ms;
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		// The zone is no zone (the French sample says Europe/Londres): only a time with an offset tells its moment.
		const text = String(value ?? '').trim();
		return /(Z|[+-]\d{2}:?\d{2})$|^\d+$/.test(text) ? momentIn('UTC', text)?.ms : undefined;
	}
}

/** `NORMAL_CLEARING` as `Normal clearing`. */
export function causeText(cause: unknown): string | undefined {
	const words = (text(cause) ?? '').split(/[\s_]+/).filter(Boolean);
	if (words.length === 0) return undefined;
	const written = words.join(' ').toLowerCase();
	return written[0].toUpperCase() + written.slice(1);
}

const codeText = (texts: readonly string[], code: unknown) => texts[Number(code)] ?? 'unknown';

/** Codes as words, and times in UTC where they can be read. */
function derivedOf(cdr: DimensionsFields): DimensionsFields {
	const derived: DimensionsFields = {
		dirText: codeText(DIRECTIONS, cdr.dir),
		typeText: codeText(CALL_TYPES, cdr.type),
	};
	for (const name of ['start', 'answer', 'end']) {
		const ms = timeOf(cdr[name], cdr.tz);
		if (ms !== undefined) derived[`${name}Utc`] = new Date(ms).toISOString();
	}
	const cause = causeText(cdr.cause);
	if (cause !== undefined) derived.causeText = cause;
	return derived;
}

function decodeCdr(record: PushRecord): DimensionsFields {
	const cdr: DimensionsFields = Object.fromEntries(
		CDR_FIELDS.map((entry) => [entry.name, zeroOf(entry)] as const).filter(
			([, zero]) => zero !== undefined,
		),
	);
	const unknown: Array<[string, DimensionsValue]> = [];
	for (const [name, value] of Object.entries(record)) {
		const entry = CDR_BY_NAME.get(foldName(name));
		const decoded = entry && valueOf(entry, value);
		if (entry === undefined) unknown.push([name, value as DimensionsValue]);
		else if (decoded !== undefined) cdr[entry.name] = decoded;
	}
	return { ...cdr, ...Object.fromEntries(unknown), ...derivedOf(cdr) };
}

interface Parts {
	envelope: PushRecord;
	cdr: PushRecord;
	/** Whether the id of `cdr` is that of the call for certain. */
	identified: boolean;
}

/** Envelope and call data of a record. */
function parts(record: PushRecord): Parts {
	const envelope = renamed(record, ENVELOPE_FIELDS);
	const [written] = [envelope.cdr].flat();
	const cdr = recordOf(written);
	if (cdr) return { envelope, cdr, identified: true };
	// Flattened without a prefix: what is known of a call belongs to the call.
	const isOuter = (name: string) => (ENVELOPE_FIELDS as readonly string[]).includes(name);
	const entries = Object.entries(envelope);
	const inner = entries.filter(([name]) => !isOuter(name) && CDR_BY_NAME.has(foldName(name)));
	const names = new Set(inner.map(([name]) => name));
	const outer =
		names.size === 0 ? envelope : Object.fromEntries(entries.filter(([name]) => !names.has(name)));
	const call = Object.fromEntries(inner);
	if (written !== undefined && written !== null) call.value = envelope.cdr;
	// Such a form has the ids of envelope and call under one name, or only one of them.
	const ids = [envelope.id].flat();
	if (ids[0] === undefined) return { envelope: outer, cdr: call, identified: false };
	const id = ids[ids.length - 1];
	return { envelope: { ...outer, id: ids[0] }, cdr: { id, ...call }, identified: false };
}

const text = (value: unknown) =>
	(typeof value === 'string' && value !== '') || typeof value === 'number'
		? String(value)
		: undefined;

/** Members that other entities have as well, or whose meaning is not only that of a call. */
const GENERAL = new Set(
	'id dType sVer pbxId pbxName type tags tz start end cause rate short park'.split(' '),
);

/** What an entity calls itself: `User`, `Customer`, `CloudSessionCdr`. */
const entityOf = (envelope: PushRecord, cdr: PushRecord): string | undefined =>
	text(memberOf(envelope, 'entitytype')) ?? text(memberOf(cdr, 'dtype'));

/** Whether a record names a call: it has call data, or flattened members that only a call has. */
function isCall(envelope: PushRecord, cdr: PushRecord): boolean {
	const own = [envelope.cdr].flat()[0];
	if (own !== undefined && own !== null && String(own).trim() !== '') {
		const call = recordOf(own);
		return call === undefined || Object.keys(call).length > 0;
	}
	const entity = entityOf(envelope, cdr);
	if (entity !== undefined && !/cdr|call|session/i.test(entity)) return false;
	return Object.entries(cdr).some(([name, value]) => {
		const field = CDR_BY_NAME.get(foldName(name));
		return field !== undefined && !GENERAL.has(field.name) && value !== '' && value !== null;
	});
}

/**
 * Whether a user or a customer has changed: by its own word, or by the envelope's `id`, which is that of the
 * entity that changes; a customer is its own tenant (docs/protocols/dimensions.md#envelope).
 */
function subjectOf(envelope: PushRecord): Exclude<PushSubject, 'call'> {
	const entity = entityOf(envelope, envelope) ?? '';
	if (/user/i.test(entity)) return 'user';
	if (/customer|tenant/i.test(entity)) return 'customer';
	const [id, tenantId] = [text(envelope.id), text(envelope.tenantId)];
	if (entity !== '' || id === undefined || tenantId === undefined) return 'other';
	return foldName(id) === foldName(tenantId) ? 'customer' : 'user';
}

/** A push about something else, as it came. */
function otherPush(record: PushRecord): DimensionsPush {
	const envelope = renamed(record, ENVELOPE_FIELDS);
	const subject = subjectOf(envelope);
	return {
		kind: 'other',
		subject,
		triggerId: text(envelope.triggerId),
		tenantId: text(envelope.tenantId),
		fields: { ...(record as DimensionsFields), push: 'other', subject },
		cdr: {},
	};
}

/**
 * Decodes a post-call push, nested or flattened (docs/protocols/dimensions.md#the-webhook to
 * docs/protocols/dimensions.md#members-of-cdr).
 */
export function decodePush(record: PushRecord): DimensionsPush {
	const { envelope, cdr: written, identified } = parts(record);
	if (!isCall(envelope, written)) return otherPush(record);
	const cdr = decodeCdr(written);
	const given = envelope.customData ?? {};
	const customData = Array.isArray(given)
		? pairsOf(given)
		: ((recordOf(given) ?? given) as DimensionsValue);
	const fields: DimensionsFields = { ...(envelope as DimensionsFields), cdr, customData };
	const triggerId = text(fields.triggerId);
	const callId = identified ? givenId(cdr.id) : undefined;
	return {
		kind: 'call',
		subject: 'call',
		triggerId,
		tenantId: text(fields.tenantId),
		fields,
		cdr,
		id: callId === undefined ? undefined : JSON.stringify([triggerId ?? '', callId]),
	};
}
