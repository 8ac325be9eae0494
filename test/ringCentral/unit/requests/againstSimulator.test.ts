import { activityByUser, callsWithPosts } from '../../../../nodes/RingCentral/client/callLog/join';
import {
	callPages,
	getCall,
	openRecording,
	syncCalls,
} from '../../../../nodes/RingCentral/client/callLog/callLog';
import {
	chatPages,
	createPost,
	deletePost,
	getPerson,
	getPost,
	openFile,
	postPages,
	updatePost,
	uploadFile,
} from '../../../../nodes/RingCentral/client/messaging/teamMessaging';
import {
	directoryPages,
	extensionPages,
	getExtension,
} from '../../../../nodes/RingCentral/client/account/directory';
import { ratesOf, tokensOf } from '../../../../nodes/RingCentral/client/transport/shared';
import { withToken } from '../../../../nodes/RingCentral/client/login/tokens';
import type { RingCentralConnection } from '../../../../nodes/RingCentral/client/transport/connection';
import { helperHttp } from '../../../../nodes/shared/transport/helperHttp';
import { systemClock, systemRandom } from '../../../../nodes/shared/systemPorts';
import {
	startRingCentralSimulator,
	type RingCentralSimulator,
	type RingCentralSimulatorOptions,
} from '../../../simulators/ringCentral';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import axios from 'axios';
import { gather, readAll } from '../support/restSupport';

const ALICE = '62288329016';
const TEAM = '1002';
const GENEROUS = { light: 500, medium: 500, heavy: 500, auth: 50 };

/** As n8n's helper does it. */
const http = helperHttp(
	async ({ encoding, body, abortSignal, ...options }) => {
		const answer = await axios.request<unknown>({
			...(options as object),
			data: body,
			responseType: encoding,
			signal: abortSignal as AbortSignal | undefined,
			validateStatus: () => true,
		});
		return { statusCode: answer.status, headers: answer.headers, body: answer.data };
	},
	{ allowUnauthorizedCerts: false },
);

let simulator: RingCentralSimulator;

afterEach(async () => await simulator.close());

async function start(options: RingCentralSimulatorOptions = {}) {
	simulator = await startRingCentralSimulator({ rateLimits: GENEROUS, ...options });
}

/** What one execution of a workflow has: groups and token are those of the process. */
function connect(): RingCentralConnection {
	const { url } = simulator;
	const ports = { clock: systemClock, random: systemRandom, log: new RecordingLog() };
	const rates = ratesOf(url, systemClock);
	const login = {
		server: url,
		clientId: 'demo-client',
		clientSecret: 'demo-secret',
		jwt: 'jwt-alice',
	};
	const keeper = tokensOf(login, { ...ports, http, rates });
	return { ...ports, server: url, rates, numberPlan: undefined, http: withToken(http, keeper) };
}

/** Calls of alice, one a minute back from now; the first one is recorded. */
function addCalls(count: number): string {
	const { world } = simulator;
	const { id: recordingId } = world.recordings.add({ type: 'Automatic', owners: [ALICE] });
	for (let index = 0; index < count; index++) {
		world.callLog.add({
			sessionId: String(index),
			telephonySessionId: `s-${index}`,
			legs: [
				{
					extensionId: ALICE,
					direction: 'Inbound',
					action: 'Phone Call',
					result: index % 2 === 0 ? 'Accepted' : 'Missed',
					legType: 'Accept',
					startTime: Date.now() - 60_000 * (index + 1),
					durationMs: 5_000,
					from: { phoneNumber: '+12155550101' },
					to: { phoneNumber: '+16505550101', name: 'Alice Adams' },
					...(index === 0 ? { recordingId } : {}),
				},
			],
		});
	}
	return recordingId;
}

const statuses = () => simulator.requests.map(({ status }) => status);
const logins = () => simulator.requests.filter(({ url }) => url.includes('/oauth/token'));

test('the call log: list, one, synchronization, recording', async () => {
	await start();
	const recordingId = addCalls(25);
	const connection = connect();
	const all = await gather(
		callPages(connection, 'company', { view: 'Detailed', direction: ['Inbound'] }, { perPage: 10 }),
	);
	expect(all).toHaveLength(25);
	const missed = { results: ['Missed'], phoneNumber: '+1 215-555-0101' };
	expect(await gather(callPages(connection, { extensionId: '~' }, missed))).toHaveLength(12);
	const id = String(all[0].id);
	expect(await getCall(connection, 'company', id)).toMatchObject({
		id,
		recording: { id: recordingId },
	});
	const { syncToken } = await syncCalls(connection, 'company', { view: 'Simple' });
	addCalls(1);
	const changes = await syncCalls(connection, 'company', { syncToken, view: 'Simple' });
	expect(changes).toMatchObject({ syncType: 'ISync', records: [{ direction: 'Inbound' }] });
	expect(await syncCalls(connection, 'company', { syncToken: 'aged' })).toMatchObject({
		restarted: true,
	});
	const recording = await openRecording(connection, recordingId);
	expect(await readAll(recording.body)).toHaveLength(recording.size ?? -1);
	expect(recording.mimeType).toBe('audio/wav');
});

