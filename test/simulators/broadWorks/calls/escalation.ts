import { conflict, notFound } from '../http/errors';
import { resolve } from '../people/dialPlan';
import { agentOf } from '../queues/agents';
import type { CallState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { startConference } from './conference';
import { peerOf, requireState } from './half';
import { withHook } from './hook';
import { answer } from './lifecycle';
import { clickToDial, connectOut, dial, newOutgoing } from './outgoing';
import { otherUser } from './supervision';
import { blindTransfer } from './transfer';

/** The supervisor meant, or the first one of the agent's queues who is in no call. @throws XsiError 404 */
function supervisorOf(world: XsiWorld, user: UserState, address: string | undefined): UserState {
	agentOf(user);
	const supervisors = [...world.state.queues.values()]
		.filter((queue) => queue.agents.some((agent) => agent.userId === user.userId))
		.flatMap((queue) => queue.supervisors)
		.filter((userId) => userId !== user.userId)
		.map((userId) => world.user(userId));
	const found =
		address === undefined
			? supervisors.find(({ userId }) => world.callsOf(userId).length === 0)
			: supervisors.find((one) => one === resolve(world.state, address).user);
	if (!found) throw notFound('There is no such supervisor, or none is available.');
	return found;
}

/** An agent calls a supervisor. @throws XsiError 404 */
export const escalate = (world: XsiWorld, user: UserState, address: string | undefined) =>
	clickToDial(world, user, supervisorOf(world, user, address).userId);

/** An agent calls a supervisor into a call, which is not held meanwhile. @throws XsiError 404, 409 */
export function escalateEmergency(
	world: XsiWorld,
	call: CallState,
	address: string | undefined,
): CallState {
	requireState(call, 'Active', 'Remote Held');
	const user = world.user(call.userId);
	if (user.conference) throw conflict('The user has a conference already.');
	const supervisor = supervisorOf(world, user, address);
	const called = newOutgoing(world, user, 'Originator', supervisor.userId);
	called.escalates = call.callId;
	publishCall(world, 'CallOriginatingEvent', called);
	connectOut(world, called);
	return called;
}

/** The supervisor has answered an emergency: the two calls become a conference. */
export function bringIn(world: XsiWorld, called: CallState): void {
	const { escalates, userId } = called;
	if (escalates === undefined || !world.state.calls.has(escalates)) return;
	called.escalates = undefined;
	startConference(world, world.user(userId), [escalates, called.callId]);
}

/** The telephone of the called user answers by itself. @throws XsiError 400, 404, 409 */
export function pushToTalk(world: XsiWorld, user: UserState, address: string): CallState {
	const target = otherUser(world, user, address);
	if (target.kind !== 'user') throw notFound('There is nobody to speak to.');
	if (world.callsOf(target.userId).length > 0) throw conflict('The called user is busy.');
	const call = dial(world, user, target.userId);
	const peer = peerOf(world, call);
	if (peer?.state === 'Alerting') answer(world, peer);
	return call;
}

/** An assistant calls somebody in the name of an executive. @throws XsiError 404 */
export function callForExecutive(
	world: XsiWorld,
	user: UserState,
	executive: string,
	address: string,
): CallState {
	const executiveUserId = resolve(world.state, executive).user?.userId ?? '';
	if (!user.executives?.includes(executiveUserId)) {
		throw notFound('The user is no assistant of this executive.');
	}
	return withHook(world, user.userId, () => {
		const call = clickToDial(world, user, address);
		call.executiveUserId = executiveUserId;
		return call;
	});
}

/** An assistant gives an answered call to its executive. @throws XsiError 404, 409 */
export function pushToExecutive(world: XsiWorld, call: CallState): void {
	if (call.executiveUserId === undefined) throw conflict('The call is no call of an executive.');
	requireState(call, 'Active', 'Held', 'Remote Held');
	blindTransfer(world, call, call.executiveUserId);
}
