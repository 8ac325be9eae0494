import { readCallLog } from '../../../../nodes/BroadWorks/client/calls/callLogs';
import { CallMemory } from '../../../../nodes/BroadWorks/client/calls/callMemory';
import { callRecordOf, partyOf } from '../../../../nodes/BroadWorks/client/calls/callRecord';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { recoveredRecord } from '../../../../nodes/BroadWorks/client/calls/recovery';
import { itemsOf } from '../../../../nodes/BroadWorks/trigger/item';
import { elementValue, type XsiObject } from '../../../../nodes/BroadWorks/client/calls/values';
import { parseXml } from '../../../../nodes/shared/core/parsing/xml';
import { eventXml, fakeConnection, fieldsOf } from '../support/xsi';

const T = Date.parse('2026-10-07T17:00:00.000Z');
const ALICE = 'alice@example.net';

const party = (inner: string) =>
	partyOf(elementValue(parseXml(`<remoteParty>${inner}</remoteParty>`)));

const call = (inner: string, personality = 'Terminator', state = 'Alerting') =>
	eventXml({
		id: 'e',
		subscription: 's',
		type: 'CallReceivedEvent',
		target: ALICE,
		data: `<xsi:call><xsi:callId>c:0</xsi:callId><xsi:personality>${personality}</xsi:personality><xsi:state>${state}</xsi:state><xsi:remoteParty>${inner}</xsi:remoteParty><xsi:startTime>${T}</xsi:startTime></xsi:call>`,
	});

/** What the logs of a user give for one entry, as record. */
async function logged(kind: string, entry: string, basic = false) {
	const connection = fakeConnection();
	const name = basic ? 'callLogsEntry' : 'enhancedCallLogsExtendedEntry';
	const list = `<${kind}><${name}><callLogId>1:0</callLogId>${entry}</${name}></${kind}>`;
	connection.http
		.on(
			'GET',
			/EnhancedCallLogs/,
			basic ? { status: 404 } : { body: `<EnhancedCallLogs>${list}</EnhancedCallLogs>` },
		)
		.on('GET', /CallLogs/, { body: `<CallLogs>${list}</CallLogs>` });
	const [found] = await readCallLog(connection, ALICE, { from: T - 1, to: T + 1 });
	return recoveredRecord(found);
}

describe('numbers', () => {
	it.each([
		['<address countryCode="1">tel:5104895264</address>', '5104895264', '+15104895264'],
		['<address countryCode="61">tel:0255500100</address>', '0255500100', '+61255500100'],
		[
			'<address countryCode="1">tel:+1-818-867-5309;ext=22</address>',
			'+18188675309',
			'+18188675309',
		],
		[
			'<address>sip:+18188675309@192.0.2.1:5060;user=phone</address>',
			'+18188675309',
			'+18188675309',
		],
		['<address>sips:2002@example.net</address>', '2002', undefined],
		['<address>tel:%2B18188675309</address>', '+18188675309', '+18188675309'],
		['<address countryCode="1">tel:2002</address>', '2002', undefined],
		['<address countryCode="49">tel:2002</address>', '2002', undefined],
		['<address countryCode="x">tel:5104895264</address>', '5104895264', undefined],
		['<address>tel:5104895264</address>', '5104895264', undefined],
		['<address>tel:+1202</address>', '+1202', undefined],
		['<address>tel:+1234567890123456</address>', '+1234567890123456', undefined],
	])('of %s', (inner, number, e164) => {
		expect([party(inner).number, party(inner).e164]).toEqual([number, e164]);
	});

	it('are none for a name at a host, and for words that mean nobody', () => {
		expect(party('<address>sip:bob@example.net;user=ip</address>')).toEqual({
			address: 'bob@example.net',
		});
		expect(party('<name>Unavailable</name><address>tel:anonymous</address><privacy/>')).toEqual({});
	});

	it('come from the user of an internal call where its address is an extension', () => {
		const dn = '<userDN countryCode="1">tel:+18188675309</userDN>';
		expect(party(`<address>tel:2002</address>${dn}`)).toEqual({
			number: '2002',
			e164: '+18188675309',
		});
		expect(party(dn)).toEqual({ number: '+18188675309', e164: '+18188675309' });
	});

	it('of a queue have no scheme either', () => {
		const queued = { acdName: 'Q', acdNumber: { '#text': 'sip:+17025550181@h;user=phone' } };
		expect(callRecordOf(queued, undefined).queue?.number).toBe('+17025550181');
	});

	it('of a queue that was called are those of its country', () => {
		const acdNumber = { '#text': 'tel:0255500180', countryCode: '61' };
		const queued = callRecordOf({ acdName: 'Q', acdNumber }, undefined);
		expect(queued.dialed).toEqual({ name: 'Q', number: '0255500180', e164: '+61255500180' });
	});

	it('of an extended and of a basic log entry are those of its country', async () => {
		const country = '<countryCode>61</countryCode>';
		const times = `<startTime>${T}</startTime><time>2026-10-07T17:00:00Z</time>`;
		expect(
			await logged(
				'received',
				`${country}<callingPresentationNumber>0255500100</callingPresentationNumber>${times}`,
			),
		).toMatchObject({ from: { number: '0255500100', e164: '+61255500100' } });
		expect(
			await logged(
				'placed',
				`${country}<phoneNumber>tel:02 5550 0100</phoneNumber><name>Unavailable</name>${times}`,
				true,
			),
		).toMatchObject({ to: { number: '0255500100', e164: '+61255500100' } });
	});

	it('are compared with those of the log without host and parameters', () => {
		const memory = new CallMemory();
		memory.see(readEvent(call('<xsi:address>sip:+18188675309@192.0.2.17:5060</xsi:address>')));
		const entry = {
			userId: ALICE,
			kind: 'missed',
			callLogId: '1',
			startTime: T,
			fields: {},
		} as const;
		expect(memory.knows({ ...entry, number: '8188675309' })).toBe(true);
		expect(memory.knows({ ...entry, number: '8188675308' })).toBe(false);
	});

	it('that tell no country are those of the default country, but not within the company', () => {
		const view = {
			output: 'callRecord',
			package: 'Advanced Call',
			initialState: false,
			numberPlan: { country: 'AU' },
		} as const;
		const from = (inner: string) => itemsOf(readEvent(call(inner)), view)[0].from;
		expect(from('<xsi:address>tel:0255500100</xsi:address>')).toMatchObject({
			e164: '+61255500100',
		});
		expect(from('<xsi:address countryCode="44">tel:02079460000</xsi:address>')).toMatchObject({
			e164: '+442079460000',
		});
		expect(
			from('<xsi:address>tel:7002002</xsi:address><xsi:callType>Group</xsi:callType>'),
		).toEqual({ number: '7002002' });
	});
});

