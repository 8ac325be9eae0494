import type {
	JsonObject,
	WorkflowDefinition,
	WorkflowNode,
} from '../../n8n-driver/rest/rest-types';
import { CHATS, PERIOD } from './joinWorld';

type Step = Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & Partial<WorkflowNode>;
type Credential = { id: string; name: string };

/** Output, input and its index. */
type Link = [from: string, to: string, input?: number];

function workflow(name: string, path: string, steps: Step[], links: Link[]): WorkflowDefinition {
	const webhook: Step = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { path, httpMethod: 'POST', responseMode: 'lastNode' },
		webhookId: path,
	};
	const nodes = [webhook, ...steps].map((step, index) => ({
		id: `${index}`,
		typeVersion: 1,
		position: [index * 220, 0] as [number, number],
		...step,
	}));
	const connections: WorkflowDefinition['connections'] = {};
	for (const [from, to, index = 0] of links) {
		const { main } = (connections[from] ??= { main: [[]] });
		main[0]?.push({ node: to, type: 'main', index });
	}
	// What is kept of an execution costs both ways much, and is not what is compared.
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
	return { name, nodes, connections, settings };
}

const chain = (...names: string[]): Link[] =>
	names.slice(1).map((name, index) => [names[index], name]);

/** The operation: one item per user; pairs are what a plain join would have given as items. */
export function operationWorkflow(path: string, credential: Credential): WorkflowDefinition {
	const steps: Step[] = [
		{
			name: 'Join',
			type: 'n8n-nodes-telephony.ringCentral',
			parameters: {
				authentication: 'jwt',
				resource: 'callsWithMessages',
				operation: 'getMany',
				itemPer: 'user',
				dateFrom: PERIOD.from,
				dateTo: PERIOD.to,
				logOf: 'company',
				chatIds: CHATS,
				persons: 'none',
			},
			credentials: { ringCentralJwtApi: credential },
		},
		{
			name: 'Pairs',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				assignments: {
					assignments: [
						{
							id: 'pairs',
							name: 'pairs',
							type: 'number',
							value: '={{ $json.userId ? $json.callCount * $json.postCount : 0 }}',
						},
					],
				},
				options: {},
			},
		},
		summarize('sum', 'pairs'),
	];
	return workflow('Operation', path, steps, chain('Webhook', 'Join', 'Pairs', 'Count'));
}

/** How a node that adds up is set: one item with one number. */
const summarize = (aggregation: 'sum' | 'count', field: string): Step => ({
	name: 'Count',
	type: 'n8n-nodes-base.summarize',
	typeVersion: 1.1,
	parameters: {
		fieldsToSummarize: { values: [{ aggregation, field }] },
		options: {},
	},
});

const httpRequest = (
	name: string,
	url: string,
	query: Record<string, string>,
	nextURL: string,
	completeExpression: string,
	credential: Credential,
): Step => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendQuery: true,
		queryParameters: {
			parameters: Object.entries(query).map(([key, value]) => ({ name: key, value })),
		},
		options: {
			pagination: {
				pagination: {
					paginationMode: 'responseContainsNextURL',
					nextURL,
					paginationCompleteWhen: 'other',
					completeExpression,
				},
			},
		},
	},
	credentials: { httpHeaderAuth: credential },
});

const splitOut = (name: string, field: string, parameters: JsonObject = {}): Step => ({
	name,
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: field, options: {}, ...parameters },
});

/** What one would build without the operation: pages, records, legs; posts; joined by id. */
export function plainWorkflow(path: string, server: string, token: Credential): WorkflowDefinition {
	const chats = CHATS.map((id) => ({ id: `c${id}`, name: 'chat', type: 'string', value: id }));
	const steps: Step[] = [
		httpRequest(
			'Calls',
			`${server}/restapi/v1.0/account/~/call-log`,
			{ view: 'Detailed', dateFrom: PERIOD.from, dateTo: PERIOD.to, perPage: '1000' },
			'={{ $response.body.navigation.nextPage.uri }}',
			'={{ !$response.body.navigation.nextPage }}',
			token,
		),
		splitOut('Call Records', 'records'),
		splitOut('Legs', 'legs', { include: 'selectedOtherFields', fieldsToInclude: 'id' }),
		{
			name: 'Chats',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				mode: 'raw',
				jsonOutput: JSON.stringify({ chats: chats.map(({ value }) => value) }),
				options: {},
			},
		},
		splitOut('Each Chat', 'chats'),
		httpRequest(
			'Posts',
			`=${server}/team-messaging/v1/chats/{{ $json.chats }}/posts`,
			{ recordCount: '250' },
			`={{ "${server}/team-messaging/v1/chats/" + $json.chats + "/posts?pageToken=" + $response.body.navigation.nextPageToken }}`,
			'={{ !$response.body.navigation.nextPageToken }}',
			token,
		),
		splitOut('Post Records', 'records'),
		{
			name: 'Merge',
			type: 'n8n-nodes-base.merge',
			typeVersion: 3,
			parameters: {
				mode: 'combine',
				combineBy: 'combineByFields',
				advanced: true,
				mergeByFields: { values: [{ field1: 'legs.extension.id', field2: 'creatorId' }] },
				joinMode: 'keepMatches',
				options: { fuzzyCompare: true },
			},
		},
		summarize('count', 'creatorId'),
	];
	return workflow('Plain', path, steps, [
		...chain('Webhook', 'Calls', 'Call Records', 'Legs', 'Merge', 'Count'),
		...chain('Webhook', 'Chats', 'Each Chat', 'Posts', 'Post Records'),
		['Post Records', 'Merge', 1],
	]);
}
