import { ACCEPTED } from '../../nodes/BroadWorks/client/channel/channel';
import type { XsiEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { XsiLine } from '../../nodes/BroadWorks/client/channel/line';
import { waitFor } from '../../n8n-driver/wait-for';
import { startXsiSimulator } from '../simulators/broadWorks';
import { answer, hold, release, retrieve } from '../simulators/broadWorks/calls/lifecycle';
import { placeCall } from '../simulators/broadWorks/control/actions';
import { startCooCenterSimulator } from '../simulators/cooCenter';
import { answer as answerIn, callIn, end } from '../simulators/cooCenter/calls';
import { startRingCentralSimulator } from '../simulators/ringCentral';
import { startUdeskSimulator } from '../simulators/udesk';
import { connectionTo } from './connection';
import { runToEnd } from './runToEnd';

/** What a call costs in events, by the simulators: how many come, not how fast. For `docs/sizing.md`. */
const ALICE = 'alice@example.net';
const CALLER = '+15550100';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

type Counted = Record<string, number>;

function count(counted: Counted, name: string): void {
	counted[name] = (counted[name] ?? 0) + 1;
}

/** One call from outside that is answered, held, retrieved and released, by the package Advanced Call. */
async function broadWorks(): Promise<Counted> {
	const simulator = await startXsiSimulator();
	const { world, url } = simulator;
	const line = new XsiLine(
		connectionTo(url, `Basic ${Buffer.from('admin@example.net:secret').toString('base64')}`),
		{ channelSetId: 'sizing', applicationId: 'sizing', expires: 3_600, heartbeatInterval: 15_000 },
		silent,
	);
	const counted: Counted = {};
	const listener = {
		async onEvent({ type }: XsiEvent) {
			// What comes first says how things are, once for a subscription.
			if (type !== 'CallSubscriptionEvent') count(counted, type);
			return await Promise.resolve(ACCEPTED);
		},
	};
	const spec = { target: { kind: 'user', userId: ALICE }, package: 'Advanced Call' } as const;
	await line.add(spec, listener, true);
	const { callId } = placeCall(world, { from: CALLER, to: ALICE }) as { callId: string };
	const call = world.state.calls.get(callId);
	if (!call) throw new Error('The call is not there');
	answer(world, call);
	hold(world, call);
	retrieve(world, call);
	release(world, call, 'remoteRelease');
	await waitFor(() => counted.CallReleasedEvent === 1, { what: 'the end of the call is told' });
	await line.remove(spec, listener, 0);
	await simulator.close();
	return counted;
}

/** One call from outside that is answered and ends, to whoever listens to the extension. */
async function ringCentral(): Promise<Counted> {
	const simulator = await startRingCentralSimulator();
	const { control } = simulator.world;
	const counted: Counted = {};
	control.hub.signals.on('happening', ({ path }: { path: string }) =>
		count(counted, path.replace(/\d{5,}|~/g, '*')),
	);
	const { telephonySessionId } = control.place({ from: '+14155550100', to: 'alice' });
	control.answer(telephonySessionId);
	control.hangUp(telephonySessionId);
	await simulator.close();
	return counted;
}

/** One call from outside to a telephone. */
async function cooCenter(): Promise<Counted> {
	const simulator = await startCooCenterSimulator();
	const { world } = simulator;
	const call = callIn(world, '85322361', '801');
	answerIn(world, call.id);
	end(world, call, { side: 'agent' });
	await waitFor(() => world.pushes.pending === 0, { what: 'everything is pushed' });
	const counted: Counted = {};
	for (const { event } of world.pushes.log.since(0)) count(counted, String(event.event));
	await simulator.close();
	return counted;
}

/** One answered call, with both pushes switched on. */
async function udesk(): Promise<Counted> {
	const push = 'http://127.0.0.1:9/';
	const running = await startUdeskSimulator({ push, kinds: ['trigger', 'event'] });
	running.simulator.place({});
	const counted: Counted = {};
	for (const { body = '{}' } of running.simulator.pusher.log)
		count(counted, body.includes('"extend"') ? 'call trigger push' : 'call event push');
	await running.close();
	return counted;
}

async function main(): Promise<void> {
	const parts = {
		BroadWorks: broadWorks,
		RingCentral: ringCentral,
		CooCenter: cooCenter,
		Udesk: udesk,
	};
	process.stdout.write('| System | Events of one call | Which |\n| --- | ---: | --- |\n');
	for (const [name, part] of Object.entries(parts)) {
		const counted = await part();
		const all = Object.values(counted).reduce((sum, one) => sum + one, 0);
		const which = Object.entries(counted).map(([event, times]) => `${event} ${times}`);
		process.stdout.write(`| ${name} | ${all} | ${which.join(', ')} |\n`);
	}
}

runToEnd(main);
