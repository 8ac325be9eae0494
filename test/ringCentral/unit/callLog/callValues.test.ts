import { callRecordOf } from '../../../../nodes/RingCentral/client/callLog/callRecord';
import type { JsonObject } from '../../../../nodes/RingCentral/client/transport/answers';
import { Persons, usersOfCall } from '../../../../nodes/RingCentral/client/callLog/join';
import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import { pages, tokenPages } from '../../../../nodes/RingCentral/client/transport/paging';
import {
	partyRecord,
	sessionEventOf,
} from '../../../../nodes/RingCentral/client/events/telephonyEvent';
import { e164Of } from '../../../../nodes/shared/core/e164';
import { secondsBetween } from '../../../../nodes/shared/core/callRecord';
import { jsonFixture } from '../../../support/jsonFixtures';
import { gather, json, restBench } from '../support/restSupport';

const BASE: JsonObject = {
	id: 'x',
	startTime: '2026-01-01T10:00:00.000Z',
	direction: 'Inbound',
	result: 'Accepted',
	duration: 10,
};

const partyOf = (fields: JsonObject) => {
	const session = sessionEventOf(
		notificationOf({
			event: '/telephony/sessions',
			body: { telephonySessionId: 's', parties: [{ id: 'p', ...fields }] },
		}),
	);
	if (!session) throw new Error('no session');
	return partyRecord(session, session.parties[0]);
};

describe('Internal calls', () => {
	test.each([
		['by ids', { extensionId: '7' }, { extensionId: '8' }],
		['by numbers of extensions', { extensionNumber: '101' }, { phoneNumber: '102' }],
		[
			'with direct numbers beside',
			{ extensionId: '7', phoneNumber: '+16505550101' },
			{ extensionId: '8' },
		],
	])('are internal in live events, %s', (_what, from, to) => {
		for (const direction of ['Inbound', 'Outbound']) {
			expect(partyOf({ direction, from, to }).direction).toBe('internal');
		}
	});

	test.each(['911', '933', '112'])('a call to %s is none, live and in the log', (phoneNumber) => {
		const call = { direction: 'Outbound', from: { extensionId: '7' }, to: { phoneNumber } };
		expect(partyOf(call).direction).toBe('outbound');
		expect(callRecordOf({ ...BASE, ...call }).direction).toBe('outbound');
	});

	test('a call with somebody outside has its direction', () => {
		const outside = { phoneNumber: '+16505550190' };
		const inside = { phoneNumber: '+16505550101', extensionId: '7' };
		expect(partyOf({ direction: 'Inbound', from: outside, to: inside }).direction).toBe('inbound');
		expect(callRecordOf({ ...BASE, from: outside, to: inside }).direction).toBe('inbound');
		expect(
			callRecordOf({ ...BASE, from: inside, to: { ...inside, extensionId: 8 } }).direction,
		).toBe('internal');
	});
});

describe('The queue', () => {
	const leg = (id: number, more: JsonObject): JsonObject => ({
		direction: 'Inbound',
		extension: { id },
		...more,
	});
	const sales = { phoneNumber: '+12679304030', name: 'Sales Queue' };

	test('is whoever was called and had agents rung', () => {
		const legs = [
			leg(20, { action: 'Phone Call', legType: 'Accept', to: sales, master: true }),
			leg(1, { action: 'Hunting', legType: 'Hunting', result: 'Missed' }),
			leg(2, { action: 'Hunting', legType: 'Hunting', result: 'Accepted' }),
		];
		expect(callRecordOf({ ...BASE, to: sales, legs }).queue).toEqual({
			id: '20',
			name: 'Sales Queue',
			number: '+12679304030',
		});
	});

	test('is that of the sample', () => {
		const { records } = jsonFixture('ringCentral/seed004.call-log.detailed.json');
		expect(callRecordOf((records as JsonObject[])[0]).queue).toEqual({
			id: '22222222',
			name: 'Sales Queue',
			number: '+12679304030',
		});
	});

	test('is none where a user has other telephones of his own rung', () => {
		const legs = [
			leg(7, { action: 'Phone Call', legType: 'Accept', to: { name: 'Alice' } }),
			leg(7, { action: 'FindMe', legType: 'FindMe', direction: 'Outbound' }),
		];
		expect(callRecordOf({ ...BASE, legs })).not.toHaveProperty('queue');
	});

	test('is in an event that names another extension as called', () => {
		const to = { extensionId: '20', name: 'Sales', phoneNumber: '+12679304030' };
		const party = { extensionId: '7', direction: 'Inbound', to, from: {} };
		expect(partyOf({ ...party, attributes: { queueCall: true } }).queue).toEqual({
			id: '20',
			name: 'Sales',
			number: '+12679304030',
		});
		expect(partyOf(party)).not.toHaveProperty('queue');
	});
});

