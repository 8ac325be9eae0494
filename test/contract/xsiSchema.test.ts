import { elementValue } from '../../nodes/BroadWorks/client/calls/values';
import { EVENT_PACKAGES } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { documentOf } from '../../nodes/BroadWorks/client/documents/write';
import { parseXml, type XmlElement } from '../../nodes/shared/core/parsing/xml';
import { validate } from '../simulators/broadWorks/xml/schema';
import { parseXml as parseStrictly } from '../simulators/broadWorks/xml/xml';
import {
	CHOICES,
	Everything,
	everyField,
	innerTypes,
	inPlaceOf,
	rooted,
	roots,
	wrongKinds,
	type Way,
} from './sources/xsiDocuments';

/** Names and texts of an element, without what its prefixes are. */
const plain = ({ name, type, attributes, children, text, nil }: XmlElement): unknown => [
	name,
	type,
	Object.entries(attributes).sort(),
	nil,
	text,
	children.map(plain),
];

const WAYS: Way[] = CHOICES.flatMap((choice) => [
	{ repeats: 1, choice },
	{ repeats: 2, choice },
]);

const written = new Set<unknown>();

/** Documents that have been there and back: most have nothing to choose, and are the same every way. */
const done = new Set<string>();

/** Takes a document from XML to JSON to XML; every value has the kind that its type has. */
function thereAndBack(root: string, way: Way): void {
	const made = new Everything(way);
	const xml = rooted(made.element(root, roots[root], undefined, []));
	if (done.has(xml)) return;
	done.add(xml);
	expect(validate(parseStrictly(xml))).toEqual([]);
	const item = elementValue(parseXml(xml));
	expect(wrongKinds(item, made.expected)).toEqual([]);
	const again = documentOf(root, JSON.parse(JSON.stringify(item)));
	expect(plain(parseXml(again))).toEqual(plain(parseXml(xml)));
	for (const field of made.written) written.add(field);
}

describe.each(WAYS)('with lists of $repeats, and of choices number $choice', (way) => {
	it.each(Object.keys(roots))('%s goes from XML to JSON and back', (root) => {
		for (const stated of [...inPlaceOf(roots[root]).map((type) => [type]), []]) {
			thereAndBack(root, { ...way, stated });
		}
	});

	it.each(innerTypes)('and so do all with %s where it may stand', (type) => {
		for (const root of Object.keys(roots)) thereAndBack(root, { ...way, stated: [type] });
	});

	it('and so does every event', () => {
		const types = EVENT_PACKAGES.flatMap(({ events }) => events);
		expect(types.filter((type) => !inPlaceOf('EventData').includes(type))).toEqual([]);
		expect(inPlaceOf('EventData').length).toBeGreaterThan(180);
		for (const type of inPlaceOf('EventData')) {
			thereAndBack('Event', { ...way, stated: ['SubscriptionEvent', type] });
		}
	});
});

it('and these were every element and every attribute of the schema', () => {
	expect(everyField.length).toBeGreaterThan(1_700);
	const missing = everyField.filter(({ field }) => !written.has(field));
	expect(missing.map(({ type, field }) => `${type}/${field.name}`)).toEqual([]);
});
