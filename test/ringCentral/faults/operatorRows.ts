import type { TokenEnd } from '../../simulators/ringCentral/login/auth';
import { exactlyOne, idOf, type RingCentralBench, type RingCentralRow } from './rows';

const quick = { checkInterval: 5 };

const KINDS: readonly TokenEnd[] = ['OAU-213', 'OAU-211', 'OAU-149', 'TokenInvalid'];

/** The trigger had to say that it could not do its work. */
function complained({ n8n, complain }: RingCentralBench): void {
	const said = n8n.log.filter((line) => /could not be|refuses/.test(line));
	if (said.length > 0) complain(`the log says: ${said[0]}`);
}

/** A 401 of every kind that may be about the token. */
const tokenRows = KINDS.map(
	(how): RingCentralRow => ({
		name: `RingCentral webhook: token ended, told as ${how}`,
		delivery: 'webhook',
		options: quick,
		async inject(bench) {
			const id = idOf(bench);
			bench.control.faults.expireTokens(undefined, how);
			await bench.wait(6);
			exactlyOne(bench, id);
			complained(bench);
		},
	}),
);

/** A new secret in the developer console and in the credential: the old one and its tokens are dead. */
async function newSecret(bench: RingCentralBench): Promise<void> {
	const { control, n8n, wait } = bench;
	control.world.options.clientSecret = 'another-secret';
	n8n.changeCredential({ clientSecret: 'another-secret' });
	await wait(6);
	control.faults.expireTokens(undefined, 'OAU-211');
	await wait(10);
}

/** Ten changed versions, one after the other. */
async function publish({ n8n, wait }: RingCentralBench): Promise<void> {
	for (let version = 0; version < 10; version++) {
		await n8n.publish({ direction: version % 2 === 0 ? 'any' : 'Inbound' });
		await wait(1.2);
	}
	// What was put off would be ended by now.
	await wait(12);
}

/** What operators and vendors do to a trigger that runs. */
export const ringCentralOperatorRows: RingCentralRow[] = [
	...tokenRows,
	{
		name: 'RingCentral webhook: new client secret',
		delivery: 'webhook',
		options: quick,
		async inject(bench) {
			const id = idOf(bench);
			await newSecret(bench);
			exactlyOne(bench);
			if (idOf(bench) === id) bench.complain('it is still the subscription of the old secret');
			complained(bench);
		},
	},
	{
		name: 'RingCentral WebSocket: new client secret',
		delivery: 'webSocket',
		async inject(bench) {
			const id = idOf(bench);
			await newSecret(bench);
			exactlyOne(bench);
			if (idOf(bench) === id) bench.complain('it is still the connection of the old secret');
		},
	},
	{
		name: 'RingCentral webhook: published ten times under load',
		delivery: 'webhook',
		options: quick,
		// The server posts one after the other, and each publishing makes it wait a second.
		callsPerSecond: 4,
		inject: publish,
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral WebSocket: published ten times under load',
		delivery: 'webSocket',
		callsPerSecond: 4,
		inject: publish,
		check: (bench) => exactlyOne(bench),
	},
	{
		name: 'RingCentral webhook: published while the server is down',
		delivery: 'webhook',
		options: quick,
		callsPerSecond: 4,
		async inject(bench) {
			const { control, n8n, wait } = bench;
			const rule = control.faults.requests.add({ status: 503, times: 0 });
			await n8n.publish({ direction: 'any' });
			await wait(6);
			control.faults.requests.clear(rule);
			await wait(20);
			exactlyOne(bench);
		},
	},
	{
		name: 'RingCentral webhook: published before the log of an outage is read',
		delivery: 'webhook',
		options: quick,
		callsPerSecond: 4,
		drops: true,
		async inject(bench) {
			const { control, n8n, wait } = bench;
			const id = idOf(bench);
			control.faults.blacklist(id);
			// There is none for a moment.
			while (!control.hub.subscriptions.list().some((made) => made.id !== id)) await wait(0.2);
			await n8n.publish({ direction: 'any' });
			await wait(20);
			exactlyOne(bench);
		},
	},
	{
		name: 'RingCentral WebSocket: published while the server is down',
		delivery: 'webSocket',
		callsPerSecond: 4,
		drops: true,
		async inject(bench) {
			const { control, n8n, wait } = bench;
			const rule = control.faults.requests.add({ status: 503, times: 0 });
			control.faults.cutSockets();
			await wait(3);
			await n8n.publish({ direction: 'any' });
			await wait(6);
			control.faults.requests.clear(rule);
			await wait(40);
			exactlyOne(bench);
		},
	},
	{
		name: 'RingCentral WebSocket: 20 s outage with failed attempts',
		delivery: 'webSocket',
		// The vendor keeps 100 events for three minutes, a call is four, and a busy machine is late.
		callsPerSecond: 0.5,
		async inject(bench) {
			const { control, wait } = bench;
			const id = idOf(bench);
			const rule = control.faults.requests.add({ path: 'wstoken', status: 503, times: 0 });
			control.faults.cutSockets();
			await wait(20);
			control.faults.requests.clear(rule);
			await wait(45);
			exactlyOne(bench, id);
		},
	},
];
