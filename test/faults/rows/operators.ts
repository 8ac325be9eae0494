import type { Bench, FaultRow } from '../row';
import { ALICE } from '../runner';
import type { StandIn } from '../standIn/standIn';

/** s: long enough that a busy machine loses no channel, which a copy would take. */
const EVENT_TIMEOUT = 8;

/** s: to load the package once more stops the process for a moment. */
const LONG_TIMEOUT = 20;

/** s within which a copy has found out that it is one: the event timeout and a half, and a look. */
const FOUND_OUT = 15;

const BOB = 'bob@example.net';

/** What operators do to n8n. */
export const operatorRows: FaultRow[] = [
	{
		name: 'package updated in the editor, one more workflow published',
		userIds: [ALICE, BOB],
		simulator: { eventTimeout: LONG_TIMEOUT * 1000 },
		options: { eventTimeout: LONG_TIMEOUT },
		// Nobody asks for Bob's calls before the update.
		recovers: false,
		async inject({ n8n, phones, complain }: Bench<StandIn>) {
			const sets = () => phones.world.channels.all().map(({ setId }) => setId);
			const before = sets();
			await n8n.update({ userId: { __rl: true, mode: 'id', value: BOB } });
			if (sets().join() !== before.join()) {
				complain(`the channel sets were ${before.join()} and are ${sets().join()}`);
			}
		},
		check({ n8n, phones, complain }: Bench<StandIn>) {
			if (phones.world.subscriptions.all().length !== 2) complain('not two subscriptions');
			const lines = n8n.logText.split('\n').filter((line) => /was lost|is down/.test(line));
			for (const line of lines) complain(line);
		},
	},
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
