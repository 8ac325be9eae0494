import { entriesOf } from '../../../nodes/BroadWorks/client/calls/callLogs';
import { callRecordOf as liveRecord } from '../../../nodes/BroadWorks/client/calls/callRecord';
import { loggedRecord } from '../../../nodes/BroadWorks/client/calls/loggedRecord';
import { callRecordOf as logRecord } from '../../../nodes/RingCentral/client/callLog/callRecord';
import { notificationOf } from '../../../nodes/RingCentral/client/events/notification';
import { PartyTimes } from '../../../nodes/RingCentral/client/events/partyTimes';
import {
	partyRecord,
	sessionEventOf,
} from '../../../nodes/RingCentral/client/events/telephonyEvent';
import type { CallRecord } from '../../../nodes/shared/core/callRecord';
import { parseXml } from '../../../nodes/shared/core/parsing/xml';

const USER = 'alice@example.net';
const START = 1_700_000_000_000;
const ANSWER = START + 4_000;
const END = START + 34_000;

/** What must be the same, whoever tells of the call. */
const told = (record: CallRecord) => {
	const { direction, state, result, answered, from, to, startTime, endTime, duration } = record;
	return { direction, state, result, answered, from, to, startTime, endTime, duration };
};

function broadWorks(answer: number | undefined) {
	const live = liveRecord(
		{
			callId: 'callhalf-1:0',
			type: 'CallReleasedEvent',
			personality: 'Terminator',
			state: 'Released',
			remoteParty: { name: 'Bob', address: 'tel:+18185550102', callType: 'Group' },
			startTime: START,
			...(answer === undefined ? {} : { answerTime: answer }),
			releaseTime: END,
		},
		USER,
	);
	const list = answer === undefined ? 'missed' : 'received';
	const xml = `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><${list}><enhancedCallLogsExtendedEntry>
<callLogId>1:0</callLogId><callId>callhalf-1:0</callId><callingPresentationNumber>+18185550102</callingPresentationNumber>
<callingPresentationName>Bob</callingPresentationName><basicCallType>Group</basicCallType><startTime>${START}</startTime>
${answer === undefined ? '' : `<answerTime>${answer}</answerTime>`}<releaseTime>${END}</releaseTime>
</enhancedCallLogsExtendedEntry></${list}></EnhancedCallLogs>`;
	return { live, logged: loggedRecord(entriesOf(USER, parseXml(xml))[0]) };
}

const BOB = { extensionNumber: '102', extensionId: '30', name: 'Bob' };
const ALICE = { extensionNumber: '101', extensionId: '20', name: 'Alice' };

function ringCentral(answer: number | undefined) {
	const times = new PartyTimes();
	const steps: Array<[string, number]> = [
		['Setup', START],
		...(answer === undefined ? [] : ([['Answered', answer]] as Array<[string, number]>)),
		['Disconnected', END],
	];
	let live: CallRecord | undefined;
	for (const [code, at] of steps) {
		const session = sessionEventOf(
			notificationOf({
				uuid: code,
				event: '/restapi/v1.0/account/~/extension/~/telephony/sessions',
				body: {
					telephonySessionId: 's-1',
					eventTime: new Date(at).toISOString(),
					parties: [
						{
							id: 'p-1',
							extensionId: '20',
							direction: 'Inbound',
							from: BOB,
							to: ALICE,
							status: { code },
							missedCall: code === 'Disconnected' && answer === undefined,
						},
					],
				},
			}),
		);
		if (!session) throw new Error('No session in the event');
		live = partyRecord(session, session.parties[0], undefined, times.see(session).get('p-1'));
	}
	if (!live) throw new Error('No event of the call');
	const logged = logRecord({
		id: 'r',
		telephonySessionId: 's-1',
		direction: 'Inbound',
		result: answer === undefined ? 'Missed' : 'Accepted',
		from: BOB,
		to: ALICE,
		startTime: new Date(START).toISOString(),
		duration: 34,
	});
	return { live, logged };
}

describe.each([
	{ name: 'BroadWorks', make: broadWorks },
	{ name: 'RingCentral', make: ringCentral },
])('an internal call of $name', ({ make }) => {
	it.each([
		{ result: 'answered', answer: ANSWER },
		{ result: 'missed', answer: undefined },
	])('that was $result is told alike by the event and by the log', ({ result, answer }) => {
		const { live, logged } = make(answer);
		expect(told(live)).toEqual(told(logged));
		expect(live).toMatchObject({ direction: 'internal', result, state: 'ended', duration: 34 });
	});
});
