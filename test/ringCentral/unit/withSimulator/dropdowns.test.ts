import type { IDataObject } from 'n8n-workflow';

import {
	createWebhook,
	deleteSubscription,
	listSubscriptions,
	readSubscription,
	renewSubscription,
} from '../../../../nodes/RingCentral/client/events/subscription';
import { actionDropdowns } from '../../../../nodes/RingCentral/dropdowns/index';
import { triggerDropdowns } from '../../../../nodes/RingCentral/dropdowns/trigger';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { Receiver } from '../../../simulators/ringCentral/subscriptions/receiver';
import { ALICE, SALES } from '../../../simulators/ringCentral/testClient';
import { NodeBench } from './nodeBench';

describe('what dropdowns and subscriptions send', () => {
	let bench: NodeBench;
	beforeAll(async () => {
		bench = await NodeBench.start();
		const { addressBooks } = bench.simulator.world;
		addressBooks.add(ALICE, { firstName: 'Dora', businessPhone: '+14155550100' });
		const number = { id: '1', phoneNumber: '+14155550199', status: 'Blocked' } as const;
		addressBooks.numbersOf(ALICE).set(number.id, number);
	});
	afterAll(async () => expect(await bench.stop()).toEqual([]));

	const panel = (parameters: IDataObject = {}) =>
		n8nContext({ ...bench.n8n, parameters: { authentication: 'jwt', ...parameters } });

	test.each(Object.entries({ ...actionDropdowns.loadOptions, ...triggerDropdowns.loadOptions }))(
		'%s',
		async (_name, load) => {
			expect(await load.call(panel({ queueId: SALES }))).not.toEqual([]);
		},
	);

	test.each(Object.entries(actionDropdowns.listSearch))('%s', async (_name, search) => {
		const { telephonySessionId } = bench.control.place({ from: '+14155550199', to: 'alice' });
		const { results } = await search.call(panel({ method: 'GET' }), '');
		expect(results).not.toEqual([]);
		bench.control.hangUp(telephonySessionId);
	});

	test.each([undefined, ''])(
		'no members and no error before a queue is chosen: %j',
		async (queueId) => {
			const { getQueueMembers } = actionDropdowns.loadOptions;
			const before = bench.simulator.requests.length;
			expect(await getQueueMembers.call(panel({ queueId }))).toEqual([]);
			expect(bench.simulator.requests).toHaveLength(before);
		},
	);

	describe('the list of paths', () => {
		const listed = async (filter: string, method = 'GET') =>
			(await actionDropdowns.listSearch.searchCommands.call(panel({ method }), filter)).results;

		test('begins with those that are asked for most, named by permission and short path', async () => {
			const all = await listed('');
			const isOwn = all.map(({ value }) => String(value).startsWith('/restapi/'));
			expect(isOwn).toEqual([...isOwn].sort((a, b) => Number(b) - Number(a)));
			expect(new Set(isOwn)).toEqual(new Set([true, false]));
			const recording = '/restapi/v1.0/account/{accountId}/recording/{recordingId}';
			expect(all).toContainEqual({
				name: 'ReadCallRecording: …/recording/{recordingId}',
				value: recording,
			});
			const { name } = all.find(({ value }) => value === '/.well-known/openid-configuration') ?? {};
			expect(name).toBe('/.well-known/openid-configuration');
		});

		test('is searched by permission and path', async () => {
			const videos = await listed('video history');
			expect(videos.map(({ name }) => name)).toContain('Video: /rcvideo/v1/history/meetings');
			const logs = await listed('READCALLLOG {accountId}/call-log');
			expect(logs.map(({ value }) => value)).toContain(
				'/restapi/v1.0/account/{accountId}/call-log',
			);
			expect(await listed('…/call-log {callRecordId}')).toHaveLength(1);
			expect(await listed('no such path')).toEqual([]);
			expect(await listed('call-log', 'PATCH')).toEqual([]);
		});
	});

	test.each([404, 403])('chats are listed though a member answers with %d', async (status) => {
		const { requests } = bench.control.faults;
		const before = await actionDropdowns.loadOptions.getChats.call(panel());
		const rule = requests.add({ path: '/persons/', status, times: 0 });
		const entries = await actionDropdowns.loadOptions.getChats.call(panel());
		requests.clear(rule);
		expect(entries.map(({ value }) => value)).toEqual(before.map(({ value }) => value));
		expect(entries).not.toEqual(before);
	});

	test('a webhook subscription', async () => {
		const receiver = await Receiver.start();
		const client = bench.client();
		const request = {
			eventFilters: ['/restapi/v1.0/account/~/extension/~/presence?detailedTelephonyState=true'],
			address: receiver.url,
			verificationToken: 'secret',
			expiresIn: 315_360_000,
		};
		const { id } = await createWebhook(client, request);
		expect(await readSubscription(client, id)).toMatchObject({ id, active: true });
		expect(await listSubscriptions(client)).toMatchObject([{ id }]);
		expect(await renewSubscription(client, id, request)).toMatchObject({ id });
		await deleteSubscription(client, id);
		expect(await readSubscription(client, id)).toBeUndefined();
		await receiver.close();
	});
});
