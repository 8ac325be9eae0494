import { internalParty, outsideParty, resolve } from '../people/dialPlan';
import { partyDocument, redirectDocument } from '../xml/documents';
import { newHalf, type CallLink } from '../calls/half';
import { redirectTo, ring } from '../calls/incoming';
import { publishCall } from '../calls/callEvents';
import { release, removeHalf, BUSY } from '../calls/lifecycle';
import { isActive, serviceText } from '../people/services';
import type { CallState, PartyState, QueueEntryState, QueueState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { setAgentState } from './agents';
import { positionOf, publishEntry, removeEntry } from './entries';
import { publishMonitoring } from './monitoring';

const isOn = (value: unknown) => value === true || value === 'true';

/** A call arrives at a call centre: forwarded, turned away, or queued and offered. */
export function enqueue(
	world: XsiWorld,
	user: UserState,
	caller: PartyState,
	link: CallLink,
): QueueEntryState {
	const queue = world.queue(user.userId);
	const entry: QueueEntryState = {
		callId: `callhalf-${world.nextNumber()}:0`,
		extTrackingId: link.extTrackingId,
		networkCallId: link.networkCallId,
		remote: caller,
		callerId: link.peerId,
		addTime: world.now(),
		bucketTime: world.now(),
		bounced: false,
		reordered: false,
		priority: '3-Low',
		triedAgents: [],
	};
	const callerHalf = link.peerId ? world.state.calls.get(link.peerId) : undefined;
	if (callerHalf) {
		callerHalf.peerId = undefined;
		callerHalf.waitsIn = { queueId: queue.queueId, entryId: entry.callId };
		callerHalf.remote = internalParty(user);
	}
	if (turnedAway(world, queue, entry)) return entry;
	queue.entries.push(entry);
	publishEntry(world, queue, entry, 'ACDCallAddedEvent', { position: positionOf(queue, entry) });
	if (queue.entries.length > queue.length) {
		overflow(world, queue, entry, 'size');
		return entry;
	}
	armQueueTimers(world, queue, entry);
	publishMonitoring(world, queue);
	offerWaiting(world, queue);
	return entry;
}

/** Starts the overflow timer of a waiting call. */
export function armQueueTimers(world: XsiWorld, queue: QueueState, entry: QueueEntryState): void {
	if (queue.overflowAfter === undefined) return;
	const left = entry.addTime + queue.overflowAfter - world.now();
	world.timers.set(`overflow ${entry.callId}`, left, () => overflow(world, queue, entry, 'time'));
}

/** Forced forwarding and night service take the call before it enters the queue. */
function turnedAway(world: XsiWorld, queue: QueueState, entry: QueueEntryState): boolean {
	const forced = isOn(queue.forcedForwarding.active);
	const { action } = queue.nightService;
	const night = isOn(queue.nightService.forceNightService) && action !== 'None';
	if (!forced && !night) return false;
	const user = world.user(queue.queueId);
	const to = forced
		? queue.forcedForwarding.forwardToPhoneNumber
		: action === 'Transfer'
			? queue.nightService.transferPhoneNumber
			: undefined;
	const redirect = to === undefined ? undefined : redirectTo(world, String(to), 'call-center');
	world.publish({
		subject: user,
		type: forced ? 'ACDCallForwardedEvent' : 'ACDNightPolicyAppliedEvent',
		data: {
			callId: entry.callId,
			extTrackingId: entry.extTrackingId,
			acdName: `${user.firstName} ${user.lastName}`,
			acdNumber: { '@countryCode': '1', $: `tel:${user.number}` },
			remoteParty: partyDocument(entry.remote),
			redirect: redirect && redirectDocument(redirect),
		},
	});
	sendOn(world, entry, to === undefined ? undefined : String(to));
	return true;
}

/** Connects a caller who leaves the queue to an address; without one the call ends. */
function sendOn(world: XsiWorld, entry: QueueEntryState, to: string | undefined): void {
	const caller = entry.callerId ? world.state.calls.get(entry.callerId) : undefined;
	if (caller) caller.waitsIn = undefined;
	const { extTrackingId, networkCallId } = entry;
	const destination = to === undefined ? undefined : resolve(world.state, to);
	if (destination?.user?.kind === 'user') {
		ring(world, destination.user, entry.remote, {
			extTrackingId,
			networkCallId,
			peerId: caller?.callId,
		});
	} else if (caller && destination) {
		caller.remote = outsideParty(destination.number);
		publishCall(world, 'CallUpdatedEvent', caller);
	} else if (caller) release(world, caller, 'remoteRelease', BUSY);
}

/** An agent who can take a call: joined, Available, on no call; longest idle first. */
function freeAgent(world: XsiWorld, queue: QueueState, entry: QueueEntryState) {
	const free = queue.agents
		.filter((item) => item.joined)
		.map((item) => world.user(item.userId))
		.filter(
			(user) =>
				user.agent?.state === 'Available' &&
				world.callsOf(user.userId).length === 0 &&
				!isActive(user, 'DoNotDisturb'),
		);
	const tries = (user: UserState) =>
		entry.triedAgents.filter((userId) => userId === user.userId).length;
	return free.sort(
		(a, b) => tries(a) - tries(b) || (a.agent?.idleSince ?? 0) - (b.agent?.idleSince ?? 0),
	)[0] as UserState | undefined;
}

/** Offers every waiting call to an agent, as long as there are agents. */
export function offerWaiting(world: XsiWorld, queue: QueueState): void {
	for (const entry of [...queue.entries]) {
		const waits = queue.entries.includes(entry) && entry.answeringCallId === undefined;
		const agent = waits ? freeAgent(world, queue, entry) : undefined;
		if (agent) offer(world, queue, entry, agent);
	}
}

/** Lets a waiting call ring at an agent. */
export function offer(
	world: XsiWorld,
	queue: QueueState,
	entry: QueueEntryState,
	agent: UserState,
): CallState {
	const { extTrackingId, networkCallId } = entry;
	const waitTime = Math.floor((world.now() - entry.addTime) / 1000);
	const acd = { queueId: queue.queueId, entryId: entry.callId, waitTime };
	const link = { extTrackingId, networkCallId };
	const call = newHalf(world, agent, 'Terminator', entry.remote, link);
	call.acd = acd;
	call.offered = true;
	entry.answeringUserId = agent.userId;
	entry.answeringCallId = call.callId;
	publishEntry(world, queue, entry, 'ACDCallOfferedToAgentEvent');
	publishCall(world, 'CallReceivedEvent', call);
	world.timers.set(`bounce ${entry.callId}`, queue.bounceAfter, () => bounce(world, queue, entry));
	return call;
}

/** The agent did not answer: the call goes back to the queue and to the next agent. */
export function bounce(world: XsiWorld, queue: QueueState, entry: QueueEntryState): void {
	world.timers.cancel(`bounce ${entry.callId}`);
	const call = entry.answeringCallId ? world.state.calls.get(entry.answeringCallId) : undefined;
	const agent = entry.answeringUserId ? world.user(entry.answeringUserId) : undefined;
	entry.answeringCallId = undefined;
	entry.answeringUserId = undefined;
	entry.bounced = true;
	if (agent) entry.triedAgents.push(agent.userId);
	publishEntry(world, queue, entry, 'ACDCallBouncedEvent', { position: positionOf(queue, entry) });
	if (agent) countBounce(world, agent);
	if (call) removeHalf(world, call, 'remoteRelease');
	publishMonitoring(world, queue);
	offerWaiting(world, queue);
}

/** Too many bounces in a row make an agent unavailable, where that is switched on. */
function countBounce(world: XsiWorld, user: UserState): void {
	const agent = user.agent;
	if (!agent) return;
	agent.consecutiveBounces += 1;
	const setting = (name: string) => serviceText(user, 'CallCenter', name);
	const limit = Number(setting('numberConsecutiveBouncedCallsToForceAgentUnavailable') ?? 3);
	const forced = setting('forceAgentUnavailableOnBouncedCallLimit') === 'true';
	if (forced && agent.consecutiveBounces >= limit && agent.state === 'Available') {
		setAgentState(world, user, 'Unavailable', { unavailableCode: '4' });
	}
}

/** Called when a user answers a call: a queue call leaves the queue. */
export function agentAnswered(world: XsiWorld, call: CallState): void {
	const queue = call.acd && world.state.queues.get(call.acd.queueId);
	const entry = queue?.entries.find((item) => item.callId === call.acd?.entryId);
	if (!queue || !entry) return;
	const caller = entry.callerId ? world.state.calls.get(entry.callerId) : undefined;
	removeEntry(world, queue, entry);
	queue.statistics.answered += 1;
	queue.statistics.waited += world.now() - entry.addTime;
	if (queue.whisper) publishEntry(world, queue, entry, 'ACDWhisperStartedEvent');
	publishEntry(world, queue, entry, 'ACDCallAnsweredByAgentEvent');
	if (caller) {
		caller.peerId = call.callId;
		call.peerId = caller.callId;
		caller.state = 'Active';
		caller.answerTime ??= world.now();
		publishCall(world, 'CallAnsweredEvent', caller);
	}
	const agent = world.user(call.userId).agent;
	if (agent) {
		agent.consecutiveBounces = 0;
		agent.lastCallId = call.callId;
	}
	publishMonitoring(world, queue);
}

/** Called when any call of a user has ended: queue bookkeeping, wrap-up, next call. */
export function agentCallEnded(world: XsiWorld, call: CallState): void {
	const user = world.user(call.userId);
	const { agent } = user;
	const queue = call.acd && world.state.queues.get(call.acd.queueId);
	if (queue && call.acd && call.answerTime !== undefined) {
		finished(world, queue, call);
		if (agent) agent.idleSince = world.now();
		if (agent?.state === 'Available' && world.settings.wrapUp > 0) {
			wrapUp(world, user, { callId: call.callId, queueId: queue.queueId });
			return;
		}
	} else if (queue && call.acd) {
		const entry = queue.entries.find((item) => item.answeringCallId === call.callId);
		if (entry) bounce(world, queue, entry);
	}
	if (agent?.state !== 'Available') return;
	for (const other of world.state.queues.values()) {
		if (other.agents.some((item) => item.userId === user.userId)) offerWaiting(world, other);
	}
}

function finished(world: XsiWorld, queue: QueueState, call: CallState): void {
	queue.statistics.handled += 1;
	queue.statistics.handledTime += world.now() - (call.answerTime ?? world.now());
	const entry: QueueEntryState = {
		callId: call.acd!.entryId,
		extTrackingId: call.extTrackingId,
		networkCallId: call.networkCallId,
		remote: call.remote,
		addTime: call.startTime - call.acd!.waitTime * 1000,
		bucketTime: call.startTime - call.acd!.waitTime * 1000,
		removeTime: call.answerTime,
		bounced: false,
		reordered: false,
		priority: '3-Low',
		answeringUserId: call.userId,
		answeringCallId: call.callId,
		triedAgents: [],
	};
	publishEntry(world, queue, entry, 'ACDCallReleasedEvent');
	publishMonitoring(world, queue);
}

function wrapUp(
	world: XsiWorld,
	user: UserState,
	after: { callId: string; queueId: string },
): void {
	setAgentState(world, user, 'Wrap-Up', { wrapUp: after });
	world.timers.set(`wrap-up ${user.userId}`, world.settings.wrapUp, () =>
		setAgentState(world, user, 'Available'),
	);
}

/** Ends the offer of a call that leaves the queue by another way. */
function withdrawOffer(world: XsiWorld, entry: QueueEntryState): void {
	const call = entry.answeringCallId ? world.state.calls.get(entry.answeringCallId) : undefined;
	entry.answeringCallId = undefined;
	entry.answeringUserId = undefined;
	if (call) removeHalf(world, call, 'remoteRelease');
}

/** The caller hung up while waiting. */
export function callerAbandoned(world: XsiWorld, queueId: string, entryId: string): void {
	const queue = world.queue(queueId);
	const entry = queue.entries.find((item) => item.callId === entryId);
	if (!entry) return;
	removeEntry(world, queue, entry);
	withdrawOffer(world, entry);
	publishEntry(world, queue, entry, 'ACDCallAbandonedEvent');
	publishMonitoring(world, queue);
}

/** Too many calls or too long a wait. */
export function overflow(
	world: XsiWorld,
	queue: QueueState,
	entry: QueueEntryState,
	overflowReason: 'size' | 'time',
): void {
	removeEntry(world, queue, entry);
	withdrawOffer(world, entry);
	const to = queue.overflowTo;
	const redirect = to && redirectDocument(redirectTo(world, to, 'call-center'));
	publishEntry(world, queue, entry, 'ACDCallOverflowedEvent', {
		overflowReason,
		redirect: redirect || undefined,
	});
	sendOn(world, entry, to);
	publishMonitoring(world, queue);
}

/** A supervisor sends a waiting call elsewhere. */
export function transferEntry(
	world: XsiWorld,
	queue: QueueState,
	entry: QueueEntryState,
	to: string,
): void {
	removeEntry(world, queue, entry);
	withdrawOffer(world, entry);
	const redirect = redirectDocument(redirectTo(world, to, 'transfer'));
	publishEntry(world, queue, entry, 'ACDCallTransferredEvent', { redirect });
	sendOn(world, entry, to);
	publishMonitoring(world, queue);
}

/** A supervisor ends a waiting call. */
export function releaseEntry(world: XsiWorld, queue: QueueState, entry: QueueEntryState): void {
	removeEntry(world, queue, entry);
	withdrawOffer(world, entry);
	publishEntry(world, queue, entry, 'ACDCallReleasedEvent');
	sendOn(world, entry, undefined);
	publishMonitoring(world, queue);
}
