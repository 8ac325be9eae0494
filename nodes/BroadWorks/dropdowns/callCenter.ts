import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { entryText } from '../../shared/action/dropdowns';
import { TelephonyError } from '../../shared/core/errors';
import { partyOf } from '../client/calls/callRecord';
import { mapBounded } from '../../shared/core/flow/concurrency';
import {
	agentQueues,
	dispositionCodes,
	supervisedAgents,
	supervisorsOf,
	userQueues,
	type QueuePerson,
} from '../client/calls/callCenters';
import { sendControl, type Control } from '../client/controls/control';
import { QUEUE_CONTROLS } from '../client/controls/queueControls';
import { ROUTE_POINT_CONTROLS } from '../client/controls/routePointControls';
import type { XsiObject } from '../client/calls/values';
import type { XsiClient } from '../connect';
import { around, chosenIn, hasNone, matching, withClient, withUser } from './loading';
import { virtualUsers } from './organization';
import { labelOf, phoneOf } from './people';

const QUEUES_AT_ONCE = 4;

/** Each once, by value. */
const distinct = (entries: INodeListSearchItems[]): INodeListSearchItems[] => [
	...new Map(entries.map((entry) => [entry.value, entry])).values(),
];

const phones = (people: readonly QueuePerson[], filter?: string): INodeListSearchResult => ({
	results: matching(
		distinct(people.map((person) => ({ name: labelOf(person), value: phoneOf(person) }))),
		filter,
	),
});

/** The agents whom the chosen user supervises, by extension or number. */
export async function searchAgents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) =>
		phones(await supervisedAgents(client.connection, userId), filter),
	);
}

/** The supervisors of the chosen user, by extension or number. */
export async function searchSupervisors(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) =>
		phones(await supervisorsOf(client.connection, userId), filter),
	);
}

/** The disposition codes of all queues of the chosen agent. */
export async function searchDispositionCodes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) => {
		const { connection } = client;
		const queues = await agentQueues(connection, userId);
		const codes = await mapBounded(
			queues,
			QUEUES_AT_ONCE,
			async ({ callCenterId }) =>
				// A queue that is not Premium has none, and says so with an error.
				await dispositionCodes(connection, callCenterId).catch((error: unknown) => {
					if (error instanceof TelephonyError && error.kind === 'notFound') return [];
					throw error;
				}),
		);
		const entries = codes.flat().map(({ code, description }) => ({
			name: description ? `${code} – ${description}` : code,
			value: code,
		}));
		return { results: matching(distinct(entries), filter) };
	});
}

const queueEntries = async ({ connection }: XsiClient, userId: string) =>
	(await userQueues(connection, userId)).map(({ callCenterId, waiting }) => ({
		name: waiting ? `${callCenterId} (${waiting} waiting)` : callCenterId,
		value: callCenterId,
	}));

/**
 * The queues of the credential's user, who is an agent or supervisor; where there are none, as with an administrator,
 * all of the enterprise.
 */
export async function searchCallCenters(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const found = await around(this, client, async (userId) => {
			const own = await queueEntries(client, userId).catch((error: unknown) => {
				// Servers may refuse this of a user who has nothing to do with queues.
				if (hasNone(error)) return [];
				throw error;
			});
			return own.length > 0 ? own : await virtualUsers(client, userId, /call cent/i);
		});
		return { results: matching(found, filter) };
	});
}

/** The queues of the user chosen in the panel. */
export async function searchUserQueues(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) => ({
		results: matching(await queueEntries(client, userId), filter),
	}));
}

/** What a queue or route point that is chosen in the panel has of something. */
const ofChosen = async (
	context: ILoadOptionsFunctions,
	[field, label]: readonly [field: string, label: string],
	control: Control,
	entryOf: (found: XsiObject) => INodeListSearchItems,
	filter?: string,
): Promise<INodeListSearchResult> =>
	await withClient(context, async ({ connection }) => {
		const chosen = chosenIn(context, field);
		if (chosen === '') throw new TelephonyError('badRequest', `Choose a ${label} first`);
		const response = await sendControl(connection, control, { [field]: chosen });
		const found = [control.read?.(response) ?? []].flat();
		return { results: matching(found.map(entryOf), filter) };
	});

const QUEUE = ['callCenterId', 'Call Center'] as const;
const ROUTE_POINT = ['routePointId', 'Route Point'] as const;

/** A call that waits, by who calls. */
function waitingCall({ callId, remoteParty, acdPriority }: XsiObject): INodeListSearchItems {
	const { name, number } = partyOf(remoteParty);
	const party = [name, number].filter(Boolean).join(' ') || 'unknown number';
	return { name: [party, acdPriority].filter(Boolean).join(' – '), value: entryText(callId) };
}

/** The calls that wait in the chosen queue. */
export async function searchQueueCalls(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await ofChosen(this, QUEUE, QUEUE_CONTROLS.getCalls, waitingCall, filter);
}

/** The calls of the chosen route point. */
export async function searchRoutePointCalls(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { getCalls } = ROUTE_POINT_CONTROLS;
	return await ofChosen(this, ROUTE_POINT, getCalls, waitingCall, filter);
}

/** The numbers under which the chosen queue is called. */
export async function searchDnis(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const entryOf = ({ name, extension, phoneNumber }: XsiObject) => {
		const number = phoneNumber ?? extension;
		return {
			name: number ? `${entryText(name)} (${entryText(number)})` : entryText(name),
			value: entryText(name),
		};
	};
	return await ofChosen(this, QUEUE, QUEUE_CONTROLS.getDnis, entryOf, filter);
}
