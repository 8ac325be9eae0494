import { startCooCenterSimulator } from '../../test/simulators/cooCenter';
import { callIn, end } from '../../test/simulators/cooCenter/calls';
import { executed, rowComes, rowOf, say, succeeds } from './outcome';
import { demoPort } from './ports';
import type { TelephoneSystem } from './system';

const secret = 'demo-secret-of-32-characters-long';
const agent = '801';
const queue = '630';
const number = '85322361';

/** CooCenter: a caller who hung up in the queue becomes a task and is called back. */
export async function startSystem(): Promise<TelephoneSystem> {
	const simulator = await startCooCenterSimulator({
		port: await demoPort(3),
		autoPickUp: null,
	});
	const { world, url } = simulator;
	const isCalling = () => world.callsOf(agent).some(({ dialed }) => dialed === number);
	const { generation, webKey, timeZone } = world.settings;
	const missedCall = () => {
		const call = callIn(world, number, queue);
		end(world, call, { side: 'caller', missCause: 'MEMBER_CANCEL' });
		return call.id;
	};
	return {
		name: 'CooCenter',
		node: 'cooCenter',
		page: simulator.pageUrl,
		credentials: [
			{ name: 'CooCenter Webhook account', type: 'cooCenterWebhookApi', data: { secret } },
			{
				name: 'CooCenter account',
				type: 'cooCenterApi',
				data: { url, generation, webKey, timeZone, allowUnauthorizedCerts: false },
			},
		],
		deeds: [
			{
				label: `Call queue ${queue} and hang up`,
				then: 'The workflow makes a task of it, and lets the agent’s telephone call back.',
				templates: ['missed-call-queue-call-back'],
				async run() {
					const id = missedCall();
					const rings = async () =>
						await Promise.resolve(
							isCalling()
								? { text: `${agent} calls ${number}`, url: simulator.pageUrl }
								: undefined,
						);
					const task = rowOf('Call-Back Tasks', (row) => row.callId === id && row.state !== 'open');
					return await Promise.resolve([task, rings]);
				},
			},
		],
		pushTo(webhookUrl) {
			world.settings.push = `${webhookUrl}/coocenter?token=${secret}`;
		},
		async demonstrate(stage) {
			say(`\nCalling queue ${queue} of the CooCenter from ${number}; the caller hangs up.`);
			const id = missedCall();
			const task = await rowComes(
				stage,
				'Call-Back Tasks',
				({ callId, state }) => callId === id && state === 'calling',
			);
			const dials = await succeeds(stage.signal, isCalling);
			const workflowId = stage.workflowIds['missed-call-queue-call-back'];
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
