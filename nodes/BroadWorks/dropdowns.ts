import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { mapBounded } from '../shared/core/flow/concurrency';
import { TelephonyError } from '../shared/core/errors';
import { toNodeError } from '../shared/action/nodeErrors';
import { listCalls, presentCall } from './client/calls/calls';
import { partyOf } from './client/calls/callRecord';
import { EVENT_PACKAGES } from './client/subscriptions/packages';
import { XSI_COMMANDS } from './client/transport/rawRequest';
import { listUnavailableCodes, searchDirectory, type DirectoryEntry } from './client/calls/users';
import { connect, type XsiClient } from './connect';

const CALLS_AT_ONCE = 4;

async function withClient<T>(
	context: ILoadOptionsFunctions,
	load: (client: XsiClient) => Promise<T>,
): Promise<T> {
	try {
		return await load(await connect(context));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** The user chosen in the panel, which n8n gives as text or as a locator. */
function chosenUser(context: ILoadOptionsFunctions, { ownUserId }: XsiClient): string {
	const chosen = context.getCurrentNodeParameter('userId', { extractValue: true });
	const userId = typeof chosen === 'string' ? chosen.trim() : '';
	if (userId || ownUserId) return userId || ownUserId;
	throw new TelephonyError('badRequest', 'Choose a User first');
}

function labelOf({ firstName, lastName, extension, userId }: DirectoryEntry): string {
	const name = [firstName, lastName].filter(Boolean).join(' ') || userId;
	return extension ? `${name} (${extension})` : name;
}

/** Users of the enterprise around the credential's user, page by page. */
async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async ({ connection, ownUserId }) => {
		if (ownUserId === '') {
			throw new TelephonyError(
				'badRequest',
				'The list needs a User ID in the credential. Choose "By ID" to enter a user without it',
			);
		}
		const page = await searchDirectory(connection, ownUserId, {
			text: filter?.trim() || undefined,
			start: paginationToken ? Number(paginationToken) : undefined,
		});
		return {
			results: page.entries.map((entry) => ({
				name: labelOf(entry),
				value: entry.userId,
			})),
			paginationToken: page.next === undefined ? undefined : String(page.next),
		};
	});
}

/** Calls the chosen user has now. */
async function searchCalls(this: ILoadOptionsFunctions): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const userId = chosenUser(this, client);
		const references = await listCalls(client.connection, userId);
		const calls = await mapBounded(
			references,
			CALLS_AT_ONCE,
			async ({ callId }) => await presentCall(client.connection, userId, callId),
		);
		const present = calls.filter((call) => call !== undefined);
		return {
			results: present.map(({ fields: call }) => {
				const { name, number } = partyOf(call.remoteParty);
				const party = [name, number].filter(Boolean).join(' ') || 'unknown number';
				return { name: `${party} – ${String(call.state)}`, value: String(call.callId) };
			}),
		};
	});
}

/** The paths of Xsi-Actions; a search matches anywhere. */
async function searchCommands(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	return await Promise.resolve({
		results: XSI_COMMANDS.filter(({ path }) =>
			words.every((word) => path.toLowerCase().includes(word)),
		).map(({ path, methods }) => ({
			name: `${path.replace(/^\/v2\.0\/(user\/\{userId\}\/)?/, '')} (${methods.join(', ')})`,
			value: path,
		})),
	});
}

/** Unavailable codes of the chosen user's group. */
async function getUnavailableCodes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withClient(this, async (client) => {
		const codes = await listUnavailableCodes(client.connection, chosenUser(this, client));
		return [
			{ name: 'None', value: '' },
			...codes.map(({ code, description }) => ({
				name: description ? `${code} – ${description}` : code,
				value: code,
			})),
		];
	});
}

/** Event types of the package chosen for a raw subscription. */
async function getEventTypes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = String(this.getCurrentNodeParameter('event') ?? '');
	const events = EVENT_PACKAGES.find(({ package: name }) => name === chosen)?.events ?? [];
	return await Promise.resolve(events.map((type) => ({ name: type, value: type })));
}

export const actionDropdowns = {
	listSearch: { searchUsers, searchCalls, searchCommands },
	loadOptions: { getUnavailableCodes },
};

export const triggerDropdowns = {
	listSearch: { searchUsers },
	loadOptions: { getEventTypes },
};
