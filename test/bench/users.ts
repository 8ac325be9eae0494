import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { XsiLine } from '../../nodes/BroadWorks/client/channel/line';
import type { LineListener } from '../../nodes/BroadWorks/client/delivery/listener';
import type { SubscriptionSpec } from '../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { sentAt, startBurstServer, type BurstPlan } from './burstServer';
import { connectionTo } from './connection';
import { triggerOf } from './trigger';
import { runToEnd } from './runToEnd';

/**
 * What a line bears of many users: calls of an enterprise at a steady rate and all at once, and many triggers with one
 * credential. Triggers are the real ones, their executions end at once. For `docs/sizing.md`.
 */
const PER_SECOND = 500;
const STEADY_SECONDS = 40;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const liveMb = () => {
	collect();
	return process.memoryUsage().heapUsed / 1e6;
};

interface Scene {
	name: string;
	plan: BurstPlan;
	specs: SubscriptionSpec[];
}

const advancedCall = (target: SubscriptionSpec['target']): SubscriptionSpec =>
	({ target, package: 'Advanced Call' }) as SubscriptionSpec;

const enterprise = advancedCall({ kind: 'enterprise', enterpriseId: 'bench' });

const thousand = Array.from({ length: 1_000 }, (_, nth) =>
	advancedCall({ kind: 'user', userId: `user${nth}@example.net` }),
);

const steady = { events: PER_SECOND * STEADY_SECONDS, perSecond: PER_SECOND };

const SCENES: Scene[] = [
	{
		name: '10,000 users of an enterprise',
		plan: { ...steady, users: 10_000 },
		specs: [enterprise],
	},
	{
		name: '100,000 users of an enterprise',
		plan: { ...steady, users: 100_000 },
		specs: [enterprise],
	},
	{
		name: '100,000 users of an enterprise, all at once',
		plan: { events: 100_000, users: 100_000 },
		specs: [enterprise],
	},
	{
		name: '1,000 triggers with one credential, each of a user',
		plan: { ...steady, users: 1_000, subscriptions: 1_000 },
		specs: thousand,
	},
	{
		name: 'the same, of a server that takes 100 in 2 s',
		plan: {
			events: 1_000,
			perSecond: PER_SECOND,
			users: 1_000,
			subscriptions: 1_000,
			limit: { subscriptions: 100, seconds: 2 },
		},
		specs: thousand,
	},
];

/** ms from when an event was sent until its trigger answers, of those in the middle and the slowest in a hundred. */
function lagOf(all: number[]): string {
	const sorted = all.sort((a, b) => a - b);
	const at = (share: number) => sorted[Math.floor(sorted.length * share)].toFixed(0);
	return `${at(0.5)} / ${at(0.99)}`;
}

/** The listener of a live trigger, with the time that each event took to its execution. */
function measured(listener: LineListener, lags: number[]): LineListener {
	return {
		...listener,
		onNotice: (notice) => listener.onNotice?.(notice),
		async onEvent(event, spec, isInitial) {
			const answer = await listener.onEvent(event, spec, isInitial);
			lags.push(performance.timeOrigin + performance.now() - sentAt(event.eventId ?? ''));
			return answer;
		},
	};
}

async function play({ name, plan, specs }: Scene): Promise<void> {
	const server = await startBurstServer(plan);
	const line = new XsiLine(
		connectionTo(server.url),
		{ channelSetId: 'bench', applicationId: 'bench', expires: 86_400, heartbeatInterval: 15_000 },
		silent,
	);
	const before = liveMb();
	const lags: number[] = [];
	const listeners = specs.map((spec, nth) =>
		measured(
			triggerOf(`users-${nth}`, specs.length === 1, [], () => {}, spec),
			lags,
		),
	);
	const began = performance.now();
	await Promise.all(specs.map(async (spec, nth) => await line.add(spec, listeners[nth], true)));
	const subscribed = (performance.now() - began) / 1_000;
	const usage = process.cpuUsage();
	const { acknowledged, channels, subscriptions, requests, refused } =
		await server.allAcknowledged();
	const { user, system } = process.cpuUsage(usage);
	const grown = liveMb() - before;
	process.stdout.write(
		`| ${name} | ${acknowledged} of ${plan.events} | ${channels}, ${subscriptions} | ${subscribed.toFixed(1)} | ${requests - plan.events - refused}, ${refused} | ${lagOf(lags)} | ${((user + system) / 1_000 / plan.events).toFixed(2)} | ${grown.toFixed(0)} |\n`,
	);
	await Promise.all(specs.map(async (spec, nth) => await line.remove(spec, listeners[nth], 0)));
	await server.close();
	if (acknowledged !== plan.events || channels !== 1) process.exitCode = 1;
}

async function main(): Promise<void> {
	process.stdout.write(
		'| What | Acknowledged | Channels, subscriptions | s until all are subscribed | Other requests, refused | ms from server to execution, half / 99 of 100 | ms of processor time per event | MB more |\n| --- | --- | --- | ---: | --- | --- | ---: | ---: |\n',
	);
	for (const scene of SCENES) await play(scene);
}

runToEnd(main);
