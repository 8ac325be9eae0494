import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { signRequest } from '../nodes/Udesk/authorization';

/** Login to the Open APIs of Udesk. */
export class UdeskApi implements ICredentialType {
	name = 'udeskApi';

	displayName = 'Udesk API';

	icon: Icon = { light: 'file:../icons/udesk.svg', dark: 'file:../icons/udesk.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/udesk.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Server URL',
			name: 'serverUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://example.udesk.cn',
			description: 'Address of your Udesk, without the open_api part',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			required: true,
			description: 'E-mail address of the administrator the token belongs to',
		},
		{
			displayName: 'Open API Token',
			name: 'openApiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Signs requests to open_api_v1 (signature version 2), and asks for tokens of agents',
		},
		{
			displayName: 'Call Center Secret',
			name: 'callCenterSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Signs requests to the older call center interface open_api (signature version 1): Call as Agent, Get Call Log, Get Work Way. Empty where it is not used.',
		},
		{
			displayName: 'Time Zone of the Server',
			name: 'timeZone',
			type: 'string',
			default: 'Asia/Shanghai',
			placeholder: 'e.g. Asia/Shanghai',
			description:
				'For the time stamp of the older interface, which may be off by 5 minutes at most',
		},
		{
			displayName: 'Requests per Minute',
			name: 'rateLimit',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 60,
			description:
				'Most requests per minute to each path, 0 for no limit. Requests above the limit wait. Udesk allows 60.',
		},
	];

	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		await Promise.resolve(signRequest(credentials, requestOptions, Date.now()));
}
