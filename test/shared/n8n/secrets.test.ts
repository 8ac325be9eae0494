import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import axios from 'axios';

import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { Simulator } from '../../../demo/simulator';
import { startRingCentralSimulator, type RingCentralSimulator } from '../../simulators/ringCentral';
import { startOwnN8n, type OwnN8n } from '../../support/n8n/processes/ownN8n';
import { findPlanted, readEverything } from '../../support/n8n/planted';
import { waitForItem } from '../../support/n8n/poll';
import { ids, jwtData, ringCentralAction } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	DELIVERIES,
	itemWhere,
	ringCentralTrigger,
	subscriptionsOf,
	waitForSubscriptions,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import {
	broadWorksFailures,
	CLIENT_SECRET,
	everyRequest,
	ownExtension,
	PASSWORD,
	profile,
	ringCentralFailures,
	TOKEN,
	WRONG_JWT,
	WRONG_PASSWORD,
	WRONG_SECRET,
	WRONG_TOKEN,
} from './support/secretFailures';
import { actionOf, post, pushedWorkflow } from '../../support/n8n/pushed';
import {
	CALL_CENTER_SECRET,
	OPEN_API_TOKEN,
	PBX_PASSWORD,
	PUSH_SECRET,
	pushingSystems,
	signedFailures,
	WEB_KEY,
	WRONG_PUSH_SECRET,
	type PushingSystem,
} from './support/secretPushes';
import { sideBySide } from '../../support/n8n/sideBySide';
import { alice, credentialData } from '../../broadWorks/n8n/support/telephoneSystem';
import {
	actionWorkflow,
	byId,
	credentialType,
	nodeNames,
	triggerWorkflow,
} from '../../support/n8n/workflows';

const refused = { proxy: false as const, validateStatus: () => true };

