import { readFileSync } from 'node:fs';

import {
	eventFiltersOf,
	type EventName,
} from '../../../../nodes/RingCentral/client/events/eventFilters';
import {
	isReminder,
	notificationOf,
	readNotification,
} from '../../../../nodes/RingCentral/client/events/notification';
import {
	hasEnded,
	hasLeft,
	partyRecord,
	sessionEventOf,
	stateOf,
	type SessionEvent,
} from '../../../../nodes/RingCentral/client/events/telephonyEvent';
import { answerOf, readFrame } from '../../../../nodes/RingCentral/client/events/webSocket/frames';
import { jsonFixture } from '../../../support/jsonFixtures';
import { fixturePath } from '../../../support/fixturePath';

const text = (name: string) => readFileSync(fixturePath(`ringCentral/${name}.json`), 'utf8');
const session = (name: string) => sessionEventOf(readNotification(text(name))) as SessionEvent;

describe('Notifications', () => {
	test('are read with or without the wrapper of mobile pushes', () => {
		const wrapped = readNotification(text('event.telephony-sessions.account.apns-envelope'));
		expect(wrapped).toMatchObject({
			uuid: '837270960869181944',
			event: '/restapi/v1.0/account/400144452008/extension/400144455008/telephony/sessions',
			subscriptionId: '5c37f936-fa66-4b4b-95af-1e94b51a748d',
			ownerId: '400144455008',
			body: { sequence: 5 },
		});
		expect(wrapped.received).toHaveProperty('pn_apns');
		expect(readNotification(text('event.presence.dnd'))).toMatchObject({
			subscriptionId: undefined,
			body: { dndStatus: 'TakeAllCalls' },
		});
	});

	test.each(['not json', '[]', '{}', '{"event":7}', '{"event":"/x","body":[]}', 'null'])(
		'%s is none',
		(document) => {
			expect(() => readNotification(document)).toThrow('RingCentral sent');
		},
	);

	test('ids that a number cannot hold keep their digits, in a push and in a frame', () => {
		const json =
			'{"uuid":9007199254740993,"event":"/x","ownerId":18446744073709551615,"body":{"id":9007199254740995}}';
		expect(readNotification(json)).toMatchObject({
			uuid: '9007199254740993',
			ownerId: '18446744073709551615',
			body: { id: '9007199254740995' },
		});
		expect(readFrame(`[{"type":"ServerNotification"},${json}]`)?.body).toMatchObject({
			body: { id: '9007199254740995' },
		});
	});

	test('what is nested without end is none, in a push and in a frame', () => {
		const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
		const json = `{"event":"/x","body":{"a":${deep}}}`;
		expect(() => readNotification(json)).toThrow(/RingCentral sent.*64 levels deep/);
		expect(readFrame(`[{"type":"ServerNotification"},${json}]`)).toBeUndefined();
	});

	test('reminders are told apart', () => {
		const of = (event: string) => isReminder(notificationOf({ event }));
		expect(of('/restapi/v1.0/subscription/~?threshold=259200&interval=43200')).toBe(true);
		expect(of('/restapi/v1.0/subscription/95fecfc9')).toBe(true);
		expect(of('/restapi/v1.0/account/~/presence')).toBe(false);
	});
});

