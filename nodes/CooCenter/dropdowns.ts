import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { toNodeError } from '../shared/action/nodeErrors';
import type { CooCenterConnection } from './client/connection';
import { extensionStates } from './client/extensions';
import { queues } from './client/queues';
import { text } from './client/values';
import { connect } from './connect';

type Entry = { name: string; value: string };

async function load(
	context: ILoadOptionsFunctions,
	list: (connection: CooCenterConnection) => Promise<Entry[]>,
): Promise<Entry[]> {
	try {
		return await list((await connect(context)).connection);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function extensions(connection: CooCenterConnection): Promise<Entry[]> {
	const found = (await extensionStates(connection)).filter(({ extension }) => extension !== '');
	return found.map(({ extension, agentName, statusText }) => {
		const name = text(agentName);
		const label = name === undefined || name === extension ? extension : `${name} (${extension})`;
		return { name: `${label} – ${statusText}`, value: extension };
	});
}

async function queueEntries(connection: CooCenterConnection): Promise<Entry[]> {
	return (await queues(connection)).map(({ queue, members }) => ({
		name: `${queue} – ${members.length} agents`,
		value: queue,
	}));
}

/** Agents of the chosen queue, or of all when none is chosen. */
async function members(connection: CooCenterConnection, queue: string): Promise<Entry[]> {
	const all = await queues(connection);
	const chosen = queue === '' ? all : all.filter((candidate) => candidate.queue === queue);
	const entries = chosen.flatMap((found) =>
		found.members.map(({ extension, paused }) => ({
			name: paused ? `${extension} – paused` : extension,
			value: extension,
		})),
	);
	return [...new Map(entries.map((entry) => [entry.value, entry])).values()];
}

const matching = (entries: Entry[], filter = ''): INodeListSearchResult => ({
	results: entries.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase())),
});

async function searchExtensions(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await load(this, extensions), filter);
}

async function searchQueues(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return matching(await load(this, queueEntries), filter);
}

async function searchMembers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const queue = text(this.getCurrentNodeParameter('queue', { extractValue: true })) ?? '';
	return matching(await load(this, async (connection) => await members(connection, queue)), filter);
}

async function getExtensions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await load(this, extensions);
}

async function getQueues(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await load(this, queueEntries);
}

export const actionDropdowns = {
	listSearch: { searchExtensions, searchQueues, searchMembers },
};

export const triggerDropdowns = { loadOptions: { getExtensions, getQueues } };
