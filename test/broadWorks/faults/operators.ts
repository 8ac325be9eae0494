import type { IDataObject } from 'n8n-workflow';

import type { Load } from '../../faults/phones';
import type { Bench, FaultRow } from '../../faults/row';
import { ALICE } from '../../faults/runner';
import type { StandIn } from '../../faults/standIn/standIn';

/** s: long enough that a busy machine loses no channel, which a copy would take. */
const EVENT_TIMEOUT = 8;

/** s: to load the package once more stops the process for a moment. */
const LONG_TIMEOUT = 20;

/** s within which a copy has found out that it is one: the event timeout and a half, and a look. */
const FOUND_OUT = 15;

const BOB = 'bob@example.net';

const ADMINISTRATOR = 'admin@example.net';
const OTHER = 'deputy@example.net';

/** The password is another one at the server, and in n8n a second later. */
async function newPassword({ phones, n8n, wait }: Bench<StandIn>): Promise<void> {
	phones.world.user(ADMINISTRATOR).password = 'new';
	await wait(1);
	n8n.changeCredential({ password: 'new' });
	await wait(5);
}

async function otherUser({ n8n, wait }: Bench<StandIn>): Promise<void> {
	n8n.changeCredential({ userId: OTHER });
	await wait(6);
}

/** One subscription, of the user who is in the credential now. */
function ownedBy(owner: string) {
	return ({ phones, complain }: Bench<StandIn>) => {
		const owners = phones.world.subscriptions.all().map((subscription) => subscription.owner);
		if (owners.length !== 1 || owners[0] !== owner) complain(`subscriptions of ${String(owners)}`);
	};
}

/** n8n 2.x tries to activate a workflow for 15 s after its start. */
async function serverLater({ n8n, phones, wait }: Bench<StandIn>): Promise<void> {
	await n8n.stop();
	const back = phones.restart({ downMs: 22_000, keepState: false });
	await wait(1);
	await n8n.start();
	await back;
}

const ways = [
	['Channel', { delivery: 'channel' }],
	['HTTP contact', { delivery: 'httpContact' }],
] as const;

/** The event timeout is not what is tried here. */
const patient = { eventTimeout: 16_000, ackTimeout: 120_000 };
const administrators = [{ userId: OTHER, level: 'system' as const }];

/** What operators do to a credential, and in which order they start what they run. */
const credentialRows: FaultRow[] = ways.flatMap(([name, parameters]): FaultRow[] => [
	{
		name: `${name}: new password in the credential`,
		parameters,
		simulator: patient,
		options: { eventTimeout: 16 },
		inject: newPassword,
		check: ownedBy(ADMINISTRATOR),
	},
	{
		name: `${name}: server started later than n8n`,
		parameters,
		simulator: patient,
		options: { eventTimeout: 16 },
		before: 6,
		inject: serverLater,
	},
]);

/** ms that events are on their way, so that there are some at any time. */
const ON_THEIR_WAY = 1_500;

const farAway = {
	relayed: true as const,
	simulator: { ...patient, administrators },
	options: { eventTimeout: 16 },
	// Calls that nobody was subscribed to are in no books.
	recovers: false,
};

async function beginFarAway({ relay, wait }: Bench<StandIn>): Promise<void> {
	if (relay) relay.streamDelay = ON_THEIR_WAY;
	await wait(4);
}

/** A subscription is taken away while its events are on their way. */
const onTheirWayRows: FaultRow[] = [
	{
		...farAway,
		name: 'Channel: another user in the credential, events on their way',
		async inject(bench) {
			await beginFarAway(bench);
			await otherUser(bench);
		},
		after: 4,
		check: ownedBy(OTHER),
	},
	{
		...farAway,
		name: 'Channel: published again and again, events on their way',
		async inject(bench) {
			await beginFarAway(bench);
			for (let count = 0; count < 4; count++) {
				await bench.n8n.publish();
				await bench.wait(2);
			}
		},
		check: ownedBy(ADMINISTRATOR),
	},
];

/** What is in no call log, so that a moment without a subscription loses it. */
const services: Array<[name: string, load: Load, parameters: IDataObject]> = [
	['Do Not Disturb', 'doNotDisturb', { triggerOn: 'doNotDisturb' }],
	['Call Forwarding', 'callForwarding', { triggerOn: 'rawEvent', event: 'Call Forwarding Always' }],
];

/** Publishes eight versions, each a little later after the one before. */
export async function publishAgain({ n8n, wait }: Bench<StandIn>): Promise<void> {
	for (let count = 0; count < 8; count++) {
		await n8n.publish();
		await wait(count / 4);
	}
}

const publishedRows: FaultRow[] = services.map(([name, load, parameters]) => ({
	name: `Channel: published under load: ${name}`,
	load,
	parameters,
	simulator: patient,
	options: { eventTimeout: 16 },
	recovers: false,
	before: 4,
	inject: publishAgain,
	check: ownedBy(ADMINISTRATOR),
}));

/** The next version of the workflow has another *Delivery*. */
const otherDeliveryRows: FaultRow[] = services.map(([name, load, parameters]) => ({
	name: `Channel: published with HTTP contact under load: ${name}`,
	// The server posts one after the other.
	eventsPerSecond: 20,
	load,
	parameters,
	simulator: patient,
	options: { eventTimeout: 16 },
	recovers: false,
	before: 4,
	inject: async ({ n8n }: Bench<StandIn>) => await n8n.publish({ delivery: 'httpContact' }),
	after: 12,
	check: ownedBy(ADMINISTRATOR),
}));

/** Published in the middle of an outage: nobody but the new version can read its calls. */
const downRow: FaultRow = {
	name: 'Channel: published while the server is down',
	simulator: patient,
	options: { eventTimeout: 16 },
	before: 4,
	async inject({ n8n, phones, wait }: Bench<StandIn>) {
		const back = phones.restart({ downMs: 8_000, keepState: true });
		await wait(3);
		await n8n.publish();
		await back;
	},
	check: ownedBy(ADMINISTRATOR),
};

/** Calls of which the server knows nothing any more, and no log is read before it is written. */
const unreadRow: FaultRow = {
	name: 'Channel: published before the logs of an outage are read',
	simulator: patient,
	options: { eventTimeout: 16 },
	before: 4,
	async inject({ n8n, phones, wait }: Bench<StandIn>) {
		await phones.restart({ downMs: 4_000, keepState: false });
		while (phones.world.subscriptions.all().length === 0) await wait(0.1);
		await n8n.publish();
	},
	after: 12,
	check: ownedBy(ADMINISTRATOR),
};

export const operatorRows: FaultRow[] = [
	...credentialRows,
	...onTheirWayRows,
	...publishedRows,
	...otherDeliveryRows,
	downRow,
	unreadRow,
	{
		name: 'HTTP contact: another user in the credential',
		parameters: { delivery: 'httpContact' },
		simulator: { ...patient, administrators },
		options: { eventTimeout: 16 },
		inject: otherUser,
		check: ownedBy(OTHER),
	},
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
