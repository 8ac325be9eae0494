import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { toNodeError } from '../../shared/action/nodeErrors';
import { collected } from '../fields/call';
import { text } from '../client/transport/answers';
import { listForwardingNumbers } from '../client/calls/devices';
import { extensionPages, nameOfExtension } from '../client/account/directory';
import { listMembers } from '../client/account/queues';
import { connect, type RingCentralClient } from '../connect';

/** An entry of a live list. */
export interface Entry {
	name: string;
	value: string;
}

/** Reads a live list; `context` tells what else was chosen in the panel. */
export type List = (client: RingCentralClient, context: ILoadOptionsFunctions) => Promise<Entry[]>;

async function read(context: ILoadOptionsFunctions, list: List): Promise<Entry[]> {
	try {
		return await list(await connect(context), context);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** A list to choose several from. */
export function optionsOf(list: List) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await read(this, list);
	};
}

/** A list that is read as a whole and then narrowed by what was typed. */
export function searchOf(list: List) {
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		const words = filter.trim().toLowerCase();
		const entries = await read(this, list);
		return { results: entries.filter(({ name }) => name.toLowerCase().includes(words)) };
	};
}

/** The user's telephones that a RingOut can ring first. */
const forwardingNumbers: List = async (client) =>
	(await listForwardingNumbers(client)).map(({ id, label, phoneNumber }) => ({
		name: [text(label), text(phoneNumber)].filter(Boolean).join(' – ') || String(id),
		value: String(id),
	}));

/** Members of the queue that is chosen in the panel, with directory names; none before a choice. */
const queueMembers: List = async (client, context) => {
	const chosen: unknown = context.getCurrentNodeParameter('queueId', { extractValue: true });
	const queueId = typeof chosen === 'string' ? chosen.trim() : '';
	if (queueId === '') return [];
	const members = await collected(listMembers(client, queueId));
	const names = new Map(
		(await collected(extensionPages(client))).map((each) => [text(each.id), nameOfExtension(each)]),
	);
	return members.map(({ id, extensionNumber }) => {
		const value = text(id) ?? '';
		const number = text(extensionNumber);
		return { name: `${names.get(value) ?? value}${number ? ` (${number})` : ''}`, value };
	});
};

export const callDropdowns = {
	loadOptions: { getQueueMembers: optionsOf(queueMembers) },
	listSearch: { searchForwardingNumbers: searchOf(forwardingNumbers) },
};
