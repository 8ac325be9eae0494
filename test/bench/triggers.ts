import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import axios from 'axios';

import type { JsonObject } from '../../n8n-driver/rest/rest-types';
import { waitFor } from '../../n8n-driver/wait-for';
import type { Workbench } from '../../n8n-driver/workbench';
import { startXsiSimulator, type XsiSimulator } from '../simulators/broadWorks';
import { pushLoad } from '../simulators/broadWorks/control/load';
import { pushedWorkflow, pushSecret } from '../support/n8n/pushed';
import { byId, chain, credentialType, nodeNames, triggerWorkflow } from '../support/n8n/workflows';
import { processorTimeOf } from './processorTime';
import { spreadOf } from './spread';
import { engineOf, withN8n } from './benchN8n';
import { runToEnd } from './runToEnd';

/**
 * What an event costs n8n as one execution of two nodes, the second of which does nothing: by the triggers of this
 * package and by n8n's own Webhook node, in the same n8n. Only the ratios mean something. `-- triggers 40 3` takes 40 events
 * three times, `-- triggers 40 3 lazy` in an n8n that makes isolates for expressions only
 * (docs/n8n.md#cost-of-a-webhook).
 */
const [EVENTS = 100, ROUNDS = 5] = process.argv.slice(3, 5).map(Number);

const IS_LAZY = process.argv[5] === 'lazy';

/** Pushes under way at a time. */
const AT_ONCE = 4;

/** ms of quiet that end a round: n8n writes what it has run a little later. */
const QUIET = 1_500;

const ALICE = 'alice@example.net';

interface Entrant {
	name: string;
	workflowId: string;
	/** Executions that so many events become; fewer where events share them. */
	isShared?: true;
	/** Nothing runs: the filter leaves all out. */
	isLeftOut?: true;
	send(events: number): Promise<void>;
}

type Api = Workbench['api'];

const client = axios.create({
	proxy: false,
	httpAgent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }),
});

async function postMany(url: string, bodyOf: () => object, events: number): Promise<void> {
	const one = async () => void (await client.post(url, bodyOf()));
	for (let sent = 0; sent < events; sent += AT_ONCE)
		await Promise.all(Array.from({ length: Math.min(AT_ONCE, events - sent) }, one));
}

/** A call as Udesk pushes it, another one each time. */
async function pushBody(): Promise<() => object> {
	const file = join(__dirname, '../udesk/fixtures/composed.push.call-trigger.in.zh.json');
	const push = JSON.parse(await readFile(file, 'utf8')) as JsonObject;
	let last = 1_000_000;
	return () => ({ ...push, conversation_id: ++last, call_id: randomUUID() });
}

