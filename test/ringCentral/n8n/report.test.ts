import type { N8nApi } from '../../../n8n-driver/rest/api';
import { DataTables } from '../../../n8n-driver/rest/data-tables';
import { importWorkflow, readExampleWorkflows } from '../../../n8n-driver/example-workflows';
import { handedOver } from '../../support/n8n/handedOver';
import { credentialsFor } from '../../support/n8n/pushed';
import { ids, startAccount, type RingCentralAccount } from './support/ringCentral';
import { logCall } from './support/ringCentralCalls';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

const example = 'report-weekly-per-user';
const team = '1002';
const HOUR = 60;
const DAY = 24 * HOUR;

describe('The example "weekly report of calls and messages per user"', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	/** The example with our credential and the chat chosen. */
	const imported = async () => {
		const definition = readExampleWorkflows()[example];
		const nodes = definition.nodes.map((node) => ({
			...node,
			...(node.credentials ? { credentials: credentialsFor(account.credential) } : {}),
			parameters:
				node.name === 'Post the Report'
					? { ...node.parameters, chatId: byId(team) }
					: node.parameters,
		}));
		return await importWorkflow(api, { ...definition, nodes });
	};

	test('counts the calls and posts of each user, and posts one summary', async () => {
		const { world } = account;
		logCall(world, { minutesAgo: 2 * DAY, duration: 300 });
		logCall(world, { minutesAgo: 3 * DAY, duration: 60, others: ['bob'] });
		logCall(world, { user: 'bob', minutesAgo: HOUR, duration: 0, result: 'Missed' });
		logCall(world, { user: 'sales', minutesAgo: HOUR, duration: 0, result: 'Missed' });
		logCall(world, { minutesAgo: 9 * DAY });
		const write = (creatorId: string, minutesAgo: number) =>
			world.chats.post({
				chatId: team,
				creatorId,
				text: 'hello',
				at: world.now() - minutesAgo * 60_000,
			});
		write(ids.bob, DAY);
		write(ids.bob, 2 * DAY);
		write('glip-29507587', DAY);
		write(ids.bob, 8 * DAY);

		const { id } = await imported();
		try {
			const { status, error } = await api.runManually(id, 'Every Monday', 'Post the Report');
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
			const tables = await DataTables.of(api);
			const table = (await tables.list()).find(({ name }) => name === 'Weekly Phone Report');
			const rows = await tables.rows(table?.id ?? '');
			expect(rows).toMatchObject([
				{ user: expect.stringMatching(/Alice/) as string, calls: 2, missed: 0, minutes: 6 },
				{ user: expect.stringMatching(/Bob/) as string, calls: 2, missed: 1, messages: 2 },
			]);
			const [report, ...others] =
				world.chats.chats.get(team)?.posts.filter(({ text }) => text.includes('last seven days')) ??
				[];
			expect(others).toEqual([]);
			expect(report.text.split('\n')).toEqual([
				'**Calls and messages of the last seven days**',
				expect.stringMatching(/^Alice.*: 2 calls \(0 missed, 6 min\), 0 messages$/),
				expect.stringMatching(/^Bob.*: 2 calls \(1 missed, 1 min\), 2 messages$/),
			]);
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	const twoOnly = handedOver().line === 'two' ? test : test.skip;

	twoOnly('its set-up branch creates the table', async () => {
		const { id } = await imported();
		try {
			const { status, error } = await api.runManually(
				id,
				'Set Up, Run Once',
				'Create Weekly Phone Report',
			);
			expect({ status, error }).toEqual({ status: 'success', error: undefined });
		} finally {
			await api.deleteWorkflow(id);
		}
	});
});
