import type { Bench, FaultRow } from '../row';
import type { StandIn } from '../standIn/standIn';

/** s: long enough that a busy machine loses no channel, which the copy would take. */
const EVENT_TIMEOUT = 8;

/** s within which a copy has found out that it is one: the event timeout and a half, and a look. */
const FOUND_OUT = 15;

/** What operators do to n8n. */
export const operatorRows: FaultRow[] = [
	{
		name: 'restored copy of n8n started beside it',
		simulator: { eventTimeout: EVENT_TIMEOUT * 1000 },
		options: { eventTimeout: EVENT_TIMEOUT },
		before: 4,
		async inject({ n8n, phones, wait, complain }: Bench<StandIn>) {
			const copy = await n8n.copy();
			await wait(FOUND_OUT);
			if (!/error: .*Another n8n is connected/.test(copy.logText)) {
				complain('the copy does not say that it is one');
			}
			const sets = phones.world.channels.all().map(({ setId }) => setId);
			if (new Set(sets).size !== 2) complain(`the channel sets are ${sets.join(', ')}`);
		},
		after: 4,
	},
];
