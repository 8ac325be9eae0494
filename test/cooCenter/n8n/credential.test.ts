import { freePorts } from '../../../n8n-driver/free-port';
import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { CooCenterSimulatorOptions } from '../../simulators/cooCenter';
import {
	cooCenter,
	cooCenterCredential,
	cooCenterTrigger,
	credentialData,
	startPbx,
	type Pbx,
} from './support/cooCenter';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

interface CredentialCase {
	name: string;
	options?: CooCenterSimulatorOptions;
	changes?: () => Promise<JsonObject> | JsonObject;
	status: 'OK' | 'Error';
	message: RegExp;
}

const cases: CredentialCase[] = [
	{ name: 'a right key', status: 'OK', message: /Connected/ },
	{ name: 'a PBX without key', options: { webKey: '' }, status: 'OK', message: /Connected/ },
	{ name: 'a right login', options: { generation: 2 }, status: 'OK', message: /Connected/ },
	{
		name: 'an address with the path of the API',
		changes: () => ({}),
		options: { timeZone: 'America/New_York' },
		status: 'OK',
		message: /Connected/,
	},
	...([401, 403] as const).map((refusal) => ({
		name: `a wrong key, answered with ${refusal}`,
		options: { refusal },
		changes: () => ({ webKey: 'wrong' }),
		status: 'Error' as const,
		message: /Wrong key.*\d{4}-\d\d-\d\d.*Asia\/Shanghai/,
	})),
	{
		name: 'no key where one is wanted',
		changes: () => ({ webKey: '' }),
		status: 'Error',
		message: /wants a key/,
	},
	{
		name: 'a wrong password',
		options: { generation: 2 },
		changes: () => ({ password: 'wrong' }),
		status: 'Error',
		message: /Wrong user name or password/,
	},
	{
		name: 'an address where nobody listens',
		changes: async () => ({ url: `http://127.0.0.1:${(await freePorts(1))[0]}` }),
		status: 'Error',
		message: /Wrong address: .*nothing listens/,
	},
	{
		name: 'the wrong generation',
		options: { webKey: '' },
		changes: () => ({ generation: 2, username: 'admin', password: 'secret' }),
		status: 'Error',
		message: /Wrong address.*generation 2/,
	},
	{
		name: 'no address at all',
		changes: () => ({ url: 'ftp://x' }),
		status: 'Error',
		message: /not a valid address/,
	},
	{
		name: 'a time zone that is none',
		changes: () => ({ timeZone: 'Asia/Nowhere' }),
		status: 'Error',
		message: /not a time zone/,
	},
];

describe('CooCenter credential and dropdowns', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	test.each(cases)('$name', async ({ options, changes, status, message }) => {
		const pbx = await startPbx(api, options);
		try {
			const data = credentialData(pbx, await changes?.());
			const verdict = await api.testCredential(pbx.credential, data);
			expect(verdict).toEqual({ status, message: expect.stringMatching(message) as string });
			if (data.webKey) expect(verdict.message).not.toContain(String(data.webKey));
		} finally {
			await pbx.remove();
		}
	});

	describe('dropdowns', () => {
		let pbx: Pbx;

		beforeAll(async () => {
			pbx = await startPbx(api);
		});
		afterAll(async () => await pbx.remove());

		const field = (nodeType: string, name: string, methodName: string, parameters: JsonObject) => ({
			nodeType,
			typeVersion: 1,
			path: `parameters.${name}`,
			methodName,
			parameters,
			credentials: { [cooCenterCredential]: pbx.credential },
		});
		const values = (entries: Array<{ value: unknown }>) => entries.map(({ value }) => value);

		test('extensions, with their states', async () => {
			const hangUp = { resource: 'call', operation: 'end' };
			const { results } = await api.searchList(
				field(cooCenter, 'extension', 'searchExtensions', hangUp),
			);
			expect(values(results)).toEqual(['801', '802', '803', '804', '805', '806']);
			expect(results[5].name).toContain('Offline');
			const found = await api.searchList(
				field(cooCenter, 'extension', 'searchExtensions', hangUp),
				'offline',
			);
			expect(values(found.results)).toEqual(['806']);
		});

		test.each([
			['630', ['801', '802', '803']],
			['631', ['804']],
			['', ['801', '802', '803', '804']],
		])('members of queue "%s"', async (queue, members) => {
			const pause = { resource: 'agent', operation: 'pause', queue: byId(queue) };
			const queues = await api.searchList(field(cooCenter, 'queue', 'searchQueues', pause));
			expect(values(queues.results)).toEqual(['630', '631']);
			const found = await api.searchList(field(cooCenter, 'member', 'searchMembers', pause));
			expect(values(found.results)).toEqual(members);
		});

		test('filters of the trigger', async () => {
			const extensions = field(cooCenterTrigger, 'extensions', 'getExtensions', {});
			expect(values(await api.loadOptions(extensions))).toHaveLength(6);
			const queues = field(cooCenterTrigger, 'queues', 'getQueues', {});
			expect(values(await api.loadOptions(queues))).toEqual(['630', '631']);
		});
	});
});
