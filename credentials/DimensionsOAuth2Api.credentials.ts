import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { defaultCountryField } from '../nodes/shared/defaultCountry';

/** Login to the API of Dimensions (docs/protocols/dimensions.md#contact-directories). */
export class DimensionsOAuth2Api implements ICredentialType {
	name = 'dimensionsOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Dimensions OAuth2 API';

	icon: Icon = { light: 'file:../icons/dimensions.svg', dark: 'file:../icons/dimensions.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/dimensions.md#credentials';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Australia', value: 'au' },
				{ name: 'Europe', value: 'eu' },
				{ name: 'North America', value: 'na' },
				{ name: 'Other', value: 'other' },
				{ name: 'United Kingdom', value: 'uk' },
			],
			default: 'uk',
			description: 'Where your Dimensions is hosted',
		},
		{
			displayName: 'API Server',
			name: 'serverUrl',
			type: 'string',
			default: '',
			description: 'Address of the API',
			placeholder: 'e.g. https://api.uk.myreports.cloud/api/v1.0',
			displayOptions: { show: { region: ['other'] } },
		},
		{
			displayName: 'Login Server',
			name: 'loginUrl',
			type: 'string',
			default: 'https://login.xarios.cloud',
			description: 'Address where Xarios lets people log in',
			required: true,
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '={{ $self["loginUrl"].replace(/\\/+$/, "") }}/connect/authorize',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{ $self["loginUrl"].replace(/\\/+$/, "") }}/connect/token',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: 'openid offline_access onboarding',
			description:
				'What Xarios has granted your client. The default is what the reseller documentation shows; offline_access keeps the login alive.',
		},
		defaultCountryField,
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	test: ICredentialTestRequest = {
		request: {
			// As the node reads the address: scheme and path may be left out, slashes at the end do no harm.
			baseURL:
				'={{ $credentials.region === "other" ? $credentials.serverUrl.trim().replace(/\\/+$/, "").replace(/^(?!https?:\\/\\/)/i, "https://").replace(/^(https?:\\/\\/[^\\/]+)$/i, "$1/api/v1.0") : "https://api." + $credentials.region + ".myreports.cloud/api/v1.0" }}',
			url: '/contactdirectories',
		},
		rules: [
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
					message: 'No right: the account is connected, but may not read contact directories',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Wrong address: a server answers there, but it has no such API. Check the region',
				},
			},
		],
	};
}
