import type { INodeProperties } from 'n8n-workflow';

/** The first parameter of both nodes. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'BroadWorks XSI',
			value: 'xsi',
			description: 'A server with user ID and password, or with an access token',
		},
		{
			name: 'Webex Calling',
			value: 'webex',
			description: 'A Webex account that is connected in the browser (OAuth2)',
		},
	],
	default: 'xsi',
	description: 'How the node logs in; each way has a credential of its own',
};
