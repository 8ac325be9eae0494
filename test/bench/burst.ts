import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { ACCEPTED } from '../../nodes/BroadWorks/client/channel/channel';
import { XsiLine } from '../../nodes/BroadWorks/client/channel/line';
import type { LineNotice } from '../../nodes/BroadWorks/client/delivery/listener';
import { deferred } from '../../nodes/shared/core/flow/deferred';
import { startBurstServer } from './burstServer';
import { connectionTo } from './connection';
import { runToEnd } from './runToEnd';

/**
 * Events that a server sends at once, as fast as they are read: all are acknowledged, the channel is kept, memory
 * stays flat, and an event costs the same processor time however many there are. The server is a process of its
 * own, so that only the client is measured. Wall time means nothing.
 */
const SIZES = [20_000, 40_000, 100_000];

/** Processor time of the largest burst for that of the smallest, which is five times smaller. */
const MOST_RATIO = 7;

/** MB of live objects by which the largest burst may exceed the smallest. */
const MOST_GROWTH = 40;

/** ms of the server's event timeout; a heartbeat goes out every half of it. */
const EVENT_TIMEOUT = 30_000;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Outcome {
	events: number;
	acknowledged: number;
	twice: number;
	channels: number;
	states: string[];
	/** s of the client's processor. */
	processor: number;
	/** Most MB of live objects. */
	heap: number;
	wall: number;
}

async function burst(events: number): Promise<Outcome> {
	const server = await startBurstServer({ events });
	const connection = connectionTo(server.url);
	const settings = {
		channelSetId: 'bench',
		applicationId: 'bench',
		expires: 86_400,
		heartbeatInterval: EVENT_TIMEOUT / 2,
	};
	const states: string[] = [];
	const all = deferred();
	let taken = 0;
	let heap = 0;
	const look = () => {
		collect();
		heap = Math.max(heap, process.memoryUsage().heapUsed / 1024 / 1024);
	};
	const listener = {
		async onEvent() {
			taken += 1;
			if (taken % 5_000 === 0) look();
			if (taken === events) all.resolve();
			return await Promise.resolve(ACCEPTED);
		},
		onNotice: ({ state }: LineNotice) => void states.push(state),
	};
	const spec = {
		target: { kind: 'user', userId: 'alice@example.net' },
		package: 'Do Not Disturb',
	} as const;
	const line = new XsiLine(connection, settings, silent);
	const began = performance.now();
	const before = process.cpuUsage();
	await line.add(spec, listener, true);
	await all.promise;
	const book = await server.allAcknowledged();
	const { user, system } = process.cpuUsage(before);
	await line.remove(spec, listener, 0);
	await server.close();
	return {
		events,
		...book,
		states,
		processor: (user + system) / 1e6,
		heap,
		wall: (performance.now() - began) / 1_000,
	};
}

function told({ events, acknowledged, twice, channels, states, processor, heap, wall }: Outcome) {
	const each = ((processor / events) * 1e6).toFixed(0);
	return `${events} events: ${acknowledged} acknowledged, ${twice} twice, ${channels} channel(s), ${states.join(' ')}; ${processor.toFixed(1)} s of processor time (${each} µs each), ${heap.toFixed(0)} MB live, ${wall.toFixed(1)} s`;
}

async function main(): Promise<void> {
	await burst(2_000);
	const outcomes: Outcome[] = [];
	for (const events of SIZES) {
		const outcome = await burst(events);
		outcomes.push(outcome);
		process.stdout.write(`${told(outcome)}\n`);
	}
	const [least] = outcomes;
	const most = outcomes[outcomes.length - 1];
	const ratio = most.processor / least.processor;
	process.stdout.write(
		`${most.events} cost ${ratio.toFixed(2)} times what ${least.events} do; at most ${MOST_RATIO}\n`,
	);
	const isWhole = outcomes.every(
		({ events, acknowledged, twice, channels, states }) =>
			acknowledged === events && twice === 0 && channels === 1 && states.join() === 'up',
	);
	const isFlat = most.heap - least.heap < MOST_GROWTH;
	if (!isWhole || !isFlat || ratio >= MOST_RATIO) process.exitCode = 1;
}

runToEnd(main);
