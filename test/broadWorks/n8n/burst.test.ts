import { setTimeout as delay } from 'node:timers/promises';

import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { Execution } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { itemsOf } from '../../support/n8n/poll';
import { alice, telephoneSystemForAll, type TelephoneSystem } from './support/telephoneSystem';
import { byId, triggerWorkflow } from '../../support/n8n/workflows';

const events = 2_000;
const mostExecutions = 200;
/** Ten run at once; n8n writes down that one has ended a moment after the trigger knows. */
const mostAtOnce = 20;
const withinMs = 60_000;
const watchEveryMs = 200;

describe('A burst of events', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	telephoneSystemForAll((given) => ({ api, system } = given));

	test(`${events} events become few executions and none is lost`, async () => {
		const { id } = await api.createWorkflow(
			triggerWorkflow(system.administrator, {
				triggerOn: 'callEvent',
				type: ['CallReceivedEvent'],
				output: 'connector',
				targetType: 'user',
				userId: byId(alice),
			}),
		);
		try {
			await api.activate(id);
			const watch = watchRunning(api, id);
			// At once: one by one, a slow machine would make no burst of them.
			await axios.post(
				`${system.phones.url}/control/load`,
				{ count: events, userIds: [alice] },
				{ proxy: false },
			);
			let executions: Execution[] = [];
			await waitFor(
				async () => {
					executions = await api.waitForExecutions(id, 0);
					return itemsOf(executions).length >= events;
				},
				{
					what: `${events} items have come`,
					timeoutMs: withinMs,
					intervalMs: 1_000,
					explain: () => `${executions.length} executions, ${itemsOf(executions).length} items`,
				},
			);
			const most = await watch.end();

			const ids = itemsOf(executions).map(({ eventId }) => eventId);
			expect(ids).toHaveLength(events);
			expect(new Set(ids).size).toBe(events);
			expect(executions.length).toBeLessThanOrEqual(mostExecutions);
			expect(most).toBeLessThanOrEqual(mostAtOnce);
		} finally {
			await api.deleteWorkflow(id);
		}
	});
});

/** Sees how many executions of a workflow run at the same time. */
function watchRunning(api: N8nApi, workflowId: string): { end: () => Promise<number> } {
	let most = 0;
	let over = false;
	const look = async () => {
		while (!over) {
			const executions = await api.listExecutions(workflowId);
			most = Math.max(most, executions.filter(({ status }) => status === 'running').length);
			await delay(watchEveryMs);
		}
	};
	const looking = look();
	return {
		async end() {
			over = true;
			await looking;
			return most;
		},
	};
}
