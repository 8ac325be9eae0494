import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { authorizationOf } from '../nodes/BroadWorks/authorization';
import { DEFAULT_PATHS } from '../nodes/BroadWorks/client/transport/connection';
import { behindAdvanced } from '../nodes/shared/advancedFields';
import { defaultCountryField } from '../nodes/shared/defaultCountry';

const basic = { show: { authentication: ['basic'] } };
const bearer = { show: { authentication: ['bearer'] } };

/** What one operator in many needs. */
const RARE: INodeProperties[] = [
	{
		displayName: 'Default User',
		name: 'defaultUserId',
		type: 'string',
		default: '',
		placeholder: 'e.g. bob@example.net',
		description:
			'For an administrator, who has no telephone and no directory: the user who is meant where none is chosen, and around whom lists are read. Empty means the user ID above.',
	},
	{
		displayName: 'Request Rate',
		name: 'rateLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Most requests of the action node per period, 0 for no limit. Requests above the limit wait. Holds per n8n process: with several (queue mode), divide it by their number. BluIP: 100 requests in 60 seconds.',
	},
	{
		displayName: 'Request Rate Period (Seconds)',
		name: 'ratePeriod',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'Seconds that Request Rate counts in',
	},
	{
		displayName: 'Actions Path',
		name: 'actionsPath',
		type: 'string',
		default: DEFAULT_PATHS.actionsPath,
		description: 'Context of Xsi-Actions; operators can rename it',
	},
	{
		displayName: 'Events Path',
		name: 'eventsPath',
		type: 'string',
		default: DEFAULT_PATHS.eventsPath,
		description: 'Context of Xsi-Events; operators can rename it',
	},
	{
		displayName: 'Event Channel Path',
		name: 'asyncPath',
		type: 'string',
		default: DEFAULT_PATHS.asyncPath,
		description: 'Where the event channel is opened',
	},
	{
		displayName: 'Further Servers',
		name: 'furtherServers',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://xsp2.example.net, https://xsp3.example.net',
		description: 'More servers of the same system; the trigger opens an event channel at each',
	},
	{
		displayName: 'DNS SRV Domain',
		name: 'srvDomain',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.net',
		description:
			'Domain whose DNS lists the servers as _xsi-client._tcp; the trigger opens an event channel at each',
	},
	defaultCountryField,
	{
		displayName: 'Ignore SSL Issues (Insecure)',
		name: 'allowUnauthorizedCerts',
		type: 'boolean',
		default: false,
		description: 'Whether to connect even if the TLS certificate cannot be verified, as in a lab',
	},
];

/** Login to the Xtended Services Interface of a BroadWorks system. */
export class BroadWorksXsiApi implements ICredentialType {
	name = 'broadWorksXsiApi';

	displayName = 'BroadWorks XSI API';

	icon: Icon = { light: 'file:../icons/broadworks.svg', dark: 'file:../icons/broadworks.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/broadworks.md#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Server URL',
			name: 'serverUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://xsp.example.net',
			description: 'Address of the Xtended Services Platform, without the com.broadsoft part',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'User ID and Password', value: 'basic' },
				{ name: 'Access Token', value: 'bearer' },
			],
			default: 'basic',
			description: 'How the node logs in',
		},
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			default: '',
			placeholder: 'e.g. alice@example.net',
			description:
				'A user, or a group, enterprise or system administrator who may act for the users below. With an access token: the user that actions without a user ID are for.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Password of the user ID',
			displayOptions: basic,
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: bearer,
			description:
				'A token of the server for the user. For Webex Calling the nodes have an authentication of its own, whose token n8n renews.',
		},
		...behindAdvanced(RARE),
	];

	authenticate: IAuthenticate = async (credentials, requestOptions) => ({
		...requestOptions,
		headers: { ...requestOptions.headers, Authorization: authorizationOf(credentials) },
	});
}
