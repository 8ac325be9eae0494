import { parse } from 'flatted';

import type { WorkflowDefinition, WorkflowNode } from '../../n8n-driver/rest/rest-types';
import type { Workbench } from '../../n8n-driver/workbench';
import { Simulator } from '../../demo/simulator';
import { processorTimeOf } from './processorTime';
import { withN8n } from './benchN8n';
import { runToEnd } from './runToEnd';

/**
 * Reading the profile of one user for many items: our node against n8n's own HTTP Request node, in
 * the same n8n, against the same simulator, one after the other. Only the ratio means something.
 */
const ITEMS = 1_000;
const ROUNDS = 5;

/** Runs before those that count: n8n compiles what runs often. */
const WARM_UP = 3;
const USER = 'alice@example.net';

interface RunData {
	resultData: { runData: Record<string, Array<{ executionTime: number; data?: unknown }>> };
}

type Peer = Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters' | 'credentials'>;

function workflow(name: string, peer: Peer): WorkflowDefinition {
	const node = (fields: Partial<WorkflowNode>, index: number) =>
		({ id: `${index}`, position: [index * 220, 0], parameters: {}, ...fields }) as WorkflowNode;
	const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	return {
		name,
		nodes: [
			node({ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 }, 0),
			node(
				{
					name: 'Items',
					type: 'n8n-nodes-base.code',
					typeVersion: 2,
					parameters: {
						jsCode: `return Array.from({ length: ${ITEMS} }, (_, n) => ({ json: { n } }));`,
					},
				},
				1,
			),
			node({ name: 'Peer', ...peer }, 2),
		],
		connections: { Start: link('Items'), Items: link('Peer') },
	} as WorkflowDefinition;
}

/** What one run took, in ms. */
interface Took {
	/** Time of the node, from n8n's own record of the execution. */
	node: number;
	/** Processor time of n8n for the whole execution; NaN where the system does not tell. */
	processor: number;
}

async function timeOnce({ api, server }: Workbench, id: string): Promise<Took> {
	const before = await processorTimeOf(server.pid);
	const { id: execution, status, error } = await api.runManually(id, 'Start', 'Peer');
	const processor = (await processorTimeOf(server.pid)) - before;
	if (status !== 'success') throw new Error(`The execution ended with ${status}: ${error}`);
	const { data } = await api.rest.data<{ data: string }>('GET', `/rest/executions/${execution}`);
	return { node: (parse(data) as RunData).resultData.runData.Peer[0].executionTime, processor };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Prints both nodes and how many times as much ours does. */
function report(times: Record<string, Took[]>): void {
	const medians = Object.values(times).map((runs) => ({
		node: median(runs.map(({ node }) => node)),
		processor: median(runs.map(({ processor }) => processor)),
	}));
	Object.keys(times).forEach((name, index) => {
		const { node, processor } = medians[index];
		process.stdout.write(
			`${name}: ${Math.round((ITEMS / node) * 1000)} items/s, ${(processor / ITEMS).toFixed(2)} ms of n8n's processor time per item\n`,
		);
	});
	const [ours, theirs] = medians;
	process.stdout.write(`ratio of items/s: ${(theirs.node / ours.node).toFixed(2)}\n`);
	process.stdout.write(
		`ratio of processor time: ${(theirs.processor / ours.processor).toFixed(2)}\n`,
	);
}

async function main(): Promise<void> {
	const phones = await Simulator.start();
	try {
		await withN8n({}, async (bench) => {
			const login = { userId: USER, password: phones.password };
			const own = await bench.api.createCredential('BroadWorks', 'broadWorksXsiApi', {
				serverUrl: phones.url,
				authentication: 'basic',
				...login,
			});
			const basic = await bench.api.createCredential('Basic', 'httpBasicAuth', {
				user: USER,
				password: phones.password,
			});
			const peers: Record<string, Peer> = {
				'BroadWorks: Get User Profile': {
					type: 'n8n-nodes-telephony.broadWorks',
					typeVersion: 1,
					parameters: { resource: 'user', operation: 'getProfile' },
					credentials: { broadWorksXsiApi: { id: own.id, name: own.name } },
				},
				'HTTP Request: GET profile (XML as text)': {
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: {
						url: `${phones.url}/com.broadsoft.xsi-actions/v2.0/user/${USER}/profile`,
						authentication: 'genericCredentialType',
						genericAuthType: 'httpBasicAuth',
						options: {},
					},
					credentials: { httpBasicAuth: { id: basic.id, name: basic.name } },
				},
			};
			const ids: Record<string, string> = {};
			for (const [name, peer] of Object.entries(peers)) {
				ids[name] = (await bench.api.createWorkflow(workflow(name, peer))).id;
				for (let run = 0; run < WARM_UP; run++) await timeOnce(bench, ids[name]);
			}
			const times: Record<string, Took[]> = {};
			for (let round = 0; round < ROUNDS; round++) {
				for (const [name, id] of Object.entries(ids)) {
					(times[name] ??= []).push(await timeOnce(bench, id));
				}
			}
			report(times);
		});
	} finally {
		await phones.close();
	}
}

runToEnd(main);
