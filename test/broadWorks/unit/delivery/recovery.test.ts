import { readCallLog } from '../../../../nodes/BroadWorks/client/calls/callLogs';
import { CallMemory } from '../../../../nodes/BroadWorks/client/calls/callMemory';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { recoverCalls, recoveredRecord } from '../../../../nodes/BroadWorks/client/calls/recovery';
import type { XsiTarget } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { fixture } from '../../../support/fixtures';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { ACTIONS, eventXml, fakeConnection, telephonyError } from '../support/xsi';

const T = Date.parse('2026-10-07T17:00:00.000Z');
const SPAN = { from: T, to: T + 600_000 };
const ALICE = 'alice@example.net';
const USER = `${ACTIONS}/v2.0/user/alice@example.net`;

const extended = (id: string, start: number, more = '') =>
	`<enhancedCallLogsExtendedEntry><callId>${id}</callId><callLogId>${id}:log</callLogId><callingPresentationNumber>+18188675309</callingPresentationNumber><callingPresentationName>Jordan</callingPresentationName><dialedNumber>2001</dialedNumber><startTime>${start}</startTime>${more}</enhancedCallLogsExtendedEntry>`;
const enhanced = (received: string, counted = 1) => ({
	body: `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><numberOfRecords>${counted}</numberOfRecords><received>${received}</received></EnhancedCallLogs>`,
});

describe('readCallLog', () => {
	it('asks the enhanced log for the span and reads its entries', async () => {
		const connection = fakeConnection();
		connection.http.on(
			'GET',
			/EnhancedCallLogs/,
			enhanced(
				extended('late', T + 5_000, `<answerTime>${T + 9_000}</answerTime>`) +
					extended('early', T) +
					extended('before', T - 1),
			),
		);
		const calls = await readCallLog(connection, ALICE, SPAN);
		expect(calls).toMatchObject([
			{ userId: ALICE, kind: 'received', callId: 'early', callLogId: 'early:log', startTime: T },
			{
				callId: 'late',
				number: '+18188675309',
				name: 'Jordan',
				answerTime: T + 9_000,
				releaseTime: undefined,
			},
		]);
		const url = new URL(connection.http.sent[0].url);
		expect(url.pathname).toBe(`${USER}/directories/EnhancedCallLogs`);
		expect(Object.fromEntries(url.searchParams)).toEqual({
			startTime: '2026-10-07T17:00:00.000Z',
			endTime: '2026-10-07T17:10:00.000Z',
			start: '1',
			results: '200',
		});
	});

	it('reads page after page', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /start=1&/, enhanced(extended('a', T), 200))
			.on('GET', /start=201&/, enhanced(extended('b', T + 1), 1));
		const calls = await readCallLog(connection, ALICE, SPAN);
		expect(calls.map(({ callId }) => callId)).toEqual(['a', 'b']);
		expect(connection.http.sent).toHaveLength(2);
	});

	it.each([
		[403, ''],
		[404, ''],
		[400, ''],
		[404, '<html><body>404 Not Found</body></html>'],
	])('reads the basic log where the enhanced one gives %i "%s"', async (status, body) => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /\/CallLogs$/, { body: fixture('composed/calllogs.xml') })
			.on('GET', /EnhancedCallLogs/, { status, body });
		const calls = await readCallLog(connection, ALICE, { from: T, to: T + 300_000 });
		expect(calls).toMatchObject([
			{
				kind: 'placed',
				number: '+15550100',
				name: 'Jordan Smith',
				startTime: T,
				callLogId: '101:0',
			},
			{ kind: 'received', number: '2002', name: 'Bob Stone', startTime: T + 300_000 },
		]);
		expect(calls[0].callId).toBeUndefined();
	});

	it('reads an enhanced log of basic entries, and takes Unavailable for no name', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /Enhanced/, { body: fixture('composed/enhancedcalllogs-basic.xml') });
		expect(await readCallLog(connection, ALICE, SPAN)).toMatchObject([
			{ kind: 'placed', number: '+15550100', name: 'Jordan Smith' },
		]);
		connection.http
			.on('GET', /\/CallLogs$/, { body: fixture('composed/calllogs.xml') })
			.on('GET', /EnhancedCallLogs/, { status: 403 });
		const all = await readCallLog(connection, ALICE, { from: T, to: T + 3_600_000 });
		expect(all[2]).toMatchObject({ kind: 'missed', name: undefined });
	});

	it('reads a time in ms, and leaves out what is not a time', async () => {
		const connection = fakeConnection();
		const entry = (time: string) =>
			`<enhancedCallLogsEntry><phoneNumber>1</phoneNumber><time>${time}</time><callLogId>${time}</callLogId></enhancedCallLogsEntry>`;
		const entries = [String(T), '9000000000000000', 'soon', ''].map(entry).join('');
		connection.http.on('GET', /Enhanced/, enhanced(entries));
		const calls = await readCallLog(connection, ALICE, SPAN);
		expect(calls.map(({ callLogId }) => callLogId)).toEqual([String(T)]);
	});

	it('passes on that the server is not available', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { status: 503 });
		const work = telephonyError(readCallLog(connection, ALICE, SPAN), 'unavailable');
		await connection.clock.advance(60_000);
		await work;
		expect(connection.http.lines().every((line) => line.includes('Enhanced'))).toBe(true);
	});
});

