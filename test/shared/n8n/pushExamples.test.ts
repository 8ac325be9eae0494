import type { N8nApi } from '../../../n8n-driver/rest/api';
import { DataTables } from '../../../n8n-driver/rest/data-tables';
import { importWorkflow } from '../../../n8n-driver/example-workflows';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { startDimensionsSimulator } from '../../simulators/dimensions';
import type { RunningPushing } from '../../simulators/shared/pushingSimulator';
import { startUdeskSimulator, type UdeskSimulator } from '../../simulators/udesk';
import { handedOver } from '../../support/n8n/handedOver';
import { pushSecret } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { filledIn } from './support/importedTemplate';
import { withServer } from './support/liveTemplate';

describe('Example workflows on pushes', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	/** An example with a credential of its own in place of the one it asks for. */
	const prepared = async (
		name: string,
		backend: string,
		replacements: Record<string, string> = {},
	) => {
		const credential = await api.createCredential(`Example ${name}`, `${backend}WebhookApi`, {
			secret: pushSecret,
		});
		const definition = filledIn(name, [credential], replacements);
		const { id } = await importWorkflow(api, definition);
		const webhookId = definition.nodes.find((node) => node.webhookId !== undefined)?.webhookId;
		return {
			id,
			url: `${handedOver().url}/webhook/${webhookId}/${backend}?token=${pushSecret}`,
			async remove() {
				await api.deleteWorkflow(id);
				await api.deleteCredential(credential.id);
			},
		};
	};

	const withExample = async <Simulator>(
		name: string,
		backend: string,
		start: (push: string) => Promise<RunningPushing<Simulator>>,
		work: (simulator: Simulator, workflowId: string) => Promise<void>,
		replacements?: Record<string, string>,
	) => {
		const { id, url, remove } = await prepared(name, backend, replacements);
		const running = await start(url);
		try {
			await api.activate(id);
			await work(running.simulator, id);
		} finally {
			await running.close();
			await remove();
		}
	};
	const udesk = async (push: string) => await startUdeskSimulator({ push });
	const dimensions = async (push: string) => await startDimensionsSimulator({ push });

	const rowOf = async (tableName: string, callId: string): Promise<JsonObject> => {
		const tables = await DataTables.of(api);
		return await waitFor(
			async () => {
				const table = (await tables.list()).find(({ name }) => name === tableName);
				return (await tables.rows(table?.id ?? '')).find((row) => row.callId === callId);
			},
			{ what: `${tableName} has a row for ${callId}` },
		);
	};

	test('a finished Udesk call is noted with its recording, one nobody answered is not', async () => {
		await withExample('journal-finished-call', 'udesk', udesk, async (simulator, id) => {
			simulator.place({ outcome: 'agent_no_answer' });
			const call = simulator.place({ workflow: 'in', talkTime: 42 });
			const row = await rowOf('CRM Call Notes', call.callId);
			expect(row).toMatchObject({
				number: '13261998838',
				agent: 'agent@email.cn',
				note: 'Incoming call, answered, 42 s',
				recording: expect.stringMatching(/\.mp3\?OSSAccessKeyId=/) as string,
			});
			expect(await api.waitForExecutions(id, 1)).toHaveLength(1);
		});
	});

	test('a lost call gives an alert with the contact, an answered one none', async () => {
		const name = 'missed-call-alert';
		await withExample(name, 'dimensions', dimensions, async (simulator, id) => {
			simulator.directories.list[0].contacts.push({
				id: '00000000-0000-0000-0000-00000000000b',
				fields: {
					fullName: 'Jordan Smith',
					companyName: 'Example Builders',
					phone1: '+442079460123',
				},
			});
			await simulator.finish({});
			const known = await simulator.finish({ answered: false, ring: 9 });
			const unknown = await simulator.finish({ answered: false, caller: '+442079460999' });
			expect(await rowOf('Lost Call Alerts', known.cdr.id)).toMatchObject({
				contact: 'Jordan Smith',
				company: 'Example Builders',
				alert: 'Jordan Smith rang Sales for 9 s and nobody answered',
			});
			expect(await rowOf('Lost Call Alerts', unknown.cdr.id)).toMatchObject({
				contact: '',
				alert: '+442079460999 rang Sales for 6 s and nobody answered',
			});
			const lostCalls = async () => {
				const executions = await api.waitForExecutions(id, 1);
				return executions.flatMap(({ output }) => output['Lost Call'] ?? []);
			};
			// The rows are there before the executions that wrote them have ended.
			await waitFor(async () => (await lostCalls()).length >= 2, {
				what: 'both calls are among the ended executions',
			});
			expect(await lostCalls()).toHaveLength(2);
		});
	});

	test('Udesk marks the caller with the contact of the CRM, and a stranger not', async () => {
		const asking = async (lookup: string) => await startUdeskSimulator({ lookup });
		await withServer(
			({ query }) => (query.phone === '13651190000' ? [{ id: 4711, name: 'Jordan Smith' }] : []),
			async (crm) => {
				const work = async (simulator: UdeskSimulator) => {
					const known = await simulator.lookUp('13651190000');
					const stranger = await simulator.lookUp('13800000000');
					expect([known, stranger].map(({ answer }) => JSON.parse(answer) as unknown)).toEqual([
						{ customer_token: '4711' },
						{},
					]);
					const [first] = simulator.api.customers.customers;
					expect(first).toMatchObject({ open_api_token: '4711' });
				};
				await withExample('screen-pop-udesk-customer', 'udesk', asking, work, {
					'https://crm.example.com': crm.url,
				});
				expect(crm.requests.map(({ path, query }) => [path, query])).toEqual([
					['/api/contacts', { phone: '13651190000' }],
					['/api/contacts', { phone: '13800000000' }],
				]);
			},
		);
	});

	const twoOnly = handedOver().line === 'two' ? test : test.skip;

	twoOnly.each([
		['journal-finished-call', 'udesk', 'Create CRM Call Notes'],
		['missed-call-alert', 'dimensions', 'Create Lost Call Alerts'],
	])('the set-up branch of %s', async (name, backend, last) => {
		const { id, remove } = await prepared(name, backend);
		try {
			const { status, error } = await api.runManually(id, 'Set Up, Run Once', last);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
		} finally {
			await remove();
		}
	});

	test.each(['cooCenterWebhookApi', 'udeskWebhookApi', 'dimensionsWebhookApi'])(
		'%s gets its secret from its test',
		async (type) => {
			const credential = await api.createCredential(`Secret of ${type}`, type, {});
			try {
				const { status, message } = await api.testCredential(credential, {});
				expect(status).toBe('Error');
				const [secret] = /[\w-]{32}$/.exec(message) ?? [];
				await api.updateCredential(credential, { secret: secret ?? '' });
				expect(await api.testCredential(credential, { secret: secret ?? '' })).toMatchObject({
					status: 'OK',
				});
			} finally {
				await api.deleteCredential(credential.id);
			}
		},
	);
});
