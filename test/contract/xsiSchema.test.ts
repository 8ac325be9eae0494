import { elementValue } from '../../nodes/BroadWorks/client/calls/values';
import { EVENT_PACKAGES } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { documentOf } from '../../nodes/BroadWorks/client/documents/write';
import { parseXml, type XmlElement } from '../../nodes/shared/core/parsing/xml';
import { validate } from '../simulators/broadWorks/xml/schema';
import { parseXml as parseStrictly } from '../simulators/broadWorks/xml/xml';
import { Everything, inPlaceOf, rooted, roots, wrongKinds, type Way } from './sources/xsiDocuments';

/** Names and texts of an element, without what its prefixes are. */
const plain = ({ name, type, attributes, children, text, nil }: XmlElement): unknown => [
	name,
	type,
	Object.entries(attributes).sort(),
	nil,
	text,
	children.map(plain),
];

const WAYS: Way[] = [0, 1, 2, 3].flatMap((choice) => [
	{ repeats: 1, choice },
	{ repeats: 2, choice },
]);

/** Takes a document from XML to JSON to XML; every value has the kind that its type has. */
function thereAndBack(root: string, way: Way): void {
	const made = new Everything(way);
	const xml = rooted(made.element(root, roots[root], undefined, []));
	expect(validate(parseStrictly(xml))).toEqual([]);
	const item = elementValue(parseXml(xml));
	expect(wrongKinds(item, made.expected)).toEqual([]);
	const again = documentOf(root, JSON.parse(JSON.stringify(item)));
	expect(plain(parseXml(again))).toEqual(plain(parseXml(xml)));
}

describe.each(WAYS)('with lists of $repeats, and of choices number $choice', (way) => {
	it.each(Object.keys(roots))('%s goes from XML to JSON and back', (root) => {
		for (const stated of [...inPlaceOf(roots[root]).map((type) => [type]), []]) {
			thereAndBack(root, { ...way, stated });
		}
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
