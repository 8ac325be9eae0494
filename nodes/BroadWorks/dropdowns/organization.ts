import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { getProfile } from '../client/calls/users';
import type { XsiObject } from '../client/calls/values';
import { listAt, readDirectory } from '../client/people/directories';
import type { XsiClient } from '../connect';
import { chosenIn, matching, withClient } from './loading';
import { AROUND } from './people';

/** Entries of the directory that are read to find groups, queues and route points in it. */
const MOST_OF_DIRECTORY = 2_000;

/** The user around whom lists of the enterprise are read. Throws `badRequest` where there is none. */
export function aroundUser({ ownUserId }: XsiClient): string {
	if (ownUserId !== '') return ownUserId;
	throw new TelephonyError('badRequest', AROUND);
}

/** Everybody of the enterprise around a user, people and virtual users. */
const everybody = async ({ connection }: XsiClient, userId: string) =>
	await readDirectory(connection, userId, {
		path: ['Enterprise'],
		paged: true,
		limit: MOST_OF_DIRECTORY,
		entriesOf: (document) => listAt(document.enterpriseDirectory, 'directoryDetails'),
	});

/** The virtual users of a service around a user, by name. */
export async function virtualUsers(client: XsiClient, userId: string, service: RegExp) {
	const isOne = ({ additionalDetails }: XsiObject) =>
		listAt(additionalDetails).some(({ serviceName }) => service.test(String(serviceName)));
	const found = (await everybody(client, userId)).filter(isOne);
	return found.map(({ userId: id, firstName, lastName }) => ({
		name: `${[firstName, lastName].filter(Boolean).join(' ')} (${String(id)})`,
		value: String(id),
	}));
}

/** The enterprise or service provider of a user. */
async function providerOf({ connection }: XsiClient, userId: string): Promise<string> {
	const { details } = await getProfile(connection, userId);
	return String((details as XsiObject | undefined)?.serviceProvider ?? '');
}

const asEntry = (value: string): INodeListSearchItems => ({ name: value, value });

/** The enterprise or service provider of the credential's user. */
export async function searchEnterprises(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const provider = await providerOf(client, aroundUser(client));
		return { results: matching(provider === '' ? [] : [asEntry(provider)], filter) };
	});
}

/** The groups of the enterprise around the credential's user; the enterprise stands before each. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const userId = aroundUser(client);
		const entries = await everybody(client, userId);
		const groups = [...new Set(entries.map(({ groupId }) => String(groupId ?? '')))];
		// Of a Webex account it is the organization, whatever its profile says.
		const isWebex = chosenIn(this, 'authentication') === 'webex';
		const provider = isWebex ? '' : `${await providerOf(client, userId)}/`;
		const found = groups.filter(Boolean).map((name) => ({ name, value: `${provider}${name}` }));
		return { results: matching(found, filter) };
	});
}

/** The route points of the enterprise around the credential's user. */
export async function searchRoutePoints(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withClient(this, async (client) => {
		const found = await virtualUsers(client, aroundUser(client), /route\s?point/i);
		return { results: matching(found, filter) };
	});
}
