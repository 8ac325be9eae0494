import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { IRun } from 'n8n-workflow';

import { readEvent, type XsiEvent } from '../../nodes/BroadWorks/client/channel/decode';
import type { XsiConnection } from '../../nodes/BroadWorks/client/transport/connection';
import { liveListener } from '../../nodes/BroadWorks/trigger/liveListener';
import type { TriggerSettings } from '../../nodes/BroadWorks/trigger/settings';
import { GATE_DEFAULTS } from '../../nodes/shared/core/flow/eventGate';
import { systemClock, systemRandom } from '../../nodes/shared/systemPorts';
import { n8nContext } from '../support/contexts/n8nContext';
import { ratiosOf } from './pairs';
import { spreadOf, type Row } from './spread';

/** Calls that a trigger has seen before it counts as full. */
const FULL = 5_000;

const MEASURED = 1_000;
const ROUNDS = 5;

/** Triggers on one enterprise, of which one in a hundred starts with what comes. */
const TRIGGERS = 1_000;
const WANTED_BY = 10;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const enterprise = {
	target: { kind: 'enterprise', enterpriseId: 'bench' },
	package: 'Advanced Call',
} as unknown as TriggerSettings['spec'];

const FIXTURE = readFileSync(
	join(__dirname, '../broadWorks/fixtures/composed/event-call-received.xml'),
	'utf8',
);

/** Another call of another user each time. */
const documentOf = (nth: number) =>
	FIXTURE.replace(/(eventID>)[^<]+/, `$1event-${nth}`)
		.replace(/(callId>)[^<]+/, `$1call-${nth}:0`)
		.replace(/(targetId>)[^<]+/, `$1user${nth % 500}@example.net`);

const done = { status: 'success', data: { resultData: { runData: {} } } } as unknown as IRun;

/** A live trigger whose executions end at once. */
export function triggerOf(
	id: string,
	recoverMissedCalls: boolean,
	types: string[],
	onEmit = () => {},
	of = enterprise,
) {
	const node = n8nContext({
		workflow: { id },
		emit(_items, ended) {
			onEmit();
			ended?.resolve(done as never);
		},
	});
	const connection = {
		server: { url: 'http://127.0.0.1:9', actionsPath: '', eventsPath: '', asyncPath: '' },
		http: { request: async () => await new Promise(() => {}) },
		clock: systemClock,
		random: systemRandom,
	} as unknown as XsiConnection;
	const settings = {
		delivery: 'channel',
		spec: of,
		types: new Set(types),
		output: 'connector',
		gate: { ...GATE_DEFAULTS, acknowledge: 'atOnce' },
		heartbeatInterval: 15_000,
		recoverMissedCalls,
	} as unknown as TriggerSettings;
	return liveListener(node, settings, connection, '', silent).listener;
}

export const turn = async () => await new Promise((resolve) => setImmediate(resolve));

/** ms from the document of an event to its execution, of the slowest in a hundred. */
async function fullTrigger(): Promise<Row> {
	let emittedAt = 0;
	const listener = triggerOf('full', true, [], () => (emittedAt = performance.now()));
	const take = async (nth: number) => {
		const begun = performance.now();
		const answer = listener.onEvent(readEvent(documentOf(nth)), enterprise, false);
		const ms = emittedAt - begun;
		await answer;
		await turn();
		return ms;
	};
	let nth = 0;
	while (nth < FULL) await take(nth++);
	const slowest: number[] = [];
	const each: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const before = process.cpuUsage();
		const took: number[] = [];
		for (let count = 0; count < MEASURED; count++) took.push(await take(nth++));
		const { user, system } = process.cpuUsage(before);
		each.push((user + system) / 1_000 / MEASURED);
		slowest.push(took.sort((a, b) => a - b)[Math.floor(MEASURED * 0.99)]);
	}
	return {
		what: `Document to emit, slowest in a hundred, trigger that has seen ${FULL} calls`,
		goal: '5 ms',
		measured: `${spreadOf(slowest)} ms; ${spreadOf(each)} ms of processor time per event`,
	};
}

const heap = () => {
	collect();
	return process.memoryUsage().heapUsed / 1e6;
};

async function manyTriggers(): Promise<Row> {
	const before = heap();
	const listeners = Array.from({ length: TRIGGERS }, (_, nth) =>
		triggerOf(`one-${nth}`, false, nth < WANTED_BY ? ['CallReceivedEvent'] : ['CallHeldEvent']),
	);
	const send = async (event: XsiEvent) => {
		await Promise.all(
			listeners.map(async (listener) => await listener.onEvent(event, enterprise, false)),
		);
		await turn();
	};
	let nth = 0;
	while (nth < 500) await send(readEvent(documentOf(nth++)));
	const each: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const started = process.cpuUsage();
		for (let count = 0; count < 200; count++) await send(readEvent(documentOf(nth++)));
		const { user, system } = process.cpuUsage(started);
		each.push((user + system) / 1_000 / 200);
	}
	const memory = (heap() - before) / TRIGGERS;
	return {
		what: `${TRIGGERS} triggers on one enterprise, ${WANTED_BY} of which start with the event`,
		goal: '2 ms per event, 0.1 MB each',
		measured: `${spreadOf(each)} ms of processor time per event, ${memory.toFixed(3)} MB each after ${nth} events`,
	};
}

/** Events in one round of `growthOf`. */
const FEW = 200;

/** What an event costs a trigger that has seen 2,000 calls, against one that has seen 200, in pairs. */
export async function growthOf(pairs: number): Promise<number[]> {
	let nth = 0;
	const feeding = (id: string) => {
		const listener = triggerOf(id, true, []);
		return async () => {
			for (let count = 0; count < FEW; count++) {
				await listener.onEvent(readEvent(documentOf(nth++)), enterprise, false);
				await turn();
			}
		};
	};
	const old = feeding('old');
	for (let round = 0; round < 9; round++) await old();
	let young = 0;
	// Another one each time, as it would grow old too.
	const peer = async () => await feeding(`young-${young++}`)();
	return await ratiosOf(old, peer, { pairs });
}

/** The rows of this part. */
export const triggerRows = async (): Promise<Row[]> => [await fullTrigger(), await manyTriggers()];
