import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { SERVERS } from '../nodes/RingCentral/client/connection';
import { permissionsField, serverFields } from '../nodes/RingCentral/credentialFields';

/** Address of the API as n8n's expressions know it; `fields` is `$self` or `$credentials`. */
const serverIn = (fields: string) =>
	`${fields}.environment === "other" ? ${fields}.serverUrl.trim().replace(/\\/+$/, "") : (${JSON.stringify(SERVERS)})[${fields}.environment]`;

/** A harmless read that needs the permission, so that the server says whether it is there. */
const PROBES: Record<string, string> = {
	ReadAccounts: '/restapi/v1.0/account/~/extension/~',
	ReadMessages: '/restapi/v1.0/account/~/extension/~/message-store?perPage=1',
	ReadPresence: '/restapi/v1.0/account/~/extension/~/presence',
	TeamMessaging: '/team-messaging/v1/chats?recordCount=1',
	ReadCallLog: '/restapi/v1.0/account/~/extension/~/call-log?perPage=1',
};

/** The probe of the first wanted permission that the token does not have, or of the first at all. */
const PROBE_PATH = `={{ ((probes, wanted, granted) => probes[wanted.find((name) => name in probes && granted !== "" && !granted.split(" ").includes(name)) ?? wanted.find((name) => name in probes) ?? "ReadAccounts"])(${JSON.stringify(PROBES)}, $credentials.permissions ?? [], $credentials.oauthTokenData?.scope ?? "") }}`;

/** Login to RingCentral in a browser (protocol page ringcentral 2). */
export class RingCentralOAuth2Api implements ICredentialType {
	name = 'ringCentralOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'RingCentral OAuth2 API';

	icon: Icon = {
		light: 'file:../icons/ringcentral.svg',
		dark: 'file:../icons/ringcentral.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony#ringcentral-credentials';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		...serverFields,
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ (${serverIn('$self')}) + "/restapi/oauth/authorize" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ (${serverIn('$self')}) + "/restapi/oauth/token" }}`,
		},
		// RingCentral ignores it: the permissions are those of the app.
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
		permissionsField,
	];

	test: ICredentialTestRequest = {
		request: { baseURL: `={{ ${serverIn('$credentials')} }}`, url: PROBE_PATH },
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
					message:
						'Missing permission: the account is connected, but its app lacks one of the Permissions to Check. The operation "Check Permissions" of the node names it',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'Wrong address: a server answers there, but it has no RingCentral API. Check the environment',
				},
			},
		],
	};
}
