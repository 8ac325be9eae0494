import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { nodeNames } from '../../support/n8n/workflows';
import { ids, runWithFile, startAccount, type RingCentralAccount } from './support/ringCentral';
import { logCall } from './support/ringCentralCalls';

describe('RingCentral numbers, insights and files of the call log', () => {
	let api: N8nApi;
	let account: RingCentralAccount;
	let recorded: string;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
		const { world } = account;
		recorded = logCall(world, { recorded: 'Automatic', minutesAgo: 10, duration: 60 });
		logCall(world, { result: 'Missed', duration: 0, minutesAgo: 20 });
		logCall(world, {
			user: 'bob',
			direction: 'Outbound',
			result: 'Call connected',
			minutesAgo: 30,
		});
		logCall(world, { minutesAgo: 3 * 24 * 60 });
	});
	afterAll(async () => await account.remove());

	const day = { dateFrom: '={{ $now.minus({ days: 1 }) }}', dateTo: '={{ $now }}' };
	const analytics = (operation: string, more: JsonObject = {}): JsonObject => ({
		resource: 'analytics',
		operation,
		...day,
		...more,
	});

	test('numbers and durations of each user', async () => {
		const counters = ['allCalls', 'callsByResponse'];
		const users = await account.items(
			analytics('aggregate', { groupBy: 'Users', counters, timers: ['allCalls'], returnAll: true }),
		);
		expect(users).toMatchObject([
			{
				key: ids.alice,
				groupedBy: 'Users',
				info: { name: 'Alice Adams' },
				counters: {
					allCalls: { valueType: 'Instances', values: 2 },
					callsByResponse: { values: { answered: 1, notAnswered: 1, connected: 0 } },
				},
				timers: { allCalls: { valueType: 'Seconds', values: 60 } },
			},
			{ key: ids.bob, counters: { allCalls: { values: 1 } } },
		]);
		const longest = { groupBy: 'Users', timers: ['allCalls'], timeAs: 'Max', keys: ids.alice };
		const filters = { directions: ['Inbound'], minSeconds: 30 };
		expect(await account.items(analytics('aggregate', { ...longest, filters }))).toMatchObject([
			{
				key: ids.alice,
				counters: { allCalls: { values: 1 } },
				timers: { allCalls: { values: 60 } },
			},
		]);
		const nothing = await account.run(analytics('aggregate', { counters: [], timers: [] }));
		expect(nothing.error).toMatch(/Choose "Counters" or "Timers"/);
	});

	test('numbers of the company over days', async () => {
		const week = { dateFrom: '={{ $now.minus({ days: 7 }) }}', interval: 'Day' };
		const points = await account.items(analytics('timeline', week));
		const total = points.reduce(
			(sum, { counters }) =>
				sum + Number((counters as { allCalls: { values: number } }).allCalls.values),
			0,
		);
		expect(total).toBe(4);
		expect(points.length).toBeGreaterThan(1);
		expect(points[0]).toMatchObject({ groupedBy: 'Company', time: expect.stringMatching(/T/) });
	});

	test('a company with more groups than a page has', async () => {
		const limited = { groupBy: 'Users', limit: 1 };
		expect(await account.items(analytics('aggregate', limited))).toHaveLength(1);
		expect(
			await account.items(analytics('timeline', { groupBy: 'Users', returnAll: true })),
		).not.toHaveLength(1);
	});

	test('transcript, summary and notes of a recorded call', async () => {
		const call = account.world.callLog.all().find((one) => one.telephonySessionId === recorded);
		const recordingId = String(call?.legs.find((leg) => leg.recordingId)?.recordingId);
		const get = { resource: 'callLog', operation: 'getInsights', recordingId };
		expect((await account.run(get)).error).toMatch(/knows nothing under this "Recording ID"/);
		account.world.insights.add(recordingId, {
			Transcript: [{ speakerId: 'p-2', text: 'Good morning', start: 0, end: 1 }],
			CallNotes: [{ value: 'Wants an offer' }],
		});
		expect(await account.items(get)).toMatchObject([
			{
				sourceSessionId: recorded,
				insights: { CallNotes: [{ value: 'Wants an offer' }] },
				transcript: expect.stringMatching(/: Good morning$/),
			},
		]);
		const [notes] = await account.items({ ...get, insightTypes: ['CallNotes'] });
		expect(notes.insights).toEqual({ CallNotes: [{ value: 'Wants an offer' }] });
		expect(notes).not.toHaveProperty('transcript');
	});

	test('the log of the company as a file, and what has changed since', async () => {
		const exported = async (more: JsonObject) => {
			const { status, error, output } = await runWithFile(
				api,
				account.credential,
				{ resource: 'callLog', operation: 'export', binaryProperty: 'data', ...more },
				{ reads: true },
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			const [item] = output[nodeNames.action];
			const file = Buffer.from(String(output.File[0].base64), 'base64').toString('utf8');
			return { item, file };
		};
		const all = await exported({ dateFrom: '={{ $now.minus({ days: 30 }) }}', format: 'json' });
		const ofLog = account.world.callLog.all().map(({ telephonySessionId }) => telephonySessionId);
		const sessions = (text: string) =>
			(JSON.parse(text) as JsonObject[]).map(({ telephonySessionId }) => telephonySessionId);
		expect(sessions(all.file).sort()).toEqual(ofLog.sort());
		expect(all.item).toMatchObject({ records: 4, fileName: 'call-log.json' });
		const more = logCall(account.world, { minutesAgo: 1 });
		const next = await exported({ syncToken: String(all.item.syncToken) });
		const [head, line, ...rest] = next.file.trim().split('\r\n');
		expect(head).toMatch(/^id,telephonySessionId,sessionId,startTime,duration/);
		expect(line).toContain(more);
		expect(rest).toEqual([]);
	});
});
