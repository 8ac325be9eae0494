import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { IDataObject, IRun } from 'n8n-workflow';

import { readEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { notificationOf } from '../../nodes/RingCentral/client/events/notification';
import type { RingCentralConnection } from '../../nodes/RingCentral/client/transport/connection';
import { RateGroups } from '../../nodes/RingCentral/client/transport/rateGroups';
import { liveReceiver } from '../../nodes/RingCentral/trigger/liveReceiver';
import { triggerSettings } from '../../nodes/RingCentral/trigger/settings';
import { systemClock, systemRandom } from '../../nodes/shared/systemPorts';
import { listenForPushes, receivePush } from '../../nodes/shared/trigger/webhook/pushTrigger';
import { udeskPushes } from '../../nodes/Udesk/trigger/pushes';
import { n8nContext, type Emit } from '../support/contexts/n8nContext';
import { enterprise, silent, triggerOf, turn } from './trigger';
import { runToEnd } from './runToEnd';

/**
 * Live objects of triggers that run for long: heap after garbage collection at twenty-four points of one run. The
 * first twelfth warms up, as memories fill with 5,000 events; after it nothing may grow. `-- heap 0.2` takes a
 * fifth of the events; with fewer the memories are not full after a third.
 */
const [SCALE = 1] = process.argv.slice(3).map(Number);

const POINTS = 24;
const WARM_UP = 2;

/** MB between the first third and the end from which on a trigger counts as growing. */
const MOST_GROWTH = 1;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Entrant {
	name: string;
	events: number;
	/** Hands over one event; fails unless it is taken. */
	send(nth: number): Promise<unknown>;
	/** Executions so far. */
	executions(): number;
	close?(): Promise<unknown>;
}

const unanswered = async () => await new Promise<never>(() => {});

const ended = { status: 'success', data: { resultData: { runData: {} } } } as unknown as IRun;

const fixture = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');

function broadWorks(): Entrant {
	const documents = ['received', 'answered', 'released'].map((name) =>
		fixture(`broadWorks/fixtures/composed/event-call-${name}.xml`),
	);
	let executions = 0;
	const listener = triggerOf('heap', true, [], () => executions++);
	return {
		name: 'BroadWorks Trigger',
		events: 1_000_000,
		async send(nth) {
			const call = Math.floor(nth / documents.length);
			const document = documents[nth % documents.length]
				.replace(/(eventID>)[^<]+/, `$1event-${nth}`)
				.replace(/(callId>)[^<]+/, `$1call-${call}:0`)
				.replace(/(targetId>)[^<]+/, `$1user${call % 20_000}@example.net`);
			await listener.onEvent(readEvent(document), enterprise, false);
		},
		executions: () => executions,
	};
}

/** Takes every execution, which ends at once. */
function ending(onEmit: () => void): Emit {
	return (_items, done) => {
		onEmit();
		done?.resolve(ended);
	};
}

function ringCentral(): Entrant {
	let executions = 0;
	const node = n8nContext({
		parameters: { triggerOn: 'telephonySession' },
		workflow: { id: 'heap-ringcentral' },
		logger: silent,
		emit: ending(() => executions++),
	});
	const connection: RingCentralConnection = {
		server: 'http://127.0.0.1:9',
		http: { request: unanswered, stream: unanswered },
		clock: systemClock,
		random: systemRandom,
		log: silent,
		rates: new RateGroups(systemClock),
		numberPlan: undefined,
	};
	const receiver = liveReceiver(node, triggerSettings(node), connection, silent);
	const codes = ['Proceeding', 'Answered', 'Disconnected'];
	return {
		name: 'RingCentral Trigger',
		events: 200_000,
		async send(nth) {
			const call = Math.floor(nth / codes.length);
			const sequence = nth % codes.length;
			const party = {
				id: `p-${call}`,
				extensionId: String(call % 5_000),
				direction: 'Inbound',
				from: { phoneNumber: `+1555${call}` },
				missedCall: false,
				status: { code: codes[sequence] },
			};
			const body = {
				sequence: sequence + 1,
				sessionId: String(call),
				telephonySessionId: `s-${call}`,
				eventTime: new Date().toISOString(),
				parties: [party],
			};
			const event = '/restapi/v1.0/account/1/extension/7/telephony/sessions';
			receiver.take(notificationOf({ uuid: randomUUID(), subscriptionId: 'one', event, body }));
			return await Promise.resolve();
		},
		executions: () => executions,
		close: async () => await receiver.close(),
	};
}

async function udesk(): Promise<Entrant> {
	const secret = 'a-secret-of-32-random-characters';
	const push = JSON.parse(
		fixture('udesk/fixtures/composed.push.call-trigger.in.zh.json'),
	) as IDataObject;
	const common = {
		workflow: { id: 'heap-udesk' },
		credential: { secret },
		logger: silent,
		parameters: { triggerOn: 'callPush', options: { oneEventPerExecution: true } },
	};
	let saved = '{}';
	let executions = 0;
	const staticData: IDataObject = {};
	const { closeFunction } = await listenForPushes(
		n8nContext({ ...common, staticData, emit: ending(() => executions++) }),
		udeskPushes,
	);
	return {
		name: 'Udesk Trigger',
		events: 200_000,
		async send(nth) {
			// As n8n does for each post: static data is read anew and saved.
			const ofPost = JSON.parse(saved) as IDataObject;
			const body = { ...push, conversation_id: nth, call_id: randomUUID() };
			const post = n8nContext({
				...common,
				mode: 'webhook',
				staticData: ofPost,
				query: { token: secret },
				headers: { 'content-type': 'application/json' },
				request: { rawBody: Buffer.from(JSON.stringify(body)) },
			});
			await receivePush(post, udeskPushes);
			saved = JSON.stringify(ofPost);
		},
		executions: () => executions,
		close: async () => await closeFunction?.(),
	};
}

/** MB of live objects, when what has ended is let go. */
async function heap(): Promise<number> {
	await turn();
	collect();
	await turn();
	collect();
	return process.memoryUsage().heapUsed / 1e6;
}

async function growthOf({ name, events, send, executions, close }: Entrant): Promise<void> {
	const step = Math.ceil((events * SCALE) / POINTS);
	const before = process.cpuUsage();
	const points: number[] = [];
	let nth = 0;
	for (let point = 0; point < POINTS; point++) {
		for (const end = nth + step; nth < end; nth++) {
			await send(nth);
			await turn();
		}
		points.push(await heap());
	}
	const { user, system } = process.cpuUsage(before);
	if (executions() !== nth) throw new Error(`${name}: ${executions()} executions of ${nth} events`);
	const counted = points.slice(WARM_UP);
	const growth = points[POINTS - 1] - points[POINTS / 3 - 1];
	const range = [Math.min(...counted), Math.max(...counted)].map((mb) => mb.toFixed(2));
	process.stdout.write(
		`${name}, ${nth} events: ${growth.toFixed(2)} MB from the first third to the end, ${range.join(' to ')} MB after the warm-up; ${((user + system) / 1e6).toFixed(0)} s of processor time\n`,
	);
	if (growth > MOST_GROWTH) process.exitCode = 1;
	await close?.();
}

async function main(): Promise<void> {
	for (const entrant of [udesk, ringCentral, broadWorks]) await growthOf(await entrant());
}

runToEnd(main);