async function webhook(api: Api, base: string, bodyOf: () => object): Promise<Entrant> {
	const path = randomUUID();
	const { id } = await api.createWorkflow(
		chain('Webhook node', [
			{
				name: nodeNames.trigger,
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
				webhookId: path,
			},
			{ name: nodeNames.end, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
		]),
	);
	await api.activate(id);
	const send = async (events: number) => await postMany(`${base}/webhook/${path}`, bodyOf, events);
	return { name: "n8n's Webhook node", workflowId: id, send };
}

/** Events one by one, or as many in an execution as have come. */
async function broadWorks(
	api: Api,
	simulator: XsiSimulator,
	oneEventPerExecution: boolean,
): Promise<Entrant> {
	const name = oneEventPerExecution
		? 'BroadWorks Trigger, one execution per event'
		: 'BroadWorks Trigger, events share executions';
	const credential = await api.createCredential(name, credentialType, {
		serverUrl: simulator.url,
		authentication: 'basic',
		userId: 'admin@example.net',
		password: 'secret',
	});
	const workflow = triggerWorkflow(credential, {
		triggerOn: 'callEvent',
		targetType: 'user',
		userId: byId(ALICE),
		type: [],
		output: 'connector',
		options: { oneEventPerExecution },
	});
	const { id } = await api.createWorkflow({ ...workflow, name });
	await api.activate(id);
	await waitFor(() => simulator.world.subscriptions.all().length > 0, {
		what: 'the trigger has subscribed',
	});
	const send = async (events: number) =>
		void (await pushLoad(simulator.world, { count: events, userIds: [ALICE] }));
	const shared = oneEventPerExecution ? {} : { isShared: true as const };
	return { name, workflowId: id, send, ...shared };
}

async function udesk(
	api: Api,
	base: string,
	bodyOf: () => object,
	filters?: JsonObject,
): Promise<Entrant> {
	const credential = await api.createCredential('Udesk', 'udeskWebhookApi', {
		secret: pushSecret,
	});
	const options = { oneEventPerExecution: true };
	const parameters: JsonObject = filters ? { filters, options } : { options };
	const { definition, path } = pushedWorkflow('udesk', credential, parameters);
	const { id } = await api.createWorkflow(definition);
	await api.activate(id);
	const send = async (events: number) =>
		await postMany(`${base}${path}?token=${pushSecret}`, bodyOf, events);
	return filters
		? {
				name: 'Udesk Trigger, a push that its filter leaves out',
				workflowId: id,
				send,
				isLeftOut: true,
			}
		: { name: 'Udesk Trigger, a push', workflowId: id, send };
}

/** Items that the workflow has given by now, and executions that ended. */
async function endedOf(api: Api, workflowId: string): Promise<number> {
	const summaries = await api.listExecutions(workflowId);
	return summaries.filter(({ status }) => status === 'success').length;
}

/** ms of n8n's processor time per event. */
async function roundOf({ api, server }: Workbench, entrant: Entrant, events: number) {
	const { workflowId, isLeftOut, isShared, send } = entrant;
	const before = await endedOf(api, workflowId);
	const started = await processorTimeOf(server.pid);
	await send(events);
	const wanted = isLeftOut ? 0 : isShared ? 1 : events;
	let last = before;
	await waitFor(
		async () => {
			await pause(QUIET);
			const now = await endedOf(api, workflowId);
			const isStill = now === last && now - before >= wanted;
			last = now;
			return isStill;
		},
		{ what: `${events} events have run`, intervalMs: 1, explain: () => server.logTail() },
	);
	return ((await processorTimeOf(server.pid)) - started) / events;
}

async function main(): Promise<void> {
	const simulators = [await startXsiSimulator(), await startXsiSimulator()];
	try {
		await withN8n({ lean: true, env: engineOf(IS_LAZY) }, async (bench) => {
			const { api, server } = bench;
			const bodyOf = await pushBody();
			const peer = await webhook(api, server.url, bodyOf);
			const entrants = [
				await broadWorks(api, simulators[0], true),
				await broadWorks(api, simulators[1], false),
				await udesk(api, server.url, bodyOf),
				await udesk(api, server.url, bodyOf, { minTalkTime: 100_000 }),
			];
			for (const entrant of [peer, ...entrants]) await roundOf(bench, entrant, EVENTS / 4);
			const costs = new Map<string, number[]>();
			const ratios = new Map<string, number[]>();
			const note = (of: Map<string, number[]>, name: string, value: number) =>
				of.set(name, [...(of.get(name) ?? []), value]);
			for (let round = 0; round < ROUNDS; round++) {
				const order = round % 2 === 0 ? [peer, ...entrants] : [...entrants, peer].reverse();
				const took = new Map<string, number>();
				for (const entrant of order) took.set(entrant.name, await roundOf(bench, entrant, EVENTS));
				process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
				for (const [name, ms] of took) {
					note(costs, name, ms);
					note(ratios, name, (took.get(peer.name) ?? NaN) / ms);
				}
			}
			for (const [name, ms] of costs) {
				const times = spreadOf(ratios.get(name) ?? []);
				process.stdout.write(
					`${name}: ${spreadOf(ms, 1)} ms of n8n's processor time per event; the Webhook node costs ${times} times as much\n`,
				);
			}
		});
	} finally {
		for (const simulator of simulators) await simulator.close();
	}
}

runToEnd(main);
