import { entriesOf, type LoggedCall } from '../../../nodes/BroadWorks/client/calls/callLogs';
import { loggedRecord } from '../../../nodes/BroadWorks/client/calls/loggedRecord';
import { recoveredRecord } from '../../../nodes/BroadWorks/client/calls/recovery';
import { callRecordOf as logRecord } from '../../../nodes/RingCentral/client/callLog/callRecord';
import { objects, type JsonObject } from '../../../nodes/RingCentral/client/transport/answers';
import type { CallRecord } from '../../../nodes/shared/core/callRecord';
import { parseXml } from '../../../nodes/shared/core/parsing/xml';
import {
	answer as answerCooCenter,
	callIn,
	clickToDial,
	end,
} from '../../simulators/cooCenter/calls';
import { startCooCenterSimulator } from '../../simulators/cooCenter/index';
import { DimensionsSimulator } from '../../simulators/dimensions/index';
import { withoutZeros } from '../../simulators/dimensions/calls';
import { startXsiSimulator } from '../../simulators/broadWorks/index';
import { TestClient as XsiTestClient } from '../../simulators/broadWorks/testClient';
import { CallTest } from '../../simulators/ringCentral/calls/callTest';
import { ACCOUNT, BOB, OWN } from '../../simulators/ringCentral/testClient';
import { manualClock } from '../../simulators/shared/clock';
import { UdeskSimulator } from '../../simulators/udesk/index';
import { eventPush, OUTCOMES, triggerPush } from '../../simulators/udesk/wire';
import type { Json } from '../../support/jsonFixtures';
import { fc } from '../../support/property';
import { broadWorksRecords, pushRecords, sessionRecords, type Made } from './madeRecords';

/** A call as people make it. Times in ms. */
export interface Plan {
	kind: 'in' | 'internal';
	ring: number;
	answered: boolean;
	/** Until it is held, until that is over, and until it ends. */
	talk: number;
	hold: number;
	rest: number;
	endedBy: 'caller' | 'callee';
}

const ms = fc.integer({ min: 0, max: 90_000 });

const plans = fc.record<Plan>({
	kind: fc.constantFrom('in', 'internal'),
	// Longer, and it would go to the mailbox.
	ring: fc.integer({ min: 0, max: 15_000 }),
	answered: fc.boolean(),
	talk: ms,
	hold: fc.oneof(fc.constant(0), ms),
	rest: ms,
	endedBy: fc.constantFrom('caller', 'callee'),
});

/** Calls of every kind, always the same ones. */
export const somePlans = (count: number): Plan[] => fc.sample(plans, count);

/** What somebody does in a call, whatever the telephone system. */
interface Phones {
	wait(ms: number): void;
	answer(): Promise<unknown>;
	hold(): Promise<unknown>;
	retrieve(): Promise<unknown>;
	hangUp(by: Plan['endedBy']): Promise<unknown>;
}

async function play(plan: Plan, { wait, answer, hold, retrieve, hangUp }: Phones): Promise<void> {
	wait(plan.ring);
	if (plan.answered) {
		await answer();
		wait(plan.talk);
		if (plan.hold > 0) {
			await hold();
			wait(plan.hold);
			await retrieve();
		}
		wait(plan.rest);
	}
	await hangUp(plan.answered ? plan.endedBy : 'caller');
}

/** One call, told live and by the log, each to the end of the one who was called. */
export interface Told {
	plan: Plan;
	live: CallRecord;
	logged: CallRecord;
}

/** What a simulator has told of its calls. */
export interface Simulated {
	records: Made[];
	told: Told[];
}

const XSI_LOGS = ['CallLogs', 'EnhancedCallLogs'];