test.each(['current', 'glip'] as const)('team messaging under its %s paths', async (paths) => {
	await start({ oldPaths: true });
	const connection = connect();
	const chats = await gather(chatPages(connection, ['Team'], {}, paths));
	expect(chats.map(({ id }) => id)).toEqual([TEAM]);
	const post = await createPost(connection, TEAM, { text: 'Hello' }, paths);
	const id = String(post.id);
	await updatePost(connection, TEAM, id, 'Good day', paths);
	expect(await getPost(connection, TEAM, id, paths)).toMatchObject({ text: 'Good day' });
	const period = { from: new Date(Date.now() - 60_000).toISOString() };
	expect(await gather(postPages(connection, TEAM, period, {}, paths))).toHaveLength(1);
	await deletePost(connection, TEAM, id, paths);
	expect(await gather(postPages(connection, TEAM, period, {}, paths))).toEqual([]);
	const bytes = Buffer.from([0, 1, 2, 250, 251]);
	const file = await uploadFile(connection, { name: 'a.bin', bytes, mimeType: 'image/png' }, paths);
	const { body } = await openFile(connection, String(file.contentUri));
	expect(await readAll(body)).toEqual(bytes);
	expect(await getPerson(connection, 'glip-29507587', paths)).toMatchObject({ lastName: 'Guest' });
});

test('the directory', async () => {
	await start();
	const connection = connect();
	const users = await gather(extensionPages(connection, { type: ['User'], status: ['Enabled'] }));
	expect(users.map(({ extensionNumber }) => extensionNumber)).toEqual(['101', '102', '103']);
	expect(String((await getExtension(connection, '~')).id)).toBe(ALICE);
	const found = await gather(directoryPages(connection, { searchString: 'bob' }));
	expect(found.map(({ extensionNumber }) => extensionNumber)).toEqual(['102']);
});

test('calls and posts are joined', async () => {
	await start();
	addCalls(3);
	simulator.world.chats.post({ chatId: TEAM, creatorId: ALICE, text: 'Called back' });
	simulator.world.chats.post({ chatId: TEAM, creatorId: 'glip-29507587', text: 'Thanks' });
	const connection = connect();
	const options = {
		dateFrom: new Date(Date.now() - 3_600_000).toISOString(),
		owner: 'company',
		persons: 'lookUp',
	} as const;
	const found = await gather(activityByUser(connection, options));
	expect(
		found.map(({ person, guest, callCount, postCount }) => [
			person?.name,
			guest,
			callCount,
			postCount,
		]),
	).toEqual([
		['Alice Adams', false, 3, 1],
		['Gina Guest', true, 0, 1],
	]);
	const calls = await gather(callsWithPosts(connection, { ...options, persons: 'extensions' }));
	expect(
		calls.map(({ posts, legs }) => [posts.length, (legs[0].person as { name?: string }).name]),
	).toEqual([
		[1, 'Alice Adams'],
		[1, 'Alice Adams'],
		[1, 'Alice Adams'],
	]);
});

test('three workflows keep one small budget together: none is ever refused, no token is fetched twice', async () => {
	await start({ rateLimits: { ...GENEROUS, heavy: 6 }, rateWindow: 1_000 });
	addCalls(1);
	const [{ id }] = simulator.world.callLog.all();
	const workflow = async () => {
		const connection = connect();
		for (let index = 0; index < 6; index++) await getCall(connection, 'company', id);
	};
	const began = Date.now();
	await Promise.all([workflow(), workflow(), workflow()]);
	expect(statuses().filter((status) => status === 429)).toEqual([]);
	expect(Date.now() - began).toBeGreaterThan(1_900);
	expect(logins()).toHaveLength(1);
});

test('nothing is sent during a penalty, and a read goes on after it', async () => {
	await start({ ratePenalty: 1_000 });
	addCalls(1);
	const [{ id }] = simulator.world.callLog.all();
	await getCall(connect(), 'company', id);
	simulator.world.rates.penalty('heavy', 1);
	const [first, second] = [connect(), connect()];
	await getCall(first, 'company', id);
	await getCall(second, 'company', id);
	// A request during the penalty would have begun it anew, and brought another 429.
	expect(statuses().filter((status) => status === 429)).toHaveLength(1);
});

test('a token that the server forgets in the middle is renewed once', async () => {
	await start();
	addCalls(1);
	const [{ id }] = simulator.world.callLog.all();
	await getCall(connect(), 'company', id);
	simulator.world.control.faults.expireTokens();
	await Promise.all(Array.from({ length: 5 }, async () => await getCall(connect(), 'company', id)));
	expect(logins()).toHaveLength(2);
});

test('a missing permission of the app is named', async () => {
	await start({ scopes: ['ReadAccounts'] });
	const run = gather(callPages(connect(), 'company', {}));
	await expect(run).rejects.toMatchObject({
		kind: 'forbidden',
		vendorCode: 'CMN-401',
		message: expect.stringContaining('"ReadCallLog"') as string,
	});
});
