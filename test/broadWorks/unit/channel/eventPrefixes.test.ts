import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { DocumentSplitter } from '../../../../nodes/BroadWorks/client/channel/frames';
import { parseXml } from '../../../../nodes/shared/core/parsing/xml';

const XSI = 'http://schema.broadsoft.com/xsi';
const W3C = 'http://www.w3.org/2001/XMLSchema-instance';

/** An event as a guide prints it: `xmlns` at the root, `type` with the prefix of the schema instance. */
const printed = (xmlns: string, type: string, prefix = 'xsi:') =>
	`<?xml version="1.0" encoding="UTF-8"?><${prefix}Event ${xmlns} ${type}="xsi:SubscriptionEvent"><${prefix}eventID>e1</${prefix}eventID><${prefix}sequenceNumber>4</${prefix}sequenceNumber><${prefix}subscriptionId>s1</${prefix}subscriptionId><${prefix}targetId>alice@example.net</${prefix}targetId><${prefix}eventData ${type}="xsi:CallReceivedEvent"><${prefix}call><${prefix}callId>c:0</${prefix}callId><${prefix}personality>Terminator</${prefix}personality><${prefix}endpoint ${type}="xsi:AccessEndpoint"><${prefix}addressOfRecord>a@h</${prefix}addressOfRecord></${prefix}endpoint></${prefix}call></${prefix}eventData></${prefix}Event>`;

it.each([
	['the right namespace', printed(`xmlns:xsi="${XSI}" xmlns:xsi1="${W3C}"`, 'xsi1:type')],
	["the vendor's", printed(`xmlns:xsi="${XSI}"`, 'xsi:type')],
	['a prefix nobody declared', printed(`xmlns:xsi="${XSI}"`, 'xsi1:type')],
	['no prefix declared at all', printed('', 'xsi:type')],
	['two prefixes not declared', printed('', 'xsi1:type')],
	['an emptied prefix', printed('xmlns:xsi=""', 'xsi:type')],
	[
		'a misspelt namespace',
		printed(`xmlns:xsi="${XSI}" xmlns:xsi1="${W3C.replace('http', 'https')}/"`, 'xsi1:type'),
	],
	['the default namespace', printed(`xmlns="${XSI}"`, 'xsi:type', '')],
	['no prefix', printed(`xmlns="${XSI}"`, 'type', '')],
])('an event whose types are in %s is not lost', (_name, xml) => {
	const [document] = new DocumentSplitter().push(Buffer.from(xml));
	expect(readEvent(document)).toMatchObject({
		type: 'CallReceivedEvent',
		eventId: 'e1',
		sequenceNumber: 4,
		subscriptionId: 's1',
		targetId: 'alice@example.net',
		fields: {
			type: 'CallReceivedEvent',
			callId: 'c:0',
			personality: 'Terminator',
			endpoint: { type: 'AccessEndpoint', addressOfRecord: 'a@h' },
		},
	});
});

it('takes the one in the right namespace where there are two, and nil like type', () => {
	const root = parseXml(
		`<a xmlns:i="${W3C}" xmlns:v="urn:v" v:type="V" i:type="v:T" v:nil="x"><b xsi:nil="true"/></a>`,
	);
	expect(root).toMatchObject({ type: 'T', nil: false, attributes: { type: 'V' } });
	expect(root.children[0].nil).toBe(true);
	expect(parseXml('<a><b xsi:type="xsi:T"/></a>').children[0].type).toBe('T');
});

it('still refuses what is wrong otherwise', () => {
	expect(() => parseXml('<x:a><x:b></x:a>')).toThrow(/cannot be read/);
	expect(() => parseXml('<x:a y:b="1"/><c/>')).toThrow(/cannot be read/);
	expect(() => parseXml('<x:a>')).toThrow(/cannot be read/);
	expect(() => parseXml('<x:a/>')).toThrow(/cannot be read/);
});