export async function broadWorksCalls(all: readonly Plan[]): Promise<Simulated> {
	const clock = manualClock();
	const simulator = await startXsiSimulator({ clock, eventTimeout: 86_400_000 });
	const admin = new XsiTestClient(simulator);
	const channel = await admin.channel('set');
	await admin.subscribe('/enterprise/demo', 'Advanced Call', { setId: 'set' });
	const act = async (callId: string, action: string) =>
		await admin.control('POST', `calls/${callId}/${action}`, {});
	const ids: string[] = [];
	for (const plan of all) {
		const bob = () => simulator.world.callsOf('bob@example.net')[0].callId;
		if (plan.kind === 'in') await admin.call('bob@example.net');
		else await admin.control('POST', 'users/alice@example.net/dial', { to: '1002' });
		ids.push(bob());
		await play(plan, {
			wait: (time) => clock.advance(time),
			answer: async () => await act(bob(), 'answer'),
			hold: async () => await act(bob(), 'hold'),
			retrieve: async () => await act(bob(), 'retrieve'),
			hangUp: async (by) => await act(bob(), by === 'callee' ? 'hangup' : 'remoteHangup'),
		});
		clock.advance(1_000);
	}
	await channel.next('CallReleasedEvent', all.filter(({ kind }) => kind === 'in').length);
	await channel.heartbeat();
	const events = channel.events.flatMap(({ text, type }) => broadWorksRecords(type, text));
	const entries: LoggedCall[] = [];
	for (const user of ['alice@example.net', 'bob@example.net']) {
		for (const list of XSI_LOGS) {
			const { text } = await admin.actions('GET', `/user/${user}/directories/${list}`);
			entries.push(...entriesOf(user, parseXml(text)));
		}
	}
	await simulator.close();
	const read = entries.flatMap((entry) => [loggedRecord(entry), recoveredRecord(entry)]);
	const ended = events.filter(({ record }) => record.state === 'ended');
	return {
		records: [
			...events,
			...read.map((record): Made => ({ backend: 'broadWorks', from: 'read', of: 'log', record })),
		],
		told: all.flatMap((plan, index) => {
			const live = ended.find(({ record }) => record.id === ids[index]);
			const entry = entries.find(({ callId }) => callId === ids[index]);
			return live && entry ? [{ plan, live: live.record, logged: loggedRecord(entry) }] : [];
		}),
	};
}

export async function ringCentralCalls(all: readonly Plan[]): Promise<Simulated> {
	const phones = await CallTest.start();
	const { client, control } = phones;
	const ids: string[] = [];
	for (const plan of all) {
		const from = plan.kind === 'in' ? '+14155550199' : 'alice';
		const { telephonySessionId: id } = control.place({ from, to: 'bob' });
		ids.push(id);
		const done = async (work: void) => await Promise.resolve(work);
		await play(plan, {
			wait: (time) => client.clock.advance(time),
			answer: async () => await done(control.answer(id, 'bob')),
			hold: async () => await done(control.hold(id, 'bob')),
			retrieve: async () => await done(control.unhold(id, 'bob')),
			hangUp: async (by) => await done(control.hangUp(id, by === 'callee' ? 'bob' : from)),
		});
		client.clock.advance(1_000);
	}
	client.clock.advance(client.world.options.logDelay);
	const notifications = client.events
		.filter(({ path }) => path.endsWith('/telephony/sessions'))
		.map(({ path, body }, index) => ({ uuid: String(index), event: path, body }));
	const events = sessionRecords('simulated', notifications);
	const logs: JsonObject[] = [];
	for (const view of ['Simple', 'Detailed']) {
		for (const [path, as] of [
			[ACCOUNT, 'alice'],
			[OWN, 'alice'],
			[OWN, 'bob'],
		]) {
			const answer = await client.get(`${path}/call-log?view=${view}&perPage=250`, as);
			logs.push(...objects(answer.body.records));
		}
	}
	const { body } = await client.get(`${OWN}/call-log?view=Detailed&perPage=250`, 'bob');
	const own = objects(body.records);
	await phones.stop();
	return {
		records: [
			...events,
			...logs.map(
				(record): Made => ({
					backend: 'ringCentral',
					from: 'read',
					of: 'log',
					record: logRecord(record),
				}),
			),
		],
		told: all.flatMap((plan, index) => {
			const live = events.find(
				({ record: { relatedIds, state, agent } }) =>
					relatedIds?.includes(ids[index]) && state === 'ended' && agent?.userId === BOB,
			);
			const logged = own.find(({ telephonySessionId }) => telephonySessionId === ids[index]);
			return live && logged ? [{ plan, live: live.record, logged: logRecord(logged) }] : [];
		}),
	};
}

