import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { mapBounded } from '../../shared/core/flow/concurrency';
import {
	agentQueues,
	dispositionCodes,
	supervisedAgents,
	supervisorsOf,
	type QueuePerson,
} from '../client/calls/callCenters';
import { chosenUser, matching, withClient } from './loading';
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
	return await withClient(this, async (client) =>
		phones(await supervisedAgents(client.connection, chosenUser(this, client)), filter),
	);
}

/** The supervisors of the chosen user, by extension or number. */
export async function searchSupervisors(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) =>
		phones(await supervisorsOf(client.connection, chosenUser(this, client)), filter),
	);
}

/** The disposition codes of all queues of the chosen agent. */
export async function searchDispositionCodes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const { connection } = client;
		const queues = await agentQueues(connection, chosenUser(this, client));
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
