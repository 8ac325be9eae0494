import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { Simulator } from '../../../demo/simulator';
import { startRingCentralSimulator } from '../../simulators/ringCentral';
import { startForwardProxy, type ForwardProxy } from '../../support/n8n/processes/forwardProxy';
import { handedOver } from '../../support/n8n/handedOver';
import { startOwnN8n, type OwnN8n } from '../../support/n8n/processes/ownN8n';
import { waitForItem } from '../../support/n8n/poll';
import { whileActive } from '../../support/n8n/pushed';
import { jwtData } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	itemWhere,
	ringCentralTrigger,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import { alice, caller, credentialData } from '../../broadWorks/n8n/support/telephoneSystem';
import { byId, credentialType, triggerWorkflow } from '../../support/n8n/workflows';

/** Only this name goes through the proxy; n8n's own connections use the address. */
const outside = (url: string) => url.replace('127.0.0.1', 'localhost');

/** n8n 1.x forgets, for requests through a proxy, that a certificate need not be trusted. */
const withTls = handedOver().line === 'two' ? [false, true] : [false];

describe('n8n behind a company proxy', () => {
	let own: OwnN8n;
	let proxy: ForwardProxy;

	beforeAll(async () => {
		proxy = await startForwardProxy();
		const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' };
		own = await startOwnN8n('proxy', env);
	});
	afterAll(async () => {
		await own?.remove();
		await proxy?.close();
	});

	test.each(withTls)(
		'BroadWorks: stream, heartbeats and acknowledgements (TLS: %s)',
		async (tls) => {
			const phones = await Simulator.start({ tls, eventTimeout: 4_000 });
			const { api } = own.bench;
			const credential = await api.createCredential(
				`BroadWorks ${tls}`,
				credentialType,
				credentialData(phones, { serverUrl: outside(phones.url), allowUnauthorizedCerts: tls }),
			);
			const { id } = await api.createWorkflow(
				triggerWorkflow(credential, {
					triggerOn: 'callEvent',
					type: ['CallReceivedEvent'],
					targetType: 'user',
					userId: byId(alice),
					options: { eventTimeout: 4 },
				}),
			);
			try {
				proxy.seen.length = 0;
				await api.activate(id);
				const callId = await phones.placeCall({ ...caller, to: alice });
				await waitForItem(api, id, { callId });
				await waitFor(
					async () => {
						const sent = await phones.sent();
						return sent.find(({ type }) => type === 'CallReceivedEvent')?.acked;
					},
					{ what: 'the event is acknowledged' },
				);
				await waitFor(
					async () => (await phones.requests()).some(({ path }) => path.includes('/heartbeat')),
					{ what: 'a heartbeat has come' },
				);
				// The simulator sees only what came through the proxy: it listens at the name as well.
				const { port } = new URL(phones.url);
				const through = proxy.seen.filter((line) => line.includes(`localhost:${port}`));
				const wanted = tls ? /^CONNECT/ : /heartbeat/;
				expect(through.filter((line) => wanted.test(line)).length).toBeGreaterThan(tls ? 1 : 0);
			} finally {
				await api.deleteWorkflow(id);
				await phones.close();
			}
		},
	);

	test('RingCentral: logins, requests and the WebSocket', async () => {
		const account = await startRingCentralSimulator();
		account.world.baseUrl = outside(account.url);
		const { api } = own.bench;
		const credential = await api.createCredential(
			'RingCentral behind a proxy',
			'ringCentralJwtApi',
			jwtData({ url: outside(account.url) }),
		);
		const workflow = ringCentralTrigger(credential, {
			triggerOn: 'telephonySession',
			targetType: 'account',
			delivery: 'webSocket',
		} satisfies JsonObject);
		try {
			proxy.seen.length = 0;
			await whileActive(api, workflow, async ({ id }) => {
				await waitFor(() => controlOf(account).hub.subscriptions.list().length === 1, {
					what: 'the trigger has subscribed',
				});
				const { telephonySessionId } = controlOf(account).place({ from: customer, to: 'alice' });
				await itemWhere(api, id, (item) => item.telephonySessionId === telephonySessionId);
			});
			expect(proxy.seen).toContainEqual(expect.stringMatching(/^UPGRADE http:\/\/localhost/));
			expect(proxy.seen).toContainEqual(expect.stringMatching(/^POST .*oauth\/token/));
		} finally {
			await account.close();
		}
	});
});
