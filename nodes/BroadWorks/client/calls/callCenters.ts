import { childText, type XmlElement } from '../../../shared/core/parsing/xml';
import { bodyXml } from '../transport/answers';
import { segment, send, type XsiConnection, type XsiQuery } from '../transport/connection';
import { entryOf, type DirectoryEntry } from './users';

const read = async (connection: XsiConnection, path: string, query?: XsiQuery) =>
	bodyXml(await send(connection, { method: 'GET', path: `/v2.0/${path}`, query }));

/** All elements of a name, wherever they are: one directory wraps its queues once more than the other. */
const below = (element: XmlElement, name: string): XmlElement[] =>
	element.children.flatMap((child) => (child.name === name ? [child] : below(child, name)));

/** A person in the list of a queue. */
export interface QueuePerson extends DirectoryEntry {
	/** Service user id of the queue. */
	callCenterId: string;
}

/** The people of a directory by queue, once for each queue. */
export const queuePeople = (document: XmlElement): QueuePerson[] =>
	below(document, 'callCenter').flatMap((queue) =>
		below(queue, 'userDetails').map((details) => ({
			...entryOf(details),
			callCenterId: childText(queue, 'serviceUserID') ?? '',
		})),
	);

/**
 * The agents whom a user supervises, once for each queue
 * (docs/protocols/broadworks.md#directories-logs-voice-mail).
 */
export const supervisedAgents = async (
	connection: XsiConnection,
	userId: string,
	callCenterId?: string,
): Promise<QueuePerson[]> =>
	queuePeople(
		await read(connection, `user/${segment(userId, 'The user')}/directories/Agents`, {
			callcenter: callCenterId || undefined,
		}),
	);

/** The supervisors of an agent, once for each queue. */
export const supervisorsOf = async (
	connection: XsiConnection,
	userId: string,
): Promise<QueuePerson[]> =>
	queuePeople(
		await read(connection, `user/${segment(userId, 'The user')}/directories/Supervisors`),
	);

/** A queue of an agent, as the agent's own service lists it. */
export interface AgentQueue {
	callCenterId: string;
	/** Extension or number. */
	phone?: string;
	joined: boolean;
}

/** The queues an agent is assigned to (docs/protocols/broadworks.md#services). */
export async function agentQueues(
	connection: XsiConnection,
	userId: string,
): Promise<AgentQueue[]> {
	const path = `user/${segment(userId, 'The user')}/services/CallCenter`;
	return below(await read(connection, path), 'callCenterDetails').map((details) => ({
		callCenterId: childText(details, 'serviceUserId') ?? '',
		phone: childText(details, 'extension') || childText(details, 'phoneNumber') || undefined,
		joined: childText(details, 'available') === 'true',
	}));
}

/** A queue of which a user is an agent or supervisor. */
export interface UserQueue {
	callCenterId: string;
	/** Calls that wait; undefined where the server does not tell. */
	waiting?: number;
}

/** The queues of a user in either role, each once (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export async function userQueues(connection: XsiConnection, userId: string): Promise<UserQueue[]> {
	const path = `user/${segment(userId, 'The user')}/directories/CallCenters`;
	const found = new Map<string, UserQueue>();
	for (const user of ['Supervisor', 'Agent']) {
		for (const queue of below(await read(connection, path, { user }), 'callCenter')) {
			const callCenterId = childText(queue, 'serviceUserID') ?? '';
			const waiting = childText(queue, 'numberCallsInQueue');
			found.set(callCenterId, {
				callCenterId,
				...(waiting === undefined ? {} : { waiting: Number(waiting) }),
			});
		}
	}
	return [...found.values()];
}

export interface DispositionCode {
	code: string;
	description: string;
	/** Enterprise, Group or Queue. */
	level: string;
	isDefault: boolean;
}

/** The disposition codes of a queue (docs/protocols/broadworks.md#call-centre-commands). */
export async function dispositionCodes(
	connection: XsiConnection,
	callCenterId: string,
): Promise<DispositionCode[]> {
	const path = `callcenter/${segment(callCenterId, 'The queue')}/profile/DispositionCodes`;
	return below(await read(connection, path), 'dispositionCodeDetail').map((detail) => ({
		code: childText(detail, 'code') ?? '',
		description: childText(detail, 'description') ?? '',
		level: childText(detail, 'level') ?? '',
		isDefault: detail.attributes.isDefault === 'true',
	}));
}
