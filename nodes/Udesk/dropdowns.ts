import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { toNodeError } from '../shared/action/nodeErrors';
import { TelephonyError } from '../shared/core/errors';
import { listItems } from './answerItems';
import { AGENT_CONTROLS, controlAsAgent, type AgentControl } from './client/agentControls';
import { listCalloutNumbers } from './client/calls';
import type { UdeskConnection } from './client/connection';
import { connect } from './connect';

type Entry = { name: string; value: string };
type Item = Record<string, unknown>;

const textOf = (value: unknown) => String(value ?? '').trim();

/** A list of the node's server, narrowed by what is typed into it. */
async function search(
	context: ILoadOptionsFunctions,
	list: (connection: UdeskConnection) => Promise<Entry[]>,
	filter = '',
): Promise<INodeListSearchResult> {
	const wanted = filter.trim().toLowerCase();
	try {
		const entries = await list(await connect(context));
		return { results: entries.filter(({ name }) => name.toLowerCase().includes(wanted)) };
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** What the agent sees whose e-mail address stands in the panel; an entry without a value is left out. */
async function seenByAgent(
	context: ILoadOptionsFunctions,
	connection: UdeskConnection,
	{ control, list }: { control: AgentControl; list: string },
	entryOf: (item: Item) => Entry,
): Promise<Entry[]> {
	const agentEmail = textOf(context.getCurrentNodeParameter('agentEmail'));
	if (agentEmail === '') {
		throw new TelephonyError('badRequest', 'Enter the Agent Email first: the list is what it sees');
	}
	const items = [listItems(await controlAsAgent(connection, agentEmail, control), list)].flat();
	return items.map((item) => entryOf(item)).filter(({ value }) => value !== '');
}

const named = (name: unknown, value: unknown): Entry => {
	const id = textOf(value);
	return { name: textOf(name) === '' ? id : `${textOf(name)} (${id})`, value: id };
};

async function searchQueues(this: ILoadOptionsFunctions, filter?: string) {
	const of = { control: AGENT_CONTROLS.getQueues, list: 'queues' };
	const entry = ({ name, id }: Item) => named(name, id);
	return await search(this, async (to) => await seenByAgent(this, to, of, entry), filter);
}

async function searchIvrNodes(this: ILoadOptionsFunctions, filter?: string) {
	const of = { control: AGENT_CONTROLS.getIvrNodes, list: 'ivr_nodes' };
	const entry = ({ name, id }: Item) => named(name, id);
	return await search(this, async (to) => await seenByAgent(this, to, of, entry), filter);
}

/** The first page: Udesk looks for what is typed only with a request of its own. */
async function searchAgents(this: ILoadOptionsFunctions, filter?: string) {
	const of = { control: AGENT_CONTROLS.getAgents, list: 'agents' };
	const entry = (item: Item) => named(item.nick_name, item.agent_no);
	return await search(this, async (to) => await seenByAgent(this, to, of, entry), filter);
}

async function searchNumbers(this: ILoadOptionsFunctions, filter?: string) {
	const numbers = async (connection: UdeskConnection) =>
		[listItems(await listCalloutNumbers(connection))]
			.flat()
			.map(({ number }) => ({ name: textOf(number), value: textOf(number) }))
			.filter(({ value }) => value !== '');
	return await search(this, numbers, filter);
}

export const actionDropdowns = {
	listSearch: { searchAgents, searchIvrNodes, searchNumbers, searchQueues },
};
