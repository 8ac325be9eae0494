import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { startOtherServer } from '../../support/n8n/otherServer';
import {
	ids,
	ringCentralAction,
	ringCentralField,
	startAccount,
	type RingCentralAccount,
} from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { nodeNames } from '../../support/n8n/workflows';

describe('RingCentral extensions, lists and raw requests', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const values = (entries: Array<{ value: unknown }>) => entries.map(({ value }) => value);

	test('Get Many, all and narrowed', async () => {
		const many = { resource: 'extension', operation: 'getMany' };
		expect(await account.items({ ...many, returnAll: true })).toHaveLength(4);
		expect(await account.items({ ...many, limit: 2 })).toHaveLength(2);
		const queues = await account.items({ ...many, filters: { type: ['Department'] } });
		expect(queues).toMatchObject([{ id: ids.sales, extensionNumber: '200' }]);
		const bob = await account.items({ ...many, filters: { extensionNumber: '102' } });
		expect(bob).toMatchObject([{ id: ids.bob }]);
	});

	test('Get, own and other', async () => {
		const get = { resource: 'extension', operation: 'get' };
		expect(await account.items(get)).toMatchObject([{ id: ids.alice }]);
		const other = { ...get, extensionId: { __rl: true, mode: 'id', value: ids.bob } };
		expect(await account.items(other)).toMatchObject([{ id: ids.bob }]);
	});

	test('Search Directory', async () => {
		const search = { resource: 'extension', operation: 'search', searchString: 'bob' };
		expect(await account.items(search)).toMatchObject([{ id: ids.bob }]);
	});

	test('Raw Request, with a path of the list, a query and a body', async () => {
		const send = { resource: 'rawRequest', operation: 'send' };
		const path = (value: string) => ({ __rl: true, mode: 'id', value });
		const [info] = await account.items({
			...send,
			path: path('/restapi/v1.0/account/{accountId}/extension/{extensionId}'),
		});
		expect(info).toMatchObject({ statusCode: 200, body: { extensionNumber: '101' } });
		const [found] = await account.items({
			...send,
			path: path('/restapi/v1.0/account/~/extension'),
			query: '{"type": ["Department"]}',
		});
		expect(found).toMatchObject({ body: { records: [{ extensionNumber: '200' }] } });
		await account.items({
			...send,
			method: 'PUT',
			path: path('/restapi/v1.0/account/~/extension/~/presence'),
			body: '{"userStatus": "Busy"}',
		});
		expect(account.requests.at(-1)).toMatchObject({
			method: 'PUT',
			body: '{"userStatus":"Busy"}',
		});
		const wrong = { ...send, path: path('/restapi/v1.0/account/~/recording/{recordingId}') };
		expect((await account.run(wrong)).error).toMatch(/no value for \{recordingId\}/);
	});

	test('a token goes to no other server', async () => {
		const other = await startOtherServer();
		const { error } = await account.run({
			resource: 'rawRequest',
			operation: 'send',
			path: { __rl: true, mode: 'id', value: `${other.url}/restapi/v1.0` },
		});
		expect(error).toMatch(/does not belong to the server of the credential/);
		other.close();
	});

	test('live lists of extensions, queues, chats, devices and paths', async () => {
		const list = async (methodName: string, filter?: string, parameters: JsonObject = {}) =>
			await api.searchList(
				ringCentralField(account.credential, 'x', methodName, parameters),
				filter,
			);
		const extensions = await list('searchExtensions');
		expect(values(extensions.results)).toEqual([ids.alice, ids.bob, ids.carol, ids.sales]);
		expect(values((await list('searchExtensions', 'ALICE')).results)).toEqual([ids.alice]);
		expect(values((await list('searchQueues')).results)).toEqual([ids.sales]);
		const { results: chats } = await list('searchChats');
		expect(chats.find(({ value }) => value === '1002')?.name).toBe('Sales team (Team)');
		expect(chats.find(({ value }) => value === '1003')?.name).toMatch(/Alice.*Bob/);
		expect(values((await list('searchDevices')).results)).toEqual(['80000000101']);
		expect(values((await list('searchSmsNumbers')).results)).toEqual(['+16505550101']);
		const paths = await list('searchCommands', 'call-log sync', { method: 'GET' });
		expect(values(paths.results)).toContain('/restapi/v1.0/account/{accountId}/call-log-sync');
		const options = await api.loadOptions(
			ringCentralField(account.credential, 'chatIds', 'getChats', {}),
		);
		expect(values(options)).toContain('1002');
	});

	test('Continue On Fail gives an item for each failure', async () => {
		const get = {
			resource: 'callLog',
			operation: 'get',
			callRecordId: '={{ $json.id }}',
		};
		const { id } = await api.createWorkflow(
			withContinueOnFail(account, get, [{ id: 'no-1' }, { id: 'no-2' }]),
		);
		const { status, output } = await api.runManually(id, nodeNames.start, nodeNames.action);
		await api.deleteWorkflow(id);
		expect(status).toBe('success');
		expect(output[nodeNames.action]).toHaveLength(2);
		expect(output[nodeNames.action][1]).toEqual({
			error: expect.stringMatching(/knows nothing/) as string,
		});
	});
});

function withContinueOnFail(
	account: RingCentralAccount,
	parameters: JsonObject,
	items: JsonObject[],
) {
	const definition = ringCentralAction(account.credential, parameters, items);
	return {
		...definition,
		nodes: definition.nodes.map((node) =>
			node.name === nodeNames.action ? { ...node, onError: 'continueRegularOutput' } : node,
		),
	};
}
