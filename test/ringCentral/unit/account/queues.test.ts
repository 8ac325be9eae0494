import type { RingCentralConnection } from '../../../../nodes/RingCentral/client/transport/connection';
import {
	assignMembers,
	getQueue,
	listMembers,
	listQueues,
	memberPresence,
	queuePresence,
	setMemberPresence,
	setQueuePresence,
} from '../../../../nodes/RingCentral/client/account/queues';
import { operationBench } from '../support/operationSupport';
import { gather, json, refusal, restBench } from '../support/restSupport';

const ANY = /./;
const QUEUES = '/restapi/v1.0/account/~/call-queues';
const OWN = '/restapi/v1.0/account/~/extension/~/call-queue-presence';

type Ask = (connection: RingCentralConnection) => Promise<unknown>;

/** See docs/protocols/ringcentral.md#queues, with the groups of the OpenAPI file. */
const reads: Array<[name: string, ask: Ask, path: string, group: string, value: unknown]> = [
	['queues', (c) => gather(listQueues(c)), QUEUES, 'medium', [{ id: 1 }]],
	[
		'queues of a member',
		(c) => gather(listQueues(c, '7')),
		`${QUEUES}?memberExtensionId=7`,
		'medium',
		[{ id: 1 }],
	],
	['a queue', (c) => getQueue(c, '5'), `${QUEUES}/5`, 'light', { records: [{ id: 1 }] }],
	['members', (c) => gather(listMembers(c, '5')), `${QUEUES}/5/members`, 'light', [{ id: 1 }]],
	['who takes calls', (c) => memberPresence(c, '5'), `${QUEUES}/5/presence`, 'light', [{ id: 1 }]],
	['own queues', (c) => queuePresence(c, '~'), OWN, 'light', [{ id: 1 }]],
];

test.each(reads)('%s', async (_name, ask, path, group, value) => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('GET', ANY, json({ records: [{ id: 1 }] }));
	expect(await ask(connection)).toEqual(value);
	expect(http.lines()).toEqual([`GET ${path}`]);
	expect(take.mock.calls[0][0]).toBe(group);
});

test('no more is read than asked for', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ records: [{ id: 1 }, { id: 2 }, { id: 3 }] }));
	expect(await gather(listQueues(connection, undefined, { limit: 2 }))).toHaveLength(2);
	expect(await gather(listMembers(connection, '5', { limit: 1 }))).toHaveLength(1);
});

const changes: Array<
	[name: string, ask: Ask, method: 'POST' | 'PUT', path: string, group: string, body: unknown]
> = [
	[
		'adds and removes',
		(c) => assignMembers(c, '5', ['1'], ['2', '3']),
		'POST',
		`${QUEUES}/5/bulk-assign`,
		'heavy',
		{ addedExtensionIds: ['1'], removedExtensionIds: ['2', '3'] },
	],
	[
		'lets members take calls',
		(c) => setMemberPresence(c, '5', ['1', '2'], false),
		'PUT',
		`${QUEUES}/5/presence`,
		'medium',
		{
			records: [
				{ member: { id: '1' }, acceptCurrentQueueCalls: false },
				{ member: { id: '2' }, acceptCurrentQueueCalls: false },
			],
		},
	],
	[
		'lets a user take calls',
		(c) => setQueuePresence(c, '~', ['5'], true),
		'PUT',
		OWN,
		'medium',
		{ records: [{ callQueue: { id: '5' }, acceptCalls: true }] },
	],
];

test.each(changes)('%s, once', async (_name, ask, method, path, group, body) => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.once(method, ANY, json({ records: [] }));
	await ask(connection);
	expect(http.lines()).toEqual([`${method} ${path}`]);
	expect(JSON.parse(http.sent[0].body as string)).toEqual(body);
	expect(take.mock.calls[0][0]).toBe(group);
	http.once(method, ANY, refusal(503, 'CMN-201', 'no'));
	await expect(ask(connection)).rejects.toMatchObject({ kind: 'unavailable' });
	expect(http.sent).toHaveLength(2);
});

test('a list that is left out or null is empty', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({})).on('PUT', ANY, json({ records: null }));
	expect(await memberPresence(connection, '5')).toEqual([]);
	expect(await queuePresence(connection, '~')).toEqual([]);
	expect(await setMemberPresence(connection, '5', ['1'], true)).toEqual([]);
	expect(await setQueuePresence(connection, '~', ['5'], true)).toEqual([]);
});

describe('settings of a queue', () => {
	test('the parts of a service level that are not given are read first', async () => {
		const bench = operationBench();
		const level = { slaGoal: 80, slaThresholdSeconds: 30 };
		bench.http.on('GET', ANY, json({ id: 5, serviceLevelSettings: level }));
		bench.http.on('PUT', ANY, json({ id: 5 }));
		const settings = { slaGoal: 90, alertTimer: 30, emergency: false, name: ' ' };
		const parameters = { queueId: '5', settings };
		expect(await bench.run('queue', 'setSettings', { parameters })).toEqual([{ id: '5' }]);
		expect(bench.http.lines()).toEqual([`GET ${QUEUES}/5`, `PUT ${QUEUES}/5`]);
		expect(JSON.parse(Buffer.from(bench.http.sent[1].body as never).toString('utf8'))).toEqual({
			alertTimer: 30,
			subType: 'Unknown',
			serviceLevelSettings: { slaGoal: 90, slaThresholdSeconds: 30 },
		});
	});

	test('nothing to change is refused', async () => {
		const parameters = { queueId: '5', settings: { extensionNumber: '' } };
		const run = operationBench().run('queue', 'setSettings', { parameters });
		await expect(run).rejects.toMatchObject({ kind: 'badRequest' });
	});
});
