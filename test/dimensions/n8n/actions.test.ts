import type { N8nApi } from '../../../n8n-driver/rest/api';
import { connectOAuth2 } from '../../../n8n-driver/rest/connect-oauth2';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { operations } from '../../../nodes/Dimensions/operations';
import { GivenItems } from '../../contract/sources/samples';
import {
	DIMENSIONS_CLIENT,
	startDimensionsSimulator,
	type RunningDimensions,
} from '../../simulators/dimensions';
import { actionOf, credentialsFor } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, nodeNames } from '../../support/n8n/workflows';

const directory = '00000000-0000-0000-0000-000000000001';
const contactId = '00000000-0000-0000-0000-00000000000a';

const onContact = (operation: string, more: JsonObject = {}) => ({
	resource: 'contact',
	operation,
	directoryId: byId(directory),
	...more,
});
const byContactId = { by: 'id', contactId };
const byCrmId = { by: 'crmId', contactId: 'crm-1' };
const contactsOf = ({ simulator }: RunningDimensions) => simulator.directories.list[0].contacts;

interface ActionCase {
	name: string;
	parameters: JsonObject;
	then: (dimensions: RunningDimensions, items: JsonObject[]) => void;
}

const cases: ActionCase[] = [
	{
		name: 'Get Many directories',
		parameters: { resource: 'directory', operation: 'getMany' },
		then: (_dimensions, items) =>
			expect(items.map(({ name }) => name)).toEqual(['My Global', 'Suppliers']),
	},
	{
		name: 'Raw Request for the directories',
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			method: 'GET',
			path: 'contactdirectories',
		},
		then: (_dimensions, items) =>
			expect(items).toMatchObject([{ status: 'success', data: [{ id: directory }, {}] }]),
	},
	{
		name: 'Get a directory',
		parameters: { resource: 'directory', operation: 'get', directoryId: byId(directory) },
		then: (_dimensions, items) => expect(items).toMatchObject([{ id: directory }]),
	},
	{
		name: 'Create a contact',
		parameters: onContact('create', { by: 'id', fields: { fullName: 'New', phone1: '+4420' } }),
		then(dimensions, items) {
			const created = contactsOf(dimensions).find(({ id }) => id === items[0].id);
			expect(created?.fields).toEqual({ fullName: 'New', phone1: '+4420' });
		},
	},
	{
		name: 'Create a contact by CRM ID',
		parameters: onContact('create', { by: 'crmId', fields: { fullName: 'New', crmId: 'c2' } }),
		then: (dimensions) =>
			expect(contactsOf(dimensions).map(({ fields }) => fields.crmId)).toEqual(['crm-1', 'c2']),
	},
	{
		name: 'Get a contact',
		parameters: onContact('get', byContactId),
		then: (_dimensions, items) => expect(items).toMatchObject([{ fields: { fullName: 'Old' } }]),
	},
	{
		name: 'Get a contact by CRM ID',
		parameters: onContact('get', byCrmId),
		then: (_dimensions, items) => expect(items).toMatchObject([{ id: contactId }]),
	},
	{
		name: 'Get Many contacts',
		parameters: onContact('getMany'),
		then: (_dimensions, items) => expect(items).toMatchObject([{ id: contactId }]),
	},
	{
		name: 'Find by Number',
		parameters: onContact('findByNumber', { number: '+44 20 7946-0123' }),
		then: (_dimensions, items) => expect(items).toMatchObject([{ id: contactId }]),
	},
	{
		name: 'Create or Update by CRM ID: one that is there',
		parameters: onContact('upsert', {
			matchBy: 'crmId',
			fields: { crmId: 'crm-1', fullName: 'Newer', email: '' },
		}),
		then(dimensions, items) {
			expect(items).toMatchObject([{ outcome: 'updated', id: contactId }]);
			expect(contactsOf(dimensions).map(({ fields }) => fields)).toEqual([
				{ fullName: 'Newer', crmId: 'crm-1', phone1: '+442079460123' },
			]);
		},
	},
	{
		name: 'Create or Update by number: a new one',
		parameters: onContact('upsert', {
			matchBy: 'number',
			fields: { phone2: '+442079460999', fullName: 'New' },
		}),
		then(dimensions, items) {
			expect(items).toMatchObject([{ outcome: 'created' }]);
			expect(contactsOf(dimensions).map(({ fields }) => fields.fullName)).toEqual(['Old', 'New']);
		},
	},
	{
		name: 'Create or Update Many by number, with a report per row',
		parameters: onContact('upsertMany', {
			matchBy: 'number',
			contacts: JSON.stringify([
				{ phone1: '+44 20 7946 0123', title: 'Dr' },
				{ phone1: '+442079460999', colour: 'red' },
				{ phone1: '+442079460999', fullName: 'New' },
				{ phone3: '+44 (20) 7946 0999', title: 'Ms' },
			]),
		}),
		then(dimensions, items) {
			expect(items).toMatchObject([
				{ row: 1, outcome: 'updated', id: contactId },
				{ row: 2, outcome: 'failed', error: expect.stringMatching(/colour/) as string },
				{ row: 3, outcome: 'created' },
				{ row: 4, outcome: 'updated', id: items[2].id },
			]);
			expect(contactsOf(dimensions).map(({ fields }) => fields.title)).toEqual(['Dr', 'Ms']);
		},
	},
	{
		name: 'Update a contact',
		parameters: onContact('update', { ...byContactId, fields: { phone2: '+4421', email: '' } }),
		then: (dimensions) =>
			expect(contactsOf(dimensions)[0].fields).toEqual({
				fullName: 'Old',
				crmId: 'crm-1',
				phone1: '+442079460123',
				phone2: '+4421',
			}),
	},
	{
		name: 'Replace a contact by CRM ID',
		parameters: onContact('replace', { ...byCrmId, fields: { fullName: 'Other', crmId: 'crm-1' } }),
		then: (dimensions) =>
			expect(contactsOf(dimensions)[0].fields).toEqual({ fullName: 'Other', crmId: 'crm-1' }),
	},
	{
		name: 'Delete a contact',
		parameters: onContact('delete', byContactId),
		then(dimensions, items) {
			expect(items).toEqual([{ deleted: true }]);
			expect(contactsOf(dimensions)).toEqual([]);
		},
	},
	...[
		['text', '[{"op":"replace","path":"/fields/fullName","value":"Raw"}]'],
		['a list', '={{ [{ op: "replace", path: "/fields/fullName", value: "Raw" }] }}'],
	].map(
		([kind, body]): ActionCase => ({
			name: `Raw Request with ${kind} as body`,
			parameters: {
				resource: 'rawRequest',
				operation: 'send',
				method: 'PATCH',
				path: `contactdirectories/${directory}/items/${contactId}`,
				body,
			},
			then(dimensions, items) {
				expect(items[0]).toMatchObject({ status: 'success' });
				expect(contactsOf(dimensions)[0].fields.fullName).toBe('Raw');
			},
		}),
	),
];