describe('Telephony session events', () => {
	test('tell who does what', () => {
		const event = session('event.telephony-sessions.inbound-setup');
		expect(event).toMatchObject({
			telephonySessionId: 's-a6abd24ca6774373a8120a3390d3cbe8',
			sequence: 3,
			parties: [{ extensionId: '809646016', direction: 'Inbound', code: 'setup', missed: false }],
		});
		expect(stateOf(event.parties[0])).toBe('ringing');
		expect(partyRecord(event, event.parties[0], 'telephonySession')).toEqual({
			schemaVersion: '1.0',
			account: { id: '809646016' },
			dialed: { name: 'Sales Tester', number: '+19045550158', e164: '+19045550158' },
			relatedIds: ['s-a6abd24ca6774373a8120a3390d3cbe8', '425008160016'],
			id: 'p-a6abd24ca6774373a8120a3390d3cbe8-2',
			backend: 'ringCentral',
			event: 'telephonySession',
			direction: 'inbound',
			state: 'ringing',
			from: { number: '+14085550164', e164: '+14085550164' },
			to: {
				name: 'Sales Tester',
				number: '+19045550158',
				e164: '+19045550158',
				userId: '809646016',
			},
			agent: { userId: '809646016' },
			ids: {
				telephonySessionId: 's-a6abd24ca6774373a8120a3390d3cbe8',
				sessionId: '425008160016',
				partyId: 'p-a6abd24ca6774373a8120a3390d3cbe8-2',
				extensionId: '809646016',
				accountId: '809646016',
			},
		});
	});

	test('short numbers are extensions, and a party outside has no agent', () => {
		const answered = session('event.telephony-sessions.customer-answered');
		expect(partyRecord(answered, answered.parties[0])).toMatchObject({
			state: 'active',
			from: { extension: '101', number: '101' },
			agent: { userId: '684351005' },
		});
		const outside = session('event.telephony-sessions.cc-inbound-proceeding');
		expect(partyRecord(outside, outside.parties[0])).not.toHaveProperty('agent');
	});

	test('an end has its time', () => {
		const event = session('event.telephony-sessions.cc-outbound-disconnected');
		expect(partyRecord(event, event.parties[0])).toMatchObject({
			state: 'ended',
			direction: 'outbound',
			endTime: '2019-09-05T07:46:05.856Z',
		});
	});

	const party = (code: string, reason?: string, direction = 'Inbound') =>
		(
			sessionEventOf(
				notificationOf({
					event: '/x',
					body: {
						telephonySessionId: 's',
						parties: [{ id: 'p', direction, status: { code, reason } }],
					},
				}),
			) as SessionEvent
		).parties[0];

	test.each([
		['Setup', 'Outbound', 'dialing'],
		['Proceeding', 'Inbound', 'ringing'],
		['Answered', 'Inbound', 'active'],
		['Hold', 'Inbound', 'held'],
		['Parked', 'Inbound', 'held'],
		['Disconnected', 'Inbound', 'ended'],
		['Gone', 'Inbound', 'ended'],
		['VMScreening', 'Inbound', 'active'],
		['Tds', 'Inbound', 'unknown'],
	])('%s of an %s party is %s', (code, direction, state) => {
		expect(stateOf(party(code, undefined, direction))).toBe(state);
	});

	test.each([
		['Disconnected', undefined, true],
		['Disconnected', 'CallFinished', true],
		['Disconnected', 'BlindTransfer', false],
		['Gone', 'AttendedTransfer', false],
		['Gone', 'CallFlip', false],
		['Disconnected', 'Pickup', false],
		['Disconnected', 'CallPark', false],
		['Disconnected', 'AgentAnswered', false],
		['Answered', undefined, false],
	])('%s %s ends the call: %s', (code, reason, ends) => {
		expect(hasEnded(party(code, reason))).toBe(ends);
		expect(hasLeft(party(code, reason))).toBe(code !== 'Answered');
	});

	test('other events are none, and odd ones have gaps', () => {
		expect(sessionEventOf(notificationOf({ event: '/x', body: {} }))).toBeUndefined();
		const odd = sessionEventOf(
			notificationOf({
				event: '/x',
				body: { telephonySessionId: 's', sequence: 'x', parties: [{ recordings: [{ id: 1 }] }] },
			}),
		) as SessionEvent;
		expect(odd.sequence).toBeUndefined();
		expect(partyRecord(odd, odd.parties[0])).toMatchObject({
			direction: 'unknown',
			state: 'unknown',
			recording: { id: '1' },
		});
	});
});

