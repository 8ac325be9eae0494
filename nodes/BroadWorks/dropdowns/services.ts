import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { listServices } from '../client/people/services';
import { fits, withUser } from './loading';

/** The services that the chosen user has, by name. */
export async function searchServices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) => {
		const services = await listServices(client.connection, userId);
		const results = services
			.filter(({ name, service }) => service !== '' && fits(`${name} ${service}`, filter))
			.map(({ name, service }) => ({ name, value: service }));
		return { results: results.sort((a, b) => a.name.localeCompare(b.name)) };
	});
}
