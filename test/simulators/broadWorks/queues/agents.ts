import { badRequest, conflict, notFound } from '../http/errors';
import { serviceDocument } from '../people/services';
import type { AcdState, AgentState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';
import { agentStateDocument, joinInfos } from './agentDocuments';
import { offerWaiting } from './calls';
import { publishMonitoring } from './monitoring';

/** Codes an unavailable agent can give. */
export const UNAVAILABLE_CODES = [
	{ code: '1', description: 'Lunch', isDefault: true },
	{ code: '2', description: 'Training', isDefault: false },
	{ code: '3', description: 'Meeting', isDefault: false },
	{ code: '4', description: 'Missed call', isDefault: false },
];

/** @throws XsiError 404 for users who are no agents */
export function agentOf(user: UserState): AgentState {
	if (!user.agent) throw notFound('The user is not a call center agent.');
	return user.agent;
}

/** Queues an agent is assigned to. */
function queuesOf(world: XsiWorld, user: UserState) {
	return [...world.state.queues.values()].filter((queue) =>
		queue.agents.some((item) => item.userId === user.userId),
	);
}

/** Whether an agent is the last one staffed in a queue that has calls waiting. */
function isLastWithCalls(world: XsiWorld, user: UserState): boolean {
	return queuesOf(world, user).some(
		(queue) =>
			queue.entries.length > 0 &&
			!queue.agents.some(
				(item) =>
					item.userId !== user.userId &&
					item.joined &&
					world.user(item.userId).agent?.state !== 'Sign-Out',
			),
	);
}

/**
 * Changes an agent's ACD state. Signing in from Sign-Out starts the sign-in time anew; a code is
 * only for Unavailable. @throws XsiError 400, 404, 409
 */
export function setAgentState(
	world: XsiWorld,
	user: UserState,
	state: AcdState,
	options: { unavailableCode?: string; validateSignOut?: boolean; wrapUp?: WrapUp } = {},
): void {
	const agent = agentOf(user);
	const { unavailableCode, validateSignOut, wrapUp } = options;
	if (unavailableCode !== undefined && state !== 'Unavailable') {
		throw badRequest('An unavailable code needs the state Unavailable.');
	}
	if (
		unavailableCode !== undefined &&
		!UNAVAILABLE_CODES.some((item) => item.code === unavailableCode)
	) {
		throw badRequest('The unavailable code does not exist.');
	}
	if (state === 'Sign-Out' && validateSignOut && isLastWithCalls(world, user)) {
		throw conflict('The last agent cannot sign out while calls wait.');
	}
	if (agent.state === state && agent.unavailableCode === unavailableCode && !wrapUp) return;
	const now = world.now();
	if (agent.state === 'Available') agent.availableTime += now - agent.since;
	if (agent.state === 'Wrap-Up') {
		agent.wrapUps.count += 1;
		agent.wrapUps.total += now - agent.since;
	}
	if (agent.state === 'Sign-Out') {
		agent.signInTime = now;
		agent.availableTime = 0;
		agent.wrapUps = { count: 0, total: 0 };
	}
	agent.state = state;
	agent.since = now;
	agent.unavailableCode = unavailableCode;
	agent.wrapUpCallId = wrapUp?.callId;
	agent.wrapUpQueueId = wrapUp?.queueId;
	if (state === 'Available') agent.consecutiveBounces = 0;
	world.timers.cancel(`wrap-up ${user.userId}`);
	publishAgentState(world, user);
	for (const queue of queuesOf(world, user)) {
		publishMonitoring(world, queue);
		offerWaiting(world, queue);
	}
}

export interface WrapUp {
	callId: string;
	queueId: string;
}

/** Tells an agent's state. */
export function publishAgentState(world: XsiWorld, user: UserState): void {
	const agent = agentOf(user);
	world.publish({
		subject: user,
		type: 'AgentStateEvent',
		data: { agentStateInfo: agentStateDocument(world, agent) },
	});
}

/** Joins or leaves a call centre. @throws XsiError 404 */
export function setJoined(
	world: XsiWorld,
	user: UserState,
	queueId: string,
	joined: boolean,
): void {
	const queue = world.state.queues.get(queueId);
	const seat = queue?.agents.find((item) => item.userId === user.userId);
	if (!queue || !seat) throw notFound('The agent is not assigned to the call center.');
	if (seat.joined === joined) return;
	seat.joined = joined;
	const joinInfo = joinInfos(world, user).find((info) => info.acdUserId === queueId);
	world.publish({
		subject: user,
		type: 'ACDAgentJoinUpdateEvent',
		data: { ccAgentJoinUpdateData: { joinInfo } },
	});
	publishMonitoring(world, queue);
	offerWaiting(world, queue);
}

/** The agent's CallCenter document: state first, settings, the list of call centres. */
export function agentDocument(world: XsiWorld, user: UserState): XmlFields {
	const agent = agentOf(user);
	return {
		agentACDState: agent.state,
		agentUnavailableCode: agent.unavailableCode,
		...serviceDocument(user, 'CallCenter'),
		callCenterList: {
			callCenterDetails: queuesOf(world, user).map((queue) => {
				const virtual = world.user(queue.queueId);
				return {
					serviceUserId: queue.queueId,
					available: queue.agents.some((item) => item.userId === user.userId && item.joined),
					phoneNumber: virtual.number,
					extension: virtual.extension,
					type: 'Premium',
					priority: '0-Highest',
					isLogOffAllowed: true,
				};
			}),
		},
	};
}
