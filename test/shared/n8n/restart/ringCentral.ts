import axios from 'axios';

import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { triggeredItems } from '../../../support/n8n/poll';
import { startAccount } from '../../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	itemWhere,
	ringCentralTrigger,
	subscriptionsOf,
	waitForSubscriptions,
	type Delivery,
} from '../../../ringCentral/n8n/support/ringCentralTrigger';
import { byId } from '../../../support/n8n/workflows';
import type { Backend } from './live';

const team = '1002';

/** One workflow for presence, and one for records of ended calls. */
export const ringCentralBy = (delivery: Delivery): Backend => ({
	name: `RingCentral by ${delivery}`,
	async start({ api }) {
		const account = await startAccount(api, {
			logDelay: 500,
			// Short, so that the session of an n8n that was killed is soon gone.
			webSocketRecovery: 8_000,
			// However long n8n takes to start again, the server does not give its webhooks up.
			webhookFailures: 1_000,
		});
		const control = controlOf(account);
		const activated = async (parameters: JsonObject) => {
			const { definition } = ringCentralTrigger(account.credential, { delivery, ...parameters });
			const { id } = await api.createWorkflow(definition);
			await api.activate(id);
			return id;
		};
		const presence = await activated({
			triggerOn: 'presence',
			targetType: 'extension',
			options: { checkInterval: 5, connectionItems: true },
		});
		const records = await activated({
			triggerOn: 'callEnded',
			targetType: 'account',
			options: { recordDelay: 5 },
		});
		await waitForSubscriptions(account, 2);

		const idsOf = () =>
			subscriptionsOf(account)
				.map(({ id }) => id)
				.sort();
		const presenceItems = async () =>
			(await triggeredItems(api, presence)).filter(
				({ event, type }) => event === 'presence' && type === undefined,
			);
		let isBusy = false;
		/** Changes the presence and waits for the one item of exactly that. */
		const changed = async () => {
			const { length } = await presenceItems();
			isBusy = !isBusy;
			const userStatus = isBusy ? 'Busy' : 'Available';
			control.setPresence('alice', { userStatus });
			const fresh = await waitFor(
				async () => {
					const items = (await presenceItems()).slice(length);
					return items.length > 0 && items;
				},
				{
					what: 'the workflow has run again',
					explain: () => JSON.stringify(account.requests.slice(-4)),
				},
			);
			expect(fresh).toEqual([expect.objectContaining({ userStatus })]);
		};

		const ended: string[] = [];
		const endedCall = () => {
			const { telephonySessionId } = control.place({ from: customer, to: 'bob' });
			control.answer(telephonySessionId);
			control.hangUp(telephonySessionId);
			ended.push(telephonySessionId);
			return telephonySessionId;
		};
		const recordOf = async (telephonySessionId: string) =>
			await itemWhere(api, records, (item) => item.telephonySessionId === telephonySessionId, {
				timeoutMs: 40_000,
			});

		/** Whether n8n takes events at every address that the server knows. */
		const takesEvents = async () => {
			const statuses = await Promise.all(
				subscriptionsOf(account).map(async ({ transport }) => {
					const { address = '' } = transport.target ?? {};
					const { status } = await axios.post(address, '', {
						headers: { 'Validation-Token': 'x' },
						proxy: false,
						validateStatus: () => true,
					});
					return status;
				}),
			);
			return statuses.every((status) => status === 200);
		};
		let before: string[] = [];

		return {
			async acts() {
				const text = 'before the restart';
				const create = { resource: 'teamMessaging', operation: 'createPost', chatId: byId(team) };
				await account.items({ ...create, text });
				const posts = account.world.chats.chats.get(team)?.posts ?? [];
				expect(posts.map((one) => one.text)).toEqual([text]);
			},
			async hears() {
				await changed();
				await recordOf(endedCall());
			},
			async beforeEnd() {
				before = idsOf();
				await Promise.resolve();
			},
			async lastMoment(how) {
				if (how === 'stop') return;
				endedCall();
				// The event is there, the record is not yet looked for.
				await new Promise((resolve) => setTimeout(resolve, 2_000));
			},
			async whileDown(how) {
				// As a rule nobody hears of it, and the log has it.
				if (how === 'stop') endedCall();
				await Promise.resolve();
			},
			async afterStart(how) {
				if (delivery === 'webhook') {
					await waitFor(takesEvents, { what: 'n8n takes events again' });
					// Adopted, not made anew.
					expect(idsOf()).toEqual(before);
				} else {
					await waitFor(() => control.gateway.connections.size > 0, {
						what: 'the trigger is connected',
					});
					// The server keeps the session of an n8n that was killed for a while, with what it had subscribed to.
					const isNew = (id: string) => how === 'stop' || !before.includes(id);
					await waitFor(() => idsOf().filter(isNew).length === 2, {
						what: 'the trigger has subscribed',
						explain: () => JSON.stringify({ before, now: idsOf() }),
					});
				}
				await changed();
				if (delivery === 'webhook') expect(idsOf()).toEqual(before);
				// The server may post the call of a stop when n8n is just there again; else the log has it.
				const found = how === 'stop' ? {} : { recordFound: true };
				const record = { ...found, result: 'Accepted' };
				expect(await recordOf(ended[ended.length - 1])).toMatchObject(record);
				if (how === 'stop') return;
				const told = (await triggeredItems(api, records)).map((item) => item.telephonySessionId);
				expect(told).toEqual(ended);
			},
			async switchOff() {
				await api.deactivate(records);
				await waitForSubscriptions(account, 1);
				await api.deactivate(presence);
				await waitForSubscriptions(account, 0);
			},
			close: async () => await account.close(),
		};
	},
});
