import type { List } from '../../shared/action/dropdowns';
import { extensionPages, nameOfExtension } from '../client/account/directory';
import { listQueues } from '../client/account/queues';
import { text, type JsonObject } from '../client/transport/answers';
import type { RingCentralClient } from '../connect';
import { collected } from '../fields/call';
import { optionsOf } from './methods';

/** Entries of a dropdown; it cannot be paged. */
const MOST = 2_000;

function entryOf(record: JsonObject) {
	const id = text(record.id);
	if (id === undefined) return [];
	const name = nameOfExtension(record) ?? id;
	const extension = text(record.extensionNumber);
	return [{ name: extension === undefined ? name : `${name} (${extension})`, value: id }];
}

const byName =
	(pagesOf: (client: RingCentralClient) => AsyncGenerator<JsonObject[]>): List<RingCentralClient> =>
	async (client) =>
		(await collected(pagesOf(client)))
			.flatMap(entryOf)
			.sort((a, b) => a.name.localeCompare(b.name));

const users = { status: ['Enabled'], type: ['User'] };

export const triggerDropdowns = {
	loadOptions: {
		getExtensions: optionsOf(byName((client) => extensionPages(client, users, { limit: MOST }))),
		getQueues: optionsOf(byName((client) => listQueues(client, undefined, { limit: MOST }))),
	},
};
