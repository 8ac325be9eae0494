import { TelephonyError } from '../../shared/core/errors';
import { change, type ChangeAnswer } from './change';
import { ask, onlyGeneration, type CooCenterConnection } from './connection';
import { extensionOf, isObject, number, text, type WireObject } from './values';

/** An agent in a queue. */
export interface QueueMember {
	/** As the PBX names it: `sip/876`. */
	name: string;
	/** Its name without the technology: `876`, as pause and login want it. */
	extension: string;
	paused: boolean;
	/** Lower is called first; null when not told. */
	penalty: number | null;
}

export interface Queue {
	queue: string;
	members: QueueMember[];
}

function memberOf(row: WireObject): QueueMember {
	const name = text(row.name) ?? '';
	return {
		...row,
		name,
		extension: extensionOf(name),
		paused: text(row.paused) === '1' || row.paused === true,
		penalty: number(row.penalty) ?? null,
	};
}

/** Every queue with its agents; generation 1. */
export async function queues(connection: CooCenterConnection): Promise<Queue[]> {
	onlyGeneration(connection, 1, 'The interface for queues');
	const answer = await ask(connection, {
		methods: ['GET', 'POST'],
		path: '/queues/queue-info',
		kind: 'read',
	});
	const data = isObject(answer) ? (answer.data ?? {}) : undefined;
	// PHP writes an empty table as an empty list.
	if (Array.isArray(data) && data.length === 0) return [];
	if (!isObject(data)) {
		throw new TelephonyError('protocolViolation', 'The PBX answered without its queues');
	}
	return Object.entries(data).map(([queue, members]) => ({
		queue,
		members: (Array.isArray(members) ? members : []).filter(isObject).map(memberOf),
	}));
}

async function changeQueue(
	connection: CooCenterConnection,
	command: string,
	fields: WireObject,
	methods: ReadonlyArray<'POST' | 'GET'> = ['POST'],
): Promise<ChangeAnswer> {
	onlyGeneration(connection, 1, 'The interface for queues');
	return await change(connection, { methods, path: `/queues/${command}`, fields });
}

/** Pauses an agent in a queue, or takes the pause back. `member`: extension number. */
export async function pauseAgent(
	connection: CooCenterConnection,
	{ queue, member }: { queue: string; member: string },
	paused: boolean,
): Promise<ChangeAnswer> {
	const fields = { queue, member: extensionOf(member), state: paused ? 'on' : 'off' };
	// The vendor's pages name both methods (docs/protocols/coocenter.md#requests).
	return await changeQueue(connection, 'agent-pause', fields, ['POST', 'GET']);
}

/** An agent's extension and a queue; without one the PBX decides. */
export interface AgentLogin {
	extension: string;
	queue?: string | null;
}

const loginFields = ({ extension, queue }: AgentLogin): WireObject => ({
	extension: extensionOf(extension),
	...(queue ? { queue } : {}),
});

export async function loginAgent(
	connection: CooCenterConnection,
	login: AgentLogin,
): Promise<ChangeAnswer> {
	return await changeQueue(connection, 'agent-login', loginFields(login));
}

export async function logoutAgent(
	connection: CooCenterConnection,
	login: AgentLogin,
): Promise<ChangeAnswer> {
	return await changeQueue(connection, 'agent-logout', loginFields(login));
}
