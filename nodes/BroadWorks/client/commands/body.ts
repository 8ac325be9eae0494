import { TelephonyError } from '../../../shared/core/errors';
import { exactJson } from '../../../shared/core/parsing/exactJson';
import { parseXml } from '../../../shared/core/parsing/xml';
import { isRecord, type JsonRecord } from '../../../shared/core/records';
import { schemaType, typeOfRoot } from '../documents/schema';
import { documentOf } from '../documents/write';

export interface CommandBody {
	body: string;
	contentType: string;
}

/** What a person gave for the body: a document as text, and elements by name. */
export interface GivenBody {
	/** Root of the document that the command takes. */
	root?: string;
	payload: string;
	elements: JsonRecord;
}

const XML = 'application/xml; charset=UTF-8';

/** Name under which the text of a document without elements is given. */
export const TEXT = '#text';

const refuse = (message: string) => new TelephonyError('badRequest', message);

function jsonIn(text: string): unknown {
	try {
		return exactJson(text);
	} catch (cause) {
		throw refuse(`The payload is not valid JSON: ${(cause as Error).message}`);
	}
}

/** JSON within a text, and a list of one, as other nodes give them. Throws `badRequest` for a longer list. */
function oneObject(text: string): JsonRecord | undefined {
	if (!/^[{["]/.test(text)) return undefined;
	const given: unknown = jsonIn(text);
	if (typeof given === 'string') return oneObject(given.trim());
	const [only, ...others] = [given].flat();
	if (others.length === 0 && isRecord(only)) return only;
	throw refuse('The payload is a list: send one object for each item, such as {"active": true}');
}

function checkXml(text: string): CommandBody {
	if (!text.startsWith('<')) {
		throw refuse(
			'The payload is neither JSON, such as {"active": true}, nor an XML document, which begins with <',
		);
	}
	try {
		parseXml(text);
	} catch (cause) {
		throw refuse(`The payload is not a valid document: ${(cause as Error).message}`);
	}
	return { body: text, contentType: XML };
}

/** Text in `$` and attributes behind `@`: how servers write and read JSON (docs/protocols/broadworks.md#encodings). */
const isBadgerFish = (value: unknown): boolean =>
	Array.isArray(value)
		? value.some(isBadgerFish)
		: isRecord(value) &&
			Object.entries(value).some(([name, one]) => /^(?:\$$|@)/.test(name) || isBadgerFish(one));

/** An element of a panel, where lists and objects are JSON as text. */
function elementOf(type: string, value: unknown): unknown {
	if (type === 'EmptyContent') return value === 'true' ? true : value;
	const isText = schemaType(type).isText;
	const text = typeof value === 'string' ? value.trim() : '';
	const looksLikeJson = text.startsWith('[') || (!isText && text.startsWith('{'));
	return looksLikeJson ? jsonIn(text) : value;
}

function elementsOf(root: string, elements: JsonRecord): JsonRecord {
	const { fields } = schemaType(typeOfRoot(root) ?? root);
	return Object.fromEntries(
		Object.entries(elements).map(([name, value]) => [
			name,
			elementOf(fields.find((field) => field.name === name)?.type ?? '', value),
		]),
	);
}

/** The document of a JSON object, which may have its root around it. */
function fromJson(given: JsonRecord, { root, payload, elements }: GivenBody): CommandBody {
	const names = Object.keys(given);
	const [only] = names;
	const inner = names.length === 1 ? given[only] : undefined;
	const isRooted = isRecord(inner) && typeOfRoot(only) !== undefined;
	const name = isRooted ? only : root;
	if (name === undefined) return { body: payload, contentType: 'application/json' };
	const members = isRooted ? inner : given;
	const body = documentOf(name, { ...members, ...elementsOf(name, elements) });
	return { body, contentType: XML };
}

/**
 * The body of a request; undefined for none. JSON becomes the document that the schema has for the command, its
 * elements in the order of the schema; XML, and JSON as servers write it, go out as they are. Throws `badRequest` for
 * what is no document.
 */
export function bodyOf(given: GivenBody): CommandBody | undefined {
	const { root, elements } = given;
	const payload = given.payload.trim();
	const hasElements = Object.keys(elements).length > 0;
	if (payload === '' && !hasElements) return undefined;
	if (hasElements && root === undefined) {
		throw refuse('The path takes no document of the interface: empty the elements in Values');
	}
	if (payload === '' && root !== undefined) {
		const value = elements[TEXT] ?? elementsOf(root, elements);
		return { body: documentOf(root, value), contentType: XML };
	}
	const json = oneObject(payload);
	const text = payload.startsWith('{') ? payload : JSON.stringify(json);
	if (json !== undefined && !isBadgerFish(json)) return fromJson(json, { ...given, payload: text });
	if (hasElements) {
		throw refuse(
			'Values and Payload both have a body: write the payload as JSON, or keep one of the two',
		);
	}
	return json === undefined ? checkXml(payload) : { body: text, contentType: 'application/json' };
}
