import { PUSHING, type Pushing } from '../../faults/standIn/messages';
import type { StandIn } from '../../faults/standIn/standIn';
import { pushedCalls, type Pusher } from './pushes';

export interface PushBench {
	n8n: StandIn;
	pusher: Pusher;
	wait(seconds: number): Promise<void>;
	complain(text: string): void;
}

export interface PushRow {
	name: string;
	pushing: Pushing;
	inject(bench: PushBench): Promise<void>;
}

export const OTHER_SECRET = 'another-secret-of-32-characters-';

/** s of pushes that come again after a start of n8n. */
const REPEATED = 10;

/** n8n ends and starts; what was pushed before comes again, twice, beside what is new. */
const comesAgain =
	(end: (n8n: StandIn) => Promise<void>) =>
	async ({ n8n, pusher, wait }: PushBench) => {
		const since = Date.now() - REPEATED * 1_000;
		await wait(3);
		await end(n8n);
		await wait(1);
		await n8n.start();
		pusher.pushAgain(since);
		await wait(2);
		pusher.pushAgain(since);
	};

/** The old secret is refused from then on, the new one taken, and what was refused comes again with that. */
async function newSecret({ n8n, pusher, wait, complain }: PushBench): Promise<void> {
	await wait(1);
	const before = pusher.secret;
	n8n.changeCredential({ secret: OTHER_SECRET });
	await wait(5);
	const refused = pusher.answers.get(401) ?? 0;
	if (refused === 0) complain('the old secret was taken');
	if (pusher.waiting === 0) complain('nothing waits for the new secret');
	pusher.secret = OTHER_SECRET;
	await wait(3);
	pusher.secret = before;
	await wait(1);
	if ((pusher.answers.get(401) ?? 0) <= refused) complain('the old secret is taken again');
	pusher.secret = OTHER_SECRET;
}

async function publish({ n8n, wait }: PushBench): Promise<void> {
	for (let version = 0; version < 10; version++) {
		await n8n.publish();
		await wait(0.3);
	}
}

/** Pushes at once: more than one trigger lets wait. */
const BURST = 1_000;

async function burst({ pusher, wait }: PushBench): Promise<void> {
	for (let count = 0; count < BURST; count++) pusher.push();
	await wait(1);
}

const rowsOf = (pushing: Pushing): PushRow[] => {
	const { displayName: name } = pushedCalls[pushing];
	return [
		{
			name: `${name}: pushes come again after n8n was killed hard`,
			pushing,
			inject: comesAgain(async (n8n) => await n8n.kill()),
		},
		{
			name: `${name}: pushes come again after n8n was restarted`,
			pushing,
			inject: comesAgain(async (n8n) => await n8n.stop()),
		},
		{ name: `${name}: new secret in the credential`, pushing, inject: newSecret },
		{ name: `${name}: published ten times under load`, pushing, inject: publish },
		{
			name: `${name}: burst of ${BURST.toLocaleString('en-US')} pushes at once`,
			pushing,
			inject: burst,
		},
	];
};

/** What becomes of plain pushes when n8n ends, and of what operators do to their triggers. */
export const pushRows: PushRow[] = PUSHING.flatMap(rowsOf);
