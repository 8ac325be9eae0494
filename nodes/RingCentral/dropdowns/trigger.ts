import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { toNodeError } from '../../shared/action/nodeErrors';
import { text, type JsonObject } from '../client/transport/answers';
import { extensionPages, nameOfExtension } from '../client/account/directory';
import { listQueues } from '../client/account/queues';
import { connect, type RingCentralClient } from '../connect';
import type { RingCentralContext } from '../context';

/** Entries of a dropdown; it cannot be paged. */
const MOST = 2_000;

function optionOf(record: JsonObject): INodePropertyOptions[] {
	const id = text(record.id);
	if (id === undefined) return [];
	const name = nameOfExtension(record) ?? id;
	const extension = text(record.extensionNumber);
	return [{ name: extension === undefined ? name : `${name} (${extension})`, value: id }];
}

async function load(
	context: ILoadOptionsFunctions,
	pagesOf: (client: RingCentralClient) => AsyncGenerator<JsonObject[]>,
): Promise<INodePropertyOptions[]> {
	try {
		const client = await connect(context as unknown as RingCentralContext);
		const found: INodePropertyOptions[] = [];
		for await (const page of pagesOf(client)) found.push(...page.flatMap(optionOf));
		return found.sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

async function getExtensions(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const filters = { status: ['Enabled'], type: ['User'] };
	return await load(this, (client) => extensionPages(client, filters, { limit: MOST }));
}

async function getQueues(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await load(this, (client) => listQueues(client, undefined, { limit: MOST }));
}

export const triggerDropdowns = { loadOptions: { getExtensions, getQueues } };
