import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { triggeredItems } from '../../support/n8n/poll';
import { ids, startAccount, type RingCentralAccount } from './support/ringCentral';
import {
	controlOf,
	customer,
	DELIVERIES,
	itemWhere,
	listenForTest,
	ringCentralTrigger,
	subscriptionsOf,
	waitForSubscriptions,
} from './support/ringCentralTrigger';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { nodeNames } from '../../support/n8n/workflows';

/** Life of the trigger over faults; `restart.test.ts` has what an end of n8n does to it. */
describe.each(DELIVERIES)('RingCentral trigger by %s', (delivery) => {
	let api: N8nApi;
	let account: RingCentralAccount;
	let workflowId: string;
	let busy = false;

	const start = async (parameters: JsonObject) => {
		const { definition } = ringCentralTrigger(account.credential, { delivery, ...parameters });
		const { id } = await api.createWorkflow(definition);
		await api.activate(id);
		return id;
	};

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api, { logDelay: 500 });
		workflowId = await start({
			triggerOn: 'presence',
			targetType: 'extension',
			options: { checkInterval: 5, connectionItems: true },
		});
		await waitForSubscriptions(account, 1);
	});

	afterAll(async () => {
		if (workflowId) await api.deleteWorkflow(workflowId);
		await account?.remove();
	});

	const idOf = () => {
		const all = subscriptionsOf(account);
		expect(all).toHaveLength(1);
		return all[0].id;
	};
	/** Waits until another subscription stands in place of this one. */
	const madeAnew = async (id: string) => {
		await waitFor(
			() => {
				const all = subscriptionsOf(account);
				return all.length === 1 && all[0].id !== id && all[0].blacklisted === undefined;
			},
			{ what: 'there is a new subscription' },
		);
	};
	const presenceOf = (items: JsonObject[]) =>
		items.filter(({ event, type }) => event === 'presence' && type === undefined);

	/** Changes the presence and waits for the one item of exactly that. */
	const changeAndWait = async () => {
		const before = presenceOf(await triggeredItems(api, workflowId)).length;
		busy = !busy;
		const userStatus = busy ? 'Busy' : 'Available';
		controlOf(account).setPresence('alice', { userStatus });
		const fresh = await waitFor(
			async () => {
				const items = presenceOf(await triggeredItems(api, workflowId)).slice(before);
				return items.length > 0 ? items : undefined;
			},
			{
				what: 'the workflow has run again',
				explain: () => JSON.stringify(account.requests.slice(-4)),
			},
		);
		expect(fresh).toEqual([expect.objectContaining({ userStatus })]);
	};
	/** A connection item after the first `skip` items. */
	const connectionItem = async (state: string, skip = 0) =>
		await itemWhere(api, workflowId, (item) => item.type === 'Connection' && item.state === state, {
			skip,
		});

	test('events arrive over exactly one subscription', async () => {
		idOf();
		await changeAndWait();
	});

	test('a duplicate does not run twice', async () => {
		const count = async () => presenceOf(await triggeredItems(api, workflowId)).length;
		const before = await count();
		controlOf(account).faults.duplicateEvents(1);
		await changeAndWait();
		await changeAndWait();
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(await count()).toBe(before + 2);
	});

	test('test mode works beside the live workflow and leaves nothing behind', async () => {
		const count = async () => presenceOf(await triggeredItems(api, workflowId)).length;
		const before = await count();
		await listenForTest(api, workflowId);
		await waitForSubscriptions(account, 2);
		busy = !busy;
		controlOf(account).setPresence('alice', { userStatus: busy ? 'Busy' : 'Available' });
		const runs = await waitFor(
			async () => {
				const all = await api.waitForExecutions(workflowId, 0);
				const ended = all.filter(({ mode }) => mode === 'manual');
				return ended.length > 0 ? ended : undefined;
			},
			{ what: 'the test run has ended' },
		);
		expect(runs[0]).toMatchObject({ status: 'success' });
		expect(runs[0].output[nodeNames.trigger]).toEqual([
			expect.objectContaining({ event: 'presence', extensionId: ids.alice }),
		]);
		await waitForSubscriptions(account, 1);
		// The live workflow runs on the same event, and may do so a little later.
		await waitFor(async () => (await count()) === before + 2, {
			what: 'the test run and the live workflow have run',
		});
		await changeAndWait();
	});

	test('test mode of an ended call waits for its record', async () => {
		const { definition } = ringCentralTrigger(account.credential, {
			delivery,
			triggerOn: 'callEnded',
			targetType: 'account',
			options: { recordDelay: 1 },
		});
		const { id } = await api.createWorkflow(definition);
		await listenForTest(api, id);
		await waitForSubscriptions(account, 2);
		const { telephonySessionId } = controlOf(account).place({ from: customer, to: 'carol' });
		controlOf(account).answer(telephonySessionId);
		controlOf(account).hangUp(telephonySessionId);
		const [run] = await api.waitForExecutions(id, 1);
		expect(run).toMatchObject({ status: 'success', mode: 'manual' });
		expect(run.output[nodeNames.trigger]).toEqual([
			expect.objectContaining({ event: 'callEnded', recordFound: true, telephonySessionId }),
		]);
		await waitForSubscriptions(account, 1);
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		expect(await api.waitForExecutions(id, 1)).toHaveLength(1);
		await api.deleteWorkflow(id);
	});

	if (delivery === 'webhook') {
		const addressOf = () => subscriptionsOf(account)[0].transport.target?.address ?? '';
		const post = async (headers: Record<string, string>, body: unknown = '') =>
			await axios.post(addressOf(), body, {
				headers: { 'Content-Type': 'application/json', ...headers },
				proxy: false,
				validateStatus: () => true,
			});

		test('a handshake is answered whenever it comes, and starts nothing', async () => {
			const before = (await triggeredItems(api, workflowId)).length;
			await controlOf(account).faults.repeatHandshake();
			const answer = await post({ 'Validation-Token': 'abc-123' });
			expect(answer.status).toBe(200);
			expect(answer.headers['validation-token']).toBe('abc-123');
			expect(answer.headers['content-type']).toMatch('application/json');
			expect(JSON.stringify(answer.headers).length + String(answer.data).length).toBeLessThan(
				1_024,
			);
			expect((await post({ 'Validation-Token': 'x'.repeat(900) })).status).toBe(400);
			const elsewhere = { 'Validation-Token': 'abc-123', 'Verification-Token': 'of another' };
			expect((await post(elsewhere)).status).toBe(401);
			expect(await triggeredItems(api, workflowId)).toHaveLength(before);
		});

		test('a wrong or missing token gets 401, nonsense 400, and nothing runs', async () => {
			const before = (await triggeredItems(api, workflowId)).length;
			const event = { uuid: 'x', event: '/presence', body: { extensionId: ids.alice } };
			expect((await post({}, event)).status).toBe(401);
			expect((await post({ 'Verification-Token': 'guess' }, event)).status).toBe(401);
			const token = subscriptionsOf(account)[0].transport.target?.verificationToken ?? '';
			expect(token).toMatch(/^[\w-]{32}$/);
			expect((await post({ 'Verification-Token': token }, '[1]')).status).toBe(400);
			expect((await post({ 'Verification-Token': token })).status).toBe(400);
			expect(await triggeredItems(api, workflowId)).toHaveLength(before);
		});

		test('a blacklisted subscription is made again, and this is told', async () => {
			const id = idOf();
			controlOf(account).faults.blacklist(id);
			await madeAnew(id);
			await connectionItem('subscriptionLost');
			await connectionItem('subscriptionBack');
			await connectionItem('gap');
			await changeAndWait();
		});

		test('a subscription that is gone is made again', async () => {
			const id = idOf();
			controlOf(account).faults.dropSubscription(id);
			await madeAnew(id);
			await changeAndWait();
		});
	} else {
		test('after a cut the session is taken up again, and nothing is lost', async () => {
			controlOf(account).faults.cutSockets();
			// What is sent in the moment of the cut is lost to anybody.
			await waitFor(() => controlOf(account).gateway.connections.size === 0, {
				what: 'the server knows of the cut',
				intervalMs: 5,
			});
			busy = !busy;
			controlOf(account).setPresence('alice', { userStatus: busy ? 'Busy' : 'Available' });
			await connectionItem('down');
			expect(await connectionItem('up')).toMatchObject({ complete: true });
			await itemWhere(
				api,
				workflowId,
				({ event, userStatus }) =>
					event === 'presence' && userStatus === (busy ? 'Busy' : 'Available'),
			);
			await changeAndWait();
			idOf();
		});

		test('where the session cannot be taken up, the gap is told', async () => {
			const before = (await triggeredItems(api, workflowId)).length;
			controlOf(account).faults.forgetSockets();
			await connectionItem('gap', before);
			await changeAndWait();
			idOf();
		});
	}

	test('deactivation removes the subscription', async () => {
		await api.deactivate(workflowId);
		await waitForSubscriptions(account, 0);
	});
});
