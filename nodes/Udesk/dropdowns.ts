import {
	dropdownsOf,
	entryText,
	fieldNow,
	type Entry,
	type List,
	type PagedList,
} from '../shared/action/dropdowns';
import { TelephonyError } from '../shared/core/errors';
import { recordOf } from '../shared/core/records';
import { zonedTime } from '../shared/core/zone';
import { systemClock } from '../shared/systemPorts';
import { listItems } from './answerItems';
import { AGENT_CONTROLS, controlAsAgent, type AgentControl } from './client/agentControls';
import { listAgents, listCalloutNumbers, listTasks } from './client/calls';
import type { UdeskConnection } from './client/connection';
import { listTickets } from './client/tickets';
import { connect } from './connect';

type Item = Record<string, unknown>;

const { pagesOf, searchOf } = dropdownsOf(async (context) => await connect(context));

const named = (name: unknown, value: unknown): Entry => {
	const id = entryText(value);
	return { name: entryText(name) === '' ? id : `${entryText(name)} (${id})`, value: id };
};

/** What the agent sees whose e-mail address stands in the panel; an entry without a value is left out. */
const seenByAgent =
	(
		control: AgentControl,
		list: string,
		entryOf: (item: Item) => Entry = ({ name, id }) => named(name, id),
	): List<UdeskConnection> =>
	async (connection, context) => {
		const agentEmail = fieldNow(context, 'agentEmail');
		if (agentEmail === '') {
			throw new TelephonyError(
				'badRequest',
				'Choose the Agent Email first: the list is what it sees',
			);
		}
		const items = [listItems(await controlAsAgent(connection, agentEmail, control), list)].flat();
		return items.map((item) => entryOf(item)).filter(({ value }) => value !== '');
	};

/** The first page: Udesk looks for what is typed only with a request of its own. */
const agents = seenByAgent(AGENT_CONTROLS.getAgents, 'agents', ({ nick_name, agent_no }) =>
	named(nick_name, agent_no),
);

const numbers: List<UdeskConnection> = async (connection) =>
	[listItems(await listCalloutNumbers(connection))]
		.flat()
		.map(({ number }) => ({ name: entryText(number), value: entryText(number) }))
		.filter(({ value }) => value !== '');

/** Tasks of all times: Udesk gives none without a period, and is younger than the one asked for here. */
const tasks: List<UdeskConnection> = async (connection) => {
	const until = zonedTime(connection.timeZone, systemClock.now()).local.slice(0, 10);
	const period = { from: '2010-01-01 00:00:00', until: `${until} 23:59:59` };
	return [listItems(await listTasks(connection, period), 'callout_tasks')]
		.flat()
		.map(({ name, id }) => named(name, id))
		.reverse();
};

const isLastPage = (answer: Item, page: number) =>
	page >= Number(recordOf(answer.meta)?.total_pages ?? 1);

const TICKETS_AT_ONCE = 100;

const tickets: PagedList<UdeskConnection> = async (connection, page) => {
	const answer = await listTickets(connection, { page, pageSize: TICKETS_AT_ONCE });
	return {
		entries: [listItems(answer, 'tickets')].flat().map(({ subject, id }) => named(subject, id)),
		isLast: isLastPage(answer, page),
	};
};

/** Page by page, as Udesk gives them. */
const agentEmails: PagedList<UdeskConnection> = async (connection, page) => {
	const answer = await listAgents(connection, page);
	return {
		entries: [listItems(answer, 'agents')]
			.flat()
			.map(({ nick_name, email }) => named(nick_name, email))
			.filter(({ value }) => value !== ''),
		isLast: isLastPage(answer, page),
	};
};

export const actionDropdowns = {
	listSearch: {
		searchAgentEmails: pagesOf(agentEmails),
		searchAgents: searchOf(agents),
		searchIvrNodes: searchOf(seenByAgent(AGENT_CONTROLS.getIvrNodes, 'ivr_nodes')),
		searchNumbers: searchOf(numbers),
		searchQueues: searchOf(seenByAgent(AGENT_CONTROLS.getQueues, 'queues')),
		searchTasks: searchOf(tasks),
		searchTickets: pagesOf(tickets),
	},
};
