import { answer, BUSY, connected, hold, release, remoteHold } from '../calls/lifecycle';
import { pickUp, remoteRetrieve, retrieve, UNAVAILABLE } from '../calls/lifecycle';
import { setHandset } from '../calls/hook';
import { peerOf } from '../calls/half';
import { callFromOutside } from '../calls/incoming';
import { newLink } from '../calls/half';
import { dial } from '../calls/outgoing';
import { voicemailTransfer } from '../calls/transfer';
import { followDoNotDisturb } from '../actions/profile';
import { outsideParty, resolve } from '../people/dialPlan';
import { badRequest, conflict, notFound } from '../http/errors';
import { findService } from '../people/serviceCatalogue';
import { additionalUser } from '../people/seed';
import { publishService, setDoNotDisturb } from '../people/services';
import { depositMessage } from '../people/voicemail';
import { setAgentState } from '../queues/agents';
import { bounce, callerAbandoned, enqueue, offer, offerWaiting } from '../queues/calls';
import { armQueueTimers, overflow } from '../queues/calls';
import { arrive } from '../queues/routePoint';
import { enumValues } from '../xml/schema';
import type { AcdState, CallState, QueueState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { Json } from './control';

const text = (body: Json, name: string): string | undefined =>
	body[name] === undefined || body[name] === null ? undefined : String(body[name]);

function required(body: Json, name: string): string {
	const value = text(body, name);
	if (!value) throw badRequest(`"${name}" is missing.`);
	return value;
}

function number(body: Json, name: string): number | undefined {
	if (body[name] === undefined) return undefined;
	const value = Number(body[name]);
	if (!Number.isFinite(value)) throw badRequest(`"${name}" is not a number.`);
	return value;
}

/** An outside caller rings: `{from, name, to}`. A call centre queues it. */
export function placeCall(world: XsiWorld, body: Json): Json {
	const to = resolve(world.state, required(body, 'to')).user;
	if (!to) throw notFound('There is nobody with this address.');
	const from = text(body, 'from') ?? '+15550100';
	const name = text(body, 'name');
	const point = world.state.routePoints.get(to.userId);
	if (point) {
		const { callId, extTrackingId } = arrive(world, point, outsideParty(from, name));
		return { callId, extTrackingId, userId: to.userId };
	}
	if (to.kind === 'callCenter') {
		const entry = enqueue(world, to, outsideParty(from, name), newLink(world));
		const { callId, extTrackingId } = entry;
		return { callId, extTrackingId, userId: to.userId, offeredTo: entry.answeringUserId };
	}
	const call = callFromOutside(world, to, from, name);
	return { callId: call.callId, extTrackingId: call.extTrackingId, userId: to.userId };
}

const findCall = (world: XsiWorld, callId: string): CallState => {
	const call = world.state.calls.get(callId);
	if (!call) throw notFound('There is no such call.');
	return call;
};

function answerByHand(world: XsiWorld, call: CallState): void {
	if (call.state !== 'Alerting') throw conflict(`The call is ${call.state}.`);
	if (call.personality === 'Terminator') answer(world, call);
	else if (call.personality === 'Click-to-Dial') pickUp(world, call);
	else remoteAnswer(world, call);
}

/** The party that was called answers, wherever it is. */
function remoteAnswer(world: XsiWorld, call: CallState): void {
	const peer = peerOf(world, call);
	if (peer) answer(world, peer);
	else if (call.waitsIn || call.personality !== 'Originator' || call.state !== 'Alerting') {
		throw conflict('There is nobody to answer.');
	} else connected(world, call);
}

const CALL_ACTIONS: Record<string, (world: XsiWorld, call: CallState, body: Json) => void> = {
	answer: answerByHand,
	hold,
	retrieve,
	hangup: (world, call) => release(world, call, 'localRelease'),
	decline: (world, call, body) => {
		if (call.state !== 'Alerting') throw conflict('Only a ringing call can be declined.');
		const unavailable = text(body, 'reason') === 'TemporarilyUnavailable';
		release(world, call, 'localRelease', unavailable ? UNAVAILABLE : BUSY);
	},
	remoteHangup: (world, call) => release(world, call, 'remoteRelease'),
	remoteAnswer,
	remoteHold,
	remoteRetrieve,
	toVoicemail: (world, call, body) =>
		voicemailTransfer(world, call, undefined, number(body, 'duration') ?? 14_580),
};

/** What the user does on the handset, or the other party far away. */
export function actOnCall(
	world: XsiWorld,
	callId: string,
	action: string | undefined,
	body: Json,
): Json {
	const act = CALL_ACTIONS[action ?? ''];
	if (!act) throw notFound(`Known actions: ${Object.keys(CALL_ACTIONS).join(', ')}`);
	const waiting = [...world.state.queues.values()].find((queue) =>
		queue.entries.some((entry) => entry.callId === callId),
	);
	if (waiting && (action === 'hangup' || action === 'remoteHangup')) {
		callerAbandoned(world, waiting.queueId, callId);
		return { callId };
	}
	act(world, findCall(world, callId), body);
	return { callId, state: world.state.calls.get(callId)?.state ?? 'Released' };
}

const findUser = (world: XsiWorld, userId: string): UserState => {
	const user = resolve(world.state, userId).user;
	if (!user) throw notFound('There is no such user.');
	return user;
};

const USER_ACTIONS: Record<string, (world: XsiWorld, user: UserState, body: Json) => Json> = {
	dnd: (world, user, body) => {
		const ringSplash = body.ringSplash === undefined ? undefined : body.ringSplash === true;
		setDoNotDisturb(world, user, body.active === true, ringSplash);
		followDoNotDisturb({ world }, user);
		return { active: body.active === true };
	},
	voicemail: (world, user, body) => {
		const from = outsideParty(text(body, 'from') ?? '+15550100', text(body, 'name'));
		const duration = number(body, 'duration');
		const urgent = body.urgent === true;
		const transcript = text(body, 'transcript');
		const message = { from, duration, urgent, transcript };
		return { messageId: depositMessage(world, user, message).id };
	},
	hook: (world, user, body) => {
		setHandset(world, user, body.offHook === true);
		return { offHook: body.offHook === true };
	},
	dial: (world, user, body) => {
		const { callId, extTrackingId } = dial(world, user, required(body, 'to'));
		return { callId, extTrackingId, userId: user.userId };
	},
	automaticCallback: (_world, user, body) => {
		user.automaticCallbacks = [...(user.automaticCallbacks ?? []), required(body, 'number')];
		return { automaticCallbacks: user.automaticCallbacks };
	},
	services: (world, user, body) => {
		const service = findService(required(body, 'name'));
		if (!service) throw notFound('There is no such service.');
		const assigned = body.assigned === true;
		if (assigned) user.services[service.path] ??= { ...service.initial };
		else delete user.services[service.path];
		publishService(world, user, service.path);
		return { name: service.path, assigned };
	},
};

/** What a user does, or what happens to one. */
export function actOnUser(
	world: XsiWorld,
	userId: string,
	action: string | undefined,
	body: Json,
): Json {
	const act = USER_ACTIONS[action ?? ''];
	if (!act) throw notFound(`Known actions: ${Object.keys(USER_ACTIONS).join(', ')}`);
	return act(world, findUser(world, userId), body);
}

/** Adds `{count}` further users `userN@example.net`. */
export function addUsers(world: XsiWorld, body: Json): Json {
	const count = number(body, 'count') ?? 1;
	const userIds: string[] = [];
	for (let index = 1; userIds.length < count; index++) {
		const user = additionalUser(world.settings, index);
		if (world.state.users.has(user.userId)) continue;
		world.state.users.set(user.userId, user);
		userIds.push(user.userId);
	}
	world.signals.emit('change');
	return { userIds };
}

/** `state` with `{state, unavailableCode}`. */
export function actOnAgent(
	world: XsiWorld,
	userId: string | undefined,
	action: string | undefined,
	body: Json,
): Json {
	if (action !== 'state') throw notFound('Known actions: state');
	const user = findUser(world, userId ?? '');
	const state = required(body, 'state');
	if (!enumValues('AgentState').includes(state)) throw badRequest('There is no such state.');
	setAgentState(world, user, state as AcdState, { unavailableCode: text(body, 'unavailableCode') });
	return { state: user.agent?.state, unavailableCode: user.agent?.unavailableCode };
}

/** The settings of a queue that the control interface changes. */
function setQueue(world: XsiWorld, queue: QueueState, body: Json): Json {
	queue.bounceAfter = number(body, 'bounceAfter') ?? queue.bounceAfter;
	queue.overflowAfter = number(body, 'overflowAfter') ?? queue.overflowAfter;
	queue.overflowTo = text(body, 'overflowTo') ?? queue.overflowTo;
	queue.length = number(body, 'length') ?? queue.length;
	if (body.whisper !== undefined) queue.whisper = body.whisper === true;
	for (const entry of queue.entries) armQueueTimers(world, queue, entry);
	const { bounceAfter, overflowAfter, overflowTo, length, whisper } = queue;
	return { bounceAfter, overflowAfter, overflowTo, length, whisper };
}

/** Moves the calls of a queue by hand: offer, bounce, abandon, overflow; or its settings. */
export function actOnQueue(
	world: XsiWorld,
	queueId: string | undefined,
	action: string | undefined,
	body: Json,
): Json {
	const queue = world.state.queues.get(queueId ?? '');
	if (!queue) throw notFound('There is no such queue.');
	if (action === 'settings') return setQueue(world, queue, body);
	const callId = text(body, 'callId');
	const fits = (entry: QueueState['entries'][number]) =>
		callId === undefined
			? action !== 'bounce' || entry.answeringCallId !== undefined
			: entry.callId === callId || entry.answeringCallId === callId;
	const entry = queue.entries.find(fits);
	if (!entry) throw notFound('There is no such call in the queue.');
	switch (action) {
		case 'offer': {
			const agent = text(body, 'userId');
			if (agent !== undefined) offer(world, queue, entry, findUser(world, agent));
			else offerWaiting(world, queue);
			break;
		}
		case 'bounce':
			if (entry.answeringCallId === undefined) throw conflict('The call is offered to nobody.');
			bounce(world, queue, entry);
			break;
		case 'abandon': {
			const caller = entry.callerId ? world.state.calls.get(entry.callerId) : undefined;
			if (caller) release(world, caller, 'localRelease');
			else callerAbandoned(world, queue.queueId, entry.callId);
			break;
		}
		case 'overflow':
			overflow(world, queue, entry, body.reason === 'size' ? 'size' : 'time');
			break;
		default:
			throw notFound('Known actions: offer, bounce, abandon, overflow, settings');
	}
	return { callId: entry.callId, answeringUserId: entry.answeringUserId };
}
