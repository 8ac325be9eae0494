import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { choosable, entryText } from '../../shared/action/dropdowns';
import { listAt, readDirectory } from '../client/people/directories';
import { withUser } from './loading';

/** The contact directories that the operator has set up for the chosen user. */
export async function getCustomDirectories(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return await withUser(this, async (client, userId) => {
		const found = await readDirectory(client.connection, userId, {
			path: ['CustomContact'],
			paged: false,
			entriesOf: (document) => listAt(document.directory),
		});
		return choosable(found.map(({ name }) => ({ name: entryText(name), value: entryText(name) })));
	});
}
