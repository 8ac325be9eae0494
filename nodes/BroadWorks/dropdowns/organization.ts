import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { entryText } from '../../shared/action/dropdowns';
import { getProfile } from '../client/calls/users';
import type { XsiObject } from '../client/calls/values';
import { listAt, readDirectory } from '../client/people/directories';
import type { XsiClient } from '../connect';
import { around, chosenIn, enterpriseOrGroup, matching, withClient } from './loading';

/** Entries of the directory that are read to find groups, queues and route points in it. */
const MOST_OF_DIRECTORY = 2_000;

const ROOT = { Enterprise: 'enterpriseDirectory', Group: 'groupDirectory' } as const;

/** Everybody of the enterprise or group around a user, people and virtual users. */
const everybody = async ({ connection }: XsiClient, userId: string) =>
	await enterpriseOrGroup(
		async (scope) =>
			await readDirectory(connection, userId, {
				path: [scope],
				paged: true,
				limit: MOST_OF_DIRECTORY,
				entriesOf: (document) => listAt(document[ROOT[scope]], 'directoryDetails'),
			}),
	);

/** The virtual users of a service around a user, by name. */
export async function virtualUsers(client: XsiClient, userId: string, service: RegExp) {
	const isOne = ({ additionalDetails }: XsiObject) =>
		listAt(additionalDetails).some(({ serviceName }) => service.test(String(serviceName)));
	const found = (await everybody(client, userId)).filter(isOne);
	return found.map(({ userId: id, firstName, lastName }) => ({
		name: `${[firstName, lastName].filter(Boolean).join(' ')} (${entryText(id)})`,
		value: entryText(id),
	}));
}

/** The enterprise or service provider of a user. */
async function providerOf({ connection }: XsiClient, userId: string): Promise<string> {
	const { details } = await getProfile(connection, userId);
	return String((details as XsiObject | undefined)?.serviceProvider ?? '');
}

const asEntry = (value: string): INodeListSearchItems => ({ name: value, value });

/** The enterprise or service provider of the user around whom lists are read. */
export async function searchEnterprises(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const read = async (userId: string) => await providerOf(client, userId);
		const provider = await around(this, client, read);
		return { results: matching(provider === '' ? [] : [asEntry(provider)], filter) };
	});
}

/** The groups of the enterprise; the enterprise stands before each. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		// Of a Webex account it is the organization, whatever its profile says.
		const isWebex = chosenIn(this, 'authentication') === 'webex';
		const found = await around(this, client, async (userId) => {
			const entries = await everybody(client, userId);
			const groups = [...new Set(entries.map(({ groupId }) => String(groupId ?? '')))];
			const provider = isWebex ? '' : `${await providerOf(client, userId)}/`;
			return groups.filter(Boolean).map((name) => ({ name, value: `${provider}${name}` }));
		});
		return { results: matching(found, filter) };
	});
}

/** The route points of the enterprise. */
export async function searchRoutePoints(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const read = async (userId: string) => await virtualUsers(client, userId, /route\s?point/i);
		const found = await around(this, client, read);
		return { results: matching(found, filter) };
	});
}
