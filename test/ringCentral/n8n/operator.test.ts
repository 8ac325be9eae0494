import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { triggeredItems } from '../../support/n8n/poll';
import { publishTrigger } from '../../support/n8n/publish';
import { jwtData, startAccount, type RingCentralAccount } from './support/ringCentral';
import {
	controlOf,
	DELIVERIES,
	ringCentralTrigger,
	subscriptionsOf,
	waitForSubscriptions,
} from './support/ringCentralTrigger';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';

/** What operators do to a workflow that runs: every change of presence must come to it once. */
describe.each(DELIVERIES)('RingCentral trigger by %s', (delivery) => {
	let api: N8nApi;
	let account: RingCentralAccount;
	let credential: StoredCredential;
	let workflowId: string;
	let made = 0;

	const parameters = (options: JsonObject = {}) => ({
		delivery,
		triggerOn: 'presence',
		targetType: 'extension',
		options: { checkInterval: 5, ...options },
	});

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api, { logDelay: 500 });
		credential = await api.createCredential(
			`Operator ${account.port} ${delivery}`,
			'ringCentralJwtApi',
			jwtData(account),
		);
		const { definition } = ringCentralTrigger(credential, parameters());
		workflowId = (await api.createWorkflow(definition)).id;
		await api.activate(workflowId);
		await waitForSubscriptions(account, 1);
	});

	afterAll(async () => {
		if (workflowId) await api.deleteWorkflow(workflowId);
		if (credential) await api.deleteCredential(credential.id);
		await account?.remove();
	});

	const change = () => {
		made += 1;
		const userStatus = made % 2 === 0 ? 'Available' : 'Busy';
		controlOf(account).setPresence('alice', { userStatus });
	};
	/** Changes the presence five times a second until `deed` is done, and some times more. */
	const under = async (deed: () => Promise<void>) => {
		let isDone = false;
		const load = async () => {
			for (let after = 0; after < 10; after += isDone ? 1 : 0) {
				change();
				await new Promise((resolve) => setTimeout(resolve, 200));
			}
		};
		await Promise.all([load(), deed().finally(() => (isDone = true))]);
	};
	/** Every change that was made has come, none twice. */
	const allTold = async () => {
		let told = 0;
		await waitFor(
			async () => {
				const items = await triggeredItems(api, workflowId);
				told = items.filter(({ event, type }) => event === 'presence' && type === undefined).length;
				return told >= made;
			},
			{
				what: 'every change has come',
				explain: () => `${told} of ${made} came, over ${subscriptionsOf(account).length}`,
			},
		);
		expect(told).toBe(made);
	};
	const save = async (data: JsonObject) => {
		const { id, name, type } = credential;
		await api.rest.data('PATCH', `/rest/credentials/${id}`, {
			id,
			name,
			type,
			data: jwtData(account, data),
		});
	};
	const publish = async (options: JsonObject) => {
		const { definition } = ringCentralTrigger(credential, parameters(options));
		await publishTrigger(api, workflowId, definition.nodes[0].parameters);
	};

	test('a new client secret reaches it within seconds, and nothing is lost', async () => {
		const [{ id }] = subscriptionsOf(account);
		await under(async () => {
			account.world.options.clientSecret = 'another-secret';
			await save({ clientSecret: 'another-secret' });
			await waitFor(() => subscriptionsOf(account).every((each) => each.id !== id), {
				what: 'there is a subscription of the new secret only',
				timeoutMs: 40_000,
			});
			controlOf(account).faults.expireTokens(undefined, 'OAU-213');
		});
		await allTold();
		await waitForSubscriptions(account, 1);
	});

	test('changed versions that are published under load lose nothing', async () => {
		await under(async () => {
			for (const orderPatience of [100, 150, 200, 250]) await publish({ orderPatience });
		});
		await allTold();
		await waitForSubscriptions(account, 1);
	});

	if (delivery === 'webSocket') {
		test('a refused login that is put right comes back', async () => {
			account.world.options.clientSecret = 'third-secret';
			account.world.tokens.revokeAll();
			controlOf(account).faults.cutSockets();
			await waitFor(
				() =>
					account.requests.filter(({ url }) => url.startsWith('/restapi/oauth/token')).length > 2,
				{ what: 'the login was refused', timeoutMs: 40_000 },
			);
			await save({ clientSecret: 'third-secret' });
			await waitFor(() => controlOf(account).gateway.connections.size === 1, {
				what: 'it is connected again',
				timeoutMs: 40_000,
			});
			await waitForSubscriptions(account, 1);
			change();
			await allTold();
		});
	}

	test('switched on while the server is down it is there as soon as the server is', async () => {
		await api.deactivate(workflowId);
		await waitForSubscriptions(account, 0);
		const { requests } = controlOf(account).faults;
		const rule = requests.add({ status: 503, times: 0 });
		await api.activate(workflowId);
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		requests.clear(rule);
		await waitForSubscriptions(account, 1);
		change();
		await allTold();
	});
});
