import { isOffHook } from '../calls/hook';
import { messageSummary, subscriptionDocument } from '../xml/documents';
import type { CallState, QueueState, UserState } from '../state';
import type { XsiWorld } from '../world';

function viewUser(world: XsiWorld, user: UserState) {
	const { userId, kind, firstName, lastName, number, extension, groupId, services } = user;
	return {
		userId,
		kind,
		level: user.level,
		name: `${firstName} ${lastName}`,
		number,
		extension,
		groupId,
		hookStatus: isOffHook(world, user) ? 'Off-Hook' : 'On-Hook',
		doNotDisturb: String(services.DoNotDisturb?.active) === 'true',
		services,
		parked: user.parked?.remote,
		conference: user.conference,
		automaticCallbacks: user.automaticCallbacks,
		traces: user.traces,
		imrns: user.imrns,
		messageSummary: messageSummary(user),
		log: user.log.slice(0, 50),
	};
}

const viewCall = (call: CallState) => ({ ...call });

function viewAgent(user: UserState) {
	return { userId: user.userId, ...user.agent };
}

function viewQueue(queue: QueueState) {
	return {
		queueId: queue.queueId,
		name: queue.name,
		agents: queue.agents,
		bounceAfter: queue.bounceAfter,
		overflowAfter: queue.overflowAfter,
		overflowTo: queue.overflowTo,
		length: queue.length,
		calls: queue.entries,
		statistics: queue.statistics,
		forcedForwarding: queue.forcedForwarding,
		nightService: queue.nightService,
	};
}

/** Everything as JSON: what GET /control/state answers. Passwords are left out. */
export function viewState(world: XsiWorld) {
	const users = [...world.state.users.values()];
	return {
		enterprise: world.state.enterprise,
		groups: world.state.groups,
		users: users.map((user) => viewUser(world, user)),
		calls: [...world.state.calls.values()].map(viewCall),
		agents: users.filter((user) => user.agent).map(viewAgent),
		queues: [...world.state.queues.values()].map(viewQueue),
		routePoints: [...world.state.routePoints.values()],
		meetings: [...world.state.meetings.values()],
		voicemail: Object.fromEntries(
			users.filter((user) => user.messages.length > 0).map((user) => [user.userId, user.messages]),
		),
		subscriptions: world.subscriptions.all().map((item) => ({
			...subscriptionDocument(item, world.now()),
			lastSequenceNumber: item.lastSequenceNumber,
		})),
		channels: world.channels.all().map((channel) => ({
			channelId: channel.id,
			channelSetId: channel.setId,
			owner: channel.owner,
			applicationId: channel.applicationId,
			priority: channel.priority,
			weight: channel.weight,
			expiresAt: channel.expiresAt,
			openedAt: channel.openedAt,
			lastHeartbeat: channel.lastHeartbeat,
			unacknowledged: channel.inFlight.size,
			stalled: channel.stream.stalled,
			buffered: channel.stream.buffered,
		})),
		waiting: [...world.state.channelSets.values()].map((set) => ({
			channelSetId: set.id,
			events: set.waiting.length,
		})),
		faults: world.faults.list(),
	};
}
