import type { Calls } from './calls';
import { leave, ringingFor, toVoicemail } from './lifecycle';
import { identity, isRinging, type Party, type StatusReason } from './model';

const typeOf = (calls: Calls, { extensionId }: Party) =>
	extensionId === undefined ? undefined : calls.world.people.get(extensionId).type;

/** The queue's own leg of a call. */
export const isQueueParty = (calls: Calls, party: Party): boolean =>
	typeOf(calls, party) === 'Department';

/** An agent's leg of a queue call that rings. */
export const isAgentParty = (calls: Calls, party: Party): boolean =>
	party.queueCall && isRinging(party) && typeOf(calls, party) === 'User';

const agentsRinging = (calls: Calls, caller: Party) =>
	ringingFor(caller).filter((party) => isAgentParty(calls, party));

/** Rings every agent who takes calls, all at once; nobody left means the queue's mailbox. */
export function ringQueue(calls: Calls, caller: Party, queue: Party): void {
	const from = identity(caller);
	for (const extensionId of calls.world.queues.ready(queue.extensionId ?? '')) {
		const agent = calls.addParty(caller.session, {
			direction: 'Inbound',
			extensionId,
			from,
			to: calls.endOf(extensionId, from.extensionId !== undefined),
			peer: caller,
			queueCall: true,
		});
		calls.change(agent, { code: 'Proceeding' });
	}
	if (agentsRinging(calls, caller).length === 0) {
		toVoicemail(calls, queue);
		return;
	}
	calls.world.timers.set(`call ${queue.id}`, calls.world.options.ringTime, () =>
		toVoicemail(calls, queue),
	);
}

/** An agent does not want a queue call: it goes on ringing at the others. */
export function declineQueueCall(calls: Calls, agent: Party, reason: StatusReason): void {
	const caller = agent.peer;
	leave(calls, agent, reason);
	if (!caller || agentsRinging(calls, caller).length > 0) return;
	const queue = ringingFor(caller).find((party) => isQueueParty(calls, party));
	if (queue) toVoicemail(calls, queue);
}