const pushed = (backend: string, of: string, push: object): Made[] =>
	pushRecords(backend, JSON.parse(JSON.stringify(push)) as Json).map((record) => ({
		backend: backend[0].toLowerCase() + backend.slice(1),
		from: 'event',
		of,
		record,
	}));

/** Both generations of CooCenter; those who wait in the queue are called by its number. */
export async function cooCenterCalls(all: readonly Plan[]): Promise<Made[]> {
	const made: Made[] = [];
	for (const generation of [1, 2] as const) {
		const clock = manualClock();
		const simulator = await startCooCenterSimulator({ clock, generation });
		const { world } = simulator;
		const publish = world.publish.bind(world);
		world.publish = (event) => {
			made.push(...pushed('CooCenter', String(event.event), event));
			publish(event);
		};
		const [caller, callee] = ['801', '802'];
		for (const [index, plan] of all.entries()) {
			const to = index % 2 === 0 ? callee : [...world.state.queues.keys()][0];
			const call =
				plan.kind === 'in' ? callIn(world, '02134561234', to) : clickToDial(world, caller, callee);
			const done = async (work: void) => await Promise.resolve(work);
			if (call.phase === 'dialing') answerCooCenter(world, call.id);
			const isTaken = call.phase === 'ringing';
			await play(
				{ ...plan, hold: 0, answered: plan.answered && isTaken },
				{
					wait: (time) => clock.advance(time),
					answer: async () => await done(answerCooCenter(world, call.id)),
					hold: async () => await done(undefined),
					retrieve: async () => await done(undefined),
					hangUp: async (by) =>
						await done(end(world, call, { side: by === 'callee' ? 'agent' : 'caller' })),
				},
			);
			clock.advance(1_000);
		}
		await simulator.close();
	}
	return made;
}

/** Every outcome that Udesk knows, by both pushes. */
export function udeskCalls(all: readonly Plan[]): Made[] {
	const clock = manualClock();
	const simulator = new UdeskSimulator({ clock });
	const made = all.flatMap((plan, index) => {
		const outcome = OUTCOMES[index % OUTCOMES.length];
		const workflow = (['in', 'out_direct', 'out_callback', 'out_auto'] as const)[index % 4];
		const seconds = Math.round(plan.talk / 1000);
		const queue = plan.kind === 'in' ? 'Support' : undefined;
		const call = simulator.place({ outcome, workflow, queue, talkTime: seconds });
		clock.advance(plan.rest);
		return [
			...pushed('Udesk', outcome, triggerPush(call, clock.now(), 'zh', {})),
			...pushed('Udesk', outcome, eventPush(call, clock.now(), 'en')),
		];
	});
	simulator.close();
	return made;
}

export async function dimensionsCalls(all: readonly Plan[]): Promise<Made[]> {
	const clock = manualClock();
	const simulator = new DimensionsSimulator({ clock });
	const made: Made[] = [];
	for (const { kind, ring, answered, talk, hold } of all) {
		const [ringTime, talkTime, holdTime] = [ring, talk, hold].map((time) =>
			Math.round(time / 1000),
		);
		const direction = kind === 'in' ? 'inbound' : 'internal';
		const times = { ring: ringTime, talk: talkTime, hold: holdTime };
		const { cdr } = await simulator.finish({ direction, answered, ...times });
		made.push(...pushed('Dimensions', kind, simulator.payloadOf(withoutZeros(cdr))));
	}
	simulator.close();
	return made;
}
