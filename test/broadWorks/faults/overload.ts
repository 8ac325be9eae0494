import type { FaultRow } from '../../faults/row';
import { ALICE } from '../../faults/runner';

/** Events that come at once. */
const BURST = 4_000;

/** Bytes of an event that is more than the client reads. */
const OVERSIZED = 5_000_000;

/** s: what is tried here is not a server that gives a channel up while the machine is busy. */
const PATIENT = 16;

/** More than n8n takes, and more than a document may have. */
export const overloadRows: FaultRow[] = [
	{
		name: 'overload with one execution per event, n8n killed hard',
		options: { oneEventPerExecution: true, maxInFlight: 1 },
		simulator: { ackTimeout: 120_000 },
		recovers: false,
		before: 10,
		within: 60,
		async inject({ n8n, wait, startN8n }) {
			await n8n.kill();
			await wait(3);
			await startN8n();
		},
	},
	{
		name: 'burst of 4,000 events at once',
		// What n8n has to work off behind it.
		within: 60,
		async inject({ phones, complain }) {
			const channels = phones.world.channels.all().map(({ id }) => id);
			await phones.burst(ALICE, BURST);
			const same = phones.world.channels.all().every(({ id }) => channels.includes(id));
			if (!same) complain('the channel did not go on');
		},
	},
	{
		name: 'events of 5 MB between others',
		simulator: { eventTimeout: PATIENT * 1000 },
		options: { eventTimeout: PATIENT },
		async inject({ phones, wait, complain }) {
			const { world } = phones;
			const channels = world.channels.all().map(({ id }) => id);
			for (let count = 0; count < 3; count++) {
				// Not in the books: they are told as unreadable.
				world.faults.add({ kind: 'bigEvent', bytes: OVERSIZED });
				await wait(1);
			}
			const same = world.channels.all().every(({ id }) => channels.includes(id));
			if (!same) complain('the channel did not go on');
		},
	},
];
