import { objects, type JsonObject } from '../transport/answers';
import { pages, send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * Call queues (docs/protocols/ringcentral.md#queues). "Department" is their old name.
 */

const QUEUES = '/restapi/v1.0/account/~/call-queues';

const queuePath = (queueId: string) => `${QUEUES}/${segment(queueId, 'The queue')}`;

interface PageOptions {
	limit?: number;
	perPage?: number;
}

/** All queues, or those an extension is a member of. */
export function listQueues(
	connection: RingCentralConnection,
	memberExtensionId?: string,
	options?: PageOptions,
): AsyncGenerator<JsonObject[]> {
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: QUEUES, query: { memberExtensionId } },
		options,
	);
}

export async function getQueue(
	connection: RingCentralConnection,
	queueId: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: queuePath(queueId) });
}

/** What can be set of a queue; what is not given stays (OpenAPI CallQueueUpdateDetails). */
export interface QueueSettings {
	name?: string;
	extensionNumber?: string;
	status?: string;
	subType?: string;
	/** Whether members may choose whether they take its calls. */
	editableMemberStatus?: boolean;
	/** s a member's telephone rings. */
	alertTimer?: number;
	serviceLevelSettings?: {
		/** % of calls that are to be answered in time. */
		slaGoal?: number;
		/** s that are in time. */
		slaThresholdSeconds?: number;
		includeAbandonedCalls?: boolean;
		/** s before which an abandoned call does not count. */
		abandonedThresholdSeconds?: number;
	};
}

export async function updateQueue(
	connection: RingCentralConnection,
	queueId: string,
	settings: QueueSettings,
): Promise<JsonObject> {
	const path = queuePath(queueId);
	return await send(connection, { method: 'PUT', path, body: settings });
}

/** Members of a queue: id and extension number. */
export function listMembers(
	connection: RingCentralConnection,
	queueId: string,
	options?: PageOptions,
): AsyncGenerator<JsonObject[]> {
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: `${queuePath(queueId)}/members` },
		options,
	);
}

/** Adds and removes members in one request (Heavy). */
export async function assignMembers(
	connection: RingCentralConnection,
	queueId: string,
	addedExtensionIds: string[],
	removedExtensionIds: string[],
): Promise<void> {
	await send(connection, {
		method: 'POST',
		path: `${queuePath(queueId)}/bulk-assign`,
		body: { addedExtensionIds, removedExtensionIds },
	});
}

/** OpenAPI CallQueueMemberPresence. */
export interface MemberPresence {
	member?: { id?: string | number; name?: string; extensionNumber?: string } | null;
	/** Whether the member takes calls of queues at all; read-only. */
	acceptQueueCalls?: boolean | null;
	/** Whether the member takes calls of this queue. */
	acceptCurrentQueueCalls?: boolean | null;
	[member: string]: unknown;
}

interface Records<T> {
	records?: T[] | null;
}

const recordsOf = <T>({ records }: Records<T>): T[] => objects(records) as T[];

/** Which members of a queue take its calls. */
export async function memberPresence(
	connection: RingCentralConnection,
	queueId: string,
): Promise<MemberPresence[]> {
	const answer = await send<Records<MemberPresence>>(connection, {
		method: 'GET',
		path: `${queuePath(queueId)}/presence`,
	});
	return recordsOf(answer);
}

/** Lets members of a queue take its calls, or not; gives the members the server names afterwards. */
export async function setMemberPresence(
	connection: RingCentralConnection,
	queueId: string,
	memberIds: readonly string[],
	acceptCurrentQueueCalls: boolean,
): Promise<MemberPresence[]> {
	const answer = await send<Records<MemberPresence>>(connection, {
		method: 'PUT',
		path: `${queuePath(queueId)}/presence`,
		body: { records: memberIds.map((id) => ({ member: { id }, acceptCurrentQueueCalls })) },
	});
	return recordsOf(answer);
}

/** OpenAPI ExtensionCallQueuePresence. */
export interface QueuePresence {
	callQueue?: {
		id?: string | number;
		name?: string;
		extensionNumber?: string;
		editableMemberStatus?: boolean;
	} | null;
	acceptCalls?: boolean | null;
	[member: string]: unknown;
}

const ownPath = (extensionId: string) =>
	`/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/call-queue-presence`;

/** The queues of an extension and whether it takes their calls; `~` for the login's own. */
export async function queuePresence(
	connection: RingCentralConnection,
	extensionId: string,
): Promise<QueuePresence[]> {
	const answer = await send<Records<QueuePresence>>(connection, {
		method: 'GET',
		path: ownPath(extensionId),
	});
	return recordsOf(answer);
}

/** Lets an extension take calls of queues, or not. Fails for a queue without `editableMemberStatus`. */
export async function setQueuePresence(
	connection: RingCentralConnection,
	extensionId: string,
	queueIds: readonly string[],
	acceptCalls: boolean,
): Promise<QueuePresence[]> {
	const answer = await send<Records<QueuePresence>>(connection, {
		method: 'PUT',
		path: ownPath(extensionId),
		body: { records: queueIds.map((id) => ({ callQueue: { id }, acceptCalls })) },
	});
	return recordsOf(answer);
}