/** In an n8n of its own, which writes down all it can and is searched when it has ended. */
describe('Secrets', () => {
	let own: OwnN8n;
	/** What n8n must not have written anywhere. */
	const planted = new Map<string, string>([
		['the password', PASSWORD],
		['the wrong password', WRONG_PASSWORD],
		['the token', TOKEN],
		['the wrong token', WRONG_TOKEN],
		['the client secret', CLIENT_SECRET],
		['the wrong client secret', WRONG_SECRET],
		['the JWT', 'jwt-alice'],
		['the wrong JWT', WRONG_JWT],
		['the secret of pushes', PUSH_SECRET],
		['the wrong secret of pushes', WRONG_PUSH_SECRET],
		['the key of the PBX', WEB_KEY],
		['the password of the PBX', PBX_PASSWORD],
		['the token of Udesk', OPEN_API_TOKEN],
		['the call center secret of Udesk', CALL_CENTER_SECRET],
	]);
	/** Everything read over REST. */
	const answers: string[] = [];

	beforeAll(async () => {
		own = await startOwnN8n('secrets', { N8N_LOG_LEVEL: 'debug' });
	});
	afterAll(async () => await own?.remove());

	const createCredential = async (name: string, type: string, data: JsonObject) => {
		const credential = await own.bench.api.createCredential(name, type, data);
		answers.push(JSON.stringify(await own.bench.api.testCredential(credential, data)));
		return credential;
	};

	describe('of BroadWorks', () => {
		/** Each with a telephone system of its own, which breaks in its own way. */
		const together = sideBySide();

		const withPhones = async (work: (phones: Simulator) => Promise<void>) => {
			const phones = await Simulator.start({
				password: PASSWORD,
				accessTokens: { [TOKEN]: alice },
			});
			try {
				await work(phones);
			} finally {
				await phones.close();
			}
		};
		const fault = async ({ url }: Simulator, body: JsonObject) =>
			await axios.post(`${url}/control/faults`, body, { proxy: false });
		const login = async (phones: Simulator, name: string, changes: JsonObject = {}) => {
			const data = credentialData(phones, { password: PASSWORD, ...changes });
			if (typeof data.serverUrl === 'string') {
				data.serverUrl = data.serverUrl.replace('PORT', new URL(phones.url).port);
			}
			return await createCredential(name, credentialType, data);
		};
		const runAction = async (credential: StoredCredential, parameters: JsonObject) => {
			const { api } = own.bench;
			const { id } = await api.createWorkflow(actionWorkflow(credential, parameters));
			return await api.runManually(id, nodeNames.start, nodeNames.action);
		};
		const trigger = (credential: StoredCredential, more: JsonObject = {}) =>
			triggerWorkflow(credential, {
				triggerOn: 'doNotDisturb',
				targetType: 'user',
				userId: byId(alice),
				options: { connectionItems: true, eventTimeout: 4 },
				...more,
			});
		/** Activates a trigger, which must fail. */
		const failing = async (credential: StoredCredential, delivery: string, message?: RegExp) => {
			const { api } = own.bench;
			const { id } = await api.createWorkflow(trigger(credential, { delivery }));
			await expect(api.activate(id)).rejects.toThrow(message);
			await api.deleteWorkflow(id);
		};

		together.each(
			broadWorksFailures,
			({ name }) => `an action fails because of ${name}`,
			async (failure) =>
				await withPhones(async (phones) => {
					if (failure.fault) await fault(phones, failure.fault);
					const credential = await login(phones, failure.name, failure.credential);
					const { status, error } = await runAction(credential, failure.parameters ?? profile);
					expect({ status, error }).toEqual({ status: 'error', error: expect.any(String) });
				}),
		);

		together.test('an action and a trigger are not led to another host', async () => {
			/** Where no request may ever go. */
			const strayRequests: string[] = [];
			const stranger = createServer((request, response) => {
				strayRequests.push(`${request.method} ${request.url}`);
				response.end();
			});
			await new Promise<void>((ready) => stranger.listen(0, '127.0.0.1', ready));
			const { port } = stranger.address() as AddressInfo;
			const location = `http://127.0.0.1:${port}/com.broadsoft.xsi-actions/v2.0/`;
			try {
				await withPhones(async (phones) => {
					await fault(phones, { ...everyRequest, status: 302, location });
					const credential = await login(phones, 'redirected');
					const { error } = await runAction(credential, profile);
					expect(error).toMatch(/redirect/i);
					for (const delivery of ['channel', 'httpContact']) {
						await failing(credential, delivery, /redirect|server address/i);
					}
				});
				expect(strayRequests).toEqual([]);
			} finally {
				stranger.close();
			}
		});

		together.each(
			['channel', 'httpContact'],
			(delivery) => `a trigger fails (${delivery})`,
			async (delivery) =>
				await withPhones(async (phones) => {
					const logins: JsonObject[] = [
						{ password: WRONG_PASSWORD },
						{ authentication: 'bearer', accessToken: WRONG_TOKEN, userId: alice },
					];
					for (const changes of logins) {
						await failing(await login(phones, `trigger ${delivery}`, changes), delivery);
					}
				}),
		);

		together.test('a trigger runs, loses its channel, and is refused', async () => {
			await withPhones(async (phones) => {
				const { api } = own.bench;
				const credential = await login(phones, 'channel', {
					authentication: 'bearer',
					accessToken: TOKEN,
					userId: alice,
				});
				const { id } = await api.createWorkflow(trigger(credential));
				await api.activate(id);
				await phones.waitUntilSubscribed(1);
				await phones.setDoNotDisturb(alice, true);
				await waitForItem(api, id, { type: 'DoNotDisturbEvent', active: true });
				await fault(phones, { kind: 'cut' });
				await fault(phones, { ...everyRequest, status: 401, ms: 3_000 });
				await waitForItem(api, id, { type: 'Connection', state: 'up' });
				await api.deactivate(id);
			});
		});

		together.test('posted events run, and posts with a wrong secret do not', async () => {
			await withPhones(async (phones) => {
				const { api } = own.bench;
				const credential = await login(phones, 'contact');
				const { id } = await api.createWorkflow(trigger(credential, { delivery: 'httpContact' }));
				await api.activate(id);
				const { subscriptions } = JSON.parse(await phones.describe()) as {
					subscriptions: Array<{ httpContact: { uri: string } }>;
				};
				const contact = new URL(subscriptions[0].httpContact.uri);
				const secret = contact.searchParams.get('token') ?? '';
				expect(secret.length).toBeGreaterThan(20);
				planted.set('the secret of the webhook', secret);
				await phones.setDoNotDisturb(alice, true);
				await waitForItem(api, id, { type: 'DoNotDisturbEvent', active: true });
				contact.searchParams.set('token', `${secret.slice(1)}x`);
				expect((await axios.post(contact.href, '<a/>', refused)).status).toBe(401);
				contact.searchParams.set('token', secret);
				expect((await axios.post(contact.href, 'no XML', refused)).status).toBe(400);
				await api.deactivate(id);
			});
		});
	});

	describe('of RingCentral', () => {
		/** Each with an account of its own. */
		const together = sideBySide();

		const withAccount = async (work: (account: RingCentralSimulator) => Promise<void>) => {
			const account = await startRingCentralSimulator({
				clientSecret: CLIENT_SECRET,
				rateLimits: { light: 10_000, medium: 10_000, heavy: 10_000, auth: 10_000 },
			});
			try {
				await work(account);
			} finally {
				for (const { id, accessToken } of account.world.tokens.sessions.values()) {
					planted.set(`the access token of session ${id} at ${account.port}`, accessToken);
				}
				await account.close();
			}
		};
		const login = async (account: RingCentralSimulator, name: string, changes: JsonObject = {}) => {
			const data = jwtData(account, { clientSecret: CLIENT_SECRET, ...changes });
			return await createCredential(name, 'ringCentralJwtApi', data);
		};

		together.each(
			ringCentralFailures,
			({ name }) => `an action fails because of ${name}`,
			async ({ name, credential, status, parameters = ownExtension }) =>
				await withAccount(async (account) => {
					const made = await login(account, name, credential);
					if (status !== undefined) {
						controlOf(account).faults.status('/restapi/v1.0/account', status, 9);
					}
					const { api } = own.bench;
					const { id } = await api.createWorkflow(ringCentralAction(made, parameters));
					const run = await api.runManually(id, nodeNames.start, nodeNames.action);
					expect(run).toMatchObject({ status: 'error', error: expect.any(String) as string });
				}),
		);

		together.each(
			DELIVERIES,
			(delivery) => `a trigger runs, and is refused (${delivery})`,
			async (delivery) =>
				await withAccount(async (account) => {
					const { api } = own.bench;
					const parameters = { delivery, triggerOn: 'missedCall', targetType: 'account' };
					const broken = await api.createWorkflow(
						ringCentralTrigger(
							await login(account, `refused ${delivery}`, { jwt: WRONG_JWT }),
							parameters,
						).definition,
					);
					await expect(api.activate(broken.id)).rejects.toThrow();
					const { id } = await api.createWorkflow(
						ringCentralTrigger(await login(account, `trigger ${delivery}`), parameters).definition,
					);
					await api.activate(id);
					await waitForSubscriptions(account, 1);
					const control = controlOf(account);
					const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
					control.hangUp(telephonySessionId, customer);
					await itemWhere(api, id, (item) => item.telephonySessionId === telephonySessionId);
					const { target } = subscriptionsOf(account)[0].transport;
					if (target) {
						const { address, verificationToken } = target;
						planted.set('the verification token', verificationToken ?? '');
						const answer = await axios.post(address, '{}{', {
							headers: { 'Verification-Token': `${verificationToken}x` },
							...refused,
						});
						expect(answer.status).toBe(401);
					}
					await api.deactivate(id);
				}),
		);
	});

	describe('of CooCenter, Udesk and Dimensions', () => {
		const together = sideBySide();

		/** A trigger with the secret in its webhook credential, as n8n stores and exports it. */
		const triggerOf = async (system: PushingSystem) => {
			const { node, webhookCredential, path, parameters, login } = system;
			const secret = await createCredential(`${node} pushes`, webhookCredential, {
				secret: PUSH_SECRET,
			});
			const workflow = pushedWorkflow(node, secret, parameters);
			const [trigger] = workflow.definition.nodes;
			if (login) {
				const { id, name } = await createCredential(`${node} login`, login.type, login.data);
				trigger.credentials = { ...trigger.credentials, [login.type]: { id, name } };
			}
			const { id } = await own.bench.api.createWorkflow(workflow.definition);
			return { id, url: own.bench.server.url + workflow.path.replace(/[^/]+$/, path) };
		};

		together.each(
			pushingSystems,
			({ node }) => `a trigger of ${node} takes pushes, and refuses some`,
			async (system) => {
				const { api } = own.bench;
				const { id, url } = await triggerOf(system);
				await api.activate(id);
				const good = `${url}?token=${encodeURIComponent(PUSH_SECRET)}`;
				expect(await post(good, JSON.stringify(system.body))).toBe(200);
				expect(await post(good, '{"event":')).toBe(400);
				expect(await post(good, 'hello', 'text/plain')).toBe(400);
				const wrong = `${url}?token=${encodeURIComponent(WRONG_PUSH_SECRET)}`;
				expect(await post(wrong, JSON.stringify(system.body))).toBe(401);
				expect(await post(wrong, '{"event":')).toBe(401);
				await waitForItem(api, id, {});
				await api.deactivate(id);
			},
		);

		together.test(
			'a CooCenter trigger of before goes on, and says where its secret is',
			async () => {
				const { api, server } = own.bench;
				const [system] = pushingSystems;
				const old = 'of-a-workflow-stored-long-before';
				const parameters = { ...system.parameters, pathSecret: old };
				const { id, url } = await triggerOf({ ...system, parameters, path: old });
				await api.activate(id);
				expect(await post(url, JSON.stringify(system.body))).toBe(200);
				await waitForItem(api, id, {});
				const log = server.logTail(10_000);
				expect(log).toMatch(/Path Secret.*choose a CooCenter Webhook credential with a new secret/);
				await api.deactivate(id);
			},
		);

		together.each(
			signedFailures,
			({ name }) => `an action fails because of ${name}`,
			async ({ name, node, credential, data, parameters }) => {
				const { api } = own.bench;
				const made = await createCredential(name, credential, data);
				const { id } = await api.createWorkflow(actionOf(node, made, parameters));
				const run = await api.runManually(id, nodeNames.start, nodeNames.action);
				expect(run).toMatchObject({ status: 'error', error: expect.any(String) as string });
			},
		);
	});

	test('nothing of them is in executions, logs or files of n8n', async () => {
		expect(planted.has('the secret of the webhook')).toBe(true);
		expect((planted.get('the verification token') ?? '').length).toBeGreaterThan(20);
		expect([...planted.keys()].filter((name) => /^the access token/.test(name))).not.toEqual([]);
		const everything = await readEverything(own.bench);
		expect(everything.length).toBeGreaterThan(
			broadWorksFailures.length + ringCentralFailures.length,
		);
		// Stopped, so that everything is on disk.
		await own.bench.stop();
		const found = await findPlanted(own.folder, {
			planted,
			users: ['admin@example.net', alice, 'demo-client'],
			answers: [...answers, ...everything],
			controls: [alice, ids.alice],
		});
		expect(found).toEqual([]);
	});
});
