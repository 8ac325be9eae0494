import type { Workbench } from '../../../../n8n-driver/workbench';
import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { triggeredItems, waitForItem } from '../../../support/n8n/poll';
import { post } from '../../../support/n8n/pushed';
import {
	alice,
	bob,
	caller,
	carol,
	doNotDisturbEvent,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../../broadWorks/n8n/support/telephoneSystem';
import { actionWorkflow, byId, nodeNames, triggerWorkflow } from '../../../support/n8n/workflows';
import type { Backend } from './live';

/** Who has a workflow of their own for received calls, on the same channel. */
const called = [bob, carol];

const activated = async ({ api }: Workbench, system: TelephoneSystem, parameters: JsonObject) => {
	const { id } = await api.createWorkflow(triggerWorkflow(system.administrator, parameters));
	await api.activate(id);
	return id;
};

/** Id of a subscription that nobody made. */
const FOREIGN = 'another';

/**
 * Switches Do Not Disturb to the other side and waits for the one item of exactly that; with `heard`, the
 * one since there were so many.
 */
const switching =
	({ api }: Workbench, { phones }: TelephoneSystem, workflowId: string) =>
	async (heard?: number): Promise<void> => {
		// Before the trigger runs, n8n may take an event of a subscription that it does not know yet.
		const given = async () =>
			(await triggeredItems(api, workflowId)).filter(
				({ subscriptionId }) => subscriptionId !== FOREIGN,
			);
		const length = heard ?? (await given()).length;
		const active = !(await phones.doNotDisturb(alice));
		await phones.setDoNotDisturb(alice, active);
		const fresh = await waitFor(
			async () => {
				const items = (await given()).slice(length);
				return items.length > 0 && items;
			},
			{
				what: 'the workflow has run again',
				explain: async () => JSON.stringify((await phones.sent()).slice(-4)),
			},
		);
		expect(fresh).toEqual([expect.objectContaining({ type: 'DoNotDisturbEvent', active })]);
	};

/** Several workflows on one streaming channel. */
export const broadWorksChannel: Backend = {
	name: 'BroadWorks over the streaming channel',
	async start(bench) {
		const { api } = bench;
		const system = await startTelephoneSystem(api);
		const { phones } = system;
		const dnd = await activated(bench, system, {
			triggerOn: 'doNotDisturb',
			output: 'connector',
			targetType: 'user',
			userId: byId(alice),
		});
		const calls: string[] = [];
		for (const userId of called) {
			calls.push(
				await activated(bench, system, {
					triggerOn: 'callEvent',
					type: ['CallReceivedEvent'],
					targetType: 'user',
					userId: byId(userId),
				}),
			);
		}
		const subscriptions = 1 + called.length;
		await phones.waitUntilSubscribed(subscriptions);
		const hears = switching(bench, system, dnd);
		let heard = 0;
		return {
			async acts() {
				const create = {
					resource: 'call',
					operation: 'create',
					userId: byId(alice),
					address: '+15550177',
				};
				const { id } = await api.createWorkflow(actionWorkflow(system.own, create));
				const { output } = await api.runManually(id, nodeNames.start, nodeNames.action);
				const running = await phones.callsOf(alice);
				expect(running.map(({ callId }) => callId)).toEqual([output[nodeNames.action][0].callId]);
			},
			hears: async () => await hears(),
			async beforeEnd() {
				heard = (await triggeredItems(api, dnd)).length;
			},
			async whileDown(how) {
				if (how === 'kill') for (const to of called) await phones.placeCall({ ...caller, to });
			},
			async afterStart(how) {
				await phones.waitUntilSubscribed(subscriptions);
				await hears(heard);
				if (how === 'stop') return;
				// What the server kept on the one channel comes to each of the workflows.
				for (const [index, targetId] of called.entries()) {
					await waitForItem(api, calls[index], { type: 'CallReceivedEvent', targetId });
					expect(await triggeredItems(api, calls[index])).toHaveLength(1);
				}
			},
			close: async () => await phones.close(),
		};
	},
};

interface SubscriptionView {
	subscriptionId: string;
	httpContact?: { uri: string };
}

export const broadWorksContact: Backend = {
	name: 'BroadWorks over the HTTP contact',
	async start(bench) {
		const { api } = bench;
		const system = await startTelephoneSystem(api);
		const { phones } = system;
		const workflowId = await activated(bench, system, {
			triggerOn: 'doNotDisturb',
			delivery: 'httpContact',
			targetType: 'user',
			userId: byId(alice),
		});
		const subscriptions = async () => {
			const { subscriptions: all } = JSON.parse(await phones.describe()) as {
				subscriptions: SubscriptionView[];
			};
			return all;
		};
		const only = async () => {
			const all = await subscriptions();
			expect(all).toHaveLength(1);
			return all[0];
		};
		const hears = switching(bench, system, workflowId);
		let before = '';
		return {
			async acts() {
				const profile = { resource: 'user', operation: 'getProfile', userId: byId(bob) };
				const definition = actionWorkflow(system.administrator, profile);
				const { id } = await api.createWorkflow(definition);
				const { output } = await api.runManually(id, nodeNames.start, nodeNames.action);
				expect(output[nodeNames.action]).toMatchObject([{ details: { userId: bob } }]);
			},
			hears: async () => await hears(),
			async beforeEnd() {
				before = (await only()).subscriptionId;
			},
			async afterStart() {
				const takes = async () => {
					const { httpContact } = await only();
					return await post(
						httpContact?.uri ?? '',
						doNotDisturbEvent(FOREIGN),
						'application/xml; charset=UTF-8',
					);
				};
				await waitFor(async () => (await takes()) === 403, {
					what: 'the trigger takes posted events again',
				});
				await hears();
				// Taken over, not made again.
				expect((await only()).subscriptionId).toBe(before);
			},
			close: async () => await phones.close(),
		};
	},
};
