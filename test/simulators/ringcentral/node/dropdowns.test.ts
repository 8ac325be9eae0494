import type { ILoadOptionsFunctions } from 'n8n-workflow';

import {
	createWebhook,
	deleteSubscription,
	listSubscriptions,
	readSubscription,
	renewSubscription,
} from '../../../../nodes/RingCentral/client/subscription';
import { actionDropdowns } from '../../../../nodes/RingCentral/dropdowns';
import { triggerDropdowns } from '../../../../nodes/RingCentral/triggerDropdowns';
import { Receiver } from '../subscriptions/receiver';
import { SALES } from '../testClient';
import { NodeBench } from './nodeBench';

describe('what dropdowns and subscriptions send', () => {
	let bench: NodeBench;
	beforeAll(async () => {
		bench = await NodeBench.start();
	});
	afterAll(async () => expect(await bench.stop()).toEqual([]));

	const panel = (parameters: Record<string, unknown> = {}) => {
		const context = {
			...bench.n8n,
			getNode: () => ({ name: 'RingCentral', parameters: { authentication: 'jwt' } }),
			getCurrentNodeParameter: (name: string) => parameters[name],
		};
		return context as unknown as ILoadOptionsFunctions;
	};

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
