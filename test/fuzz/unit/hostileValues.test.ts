import { readFileSync } from 'node:fs';

import { backend as broadWorks } from '../../../nodes/BroadWorks/backend';
import { backend as cooCenter } from '../../../nodes/CooCenter/backend';
import { backend as dimensions } from '../../../nodes/Dimensions/backend';
import { backend as ringCentral } from '../../../nodes/RingCentral/backend';
import type { Backend } from '../../../nodes/shared/backend';
import { TelephonyError } from '../../../nodes/shared/core/errors';
import { boundedJson } from '../../../nodes/shared/core/parsing/boundedJson';
import { backend as udesk } from '../../../nodes/Udesk/backend';
import { fixturePath } from '../../support/fixturePath';
import { oddity, placesOf, withValue } from '../places';

/** JSON in the place of what a vendor sends there. */
const values = [
	...['null', 'true', '0', '-1', '1e400', '-1e400', '1e308', '12345678901234567890', '""', '" "'],
	...['"0"', '"Infinity"', '"1e400"', '[]', '[null]', '[[]]', '{}', '[{}]', '{"toString":null}'],
	...['[{"valueOf":0}]', '{"to\\u0053tring":null}', '{"__proto__":{"x":1}}', '{"length":-1}'],
	...['"0000-00-00 00:00:00"', '"9999-99-99T99:99:99Z"', '"275760-09-13T00:00:01Z"'],
	...['"2026-02-30 10:00:00"', '"2026-11-30"', '8640000000000001', '99999999999'],
	...['"\\ud800"', '"sip:@"', '"<>"', '"{"', '"__proto__"', '"constructor"'],
];

/** Names that every object has, of members that it has not. */
const names = ['constructor', 'toString', 'hasOwnProperty', '__proto__', '__defineGetter__'];

/** Content of an element in the place of what a vendor sends there. */
const contents = [
	...['', '0', '-1', '1e400', '12345678901234567890', '8640000000000001', '-8640000000000001'],
	...['2026-02-30T00:00:00', '2026-11-30', '275760-09-13T00:00:01Z', '<x>1</x>', 'tel:', 'sip:@'],
	...['&#xD800;', '<![CDATA[<b>]]>', '__proto__', 'constructor', 'toString', '%', '%zz'],
	...['<toString>1</toString><valueOf/><constructor>2</constructor><__proto__>3</__proto__>'],
];

/** Every document with something else in one place, and what that is. */
function* changedJson(text: string): Generator<[string, string]> {
	const document: unknown = JSON.parse(text);
	for (const place of placesOf(document, true)) {
		const marked = JSON.stringify(withValue(document, place, '@@'));
		for (const value of values) {
			yield [`${place.join('.')} = ${value}`, marked.replace('"@@"', () => value)];
		}
		const written = JSON.stringify(place[place.length - 1]);
		for (const name of names) {
			const renamed = JSON.stringify(document).replace(`${written}:`, `"${name}":`);
			yield [`${place.join('.')} called ${name}`, renamed];
		}
	}
}

function* changedXml(text: string): Generator<[string, string]> {
	for (const { 0: whole, 1: name, 2: attributes, index } of text.matchAll(
		/<([\w:]+)([^<>]*)>[^<>]*<\/\1>/g,
	)) {
		const [before, after] = [text.slice(0, index), text.slice(index + whole.length)];
		const put = (element: string) => before + element + after;
		for (const content of contents) {
			yield [`${name} = ${content}`, put(`<${name}${attributes}>${content}</${name}>`)];
		}
		yield [`no ${name}`, put('')];
		yield [`${name} twice`, put(whole + whole)];
		yield [`empty ${name}`, put(`<${name}/>`)];
	}
	for (const { 0: attribute, index } of text.matchAll(/="[^"<>]*"/g)) {
		for (const value of ['', 'x', 'constructor', 'xsi:toString', 'a:b:c']) {
			const after = text.slice(index + attribute.length);
			yield [`${attribute} = ${value}`, `${text.slice(0, index)}="${value}"${after}`];
		}
	}
}

/** What goes wrong with an event; undefined where it becomes items, or is refused by the client's own error. */
function wrongWith(...sample: Parameters<Backend['sampleItems']>): string | undefined {
	try {
		return oddity(sampled(...sample));
	} catch (error) {
		return error instanceof TelephonyError ? undefined : String(error);
	}
}

let sampled: Backend['sampleItems'];

function findings(backend: Backend, changed: (text: string) => Iterable<[string, string]>) {
	sampled = backend.sampleItems;
	const found: string[] = [];
	let events = 0;
	for (const event of backend.events) {
		for (const [what, text] of changed(readFileSync(fixturePath(event.fixture), 'utf8'))) {
			for (const output of ['callRecord', 'connector'] as const) {
				events++;
				const wrong = wrongWith(event, text, output);
				if (wrong !== undefined) found.push(`${event.name} as ${output}, ${what}: ${wrong}`);
			}
		}
	}
	expect(events).toBeGreaterThan(1_000);
	return found.slice(0, 20);
}

describe('anything in the place of any value of an event becomes items or is refused', () => {
	test.each([cooCenter, dimensions, ringCentral, udesk])('$displayName', (backend) => {
		// As pushes are read; the parser of samples is Node's.
		const read = ([what, text]: [string, string]): [string, string] => [
			what,
			JSON.stringify(boundedJson(text)),
		];
		expect(findings(backend, (text) => [...changedJson(text)].map(read))).toEqual([]);
	});

	test('BroadWorks', () => {
		expect(findings(broadWorks, changedXml)).toEqual([]);
	});
});
