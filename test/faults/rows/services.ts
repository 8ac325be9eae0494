import type { IDataObject } from 'n8n-workflow';

import type { Load } from '../phones';
import type { Bench, FaultRow } from '../row';

/** s that n8n is away. */
const AWAY = 3;

async function killed({ n8n, wait, startN8n }: Bench): Promise<void> {
	await n8n.kill();
	await wait(AWAY);
	await startN8n();
}

/** s: a busy machine, which starts n8n again, must lose no channel. */
const EVENT_TIMEOUT = 20;

/** Nobody switches services as often as calls come. */
const EVENTS_PER_SECOND = 10;

const patient = {
	eventsPerSecond: EVENTS_PER_SECOND,
	simulator: { eventTimeout: EVENT_TIMEOUT * 1000, ackTimeout: 120_000 },
	options: { eventTimeout: EVENT_TIMEOUT },
	// Services are in no call logs.
	recovers: false,
};

/** Which events are the present state is not to be told from what they say. */
const services: Array<[name: string, load: Load, parameters: IDataObject]> = [
	['Do Not Disturb', 'doNotDisturb', { triggerOn: 'doNotDisturb' }],
	['Call Forwarding', 'callForwarding', { triggerOn: 'rawEvent', event: 'Call Forwarding Always' }],
];

/** The server tells the state of a service after every start, and it looks like a change. */
export const serviceRows: FaultRow[] = services.flatMap(([name, load, parameters]): FaultRow[] => [
	{
		name: `${name}: n8n killed hard three times`,
		...patient,
		load,
		parameters,
		before: 4,
		async inject(bench) {
			for (let count = 0; count < 3; count++) {
				await killed(bench);
				await bench.wait(2);
			}
		},
	},
	{
		name: `${name}: n8n killed hard, one execution per event`,
		...patient,
		load,
		parameters,
		options: { ...patient.options, oneEventPerExecution: true },
		before: 4,
		inject: killed,
	},
	{
		name: `${name}: server restart with state`,
		...patient,
		load,
		parameters,
		inject: async ({ phones }) => await phones.restart({ downMs: 3_000, keepState: true }),
	},
]);