describe('Dimensions', () => {
	const gave = new GivenItems();
	let api: N8nApi;
	let dimensions: RunningDimensions;
	let credential: StoredCredential;

	const data = (): JsonObject => ({
		...DIMENSIONS_CLIENT,
		region: 'other',
		serverUrl: dimensions.api,
		loginUrl: dimensions.url,
		scope: 'openid offline_access onboarding',
	});

	beforeAll(async () => {
		api = await sharedN8n();
		dimensions = await startDimensionsSimulator();
		credential = await api.createCredential('Dimensions', 'dimensionsOAuth2Api', data());
		await connectOAuth2(api, credential);
	});
	beforeEach(() => {
		dimensions.simulator.directories.patchTakes = 'list';
		contactsOf(dimensions).splice(0, Infinity, {
			id: contactId,
			fields: {
				fullName: 'Old',
				email: 'old@example.net',
				crmId: 'crm-1',
				phone1: '+442079460123',
			},
		});
	});
	afterAll(async () => {
		await api.deleteCredential(credential.id);
		await dimensions.close();
	});

	const run = async (parameters: JsonObject, of = credential, items = 1) => {
		const input = Array(items).fill({}) as JsonObject[];
		const execution = await api.runOnce(
			actionOf('dimensions', of, parameters, input),
			nodeNames.start,
			nodeNames.action,
		);
		gave.add(parameters, execution.output[nodeNames.action]);
		return execution;
	};

	test.each(cases)('$name', async ({ parameters, then }) => {
		const { status, error, output } = await run(parameters);
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		then(dimensions, output[nodeNames.action]);
	});

	test('Update where the server takes one change at a time', async () => {
		dimensions.simulator.directories.patchTakes = 'object';
		const { status } = await run(
			onContact('update', { ...byContactId, fields: { phone2: '+4421', title: 'Dr' } }),
		);
		expect(status).toBe('success');
		expect(contactsOf(dimensions)[0].fields).toMatchObject({ phone2: '+4421', title: 'Dr' });
	});

	test('a token that has expired is renewed, and a change is made once', async () => {
		dimensions.simulator.login.expire();
		const { status, error } = await run(
			onContact('create', { by: 'id', fields: { fullName: 'A' } }),
		);
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		expect(contactsOf(dimensions)).toHaveLength(2);
	});

	test('many reads at once with a token that has expired renew it once', async () => {
		dimensions.simulator.login.expire();
		const { status, error, output } = await run(onContact('get', byContactId), credential, 8);
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		expect(output[nodeNames.action]).toHaveLength(8);
	});

	test('the list of directories', async () => {
		const { results } = await api.searchList(
			{
				nodeType: 'n8n-nodes-telephony.dimensions',
				typeVersion: 1,
				path: 'parameters.directoryId',
				methodName: 'searchDirectories',
				parameters: { resource: 'directory', operation: 'get' },
				credentials: credentialsFor(credential) as Record<string, { id: string; name: string }>,
			},
			'supp',
		);
		expect(results).toEqual([{ name: 'Suppliers', value: '00000000-0000-0000-0000-000000000002' }]);
	});

	test.each([
		[
			'a contact that is not there',
			onContact('get', { by: 'crmId', contactId: 'no' }),
			/no such.*contact/i,
		],
		['a malformed id', onContact('get', { by: 'id', contactId: 'x' }), /'x' is not valid/],
		[
			'rows that are no list',
			onContact('upsertMany', { matchBy: 'crmId', contacts: '{"crmId":"1"}' }),
			/"Contacts" is not a list/,
		],
		[
			'a contact without CRM ID',
			onContact('upsert', { matchBy: 'crmId', fields: { fullName: 'x' } }),
			/no CRM ID/,
		],
		['no fields', onContact('create', { by: 'id', fields: {} }), /"Fields" has no field/],
	])('says what happened: %s', async (_name, parameters, message) => {
		const { status, error } = await run(parameters);
		expect(status).toBe('error');
		expect(error).toMatch(message);
	});

	const failed = (message: RegExp) => ({
		status: 'Error',
		message: expect.stringMatching(message) as string,
	});

	/** What the editor sends of a connected credential: n8n puts the token that it keeps in its place. */
	const connected = { oauthTokenData: { access_token: 'kept', token_type: 'Bearer' } };

	test('credential test: connected, wrong address', async () => {
		const given = { ...data(), ...connected };
		const verdict = await api.testCredential(credential, given);
		expect(verdict).toEqual({ status: 'OK', message: 'Connection successful!' });
		for (const typed of [`${dimensions.api}/`, dimensions.url, `${dimensions.url}/`]) {
			const same = await api.testCredential(credential, { ...given, serverUrl: typed });
			expect([typed, same]).toEqual([typed, verdict]);
		}
		const elsewhere = { ...given, serverUrl: `${dimensions.api}/elsewhere` };
		const wrong = failed(/wrong address|could not be found/i);
		expect(await api.testCredential(credential, elsewhere)).toEqual(wrong);
	});

	test('credential test: not connected, and a login that has run out', async () => {
		const given = { ...data(), scope: 'openid' };
		const short = await api.createCredential('Dimensions short', 'dimensionsOAuth2Api', given);
		try {
			expect(await api.testCredential(short, given)).toEqual(failed(/without access token/));
			await connectOAuth2(api, short);
			const test = async () => await api.testCredential(short, { ...given, ...connected });
			expect(await test()).toMatchObject({ status: 'OK' });
			dimensions.simulator.login.revoke();
			// What n8n says depends on whether it had a refresh token to try.
			expect(await test()).toEqual(failed(/connect the account again|refresh token/i));
		} finally {
			await api.deleteCredential(short.id);
			await connectOAuth2(api, credential);
		}
	});

	test('an account that was never connected', async () => {
		const never = await api.createCredential('Dimensions never', 'dimensionsOAuth2Api', data());
		try {
			const parameters = { resource: 'directory', operation: 'getMany' };
			const { status, error } = await run(parameters, never);
			expect(status).toBe('error');
			expect(error).toMatch(/account is not connected/);
			expect(error).not.toMatch(/cannot be reached/);
		} finally {
			await api.deleteCredential(never.id);
		}
	});

	test('an account that is no longer connected', async () => {
		dimensions.simulator.login.revoke();
		try {
			const { status, error } = await run({ resource: 'directory', operation: 'getMany' });
			expect(status).toBe('error');
			expect(error).toMatch(/connect the credential again/);
		} finally {
			await connectOAuth2(api, credential);
		}
	});

	test('every operation has been run, and gave what its sample says', () => {
		expect(gave.missing('Dimensions', operations)).toEqual([]);
	});
});