describe('Recordings and voicemails', () => {
	const recording = (id: number) => ({ id, type: 'Automatic', contentUri: `https://x/${id}` });
	const voicemail = (id: number) => ({ id, type: 'VoiceMail', uri: `https://x/${id}` });

	test('that stand in legs only are found', () => {
		const made = callRecordOf({
			...BASE,
			legs: [{}, { recording: recording(4), message: voicemail(5) }],
		});
		expect(made.recording).toEqual({ id: '4', state: 'Automatic', url: 'https://x/4' });
		expect(made.voicemail).toEqual({ id: '5', url: 'https://x/5' });
		expect(made.recordings).toEqual([made.recording]);
		expect(made.voicemails).toEqual([made.voicemail]);
	});

	test('several are all there, each once, the first also alone', () => {
		const made = callRecordOf({
			...BASE,
			recording: recording(1),
			message: voicemail(8),
			legs: [
				{ recording: recording(1) },
				{ recording: recording(2), message: voicemail(9) },
				{ recordings: [recording(3)], message: { id: 7, type: 'Fax' } },
			],
		});
		expect(made.recording?.id).toBe('1');
		expect(made.recordings?.map(({ id }) => id)).toEqual(['1', '2', '3']);
		expect(made.voicemails?.map(({ id }) => id)).toEqual(['8', '9']);
	});

	test('of a live event are all there', () => {
		const made = partyOf({ recordings: [{ id: 1 }, { id: 2 }] });
		expect(made.recordings).toEqual([{ id: '1' }, { id: '2' }]);
	});
});

test('durations are never negative', () => {
	expect(secondsBetween(5_000, 4_000)).toBe(0);
	const made = callRecordOf({ ...BASE, duration: -3 });
	expect([made.duration, made.endTime]).toEqual([0, made.startTime]);
	expect(callRecordOf({ ...BASE, durationMs: -900 }).duration).toBe(0);
});

test.each([
	['+1202', undefined],
	['+1', undefined],
	['+1234567890123456', undefined],
	['+120255501001', undefined],
	['+12025550100', '+12025550100'],
	['+493012345678', '+493012345678'],
	['+61255500100', '+61255500100'],
])('%s as E.164 is %s', (number, expected) => expect(e164Of(number)).toBe(expected));

test('who called and was called took part besides the legs', () => {
	const call = {
		from: { extensionId: 1 },
		to: { extensionId: '2' },
		legs: [{ extension: { id: 3 } }, { extension: { id: 2 }, from: { extensionId: '4' } }],
	};
	expect(usersOfCall(call).sort()).toEqual(['1', '2', '3', '4']);
});

describe('Persons of a federated account', () => {
	const OWN = '10';

	test('are not in the list of extensions', async () => {
		const { connection, http } = restBench();
		http.on('GET', /\/extension\?/, json({ records: [{ id: 7, name: 'Alice' }] }));
		http.on('GET', /\/extension$/, json({ records: [{ id: 7, name: 'Alice' }] }));
		const persons = new Persons(connection, { persons: 'extensions' });
		await persons.prepare();
		expect(await persons.isForeign('7', false)).toBe(false);
		expect(await persons.isForeign('99', false)).toBe(true);
		// Somebody whose extension was deleted, say.
		expect(await persons.isForeign('99', true)).toBe(false);
		expect(await persons.isForeign('glip-1', false)).toBe(true);
	});

	test('are of another company', async () => {
		const { connection, http } = restBench();
		http.on('GET', /persons\/7$/, json({ id: '7', companyId: OWN }));
		http.on('GET', /persons\/99$/, json({ id: '99', companyId: '20' }));
		http.on('GET', /companies\/~$/, json({ id: OWN }));
		const persons = new Persons(connection, { persons: 'lookUp' });
		for (const id of ['7', '99']) await persons.find(id);
		expect(await persons.isForeign('7', false)).toBe(false);
		expect(await persons.isForeign('99', false)).toBe(true);
		expect(http.to('GET', /companies/)).toHaveLength(1);
	});
});

describe('Lists without an end', () => {
	const READ = {
		method: 'GET',
		path: '/team-messaging/v1/chats/1/posts',
		group: 'light',
		kind: 'read',
	} as const;

	test('of ever new tokens and empty pages end', async () => {
		const { connection, http, clock } = restBench();
		let page = 0;
		http.on('GET', /posts/, () =>
			json({ records: [], navigation: { nextPageToken: `t${++page}` } }),
		);
		const read = expect(gather(tokenPages(connection, READ))).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
		await clock.advance(120_000);
		await read;
		expect(page).toBeLessThan(50);
	});

	test('of ever new pages end', async () => {
		const { connection, http, clock } = restBench();
		let page = 1;
		http.on('GET', /posts/, () =>
			json({
				records: null,
				navigation: { nextPage: { uri: `${connection.server}${READ.path}?page=${++page}` } },
			}),
		);
		const read = expect(gather(pages(connection, READ))).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
		await clock.advance(120_000);
		await read;
	});

	test('some empty pages are no end', async () => {
		const { connection, http } = restBench();
		let page = 0;
		http.on('GET', /posts/, () => {
			const isLast = ++page === 12;
			return json({
				records: isLast ? [{ id: 1 }] : [],
				navigation: isLast ? {} : { nextPageToken: `t${page}` },
			});
		});
		expect(await gather(tokenPages(connection, READ))).toEqual([{ id: 1 }]);
	});
});
