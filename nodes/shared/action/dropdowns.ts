import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { toNodeError } from './nodeErrors';

/** An entry of a live list. */
export interface Entry {
	name: string;
	value: string;
}

/** Reads a live list; `context` tells what else was chosen in the panel. */
export type List<Client> = (client: Client, context: ILoadOptionsFunctions) => Promise<Entry[]>;

/** Makes methods of a node of the live lists of a backend, whose server `connect` reaches. */
export function dropdownsOf<Client>(connect: (context: ILoadOptionsFunctions) => Promise<Client>) {
	const read = async (context: ILoadOptionsFunctions, list: List<Client>): Promise<Entry[]> => {
		try {
			return await list(await connect(context), context);
		} catch (error) {
			throw toNodeError(context.getNode(), error);
		}
	};
	return {
		/** A list to choose several from. */
		optionsOf: (list: List<Client>) =>
			async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				return await read(this, list);
			},
		/** A list that is read as a whole and then narrowed by what was typed. */
		searchOf: (list: List<Client>) =>
			async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
				const words = filter.trim().toLowerCase();
				const entries = await read(this, list);
				return { results: entries.filter(({ name }) => name.toLowerCase().includes(words)) };
			},
	};
}
