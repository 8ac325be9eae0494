import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, objectOf } from '../../shared/action/parameters';
import { rawBodyField, rawRequestFields } from '../../shared/action/rawRequestFields';
import type { UdeskApi, UdeskConnection, UdeskRequest } from '../client/connection';
import { rawRequest } from '../client/rawRequest';
import { agentEmailFields } from '../fields';

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'POST', 'PUT'];

/** Any other call of the three interfaces: customers, tickets, organizations … */
export const rawRequestOperation: Operation<UdeskConnection> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request, signed for its interface',
	kind: 'change',
	fields: [
		{
			displayName: 'Interface',
			name: 'api',
			type: 'options',
			options: [
				{
					name: 'Agent',
					value: 'agent',
					description: 'What an agent’s softphone can do (agent_api); with the token of an agent',
				},
				{
					name: 'Open API',
					value: 'v2',
					description:
						'Customers, tickets, organizations and more (open_api_v1); signature version 2',
				},
				{
					name: 'Older Call Center API',
					value: 'v1',
					description:
						'Signature version 1 (open_api); the query is signed in the order you write it',
				},
			],
			default: 'v2',
			description: 'Which of the three interfaces the path belongs to',
		},
		...agentEmailFields('rawAgentEmail', { displayOptions: { show: { api: ['agent'] } } }),
		...rawRequestFields(
			METHODS,
			'e.g. /callcenter/callout_number_list?page=1',
			'Below the interface, with its query. Time stamp and signature are added.',
		),
		rawBodyField('JSON object to send; the agent interface gets it as form. Empty for none.'),
	],
	sample: { code: 1000 },
	async run(context) {
		const { client, parameter } = context;
		const api = parameter<UdeskApi>('api', 'v2');
		const answer = await rawRequest(client, {
			api,
			method: parameter<UdeskRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			body: objectOf(context, 'body', 'Body'),
			agentEmail: api === 'agent' ? mandatory(context, 'rawAgentEmail', 'Agent Email') : undefined,
		});
		return answer as IDataObject;
	},
};