describe('recoveredRecord', () => {
	const base = { userId: ALICE, callLogId: '9:0', startTime: T, fields: {} };

	it('marks a missed call', () => {
		expect(recoveredRecord({ ...base, kind: 'missed', number: '+18188675309', name: 'J' })).toEqual(
			{
				schemaVersion: '1.0',
				result: 'missed',
				id: '9:0',
				backend: 'broadWorks',
				event: 'RecoveredCall',
				direction: 'inbound',
				state: 'ended',
				from: { name: 'J', number: '+18188675309', e164: '+18188675309' },
				to: { userId: ALICE },
				startTime: '2026-10-07T17:00:00.000Z',
				answered: false,
				recovered: true,
				ids: { callLogId: '9:0' },
			},
		);
	});

	it('counts the times of a placed call', () => {
		const times = { answerTime: T + 5_000, releaseTime: T + 65_000 };
		expect(
			recoveredRecord({ ...base, ...times, kind: 'placed', number: '', callId: 'c' }),
		).toMatchObject({
			id: 'c',
			direction: 'outbound',
			from: { userId: ALICE },
			to: {},
			duration: 65,
			talkDuration: 60,
			waitDuration: 5,
			answered: true,
			ids: { callId: 'c', callLogId: '9:0' },
		});
		const placed = { ...base, kind: 'placed' as const, number: '1' };
		// Basic logs have no more than the start: they do not tell.
		expect(recoveredRecord(placed)).not.toHaveProperty('answered');
		expect(recoveredRecord({ ...placed, releaseTime: T + 9_000 }).answered).toBe(false);
		expect(recoveredRecord({ ...base, kind: 'received', number: '1' }).answered).toBe(true);
	});
});

