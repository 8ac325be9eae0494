import type { IDataObject } from 'n8n-workflow';

import { backendOf } from '../../../scripts/backends';
import { entriesOf } from '../../../nodes/BroadWorks/client/calls/callLogs';
import { loggedRecord } from '../../../nodes/BroadWorks/client/calls/loggedRecord';
import { recoveredRecord } from '../../../nodes/BroadWorks/client/calls/recovery';
import { callRecordOf as liveRecord } from '../../../nodes/BroadWorks/client/calls/callRecord';
import type { XsiObject } from '../../../nodes/BroadWorks/client/calls/values';
import { readEvent } from '../../../nodes/BroadWorks/client/channel/decode';
import { itemsOf as broadWorksItems } from '../../../nodes/BroadWorks/trigger/item';
import { currentCallRecord } from '../../../nodes/CooCenter/client/calls';
import type { WireObject } from '../../../nodes/CooCenter/client/values';
import { callRecordOf as logRecord } from '../../../nodes/RingCentral/client/callLog/callRecord';
import { notificationOf } from '../../../nodes/RingCentral/client/events/notification';
import { PartyTimes } from '../../../nodes/RingCentral/client/events/partyTimes';
import {
	partyRecord,
	sessionEventOf,
} from '../../../nodes/RingCentral/client/events/telephonyEvent';
import { objects, type JsonObject } from '../../../nodes/RingCentral/client/transport/answers';
import type { CallRecord } from '../../../nodes/shared/core/callRecord';
import { parseXml } from '../../../nodes/shared/core/parsing/xml';
import type { EventEntry } from '../../../nodes/shared/trigger/eventCatalogue';
import { eventFixtures, fixture } from '../../support/fixtures';
import { jsonFixture, pushFixtures, type Json } from '../../support/jsonFixtures';

/** A call record and what it was made of. */
export interface Made {
	backend: string;
	from: 'event' | 'read';
	/** Fixture, or what was put into one. */
	of: string;
	record: CallRecord;
}

const USER = 'alice@example.net';

/** Items that are call records; others tell of no call. */
const recordsIn = (items: IDataObject[]): CallRecord[] =>
	items.filter((item) => 'schemaVersion' in item) as unknown as CallRecord[];

/** Members of calls that no capture has, under the names of the XSD. */
const MOVED_CALL: XsiObject = {
	callId: 'callhalf-9:0',
	type: 'CallReleasedEvent',
	personality: 'Terminator',
	state: 'Released',
	startTime: 1_700_000_000_000,
	answerTime: 1_700_000_004_000,
	releaseTime: 1_700_000_034_000,
	totalHeldTime: 12_400,
	releasingParty: 'remoteRelease',
	recorded: '',
	redirections: {
		redirection: [{ party: { name: 'Sales', address: 'tel:+15550177' }, reason: 'no-answer' }],
	},
};

const EXTENDED_ENTRY = `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><placed><enhancedCallLogsExtendedEntry>
<callLogId>9:1</callLogId><callId>callhalf-9:1</callId><dialedNumber>+15550199</dialedNumber><calledDirectoryName>Bob</calledDirectoryName>
<callingGroupId>Group</callingGroupId><basicCallType>Group</basicCallType><startTime>1700000000000</startTime><answerTime>1700000004000</answerTime>
<releaseTime>1700000034000</releaseTime><redirectingNumber>+15550177</redirectingNumber><redirectingReason>transfer</redirectingReason>
</enhancedCallLogsExtendedEntry></placed></EnhancedCallLogs>`;

/** What an event document of BroadWorks becomes; empty for one that tells of no call. */
export function broadWorksRecords(of: string, xml: string): Made[] {
	const settings = { package: 'Advanced Call', initialState: false };
	const items = broadWorksItems(readEvent(xml), { output: 'callRecord', ...settings });
	return recordsIn(items).map((record) => ({ backend: 'broadWorks', from: 'event', of, record }));
}

function broadWorks(): Made[] {
	const events = eventFixtures().flatMap(({ name, xml }) => broadWorksRecords(name, xml));
	const logs = [
		fixture('composed/calllogs.xml'),
		fixture('composed/enhancedcalllogs-basic.xml'),
		EXTENDED_ENTRY,
	].flatMap((xml) =>
		entriesOf(USER, parseXml(xml)).flatMap((entry) => [
			loggedRecord(entry),
			recoveredRecord(entry),
		]),
	);
	return [
		...events,
		{
			backend: 'broadWorks',
			from: 'event',
			of: 'a moved call',
			record: liveRecord(MOVED_CALL, USER),
		},
		...logs.map((record): Made => ({ backend: 'broadWorks', from: 'read', of: 'log', record })),
	];
}

/** A session as its events tell it, one after the other. */
export function sessionRecords(of: string, notifications: Json[]): Made[] {
	const times = new PartyTimes();
	return notifications.flatMap((received) => {
		const session = sessionEventOf(notificationOf(received));
		if (!session) return [];
		const known = times.see(session);
		return session.parties.map(
			(party): Made => ({
				backend: 'ringCentral',
				from: 'event',
				of,
				record: partyRecord(session, party, 'telephonySession', known.get(party.id)),
			}),
		);
	});
}

