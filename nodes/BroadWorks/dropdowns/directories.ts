import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { listAt, readDirectory } from '../client/people/directories';
import { chosenUser, withClient } from './loading';

/** The contact directories that the operator has set up for the chosen user. */
export async function getCustomDirectories(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await withClient(this, async (client) => {
		const found = await readDirectory(client.connection, chosenUser(this, client), {
			path: ['CustomContact'],
			paged: false,
			entriesOf: (document) => listAt(document.directory),
		});
		return found.map(({ name }) => ({ name: String(name), value: String(name) }));
	});
}
