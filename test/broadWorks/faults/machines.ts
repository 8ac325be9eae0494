import { startXsiSimulator, type XsiSimulator } from '../../simulators/broadWorks';
import type { Bench, FaultRow } from '../../faults/row';

const HOUR = 3_600_000;

/** The other address DNS gives; the same port answers there. */
const OTHER_ADDRESS = '127.0.0.2';

const manyUsers = Array.from({ length: 10_000 }, (_, index) => `user${index + 1}@example.net`);

async function killed({ n8n, wait, startN8n }: Bench): Promise<void> {
	await n8n.kill();
	await wait(3);
	await startN8n();
}

/** What happens to the machines: the server, n8n, DNS and the clock. */
export const machineRows: FaultRow[] = [
	{
		name: 'server restart with state',
		realToo: true,
		inject: async ({ phones }) => await phones.restart({ downMs: 3_000, keepState: true }),
	},
	{
		name: 'server restart without state',
		realToo: true,
		inject: async ({ phones }) => await phones.restart({ downMs: 3_000, keepState: false }),
	},
	{
		name: 'n8n stopped and started',
		realToo: true,
		before: 12,
		async inject({ n8n, wait, startN8n }) {
			await n8n.stop();
			await wait(3);
			await startN8n();
		},
	},
	{
		name: 'n8n killed hard',
		realToo: true,
		realEventsPerSecond: 10,
		onlyTwo: true,
		options: { oneEventPerExecution: true },
		before: 12,
		inject: killed,
	},
	{
		name: 'n8n killed hard, events sharing executions',
		realToo: true,
		onlyTwo: true,
		before: 12,
		inject: killed,
	},
	{
		name: 'n8n and server restarted, n8n back first',
		before: 6,
		async inject({ n8n, phones, wait }) {
			await n8n.stop();
			const back = phones.restart({ downMs: 40_000, keepState: false });
			await wait(2);
			await n8n.start();
			await back;
		},
	},
	dnsRow(),
	{
		name: 'wall clock stepped an hour forward',
		async inject({ n8n, phones, wait }) {
			n8n.stepClock(HOUR);
			await wait(5);
			phones.fault({ kind: 'cut' });
		},
	},
	{
		name: 'wall clock stepped an hour back',
		async inject({ n8n, phones, wait }) {
			n8n.stepClock(-HOUR);
			await wait(5);
			phones.fault({ kind: 'cut' });
		},
	},
	{
		name: '10,000 users behind one enterprise',
		simulator: { additionalUsers: manyUsers.length },
		parameters: { targetType: 'enterprise', enterpriseId: 'demo' },
		userIds: manyUsers,
		recovers: false,
		inject: ({ phones }) => phones.fault({ kind: 'cut' }),
	},
];

/**
 * DNS moves the name to a second server while the channel is open at the first: heartbeats and
 * acknowledgements must go on to the first. Then the first one is gone, and its state with it.
 */
function dnsRow(): FaultRow {
	let second: XsiSimulator | undefined;
	const host = { name: 'xsp.example.net', address: '127.0.0.1' };
	return {
		name: 'DNS answer changed',
		host,
		async inject({ phones, n8n, wait, complain }) {
			second = await startXsiSimulator({ host: OTHER_ADDRESS, port: phones.port });
			n8n.resolve(host.name, OTHER_ADDRESS);
			await wait(5);
			const answer = await fetch(`${second.controlUrl}/requests?since=0`);
			const strays = ((await answer.json()) as Array<{ path: string }>).filter(({ path }) =>
				/heartbeat|eventresponse/.test(path),
			);
			if (strays.length > 0) {
				complain(`${strays.length} heartbeats or acknowledgements went to another server`);
			}
			await second.close();
			await phones.restart({ downMs: 1_000, keepState: true, host: OTHER_ADDRESS });
		},
	};
}
