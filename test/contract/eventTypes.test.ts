import { readEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { EVENT_PACKAGES } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { validate } from '../simulators/broadWorks/xml/schema';
import { child, parseXml, type XmlElement } from '../simulators/broadWorks/xml/xml';
import { eventFixtures } from '../support/fixtures';
import {
	CHOICES,
	Everything,
	kindsIn,
	rooted,
	roots,
	wrongKinds,
	type Way,
} from './sources/xsiDocuments';

const TYPES = [...new Set(EVENT_PACKAGES.flatMap(({ events }) => events))];

const typeIn = (document: XmlElement) =>
	child(document, 'eventData')?.attributes.type?.replace(/^.*:/, '');

/** Fixtures by their type; those of old releases and of guides are outside the schema. */
const captured = new Map<string, string[]>();
for (const { name, xml } of eventFixtures()) {
	if (!/composed/.test(name)) continue;
	const type = typeIn(parseXml(xml)) ?? '';
	captured.set(type, [...(captured.get(type) ?? []), xml]);
}

/** A document of the type with all that the schema lets it have. */
const made = (type: string, way: Way): string =>
	rooted(
		new Everything({ ...way, stated: ['SubscriptionEvent', type] }).element(
			'Event',
			roots.Event,
			undefined,
			[],
		),
	);

const WAYS: Way[] = CHOICES.map((choice) => ({ repeats: 1 + (choice % 2), choice }));

/** Fixtures of a type, and what the schema makes of it. */
const samplesOf = (type: string): string[] => [
	...(captured.get(type) ?? []),
	...WAYS.map((way) => made(type, way)),
];

/** Elements whose members stand at the top of the item (docs/protocols/broadworks.md#event-data). */
const OPENED =
	/^eventData\/(?:calls|queueEntries|call|queueEntry|agentStateInfo|stateInfo|monitoringStatus|info|messageSummary)\//;

/** What the item must have of each element. */
function expectedOf(document: XmlElement): string[] {
	const data = child(document, 'eventData');
	const lines = data ? kindsIn(data, typeIn(document) ?? '') : [];
	return lines.map((line) => line.replace(OPENED, 'eventData/'));
}

it('are the 170 of the 38 packages', () => {
	expect([EVENT_PACKAGES.length, TYPES.length]).toEqual([38, 170]);
});

it.each(TYPES)('%s has a sample, which decodes with the types of the schema', (type) => {
	const samples = samplesOf(type);
	expect(samples.length).toBeGreaterThan(1);
	for (const xml of samples) {
		const document = parseXml(xml);
		expect(validate(document)).toEqual([]);
		const event = readEvent(xml);
		expect([event.type, event.fields.type]).toEqual([type, type]);
		expect(wrongKinds(event.fields, expectedOf(document))).toEqual([]);
	}
});

it('a value of another type would be noticed', () => {
	const [xml] = captured.get('CallReceivedEvent') ?? [];
	const broken = xml.replace(/(startTime>)\d+/, '$1soon');
	const expected = expectedOf(parseXml(xml));
	expect(wrongKinds(readEvent(xml).fields, expected)).toEqual([]);
	expect(wrongKinds(readEvent(broken).fields, expected)).toEqual(['eventData/startTime: number']);
});

it('some are known from the wire, and the schema makes the others', () => {
	expect(TYPES.filter((type) => captured.has(type)).length).toBeGreaterThan(40);
});
