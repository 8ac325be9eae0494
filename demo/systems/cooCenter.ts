import { startCooCenterSimulator } from '../../test/simulators/coocenter';
import { callIn, end } from '../../test/simulators/coocenter/calls';
import { executed, rowComes, say, succeeds } from './outcome';
import type { TelephoneSystem } from './system';

const pathSecret = 'demo-secret-of-32-characters-long';
const queue = '630';
const number = '85322361';

/** CooCenter: a caller who hung up in the queue becomes a task and is called back. */
export async function startSystem(): Promise<TelephoneSystem> {
	const simulator = await startCooCenterSimulator({ autoPickUp: null });
	const { world, url } = simulator;
	const { generation, webKey, timeZone } = world.settings;
	const missedCall = () => {
		const call = callIn(world, number, queue);
		end(world, call, { side: 'caller', missCause: 'MEMBER_CANCEL' });
		return call.id;
	};
	return {
		name: 'CooCenter',
		credentials: [
			{
				name: 'CooCenter account',
				type: 'cooCenterApi',
				data: { url, generation, webKey, timeZone, allowUnauthorizedCerts: false },
			},
		],
		deeds: [
			{
				label: `Call queue ${queue} and hang up`,
				then: 'A task is in the data table "Call-Back Tasks", and the agent’s telephone calls back.',
				async run() {
					await Promise.resolve(missedCall());
				},
			},
		],
		prepare: (definition) => ({
			...definition,
			nodes: definition.nodes.map((node) =>
				'pathSecret' in node.parameters
					? { ...node, parameters: { ...node.parameters, pathSecret } }
					: node,
			),
		}),
		pushTo(webhookUrl) {
			world.settings.push = `${webhookUrl}/${pathSecret}`;
		},
		async demonstrate(stage) {
			say(`\nCalling queue ${queue} of the CooCenter from ${number}; the caller hangs up.`);
			const id = missedCall();
			const task = await rowComes(
				stage,
				'Call-Back Tasks',
				({ callId, state }) => callId === id && state === 'calling',
			);
			const dials = await succeeds(stage.signal, () =>
				world.callsOf('801').some(({ dialed }) => dialed === number),
			);
			const workflowId = stage.workflowIds['coocenter-missed-queue-call-back'];
			return [
				{ what: 'the missed queue call became a task', ...task },
				{ what: 'the agent’s telephone calls back', holds: dials, found: 'no such call' },
				{
					what: 'the workflow that calls back ended well',
					...(await executed(stage.bench, workflowId, 'Call Back')),
				},
			];
		},
		close: async () => await simulator.close(),
	};
}
