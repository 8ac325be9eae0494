import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { SERVERS } from '../nodes/RingCentral/client/transport/connection';
import {
	APP_PERMISSIONS,
	CHECKED_BY_DEFAULT,
	namesOf,
	PROBES,
} from '../nodes/RingCentral/client/login/permissions';
import { permissionsField, serverFields } from '../nodes/RingCentral/credentialFields';

/** Address of the API as n8n's expressions know it; `fields` is `$self` or `$credentials`. */
const serverIn = (fields: string) =>
	`${fields}.environment === "other" ? ${fields}.serverUrl.trim().replace(/(\\/restapi(\\/.*)?)?\\/*$/, "") : (${JSON.stringify(SERVERS)})[${fields}.environment]`;

/**
 * What the test reads where the token tells that a permission is missing. n8n lets the test of an OAuth2
 * credential say nothing but fixed words for fixed answers, so this is an answer for each: its length names
 * the permission, and whether n8n reads it as bytes, as text or as JSON, that is its member `length`.
 */
const PERMISSIONS = APP_PERMISSIONS.map(({ name, label }, index) => {
	const length = 20 + index;
	const bytes = Buffer.from(JSON.stringify({ length }).padEnd(length));
	const answer = `data:application/json;base64,${bytes.toString('base64')}`;
	return { name, label, names: namesOf(name), answer, length };
});

const CHOICES = PERMISSIONS.map(({ names, answer }) => ({ names, answer }));

/** The permissions of the token in lower case; none where the server did not tell them. */
const GRANTED =
	'($credentials.oauthTokenData?.scope ?? "").toLowerCase().split(/[\\s,]+/).filter((name) => name !== "")';

const IS_MISSING =
	'({ names }) => granted.length > 0 && wanted.some((each) => names.includes(each.toLowerCase())) && !names.some((each) => granted.includes(each))';

const PROBE = 'server + (probes[wanted.find((name) => name in probes)] ?? probes.ReadAccounts)';

/** Where the test asks: the answer above, or the server by the probe of the first wanted permission. */
const TEST_URL = `={{ ((permissions, probes, wanted, granted, server) => permissions.find(${IS_MISSING})?.answer ?? ${PROBE})(${[
	JSON.stringify(CHOICES),
	JSON.stringify(PROBES),
	`$credentials.permissions?.length > 0 ? $credentials.permissions : ${JSON.stringify(CHECKED_BY_DEFAULT)}`,
	GRANTED,
	serverIn('$credentials'),
].join(', ')}) }}`;

/** What n8n makes of the answers. It reads rules of both kinds; only its type has lists of one. */
const TEST_RULES = [
	...PERMISSIONS.map(({ name, label, length }) => ({
		type: 'responseSuccessBody' as const,
		properties: {
			key: 'length',
			value: length,
			message: `Missing permission: the account is connected, but its app lacks ${name} ("${label}"). Add it to the app in the developer console and connect the account again`,
		},
	})),
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
] as ICredentialTestRequest['rules'];

/** Login to RingCentral in a browser (docs/protocols/ringcentral.md#authorisation). */
export class RingCentralOAuth2Api implements ICredentialType {
	name = 'ringCentralOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'RingCentral OAuth2 API';

	icon: Icon = {
		light: 'file:../icons/ringcentral.svg',
		dark: 'file:../icons/ringcentral.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/ringcentral.md#credentials';

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
		request: { url: TEST_URL },
		rules: TEST_RULES,
	};
}
