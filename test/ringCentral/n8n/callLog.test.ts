import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { ids, runWithFile, startAccount, type RingCentralAccount } from './support/ringCentral';
import { customer, logCall } from './support/ringCentralCalls';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, nodeNames } from '../../support/n8n/workflows';

const log = (operation: string, more: JsonObject = {}): JsonObject => ({
	resource: 'callLog',
	operation,
	...more,
});
const company = { logOf: 'company' };
const of = (user: keyof typeof ids) => ({ logOf: 'user', extensionId: byId(ids[user]) });
const sessions = (items: JsonObject[]) => items.map(({ telephonySessionId }) => telephonySessionId);

describe('RingCentral call log', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	describe('calls', () => {
		let account: RingCentralAccount;
		const known: Record<string, string> = {};

		beforeAll(async () => {
			account = await startAccount(api);
			const { world } = account;
			known.missed = logCall(world, { result: 'Missed', duration: 0, minutesAgo: 10 });
			known.recorded = logCall(world, { recorded: 'Automatic', minutesAgo: 20 });
			known.outbound = logCall(world, {
				user: 'bob',
				direction: 'Outbound',
				result: 'Call connected',
				transport: 'VoIP',
				minutesAgo: 30,
			});
			known.queue = logCall(world, { user: 'alice', others: ['bob'], minutesAgo: 40 });
			known.fax = logCall(world, { type: 'Fax', result: 'Received', minutesAgo: 50 });
			known.old = logCall(world, { minutesAgo: 3 * 24 * 60 });
		});
		afterAll(async () => await account.remove());

		const many = async (more: JsonObject, filters: JsonObject = {}) =>
			sessions(await account.items(log('getMany', { ...more, returnAll: true, filters })));

		test('of the company and of a user, newest first', async () => {
			const { missed, recorded, outbound, queue, fax } = known;
			expect(await many(company)).toEqual([missed, recorded, outbound, queue, fax]);
			expect(await many(of('bob'))).toEqual([outbound, queue]);
			expect(await many({ logOf: 'user' })).toEqual([missed, recorded, queue, fax]);
		});

		test.each<[string, JsonObject, string[]]>([
			['direction', { direction: ['Outbound'] }, ['outbound']],
			['type', { type: ['Fax'] }, ['fax']],
			['result', { result: ['Missed', 'call connected'] }, ['missed', 'outbound']],
			['recording', { recordingType: 'All' }, ['recorded']],
			['number as people write it', { phoneNumber: '+1 (415) 555-0100', type: ['Fax'] }, ['fax']],
			['another number', { phoneNumber: '+14155550999' }, []],
			['extension number', { extensionNumber: '102' }, ['outbound', 'queue']],
			[
				'times',
				{
					dateFrom: '={{ $now.minus({ minutes: 35 }) }}',
					dateTo: '={{ $now.minus({ minutes: 15 }) }}',
				},
				['recorded', 'outbound'],
			],
			[
				'a time in the past',
				{
					dateFrom: '={{ $now.minus({ days: 4 }).toISO() }}',
					dateTo: '={{ $now.minus({ days: 2 }).toJSDate() }}',
				},
				['old'],
			],
		])('narrowed by %s', async (_name, filters, expected) => {
			expect(await many(company, filters)).toEqual(expected.map((name) => known[name]));
		});

		test('narrowed by categories of metadata', async () => {
			account.world.callLog.update(known.queue, (call) => {
				call.metadataCategories = ['Notes'];
			});
			expect(await many(company, { metadataCategory: 'Notes, Other' })).toEqual([known.queue]);
			expect(await many(company, { metadataCategory: 'Other' })).toEqual([]);
		});

		test('narrowed by session and transport', async () => {
			expect(await many(company, { telephonySessionId: known.queue })).toEqual([known.queue]);
			expect(await many(of('bob'), { transport: ['VoIP'] })).toEqual([known.outbound]);
		});

		test('a limit, also with a filter that the server does not have', async () => {
			const two = await account.items(log('getMany', { ...company, limit: 2 }));
			expect(sessions(two)).toEqual([known.missed, known.recorded]);
			const filters = { result: ['Accepted'] };
			const one = await account.items(log('getMany', { ...company, limit: 1, filters }));
			expect(sessions(one)).toEqual([known.recorded]);
		});

		test('Detailed has the legs of every user', async () => {
			const filters = { telephonySessionId: known.queue };
			const [call] = await account.items(log('getMany', { ...company, view: 'Detailed', filters }));
			const legs = call.legs as JsonObject[];
			expect(legs.map(({ extension }) => (extension as JsonObject).id)).toEqual([
				ids.alice,
				ids.bob,
			]);
			const [simple] = await account.items(log('getMany', { ...company, filters }));
			expect(simple).not.toHaveProperty('legs');
		});

		test('Output: call record and raw', async () => {
			const filters = { telephonySessionId: known.recorded };
			const [record] = await account.items(
				log('getMany', { ...company, filters, output: 'callRecord' }),
			);
			expect(record).toMatchObject({
				backend: 'ringCentral',
				direction: 'inbound',
				state: 'ended',
				answered: true,
				duration: 60,
				from: { e164: customer.phoneNumber, name: 'Jordan Smith' },
				ids: { telephonySessionId: known.recorded },
			});
			const [raw] = await account.items(log('getMany', { ...company, filters, output: 'raw' }));
			expect((raw.extension as JsonObject).id).toBe(Number(ids.alice));
		});

		test('Get, with another view', async () => {
			const [first] = await account.items(log('getMany', { ...company, limit: 1 }));
			const callRecordId = String(first.id);
			expect(await account.items(log('get', { ...company, callRecordId }))).toEqual([first]);
			const [detailed] = await account.items(
				log('get', { ...of('alice'), callRecordId, view: 'Detailed' }),
			);
			expect(detailed.legs).toHaveLength(1);
			const { error } = await account.run(log('get', { ...company, callRecordId: 'no-such' }));
			expect(error).toMatch(/knows nothing under this "Call Record ID"/);
		});

		test('a company log without the right names the right', async () => {
			const credential = await account.loginOf('bob');
			const { error } = await account.run(log('getMany', company), { credential });
			expect(error).toMatch(/user of the credential lacks the permission "FullCompanyCallLog"/);
		});

		test('a number and an extension number together are refused', async () => {
			const filters = { phoneNumber: '+14155550100', extensionNumber: '101' };
			const { error } = await account.run(log('getMany', { ...company, filters }));
			expect(error).toMatch(/not by both/);
		});

		test('a time that is none is refused', async () => {
			const filters = { dateFrom: 'yesterday' };
			const { error } = await account.run(log('getMany', { ...company, filters }));
			expect(error).toMatch(/"From" is not a time: yesterday/);
		});

		test('the recording as a file, by ID and by address', async () => {
			const filters = { recordingType: 'Automatic' };
			const [call] = await account.items(log('getMany', { ...company, filters }));
			const { id, contentUri } = call.recording as Record<string, string>;
			const kept = account.world.recordings.get(id);
			for (const recordingId of [id, contentUri]) {
				const { output } = await runWithFile(
					api,
					account.credential,
					log('downloadRecording', { recordingId, fileName: 'call.wav' }),
					{ reads: true },
				);
				expect(output[nodeNames.action]).toEqual([
					{
						recordingId: id,
						fileName: 'call.wav',
						mimeType: 'audio/wav',
						size: kept?.bytes.length,
						// The address is enough for the file, and not for its duration.
						...(recordingId === id ? { duration: 30 } : {}),
					},
				]);
				expect(output.File[0].size).toBe(kept?.bytes.length);
			}
			const named = await account.items(log('downloadRecording', { recordingId: id }));
			expect(named).toMatchObject([{ fileName: `${id}.wav` }]);
			const { error } = await account.run(log('downloadRecording', { recordingId: '1' }));
			expect(error).toMatch(/knows nothing/);
		});
	});

	test('Return All reads every page within the rate group, and waits for its turn', async () => {
		const account = await startAccount(api, {
			rateLimits: { heavy: 2 },
			rateWindow: 1_500,
			ratePenalty: 60_000,
		});
		try {
			for (let count = 0; count < 2_500; count++)
				logCall(account.world, { minutesAgo: count / 10 });
			const items = await account.items(
				log('getMany', { ...company, returnAll: true, output: 'raw' }),
			);
			expect(new Set(items.map(({ id }) => id)).size).toBe(2_500);
			const statuses = account.requests.map(({ status }) => status);
			expect(statuses).not.toContain(429);
			expect(account.requests.filter(({ url }) => url.includes('call-log'))).toHaveLength(3);
		} finally {
			await account.remove();
		}
	});

	describe('Sync', () => {
		let account: RingCentralAccount;

		beforeAll(async () => {
			account = await startAccount(api);
		});
		afterAll(async () => await account.remove());

		test('gives what is new since the token, and each call once', async () => {
			const first = logCall(account.world);
			const [begin] = await account.items(log('sync', company));
			expect(begin).toMatchObject({ syncType: 'FSync', restarted: false });
			expect(sessions(begin.records as JsonObject[])).toEqual([first]);
			const second = logCall(account.world, { minutesAgo: 1 });
			const { syncToken } = begin;
			const [next] = await account.items(log('sync', { ...company, syncToken }));
			expect(next).toMatchObject({ syncType: 'ISync', restarted: false });
			expect(sessions(next.records as JsonObject[])).toEqual([second]);
			expect(next.syncToken).not.toBe(syncToken);
			const [idle] = await account.items(log('sync', { ...company, syncToken: next.syncToken }));
			expect(idle.records).toEqual([]);
		});

		test('options of the first time', async () => {
			logCall(account.world, { minutesAgo: 2, result: 'Missed' });
			const [missed] = await account.items(
				log('sync', { ...of('alice'), options: { statusGroup: 'Missed', recordCount: 10 } }),
			);
			expect(missed.records).toMatchObject([{ result: 'Missed' }]);
			const [recent] = await account.items(
				log('sync', { ...company, options: { dateFrom: '={{ $now.minus({ minutes: 1 }) }}' } }),
			);
			expect(recent.records).toEqual([]);
		});

		test('a token that is too old begins again, or fails', async () => {
			const [again] = await account.items(log('sync', { ...company, syncToken: 'too-old' }));
			expect(again).toMatchObject({ syncType: 'FSync', restarted: true });
			expect((again.records as JsonObject[]).length).toBeGreaterThan(0);
			const { status, error } = await account.run(
				log('sync', { ...company, syncToken: 'too-old', oldToken: 'fail' }),
			);
			expect(status).toBe('error');
			expect(error).toMatch(/no longer takes this sync token/);
		});
	});

	test('Get Active Calls, while somebody talks and when nobody does', async () => {
		const account = await startAccount(api);
		try {
			const active = async (more: JsonObject) =>
				sessions(await account.items(log('getActiveCalls', more)));
			expect(await active(company)).toEqual([]);
			const { control } = account.world;
			const { telephonySessionId } = control.place({ from: '+14155550100', to: 'alice' });
			control.answer(telephonySessionId);
			expect(await active(company)).toEqual([telephonySessionId]);
			expect(await active(of('alice'))).toEqual([telephonySessionId]);
			expect(await active({ ...company, filters: { direction: ['Outbound'] } })).toEqual([]);
			expect(await active(of('bob'))).toEqual([]);
			await active({ ...company, filters: { conferenceType: ['AudioConferencing'] } });
			expect(account.requests.at(-1)?.url).toMatch(
				/active-calls\?.*conferenceType=AudioConferencing/,
			);
		} finally {
			await account.remove();
		}
	});

	describe('Calls with Messages by User', () => {
		let account: RingCentralAccount;
		let shared: string;
		const MINUTE = 60_000;
		const join = (more: JsonObject = {}): JsonObject => ({
			resource: 'callsWithMessages',
			operation: 'getMany',
			dateFrom: '={{ $now.minus({ hours: 2 }) }}',
			...more,
		});

		beforeAll(async () => {
			account = await startAccount(api);
			const { world } = account;
			shared = logCall(world, { others: ['bob'], minutesAgo: 30 });
			logCall(world, { user: 'carol', minutesAgo: 60, result: 'Missed' });
			logCall(world, { minutesAgo: 300 });
			const post = (creatorId: string, text: string, minutesAgo: number) =>
				world.chats.post({
					chatId: '1002',
					creatorId,
					text,
					at: world.now() - minutesAgo * MINUTE,
				});
			post(ids.alice, 'called back', 25);
			post(ids.alice, 'much later', 2);
			post('glip-29507587', 'a word of the guest', 5);
			post(ids.alice, 'long ago', 300);
		});
		afterAll(async () => await account.remove());

		test('one item per user', async () => {
			const users = await account.items(join());
			const summary = users.map(({ userId, guest, callCount, postCount }) => [
				userId,
				guest,
				callCount,
				postCount,
			]);
			expect(summary).toEqual([
				[ids.alice, false, 1, 2],
				[ids.bob, false, 1, 0],
				[ids.carol, false, 1, 0],
				['glip-29507587', true, 0, 1],
			]);
			expect(users[0]).toMatchObject({
				person: { id: ids.alice, extensionNumber: '101' },
				calls: [{ telephonySessionId: shared }],
				posts: [{ text: 'called back' }, { text: 'much later' }],
			});
			expect(users[3].person).toBeNull();
		});

		test('persons looked up one by one, guests too', async () => {
			const users = await account.items(join({ persons: 'lookUp', chatIds: ['1002'] }));
			expect(users[3]).toMatchObject({ guest: true, person: { firstName: 'Gina' } });
		});

		test('one item per call, with posts of its users until some minutes after', async () => {
			const [call] = await account.items(
				join({ itemPer: 'call', minutesAfter: 10, logOf: 'user', extensionId: byId(ids.bob) }),
			);
			expect(call).toMatchObject({
				telephonySessionId: shared,
				userIds: expect.arrayContaining([ids.alice, ids.bob]) as string[],
				posts: [{ text: 'called back' }],
				legs: [{ person: { id: ids.alice } }, { person: { id: ids.bob } }],
			});
		});

		test('only some chats and calls', async () => {
			const users = await account.items(
				join({ chatIds: ['1003'], filters: { result: ['Missed'] }, persons: 'none' }),
			);
			expect(users).toMatchObject([{ userId: ids.carol, person: null, postCount: 0 }]);
			const noTime = await account.run(join({ dateFrom: '={{ "" }}' }));
			expect(noTime.error).toMatch(/"From" is (empty|required)/);
		});
	});
});