describe('Event filters', () => {
	const account = { kind: 'account' } as const;
	const two = { kind: 'extension', extensionIds: ['~', '12', '12'] } as const;
	test.each<[EventName, Parameters<typeof eventFiltersOf>[1], string[]]>([
		['telephonySession', account, ['/restapi/v1.0/account/~/telephony/sessions']],
		[
			'callEnded',
			two,
			[
				'/restapi/v1.0/account/~/extension/12/telephony/sessions',
				'/restapi/v1.0/account/~/extension/~/telephony/sessions',
			],
		],
		[
			'missedCall',
			account,
			['/restapi/v1.0/account/~/telephony/sessions?direction=Inbound&missedCall=true'],
		],
		['presence', account, ['/restapi/v1.0/account/~/presence']],
		[
			'presence',
			{ kind: 'extension', extensionIds: ['7'] },
			['/restapi/v1.0/account/~/extension/7/presence?detailedTelephonyState=true&sipData=true'],
		],
		['post', { kind: 'own' }, ['/team-messaging/v1/posts']],
		['chat', { kind: 'own' }, ['/team-messaging/v1/chats']],
		[
			'queuePresence',
			{ kind: 'queue', queueIds: ['9'] },
			['/restapi/v1.0/account/~/call-queues/9/presence'],
		],
		[
			'queueVoicemail',
			{ kind: 'queue', queueIds: ['9'] },
			['/restapi/v1.0/account/~/extension/9/voicemail'],
		],
		['newRecording', account, ['/restapi/v1.0/account/~/telephony/sessions']],
		['eventFilter', { kind: 'filters', filters: ['/a', '/b', '/a'] }, ['/a', '/b']],
	])('%s', (event, target, filters) => {
		expect(eventFiltersOf(event, target)).toEqual(filters);
	});

	test.each<[EventName, string]>([
		['dnd', '/presence/dnd'],
		['voicemail', '/voicemail'],
		['fax', '/fax?direction=Inbound'],
		['sms', '/message-store/instant?type=SMS'],
		['message', '/message-store'],
		['smsSent', '/message-store'],
	])('%s of an extension', (event, tail) => {
		expect(eventFiltersOf(event, { kind: 'extension', extensionIds: ['~'] })).toEqual([
			`/restapi/v1.0/account/~/extension/~${tail}`,
		]);
	});

	test('the server leaves out what it can', () => {
		const narrowing = { direction: 'Outbound', phoneNumber: '+16505550101' } as const;
		expect(eventFiltersOf('telephonySession', account, narrowing)).toEqual([
			'/restapi/v1.0/account/~/telephony/sessions?direction=Outbound&phoneNumber=%2B16505550101',
		]);
		expect(eventFiltersOf('callEnded', account, narrowing)).toEqual([
			'/restapi/v1.0/account/~/telephony/sessions',
		]);
	});
});

describe('Frames of the WebSocket gateway', () => {
	test('the printed ones can be read', () => {
		const frame = (name: string) =>
			readFrame(JSON.stringify(jsonFixture(`ringCentral/${name}.json`)));
		expect(frame('ws.connection-details')).toMatchObject({
			type: 'ConnectionDetails',
			status: 200,
			recoveryToken: 'SAMPLE-WS-TOKEN',
			body: { recoveryTimeout: 180 },
		});
		expect(frame('ws.heartbeat.response')).toMatchObject({ type: 'Heartbeat', body: undefined });
	});

	test.each(['{', '{}', '[]', '[7]', '[{"no":"type"}]'])('%s is none', (message) => {
		expect(readFrame(message)).toBeUndefined();
	});

	test('refusals are told with code and text', () => {
		expect(answerOf({ type: 'ClientRequest', body: { id: 1 } })).toEqual({ id: 1 });
		expect(answerOf({ type: 'ClientRequest', status: 204, body: undefined })).toEqual({});
		expect(() => answerOf({ type: 'ClientRequest', status: 429, body: 'x' })).toThrow(
			'fewer requests',
		);
		const errors = [{ errorCode: 'SUB-406', message: 'Not Active' }];
		expect(() => answerOf({ type: 'ClientRequest', status: 400, body: { errors } })).toThrow(
			expect.objectContaining({ vendorCode: 'SUB-406', vendorText: 'Not Active' }) as Error,
		);
	});
});