describe('recoverCalls', () => {
	const target = (kind: 'user' | 'group' | 'enterprise'): XsiTarget =>
		kind === 'user'
			? { kind, userId: ALICE }
			: kind === 'group'
				? { kind, enterpriseId: 'demo', groupId: 'HQ' }
				: { kind, enterpriseId: 'demo' };
	const seen = (callId: string, user: string, start: number) =>
		readEvent(
			eventXml({
				id: callId,
				subscription: 's',
				type: 'CallReceivedEvent',
				target: user,
				data: `<xsi:call><xsi:callId>${callId}</xsi:callId><xsi:state>Active</xsi:state><xsi:startTime>${start}</xsi:startTime></xsi:call>`,
			}),
		);
	const recover = async (
		connection: ReturnType<typeof fakeConnection>,
		to: XsiTarget,
		memory = new CallMemory(),
	) => {
		const log = new RecordingLog();
		const { calls, unread } = await recoverCalls(connection, {
			span: SPAN,
			target: to,
			ownUserId: 'admin@example.net',
			memory,
			log,
		});
		return { calls, unread, log };
	};

	it("reads a user's log from shortly before the outage and leaves out what was seen", async () => {
		const connection = fakeConnection();
		connection.http.on(
			'GET',
			/./,
			enhanced(extended('b', T + 1) + extended('seen', T) + extended('a', T - 30_000)),
		);
		const memory = new CallMemory();
		memory.see(seen('seen', ALICE, T));
		const { calls } = await recover(connection, target('user'), memory);
		expect(calls.map(({ callId }) => callId)).toEqual(['a', 'b']);
		expect(connection.http.sent[0].url).toContain(
			`startTime=${encodeURIComponent(new Date(T - 30_000).toISOString())}`,
		);
	});

	it('reads the logs of everyone in the directory and of everyone seen, oldest call first', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /directories\/Enterprise\?/, {
				body: fixture('composed/directory-enterprise.xml'),
			})
			.on('GET', /alice.*Enhanced/, enhanced(extended('a', T + 3)))
			.on('GET', /bob.*Enhanced/, enhanced(extended('b', T + 2)))
			.on('GET', /carol.*Enhanced/, enhanced(extended('c', T + 1)));
		const memory = new CallMemory();
		memory.restore(['old']);
		memory.see(seen('x', 'carol@example.net', T));
		memory.see(seen('y', ALICE, T));
		const { calls } = await recover(connection, target('enterprise'), memory);
		expect(calls.map(({ callId }) => callId)).toEqual(['c', 'b', 'a']);
		expect(connection.http.unexpected).toEqual([]);
		expect(connection.http.sent).toHaveLength(4);
	});

	it('leaves out users of other groups', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /directories\/Enterprise\?/, {
				body: fixture('composed/directory-enterprise.xml').replace('<groupId>HQ', '<groupId>Other'),
			})
			.on('GET', /bob.*Enhanced/, enhanced(extended('b', T)));
		const { calls } = await recover(connection, target('group'));
		expect(calls.map(({ userId }) => userId)).toEqual(['bob@example.net']);
		expect(connection.http.unexpected).toEqual([]);
	});

	it('goes on with the users seen so far when the directory is closed, and says so', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /directories\/Enterprise\?/, { status: 403 })
			.on('GET', /alice.*Enhanced/, enhanced(extended('a', T)));
		const memory = new CallMemory();
		memory.see(seen('x', ALICE, T));
		const { calls, log } = await recover(connection, target('enterprise'), memory);
		expect(calls.map(({ callId }) => callId)).toEqual(['a']);
		expect(log.at('warn')).toHaveLength(1);
	});

	it('looks into the directory of a user, because an administrator has none', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /admin.*directories\/Enterprise\?/, { status: 404 })
			.on('GET', /carol.*directories\/Enterprise\?/, {
				body: fixture('composed/directory-enterprise.xml'),
			})
			.on('GET', /carol.*Enhanced/, enhanced(''))
			.on('GET', /alice.*Enhanced/, enhanced(extended('a', T)))
			.on('GET', /bob.*Enhanced/, enhanced(extended('b', T + 1)));
		const memory = new CallMemory();
		memory.restore([], undefined, [], ['carol@example.net']);
		const { calls, log } = await recover(connection, target('enterprise'), memory);
		expect(calls.map(({ callId }) => callId)).toEqual(['a', 'b']);
		expect([connection.http.unexpected, log.lines]).toEqual([[], []]);
	});

	it('leaves out a log that cannot be read, and names the user', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /directories\/Enterprise\?/, {
				body: fixture('composed/directory-enterprise.xml'),
			})
			.on('GET', /alice.*CallLogs/, { status: 403 })
			.on('GET', /bob.*Enhanced/, enhanced(extended('b', T)));
		const { calls, log } = await recover(connection, target('enterprise'));
		expect(calls.map(({ callId }) => callId)).toEqual(['b']);
		expect(log.at('warn')[0].details).toMatchObject({ user: ALICE });
	});

	it('leaves out calls from before the outage that the memory may have forgotten', async () => {
		const connection = fakeConnection();
		connection.http.on(
			'GET',
			/./,
			enhanced(extended('in', T) + extended('old', T - 20_000) + extended('new', T - 10_000)),
		);
		const memory = new CallMemory();
		memory.restore([], { forgottenUntil: T + 60_000, seenUntil: T + 60_000 });
		expect((await recover(connection, target('user'), memory)).calls).toMatchObject([
			{ callId: 'in' },
		]);
		memory.restore([], { forgottenUntil: T - 20_000, seenUntil: T + 60_000 });
		expect((await recover(connection, target('user'), memory)).calls).toMatchObject([
			{ callId: 'new' },
			{ callId: 'in' },
		]);
	});

	describe('where a call counts when it has ended', () => {
		const MINUTES = 60_000;
		const ended = (id: string, start: number, end: number) =>
			extended(id, start, `<answerTime>${start + 1}</answerTime><releaseTime>${end}</releaseTime>`);
		const log = (...entries: string[]) => {
			const connection = fakeConnection();
			connection.http.on('GET', /./, enhanced(entries.join('')));
			return connection;
		};
		const found = async (connection: ReturnType<typeof fakeConnection>, memory: CallMemory) =>
			(await recover(connection, target('user'), memory)).calls.map(({ callId }) => callId);

		it('tells calls that began long before the outage and ended in it', async () => {
			const connection = log(
				ended('in', T - 10 * MINUTES, T + 1_000),
				ended('before', T - 10 * MINUTES, T - MINUTES),
				extended('running', T - 10 * MINUTES),
			);
			const memory = new CallMemory(5_000, 'ended');
			// The second half of a call whose begin was seen.
			memory.see(seen('in', ALICE, T - 10 * MINUTES));
			expect(await found(connection, memory)).toEqual(['in']);
			expect(connection.http.sent[0].url).toContain(
				`startTime=${encodeURIComponent(new Date(T - 120 * MINUTES).toISOString())}`,
			);
		});

		it('leaves out those of which the end was seen', async () => {
			const memory = new CallMemory(5_000, 'ended');
			memory.restore(['told', 'open'], undefined, ['open']);
			const entries = ['told', 'open'].map((id) => ended(id, T - MINUTES, T + 1));
			expect(await found(log(...entries), memory)).toEqual(['open']);
		});

		it('tells an end in the outage of a call that the memory may have forgotten', async () => {
			const memory = new CallMemory(5_000, 'ended');
			memory.restore([], { forgottenUntil: T - MINUTES, seenUntil: T - MINUTES });
			const connection = log(
				ended('in', T - 2 * MINUTES, T + 1),
				ended('just before', T - 2 * MINUTES, T - 1),
			);
			expect(await found(connection, memory)).toEqual(['in']);
		});
	});

	it('names those whose logs the server could not give, and asks for no more when it limits requests', async () => {
		const connection = fakeConnection();
		const users = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `${name}@example.net`);
		connection.http
			.on('GET', /Enhanced/, enhanced(''))
			.on('GET', /b@example.*Enhanced/, { status: 429, headers: { 'retry-after': '3600' } });
		const memory = new CallMemory();
		const log = new RecordingLog();
		const { unread } = await recoverCalls(connection, {
			span: SPAN,
			target: target('enterprise'),
			ownUserId: '',
			memory,
			log,
			users,
		});
		expect(unread).toContain('b@example.net');
		const asked = new Set(connection.http.sent.map(({ url }) => url.match(/(.)@example/)?.[1]));
		expect(asked.size).toBeLessThan(users.length);
		expect(unread.length).toBe(users.length - asked.size + 1);
		expect(log.at('warn')).toEqual([]);
	});

	it.each(['user', 'enterprise'] as const)(
		'fails when the server gives no log at all, so that it is asked again (%s)',
		async (kind) => {
			const connection = fakeConnection();
			connection.http.on('GET', /./, { status: 503 });
			const recovering = recover(connection, target(kind));
			const failure = telephonyError(recovering, 'unavailable');
			await connection.clock.advance(60_000);
			await failure;
		},
	);
});
