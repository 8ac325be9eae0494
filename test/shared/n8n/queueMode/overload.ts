import axios from 'axios';

import type { Execution } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { owner } from '../../../../n8n-driver/workbench';
import { alice, bob, startTelephoneSystem } from '../../../broadWorks/n8n/support/telephoneSystem';
import { itemsOf, triggeredItems } from '../../../support/n8n/poll';
import { byId, triggerWorkflow } from '../../../support/n8n/workflows';
import type { Cluster } from './cluster';

/** Calls at once; most of them are still on their way when main is killed. */
const BURST = 300;

/** s; longer than a busy machine takes to start n8n's main process again. */
const PATIENT = 120;

/** ms: each of hundreds of executions is one of its own, in a worker; a busy machine takes minutes. */
const LONG = 600_000;

/** More than n8n runs in time, and main killed in the middle. */
export function overload(cluster: Cluster): void {
	test(
		'One Execution per Event: main killed under overload loses and repeats nothing',
		async () => {
			const { server } = cluster.queue.main;
			const system = await startTelephoneSystem(cluster.api, { eventTimeout: PATIENT * 1000 });
			try {
				const { id } = await cluster.api.createWorkflow(
					triggerWorkflow(system.administrator, {
						triggerOn: 'callEvent',
						type: ['CallReceivedEvent'],
						targetType: 'user',
						userId: byId(alice),
						options: { oneEventPerExecution: true, eventTimeout: PATIENT },
					}),
				);
				await cluster.api.activate(id);
				// What is in no call log, and may be taken for the state that the server tells after a start.
				const services = await cluster.api.createWorkflow(
					triggerWorkflow(system.administrator, {
						triggerOn: 'doNotDisturb',
						targetType: 'user',
						userId: byId(bob),
						options: { eventTimeout: PATIENT },
					}),
				);
				await cluster.api.activate(services.id);
				const switches = async (...states: boolean[]) => {
					for (const active of states) await system.phones.setDoNotDisturb(bob, active);
				};
				const haveRun = async (...states: boolean[]) => {
					let ran: unknown[] = [];
					await waitFor(
						async () => {
							ran = (await triggeredItems(cluster.api, services.id)).map(({ active }) => active);
							return ran.length >= states.length;
						},
						{
							what: 'every switch has run',
							timeoutMs: 120_000,
							explain: () => JSON.stringify(ran),
						},
					);
					// Each is an execution of its own, and workers take several at a time: none is lost, none comes twice.
					expect([...ran].sort()).toEqual([...states].sort());
				};
				await switches(true);
				await haveRun(true);
				await axios.post(
					`${system.phones.url}/control/load`,
					{ count: BURST, userIds: [alice], wait: false },
					{ proxy: false },
				);
				const acknowledged = async () =>
					(await system.phones.sent()).filter(
						({ type, acked }) => type === 'CallReceivedEvent' && acked,
					).length;
				const reaches = async (count: number) =>
					await waitFor(async () => (await acknowledged()) >= count, {
						what: `${count} events are acknowledged`,
						timeoutMs: 240_000,
						intervalMs: 100,
						explain: () => server.logTail(),
					});
				await reaches(BURST / 10);
				await server.kill();
				// Otherwise the kill came too late to prove anything.
				expect(await acknowledged()).toBeLessThan(BURST / 2);
				await switches(false, true, false);
				await server.start();
				await cluster.api.rest.logIn(owner);
				await reaches(BURST);
				await haveRun(true, false, true, false);
				await switches(true);
				await haveRun(true, false, true, false, true);
				// What n8n shows as crashed has not run for it, whatever a worker did: its key names the event, which may
				// have run again under another.
				const eventOf = ({ deduplicationKey }: Execution) => deduplicationKey?.split(':')[2];
				let executions: Execution[] = [];
				await waitFor(
					async () => {
						executions = await cluster.api.waitForExecutions(id, 0);
						return new Set(executions.map(eventOf)).size >= BURST;
					},
					{
						what: 'every event has an execution that ended',
						timeoutMs: 120_000,
						intervalMs: 2_000,
						explain: async () => {
							const all = await cluster.api.listExecutions(id);
							const open = all.filter((one) => !executions.some((ended) => ended.id === one.id));
							const ended = new Set(executions.map(eventOf)).size;
							return `${ended} of ${BURST} have; open: ${JSON.stringify(open)}\n${server.logTail()}`;
						},
					},
				);
				expect(new Set(executions.map(eventOf)).size).toBe(BURST);
				const ran = executions.filter(({ status }) => status === 'success');
				expect(ran.map(eventOf).sort()).toEqual([...new Set(ran.map(eventOf))].sort());
				expect(ran.filter((one) => itemsOf([one]).length === 0)).toEqual([]);
				expect(ran.length).toBeGreaterThan(BURST / 2);
			} finally {
				await system.close();
			}
		},
		LONG,
	);
}
