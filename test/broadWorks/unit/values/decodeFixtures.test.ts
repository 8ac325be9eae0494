import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import type { XsiValue } from '../../../../nodes/BroadWorks/client/calls/values';
import { escapeXml } from '../../../../nodes/shared/core/parsing/xml';
import { eventFixtures } from '../../../support/fixtures';
import {
	missing,
	statementsOfItem,
	statementsOfXml,
	type Statements,
} from '../../../support/leaves';
import { fc } from '../../../support/property';
import { eventXml, fieldsOf } from '../support/xsi';

const EVENTS = eventFixtures();

/** What the connector fields hold under another name, or say by other means. */
function asConnector(statements: Statements, hasData: boolean): Statements {
	const renamed: Statements = new Map();
	for (const [statement, times] of statements) {
		if (statement === 'eventData=' || statement === 'messageSummary=') continue;
		if (statement === 'type=SubscriptionEvent' && hasData) continue;
		renamed.set(statement.replace(/^eventID=/, 'eventId='), times);
	}
	return renamed;
}

/** Calls `visit` for every member of every object. */
function everyMember(item: XsiValue, visit: (name: string, value: XsiValue) => void): void {
	if (item === null || typeof item !== 'object') return;
	for (const [name, value] of Object.entries(item)) {
		if (!Array.isArray(item)) visit(name, value);
		everyMember(value as XsiValue, visit);
	}
}

describe.each(EVENTS.map(({ name, xml }) => [name, xml]))('event fixture %s', (_name, xml) => {
	const fields = fieldsOf(xml);

	it('decodes to type, event id and target first', () => {
		const type =
			/eventData[^>]*type="(?:\w+:)?([^"]+)"/.exec(xml) ?? /type="(?:\w+:)?([^"]+)"/.exec(xml);
		expect(fields.type).toBe(type?.[1]);
		const leading = ['type', 'eventId', 'targetId'].filter((name) => name in fields);
		expect(Object.keys(fields).slice(0, leading.length)).toEqual(leading);
		expect(fields.eventId).toBe(/eventID>([^<]+)</.exec(xml)?.[1]);
	});

	it('loses nothing of the document', async () => {
		const wanted = asConnector(await statementsOfXml(xml), /eventData/.test(xml));
		expect(missing(wanted, statementsOfItem(fields))).toEqual([]);
	});

	it('has addresses, lists and numbers of one type always', () => {
		everyMember(fields, (name, value) => {
			const what = `${name}=${JSON.stringify(value)}`;
			if (/^(address|acdNumber|userDN)$/.test(name)) {
				expect([what, typeof (value as Record<string, unknown>)['#text']]).toEqual([
					what,
					'string',
				]);
			}
			if (/^(call|queueEntry|redirection|conferenceParticipant)$/.test(name)) {
				expect([what, Array.isArray(value)]).toEqual([what, true]);
			}
			if (/Time$|^(num\w+|position|appearance|sequenceNumber|signInTimestamp)$/.test(name)) {
				const measured = value !== null && typeof value === 'object' && !Array.isArray(value);
				const number = measured ? value.value : value;
				// One captured document says BLAAT where a number belongs.
				if (number !== 'BLAAT') expect([what, typeof number]).toEqual([what, 'number']);
			}
		});
	});

	it('keeps the envelope for whoever acknowledges', () => {
		const event = readEvent(xml);
		const text = (name: string) => new RegExp(`${name}>([^<]+)<`).exec(xml)?.[1];
		expect([event.subscriptionId, event.channelId, event.eventId, event.xml]).toEqual([
			text('subscriptionId'),
			text('channelId'),
			text('eventID'),
			xml,
		]);
		const sequence = text('sequenceNumber');
		expect(event.sequenceNumber).toBe(sequence === undefined ? undefined : Number(sequence));
	});
});

it('finds the event fixtures', () => {
	expect(EVENTS.length).toBeGreaterThanOrEqual(60);
});

describe('an event type of a later release', () => {
	const NAMES = [
		'novelty',
		'remoteParty',
		'address',
		'startTime',
		'active',
		'value',
		'gap',
		'reason',
	];
	const text = fc.oneof(
		fc.integer().map(String),
		fc.constantFrom('', 'true', '007', '1e3', '-0', 'tel:+18185550109', ' x < y & z ', 'ünïcode'),
	);
	const attributes = fc
		.dictionary(fc.constantFrom('countryCode', 'unit', 'later'), text, { maxKeys: 2 })
		.map((all) => Object.entries(all).map(([name, value]) => ` ${name}="${escapeXml(value)}"`));
	const { tree } = fc.letrec<{ tree: string; element: string }>((tie) => ({
		tree: fc.array(tie('element'), { maxLength: 4 }).map((elements) => elements.join('')),
		element: fc
			.tuple(
				fc.constantFrom(...NAMES),
				attributes,
				fc.oneof({ depthSize: 'small', withCrossShrink: true }, text.map(escapeXml), tie('tree')),
			)
			.map(([name, some, inner]) => `<xsi:${name}${some.join('')}>${inner}</xsi:${name}>`),
	}));

	it('loses nothing either, whatever is in it', async () => {
		await fc.assert(
			fc.asyncProperty(tree, async (data) => {
				const xml = eventXml({ id: 'e1', subscription: 's1', type: 'NoveltyEvent', data });
				const wanted = asConnector(await statementsOfXml(xml), true);
				const fields = fieldsOf(xml);
				expect(fields.type).toBe('NoveltyEvent');
				expect(missing(wanted, statementsOfItem(fields))).toEqual([]);
			}),
			{ numRuns: 100 },
		);
	});
});