describe('direction', () => {
	it.each([
		['Group', 'internal'],
		['Enterprise', 'internal'],
		['Network', 'inbound'],
		['Emergency', 'inbound'],
		['City-Wide Centrex', 'inbound'],
		['Private Dial Plan', 'inbound'],
		['Unknown', 'inbound'],
		['Error', 'inbound'],
	])('with call type %s is %s in event, call and queue', (callType, direction) => {
		const remoteParty = { address: { '#text': 'tel:2002' }, callType };
		const event = fieldsOf(call(`<xsi:callType>${callType}</xsi:callType>`));
		expect(callRecordOf(event, ALICE).direction).toBe(direction);
		const present = { callId: 'c', personality: 'Terminator', state: 'Active', remoteParty };
		expect(callRecordOf(present, ALICE).direction).toBe(direction);
		expect(callRecordOf({ callId: 'c', addTime: T, remoteParty }, 'cc').direction).toBe(direction);
	});

	it('of an internal call leaves who called whom as it was', () => {
		const inner = '<xsi:address>tel:2002</xsi:address><xsi:callType>Group</xsi:callType>';
		expect(callRecordOf(fieldsOf(call(inner)), ALICE)).toMatchObject({
			direction: 'internal',
			state: 'ringing',
			from: { number: '2002' },
			to: { userId: ALICE },
		});
		expect(callRecordOf(fieldsOf(call(inner, 'Originator')), ALICE)).toMatchObject({
			direction: 'internal',
			state: 'dialing',
			from: { userId: ALICE },
			to: { number: '2002' },
		});
	});

	it.each([
		['received', 'Group', 'internal'],
		['placed', 'Enterprise', 'internal'],
		['missed', 'Network', 'inbound'],
		['placed', 'Network URL', 'outbound'],
		['placed', 'Emergency', 'outbound'],
	])('of a %s entry with %s is %s in the log', async (kind, basicCallType, direction) => {
		const entry = `<dialedNumber>2002</dialedNumber><callingAssertedNumber>2002</callingAssertedNumber><basicCallType>${basicCallType}</basicCallType><startTime>${T}</startTime>`;
		const record = await logged(kind, entry);
		expect(record.direction).toBe(direction);
		expect(kind === 'placed' ? record.from : record.to).toEqual({ userId: ALICE });
	});
});

describe('what is not told', () => {
	it('is not said of a placed call of the basic log', async () => {
		const time = '<time>2026-10-07T17:00:00Z</time>';
		const record = await logged('placed', `<phoneNumber>2002</phoneNumber>${time}`, true);
		expect(record).not.toHaveProperty('answered');
		expect(record).not.toHaveProperty('duration');
		expect(await logged('missed', `<phoneNumber>2</phoneNumber>${time}`, true)).toMatchObject({
			answered: false,
		});
	});

	it('is not said of an event that only names a call', () => {
		const event = fieldsOf(
			eventXml({
				id: 'e',
				subscription: 's',
				type: 'AgentDispositionCodeAddedEvent',
				data: '<xsi:dispositionCode>12</xsi:dispositionCode><xsi:callId>c:0</xsi:callId>',
			}),
		);
		const record = callRecordOf(event, ALICE);
		expect(record).toMatchObject({ id: 'c:0', direction: 'unknown', state: 'unknown' });
		expect(record).not.toHaveProperty('answered');
	});

	it('is not said of a call that a queue turns away before it is in it', () => {
		const remoteParty: XsiObject = { address: { '#text': 'tel:+18188675309' } };
		const turnedAway = { type: 'ACDCallForwardedEvent', callId: 'c', acdName: 'Q', remoteParty };
		expect(callRecordOf(turnedAway, 'cc')).toMatchObject({
			direction: 'inbound',
			state: 'unknown',
		});
		expect(callRecordOf(turnedAway, 'cc')).not.toHaveProperty('answered');
		const atRoutePoint = { ...turnedAway, acdName: 'x', routePointName: 'R', receiveTime: T };
		expect(callRecordOf(atRoutePoint, 'rp')).toMatchObject({
			state: 'ringing',
			startTime: '2026-10-07T17:00:00.000Z',
		});
	});

	it('no time is less than none where clocks differ', () => {
		const ended = { callId: 'c', startTime: T, answerTime: T - 4_000, releaseTime: T - 9_000 };
		expect(callRecordOf(ended, ALICE)).toMatchObject({
			duration: 0,
			talkDuration: 0,
			waitDuration: 0,
		});
	});
});
