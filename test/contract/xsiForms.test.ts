import { readEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { DocumentSplitter } from '../../nodes/BroadWorks/client/channel/frames';
import { elementValue, type XsiObject } from '../../nodes/BroadWorks/client/calls/values';
import { EVENT_PACKAGES } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { parseXml } from '../../nodes/shared/core/parsing/xml';
import { Everything, inPlaceOf, rooted, roots } from './sources/xsiDocuments';

const XSI = 'http://schema.broadsoft.com/xsi';
const W3C = 'http://www.w3.org/2001/XMLSchema-instance';

/** A document with all that its type may have, in lists of one. */
const made = (root: string, stated: readonly string[] = []): string =>
	rooted(
		new Everything({ repeats: 1, choice: 0, stated }).element(root, roots[root], undefined, []),
	);

const withoutDeclarations = (xml: string) => xml.replace(/ xmlns(?::\w+)?="[^"]*"/g, '');
const declaring = (xml: string, declarations: string) =>
	withoutDeclarations(xml).replace(/^<([\w:]+)/, `<$1 ${declarations}`);

/** Every tag gets the prefix. */
const prefixed = (xml: string, prefix: string) => xml.replace(/<(\/?)(?=\w)/g, `<$1${prefix}:`);
const ofTypes = (xml: string, attribute: string, prefix = '') =>
	xml.replace(/ xsi:type="(\w+)"/g, ` ${attribute}="${prefix}$1"`);

/** Texts between tags, which are all that the documents have. */
const texts = (xml: string, write: (text: string) => string) =>
	xml.replace(/>([^<>]+)</g, (_all, text: string) => `>${write(text)}<`);

const halves = (text: string) => [text.slice(0, text.length / 2), text.slice(text.length / 2)];

/** Forms of one document that say the same (XML 1.0, Namespaces in XML, XML Schema part 2). */
const FORMS: Array<[form: string, write: (xml: string) => string]> = [
	[
		'the prefix of the schema instance for all elements, another for the instance',
		(xml) =>
			declaring(
				ofTypes(prefixed(xml, 'xsi'), 'xsi1:type', 'xsi:'),
				`xmlns:xsi="${XSI}" xmlns:xsi1="${W3C}"`,
			),
	],
	[
		'prefixes of their own for elements, types and the instance',
		(xml) =>
			declaring(
				ofTypes(prefixed(xml, 'bw'), 'i:type', 'bw:'),
				`xmlns:bw="${XSI}" xmlns:i="${W3C}"`,
			),
	],
	[
		'types with a prefix below the default namespace',
		(xml) =>
			declaring(ofTypes(xml, 'i:type', 't:'), `xmlns="${XSI}" xmlns:t="${XSI}" xmlns:i="${W3C}"`),
	],
	['comments within texts', (xml) => texts(xml, (text) => halves(text).join('<!-- <a>1</a> -->'))],
	['comments between elements', (xml) => xml.replace(/></g, '><!-- x --><')],
	['CDATA', (xml) => texts(xml, (text) => `<![CDATA[${text}]]>`)],
	['texts in part CDATA', (xml) => texts(xml, (text) => halves(text).join('<![CDATA[') + ']]>')],
	[
		'references to characters',
		(xml) =>
			texts(xml, (text) => text.replace(/./gu, (one) => `&#x${one.codePointAt(0)?.toString(16)};`)),
	],
	[
		'indents and line ends',
		(xml) => texts(xml.replace(/></g, '>\r\n\t  <'), (text) => `\n\t${text} \r\n`),
	],
	['end tags for empty elements', (xml) => xml.replace(/<(\w+)([^<>]*)\/>/g, '<$1$2></$1>')],
	[
		'single quotes and blanks in tags',
		(xml) => xml.replace(/="([^"]*)"/g, " = '$1'").replace(/(\/?)>/g, ' $1>'),
	],
	['flags as digits', (xml) => xml.replace(/>false</g, '>0<').replace(/(\w+)="false"/g, '$1="0"')],
	['processing instructions', (xml) => `<?xml version="1.0"?><?x y?>${xml}<!-- end -->`],
];

/** A value without what nobody knows yet, which stands in the event and in its envelope. */
function known(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(known);
	if (typeof value !== 'object' || value === null) return value;
	const members = Object.entries(value).filter(([name]) => !/^(?:later|envelope)/.test(name));
	return Object.fromEntries(members.map(([name, one]) => [name, known(one)]));
}

const LATER = '<later>1</later><laterList><laterOne>true</laterOne></laterList>';

/** Elements that a later release adds, at the end of every element that has elements. */
const withLater = (xml: string) => xml.replace(/(?<=<\/\w+>|\/>)<\/(?=\w)/g, `${LATER}</`);

const decoded = (xml: string) => elementValue(parseXml(xml)) as XsiObject;

const DOCUMENTS = Object.keys(roots).flatMap((root) =>
	[...inPlaceOf(roots[root]).map((type) => [type]), []].map((stated) => {
		const xml = made(root, stated);
		return { root, xml, item: decoded(xml) };
	}),
);

const TYPES = [...new Set(EVENT_PACKAGES.flatMap(({ events }) => events))];
const EVENTS = TYPES.map((type) => {
	const xml = made('Event', ['SubscriptionEvent', type]);
	return { type, xml, event: readEvent(xml) };
});

it('these are all that there is', () => {
	expect(DOCUMENTS.length).toBeGreaterThan(150);
	expect(EVENTS.map(({ event }) => event.fields.type)).toEqual(TYPES);
	expect(EVENTS).toHaveLength(170);
});

describe.each(FORMS)('written with %s', (_form, write) => {
	it('every document of the schema says the same', () => {
		for (const { root, xml, item } of DOCUMENTS) {
			expect([root, decoded(write(xml))]).toEqual([root, item]);
		}
	});

	it('and so does every event of a channel', () => {
		for (const { xml, event } of EVENTS) {
			const documents = new DocumentSplitter().push(Buffer.from(write(xml)));
			expect(documents).toHaveLength(1);
			expect({ ...readEvent(documents[0]), xml }).toEqual(event);
		}
	});
});

it('what a later release adds changes nothing of what is known, and passes', () => {
	for (const { root, xml, item } of DOCUMENTS) {
		expect([root, known(decoded(withLater(xml)))]).toEqual([root, item]);
	}
	for (const { xml, event } of EVENTS) {
		const { fields } = readEvent(withLater(xml));
		expect(known(fields)).toEqual(event.fields);
		expect(JSON.stringify(fields)).toContain('"later":"1"');
	}
});

it('an element that is nil is null, whatever the prefix and the digit', () => {
	for (const [attribute, declaration] of [
		['xsi:nil="true"', `xmlns:xsi="${W3C}"`],
		['i:nil="1"', `xmlns:i="${W3C}"`],
		[`i:nil='true'`, `xmlns:i='${W3C}'`],
	]) {
		const xml = `<CallForwardingAlways xmlns="${XSI}" ${declaration}><active>true</active><forwardToPhoneNumber ${attribute}/></CallForwardingAlways>`;
		expect(decoded(xml)).toEqual({ active: true, forwardToPhoneNumber: null });
	}
	const xml = `<CallForwardingAlways xmlns="${XSI}" xmlns:i="${W3C}"><forwardToPhoneNumber i:nil="false">1</forwardToPhoneNumber></CallForwardingAlways>`;
	expect(decoded(xml)).toEqual({ forwardToPhoneNumber: { '#text': '1' } });
});
