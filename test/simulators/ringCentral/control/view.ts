import type { CallSession, Party } from '../calls/model';
import type { Control } from './control';

function partyOf({ id, extensionId, direction, code, reason, from, to, ...more }: Party) {
	const { parkId, queueCall } = more;
	return { id, extensionId, direction, status: code, reason, from, to, parkId, queueCall };
}

function sessionOf({ id, sessionId, origin, createdAt, ownerId, parties }: CallSession) {
	return { id, sessionId, origin, createdAt, ownerId, parties: parties.map(partyOf) };
}

const SHOWN_POSTS = 50;

/** Chats in which somebody wrote, with their newest posts. */
function chatsOf({ world: { chats } }: Control) {
	const nameOf = (id: string) => {
		const person = chats.person(id);
		return person ? `${person.firstName} ${person.lastName}` : id;
	};
	return [...chats.chats.values()]
		.filter(({ posts }) => posts.length > 0)
		.map(({ id, type, name, posts }) => ({
			id,
			type,
			name,
			posts: posts
				.slice(-SHOWN_POSTS)
				.map(({ creatorId, text, created }) => ({ from: nameOf(creatorId), text, time: created })),
		}));
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
		chats: chatsOf(control),
	};
}
