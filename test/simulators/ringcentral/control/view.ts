import type { CallSession, Party } from '../calls/model';
import type { Control } from './control';

function partyOf({ id, extensionId, direction, code, reason, from, to, ...more }: Party) {
	const { parkId, queueCall } = more;
	return { id, extensionId, direction, status: code, reason, from, to, parkId, queueCall };
}

function sessionOf({ id, sessionId, origin, createdAt, ownerId, parties }: CallSession) {
	return { id, sessionId, origin, createdAt, ownerId, parties: parties.map(partyOf) };
}

/** Everything the page and tests look at. */
export function stateView(control: Control): Record<string, unknown> {
	const { world, hub, calls, gateway } = control;
	const { people, presence } = world;
	return {
		accountId: world.accountId,
		people: [...people.extensions.values()].map((extension) => ({
			id: extension.id,
			login: extension.login,
			extensionNumber: extension.extensionNumber,
			name: extension.name,
			type: extension.type,
			directNumber: extension.directNumber,
			...(extension.type === 'User'
				? {
						...presence.get(extension.id),
						presenceStatus: presence.presenceStatus(extension.id),
						telephonyStatus: presence.telephonyStatus(extension.id),
						devices: people.devicesOf(extension.id),
					}
				: { members: Object.fromEntries(world.queues.get(extension.id)?.members ?? []) }),
		})),
		calls: [...calls.sessions.values()].map((session) => ({
			...sessionOf(session),
			pickUp: session.parties.flatMap(({ id }) => (calls.waitingForPickUp.has(id) ? [id] : [])),
		})),
		subscriptions: hub.subscriptions.list().map((item) => ({
			id: item.id,
			ownerId: item.ownerId,
			eventFilters: item.filters.map(({ text }) => text),
			expiresAt: item.expiresAt,
			transportType: item.transport.type,
			address: item.transport.target?.address,
			blacklisted: item.blacklisted,
		})),
		sockets: gateway.connections.size,
		faults: control.faults.requests.list(),
		callLog: world.callLog.all().length,
	};
}
