import { tone } from './audio';
import {
	ccCdr,
	cdr,
	dialBegin,
	dialEnd,
	hangup,
	recordingPath,
	type Ending,
} from './pushes/records';
import type { CallState } from './state';
import type { CooCenterWorld } from './world';

/** What the PBX refuses; the text goes into `message`. */
export class Refusal extends Error {}

const hex = (value: number) => value.toString(16).padStart(8, '0');

function channelFor(world: CooCenterWorld, number: string): string {
	const counter = world.state.counter;
	return world.extension(number)
		? `SIP/${number}-${hex(counter)}`
		: `DAHDI/i1/${number}-${counter.toString(16)}`;
}

/** A telephone that is there and free. @throws Refusal */
function free(world: CooCenterWorld, number: string): void {
	const extension = world.extension(number);
	if (!extension) throw new Refusal(`extension ${number} does not exist`);
	if (extension.address === null) throw new Refusal(`extension ${number} is not registered`);
	if (world.callsOf(number).length > 0) throw new Refusal(`extension ${number} is busy`);
}

function begin(
	world: CooCenterWorld,
	given: Pick<CallState, 'caller' | 'dialed' | 'direction' | 'phase'> & Partial<CallState>,
): CallState {
	const id = world.nextId();
	const call: CallState = {
		callee: '',
		destChannel: '',
		destId: '',
		channel: channelFor(world, given.caller),
		startedAt: world.now(),
		...given,
		id,
	};
	world.state.calls.set(id, call);
	return call;
}

/** Lets the callee's telephone ring. */
function ring(world: CooCenterWorld, call: CallState, callee: string): void {
	call.callee = callee;
	call.phase = 'ringing';
	call.ringingAt = world.now();
	call.destId = world.nextId();
	call.destChannel = channelFor(world, callee);
	world.publish(dialBegin(world, call));
	world.publishStates();
}

/** The first agent of a queue who is free and not paused; lower penalties come first. */
function freeAgent(world: CooCenterWorld, queue: string): string | undefined {
	return [...(world.state.queues.get(queue) ?? [])]
		.sort((a, b) => a.penalty - b.penalty)
		.filter(({ paused }) => !paused)
		.map(({ name }) => name.replace(/^sip\//, ''))
		.find((number) => world.statusOf(number) === 0);
}

/** A call from outside to an extension or queue. @throws Refusal */
export function callIn(world: CooCenterWorld, from: string, to: string): CallState {
	if (world.state.blacklist.has(from)) throw new Refusal(`${from} is on the blacklist`);
	const isQueue = world.state.queues.has(to);
	if (!isQueue) free(world, to);
	const call = begin(world, {
		caller: from,
		dialed: to,
		direction: 'inbound',
		phase: 'waiting',
		queue: isQueue ? to : undefined,
	});
	const agent = isQueue ? freeAgent(world, to) : to;
	if (agent !== undefined) ring(world, call, agent);
	return call;
}

/** Rings `src`; when it is picked up, it calls `dst`. @throws Refusal */
export function clickToDial(world: CooCenterWorld, src: string, dst: string): CallState {
	free(world, src);
	const inside = world.extension(dst) !== undefined;
	const call = begin(world, {
		caller: src,
		dialed: dst,
		direction: inside ? 'internal' : 'outbound',
		phase: 'dialing',
	});
	world.publishStates();
	const { autoPickUp } = world.settings;
	if (autoPickUp !== null) world.after(autoPickUp, () => pickUp(world, call));
	return call;
}

function pickUp(world: CooCenterWorld, call: CallState): void {
	if (world.state.calls.get(call.id) !== call || call.phase !== 'dialing') return;
	ring(world, call, call.dialed);
}

/** Somebody picks up: the click-to-dial telephone, or the one that rings. @throws Refusal */
export function answer(world: CooCenterWorld, id: string): void {
	const call = world.state.calls.get(id);
	if (call?.phase === 'dialing') {
		pickUp(world, call);
		return;
	}
	if (call?.phase !== 'ringing') throw new Refusal('The call does not ring');
	call.phase = 'up';
	call.answeredAt = world.now();
	world.publish(dialEnd(world, call, 'ANSWER'));
	world.publishStates();
}

/** Ends a call and tells everything about it. */
export function end(world: CooCenterWorld, call: CallState, ending: Ending): void {
	world.state.calls.delete(call.id);
	if (call.spy) {
		world.publishStates();
		return;
	}
	if (call.phase === 'ringing') {
		// The sample of generation 1 says no more than this word.
		const status = world.settings.generation === 1 ? 'hangup' : 'CANCEL';
		world.publish(dialEnd(world, call, status));
	}
	world.publish(hangup(call));
	world.publishStates();
	world.publish(cdr(world, call));
	if (call.queue !== undefined && world.settings.generation === 1) {
		world.publish(ccCdr(world, call, ending));
	}
	const path = recordingPath(world, call);
	if (path === '') return;
	const stored = world.settings.generation === 2 ? `recording/${path}` : path;
	world.state.recordings.set(stored, {
		audio: tone((world.now() - (call.answeredAt ?? world.now())) / 1000),
		from: world.now() + world.settings.recordingDelay,
	});
}

/** Ends what an extension is in. @throws Refusal */
export function hangUp(world: CooCenterWorld, number: string): void {
	const calls = world.callsOf(number);
	if (calls.length === 0) throw new Refusal(`extension ${number} has no call`);
	for (const call of calls) end(world, call, { side: 'agent' });
}

/** Moves the call of `src` to `dst`. @throws Refusal */
export function transfer(world: CooCenterWorld, src: string, dst: string): void {
	const call = world.callsOf(src).find(({ phase }) => phase === 'up');
	if (!call) throw new Refusal(`extension ${src} has no call`);
	free(world, dst);
	const other = call.callee === src ? call.caller : call.callee;
	Object.assign(call, { caller: other, answeredAt: undefined });
	call.channel = channelFor(world, other);
	ring(world, call, dst);
}

/** `src` listens to `dst`. @throws Refusal */
export function supervise(world: CooCenterWorld, src: string, dst: string): CallState {
	free(world, src);
	if (!world.callsOf(dst).some(({ phase }) => phase === 'up')) {
		throw new Refusal(`extension ${dst} has no call`);
	}
	const call = begin(world, {
		caller: src,
		callee: dst,
		dialed: dst,
		direction: 'internal',
		phase: 'up',
		spy: true,
		answeredAt: world.now(),
	});
	world.publishStates();
	return call;
}
