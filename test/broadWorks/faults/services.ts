import type { IDataObject } from 'n8n-workflow';

import type { Load } from '../../faults/phones';
import type { Bench, FaultRow } from '../../faults/row';
import { ALICE } from '../../faults/runner';

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

/** Acts of operators, and what is more than n8n takes, in which a subscription stands at any time. */
const ALSO = [
	'Channel: new password in the credential',
	'HTTP contact: new password in the credential',
	'HTTP contact: n8n stopped and started',
	'restored copy of n8n started beside it',
	'package updated in the editor, one more workflow published',
	'overload with one execution per event, n8n killed hard',
	'events of 5 MB between others',
	'channel terminated: NonResponsiveChannel',
	'connection reset, refused for 3 s',
	'429 with Retry-After 4 s',
	'refresh refused with 403',
	'every refresh answers with another subscription id',
	'burst of 4,000 events at once',
];

/** These rows once more, with what is in no call log. */
export const alsoOnServices = (rows: readonly FaultRow[]): FaultRow[] =>
	ALSO.map((name) => {
		const row = rows.find((one) => one.name === name);
		if (!row) throw new Error(`There is no row "${name}"`);
		return {
			...row,
			name: `Do Not Disturb: ${name}`,
			load: 'doNotDisturb',
			parameters: { ...row.parameters, triggerOn: 'doNotDisturb' },
			// Others have no workflow at first.
			userIds: [ALICE],
			recovers: false,
			realToo: undefined,
		} as FaultRow;
	});

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
