import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { defaultCountryField } from '../nodes/shared/defaultCountry';

/** What the login may be asked for (docs/protocols/webex-calling.md#login). */
const SCOPES = {
	user: ['spark:xsi', 'spark:people_read', 'spark:organizations_read'],
	administrator: [
		'spark-admin:xsi',
		'spark:xsi',
		'spark:people_read',
		'spark-admin:people_read',
		'spark-admin:organizations_read',
	],
};

/** Address of the API as n8n's expressions know it; `fields` is `$self` or `$credentials`. */
const apiIn = (fields: string) =>
	`${fields}.apiServer.trim().replace(/\\/+$/, "").replace(/\\/v1$/, "").replace(/^(?!https?:\\/\\/)/i, "https://")`;

/** An account of Webex Calling that is connected in a browser (docs/protocols/webex-calling.md#login). */
export class WebexCallingOAuth2Api implements ICredentialType {
	name = 'webexCallingOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Webex Calling OAuth2 API';

	icon: Icon = { light: 'file:../icons/broadworks.svg', dark: 'file:../icons/broadworks.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/broadworks.md#webex-calling';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Access',
			name: 'access',
			type: 'options',
			options: [
				{
					name: 'Administrator',
					value: 'administrator',
					description: 'Telephones and events of everyone in the organization',
				},
				{
					name: 'User',
					value: 'user',
					description: 'Only the telephone of the person who connects',
				},
			],
			default: 'user',
			description:
				'What the account is connected for. After a change, connect it again. The integration needs the scopes of the choice.',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${apiIn('$self')} + "/v1/authorize" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${apiIn('$self')} + "/v1/access_token" }}`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ $self.access === "administrator" ? ${JSON.stringify(SCOPES.administrator.join(' '))} : ${JSON.stringify(SCOPES.user.join(' '))} }}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		defaultCountryField,
		{
			displayName: 'Webex API Server',
			name: 'apiServer',
			type: 'string',
			default: 'https://webexapis.com',
			description: 'Only for separate Webex clouds, such as those of governments',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${apiIn('$credentials')} + "/v1" }}`,
			// The addresses of XSI are what everything else depends on. A test is one request, so whose organization is first in the
			// list is not known; nodes look up that of the person.
			url: '/organizations?callingData=true',
		},
		rules: [
			{
				type: 'responseSuccessBody',
				// What an organization without XSI lacks.
				properties: {
					key: 'items[0].xsiActionsEndpoint',
					value: undefined,
					message:
						'XSI is not enabled for this organization of Webex; Cisco TAC enables it. Where the account sees several, only the first was looked at: User, Get Profile tells whether its own has XSI',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'The token is not accepted or has expired: connect the account again',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'Missing scope: the account is connected, but may not read its organization. Add spark:organizations_read (for a user) or spark-admin:organizations_read (for an administrator) to the integration and connect the account again',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Wrong address: a server answers there, but it has no Webex API. Check Webex API Server',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
