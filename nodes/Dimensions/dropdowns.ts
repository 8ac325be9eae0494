import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { toNodeError } from '../shared/action/nodeErrors';
import { listDirectories } from './client/directories';
import { connect } from './connect';

/** Contact directories of the account. */
async function searchDirectories(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	try {
		const wanted = (filter ?? '').trim().toLowerCase();
		const directories = await listDirectories(await connect(this));
		return {
			results: directories
				.map(({ id, name }) => ({ name: String(name ?? id), value: String(id) }))
				.filter(({ name }) => name.toLowerCase().includes(wanted)),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

export const actionDropdowns = { listSearch: { searchDirectories } };
