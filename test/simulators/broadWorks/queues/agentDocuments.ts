import type { AgentState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

/**
 * AgentStateInformation. Times: epoch ms; totalAvailableTime: seconds
 * (docs/protocols/broadworks.md#encodings).
 */
export function agentStateDocument(world: XsiWorld, agent: AgentState): XmlFields {
	const signedIn = agent.state !== 'Sign-Out' && agent.signInTime !== undefined;
	const running = agent.state === 'Available' ? world.now() - agent.since : 0;
	const { count, total } = agent.wrapUps;
	return {
		state: agent.state,
		stateTimestamp: { value: agent.since },
		unavailableCode: agent.unavailableCode,
		wrapUpCallId: agent.wrapUpCallId,
		signInTimestamp: signedIn ? agent.signInTime : undefined,
		totalAvailableTime: signedIn ? Math.floor((agent.availableTime + running) / 1000) : undefined,
		averageWrapUpTime: signedIn
			? { value: count === 0 ? 0 : Math.floor(total / count / 1000) }
			: undefined,
		wrapUpCallCenterUserId: agent.wrapUpQueueId,
	};
}

/** One joinInfo per call centre the agent is assigned to. */
export function joinInfos(world: XsiWorld, user: UserState): XmlFields[] {
	const infos: XmlFields[] = [];
	for (const queue of world.state.queues.values()) {
		const seat = queue.agents.find((item) => item.userId === user.userId);
		if (!seat) continue;
		infos.push({
			acdUserId: queue.queueId,
			joined: seat.joined ? '' : undefined,
			skillLevel: seat.skillLevel,
		});
	}
	return infos;
}
