import type { N8nApi } from './rest/api';
import { N8nRefusal } from './rest/rest-client';
import type { WorkflowDefinition } from './rest/rest-types';

interface Tag {
	id: string;
	name: string;
}

/** The ids of a workflow's tags; those that are missing are made. */
export async function tagIds(api: N8nApi, { tags = [] }: WorkflowDefinition): Promise<string[]> {
	const ids: string[] = [];
	for (const { name } of tags) ids.push((await known(api, name)) ?? (await made(api, name)));
	return ids;
}

async function known(api: N8nApi, name: string): Promise<string | undefined> {
	const tags = await api.rest.data<Tag[]>('GET', '/rest/tags');
	return tags.find((tag) => tag.name === name)?.id;
}

async function made(api: N8nApi, name: string): Promise<string> {
	try {
		return (await api.rest.data<Tag>('POST', '/rest/tags', { name })).id;
	} catch (error) {
		// Somebody else made it meanwhile: names are unique.
		const id = error instanceof N8nRefusal ? await known(api, name) : undefined;
		if (id === undefined) throw error;
		return id;
	}
}