/** The last event of a session with other members of its party. */
const endingWith = (members: Json): Json => {
	const event = structuredClone(
		jsonFixture('ringCentral/event.telephony-sessions.cc-outbound-disconnected.json'),
	);
	const [party] = (event.body as { parties: Json[] }).parties;
	Object.assign(party, members);
	return event;
};

const LEGS: JsonObject = {
	uri: 'https://platform.ringcentral.com/restapi/v1.0/account/1/call-log/r',
	id: 'r',
	telephonySessionId: 's-1',
	startTime: '2026-01-01T10:00:00.000Z',
	duration: 40,
	direction: 'Inbound',
	result: 'Accepted',
	reason: 'Call connected',
	from: { phoneNumber: '+14085550164' },
	to: { phoneNumber: '+19045550158', name: 'Sales' },
	message: { id: 5, type: 'VoiceMail', uri: 'https://platform.ringcentral.com/m/5' },
	legs: [
		{
			master: true,
			direction: 'Inbound',
			action: 'Phone Call',
			result: 'Accepted',
			to: { phoneNumber: '+19045550158', name: 'Sales', extensionId: '20' },
		},
		{ action: 'Hunting', direction: 'Outbound', result: 'Accepted', extension: { id: 30 } },
		{
			action: 'Transfer',
			direction: 'Outbound',
			result: 'Accepted',
			startTime: '2026-01-01T10:00:20.000Z',
			to: { extensionNumber: '102', name: 'Bob' },
		},
	],
};

function ringCentral(): Made[] {
	const named = (name: string) => jsonFixture(`ringCentral/${name}.json`);
	const stream = named('stream.telephony-sessions.rc-to-pstn') as unknown as Json[];
	const events = [
		...sessionRecords('stream', stream),
		...sessionRecords('missed', [named('composed.event.missed-call')]),
		...sessionRecords('queue', [
			endingWith({
				queueCall: true,
				to: { phoneNumber: '+19045550158', name: 'Sales', extensionId: '20' },
				status: { code: 'Disconnected', reason: 'BlindTransfer', description: 'moved' },
				recordings: [{ id: 7 }],
			}),
		]),
	];
	const lists = ['seed004.call-log.detailed', 'seed004.call-log.simple', 'active-calls.response'];
	const records = [
		named('call-log.record.simple-with-recording') as JsonObject,
		LEGS,
		...lists.flatMap((name) => objects(named(name).records)),
	];
	return [
		...events,
		...records.map(
			(record): Made => ({
				backend: 'ringCentral',
				from: 'read',
				of: String(record.id),
				record: logRecord(record, { event: 'callEnded', recovered: true }),
			}),
		),
	];
}

/** Members that vendors' samples leave empty, by the fixture that could have them. */
export const FILLED: Record<string, Json> = {
	'cooCenter/push.cc_cdr.missed.json': {
		voicemailState: '1',
		filePath: '20181105/100.wav',
		forwardNumber: '1002',
		fwType: 'noanswer',
		trunkNumber: '+862134561234',
		missCause: 'NO_AGENT_ANSWER',
	},
	'udesk/composed.push.call-trigger.in.zh.json': {
		call_result: '客服未接',
		is_leave_message: 'true',
		category: 'transfer',
		queue_name: 'support',
		queue_time: 5,
		drop_side: 'customer',
		defeat_cause: 'timeout',
	},
	'dimensions/composed.push.call-session.answered.json': {
		lAnsUsrNum: '303',
		lAnsUsrName: 'Other User',
	},
};

/** A fixture with more members; those of Dimensions stand in its call data. */
export function filledPush(name: string): Json {
	const push = jsonFixture(name);
	return 'cdr' in push
		? { ...push, cdr: { ...(push.cdr as Json), ...FILLED[name] } }
		: { ...push, ...FILLED[name] };
}

/** What a push becomes; empty for one that tells of no call. */
export function pushRecords(backend: string, push: Json): CallRecord[] {
	const { sampleItems, events } = backendOf(backend);
	const event: EventEntry<string> = events[0];
	return recordsIn(sampleItems(event, JSON.stringify(push), 'callRecord'));
}

function pushed(backend: string, folder: string): Made[] {
	return pushFixtures(folder).flatMap((of) =>
		[jsonFixture(of), ...(of in FILLED ? [filledPush(of)] : [])].flatMap((push) =>
			pushRecords(backend, push).map(
				(record): Made => ({ backend: folder, from: 'event', of, record }),
			),
		),
	);
}

const CURRENT: WireObject[] = [
	{
		channel: 'SIP/896-0000000b',
		extension: '896',
		channelstatedesc: 'Up',
		calleridnum: '896',
		connectedlinenum: '897',
		bridgeid: 'b-1',
		duration: 178,
	},
];

/** A call record of everything that tells of a call: fixtures, and members that fixtures do not have. */
export const madeRecords = (): Made[] => [
	...broadWorks(),
	...ringCentral(),
	...pushed('CooCenter', 'cooCenter'),
	...CURRENT.map(
		(fields): Made => ({
			backend: 'cooCenter',
			from: 'read',
			of: 'current calls',
			record: currentCallRecord({ raw: fields, fields }),
		}),
	),
	...pushed('Udesk', 'udesk'),
	...pushed('Dimensions', 'dimensions'),
];
