import { runInNewContext } from 'node:vm';

import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { WebexCallingOAuth2Api } from '../../../../credentials/WebexCallingOAuth2Api.credentials';

const { properties, test: request } = new WebexCallingOAuth2Api();

/** What n8n makes of an expression of the credential, for what is stored. */
function evaluated(expression: string, stored: INodeParameters): unknown {
	const self = NodeHelpers.getNodeParameters(properties, stored, true, false, null, null);
	const [, code] = /^=\{\{(.*)\}\}$/s.exec(expression) ?? [];
	return runInNewContext(code, { $self: self, $credentials: self });
}

const field = (name: string, stored: INodeParameters = {}) =>
	evaluated(String(properties.find((one) => one.name === name)?.default), stored);

it('leads to Webex where nothing was entered', () => {
	expect(field('authUrl')).toBe('https://webexapis.com/v1/authorize');
	expect(field('accessTokenUrl')).toBe('https://webexapis.com/v1/access_token');
	expect(evaluated(String(request.request.baseURL), {})).toBe('https://webexapis.com/v1');
});

it.each([
	'https://api-usgov.webex.com',
	'api-usgov.webex.com/v1/',
	' https://api-usgov.webex.com/ ',
])('takes "%s" as another cloud', (apiServer) => {
	expect(field('authUrl', { apiServer })).toBe('https://api-usgov.webex.com/v1/authorize');
});

it('asks for an administrator’s scopes only where one is to connect', () => {
	expect(field('scope')).toBe('spark:xsi spark:people_read spark:organizations_read');
	expect(field('scope', { access: 'administrator' })).toMatch(/^spark-admin:xsi spark:xsi /);
});
