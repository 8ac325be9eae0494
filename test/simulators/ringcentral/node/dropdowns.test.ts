import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

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
import { headersOf, NodeBench } from './nodeBench';

/** n8n's request helper, as far as dropdowns need it. */
async function requestHelper(_type: string, options: IHttpRequestOptions) {
	const { url, method, headers, body } = options;
	const response = await fetch(url, {
		method,
		headers: headers as Record<string, string>,
		body: body as string | undefined,
	});
	return {
		statusCode: response.status,
		headers: headersOf(response),
		body: await response.arrayBuffer(),
	};
}

describe('what dropdowns and subscriptions send', () => {
	let bench: NodeBench;
	beforeAll(async () => {
		bench = await NodeBench.start();
	});
	afterAll(async () => expect(await bench.stop()).toEqual([]));

	const panel = (parameters: Record<string, unknown> = {}) => {
		const log = () => {};
		const context = {
			getCredentials: async () =>
				await Promise.resolve({
					environment: 'other',
					serverUrl: bench.simulator.url,
					clientId: 'demo-client',
					clientSecret: 'demo-secret',
					jwt: 'jwt-alice',
				}),
			getNode: () => ({ name: 'RingCentral', parameters: { authentication: 'jwt' } }),
			getCurrentNodeParameter: (name: string) => parameters[name],
			logger: { debug: log, info: log, warn: log, error: log },
			helpers: {
				httpRequestWithAuthentication: async (type: string, options: IHttpRequestOptions) =>
					await requestHelper(type, options),
			},
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
