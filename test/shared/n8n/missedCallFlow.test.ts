import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { chain } from '../../support/n8n/workflows';
import { telephones } from './support/missedCalls';

/** Call record -> missed? -> told to the team's server. The trigger is the only node that changes. */
const missedCallNodes = (url: string) => [
	{
		name: 'Missed?',
		type: 'n8n-nodes-base.filter',
		typeVersion: 2.2,
		parameters: {
			conditions: {
				options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
				combinator: 'and',
				conditions: [
					{
						id: randomUUID(),
						leftValue: "={{ $json.result ?? '' }}",
						rightValue: 'missed',
						operator: { type: 'string', operation: 'equals' },
					},
				],
			},
		},
	},
	{
		name: 'Tell the Team',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody:
				'={{ JSON.stringify({ backend: $json.backend, schemaVersion: $json.schemaVersion, answered: $json.answered, number: $json.from.number }) }}',
		},
	},
];

/** A server of the team's that keeps what it is told. */
async function startTeam() {
	const told: JsonObject[] = [];
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			told.push(JSON.parse(Buffer.concat(chunks).toString()) as JsonObject);
			response.end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/missed`,
		told,
		close: async () => await new Promise((resolve) => server.close(resolve)),
	};
}

describe('One workflow for missed calls', () => {
	let api: N8nApi;
	let team: Awaited<ReturnType<typeof startTeam>>;

	beforeAll(async () => {
		api = await sharedN8n();
		team = await startTeam();
	});
	afterAll(async () => await team.close());

	const toldBy = (backend: string) => team.told.filter((one) => one.backend === backend);

	test.each(Object.entries(telephones))('runs with the trigger of %s', async (backend, start) => {
		const system = await start(api);
		const webhookId = randomUUID();
		const trigger = {
			name: 'Call',
			type: `n8n-nodes-telephony.${backend}Trigger`,
			typeVersion: 1,
			parameters: { output: 'callRecord', ...system.parameters },
			credentials: system.credentials,
			webhookId,
		};
		const definition = chain('Missed calls', [trigger, ...missedCallNodes(team.url)]);
		const { id } = await api.createWorkflow(definition);
		try {
			await api.activate(id);
			await system.listens(`${handedOver().url}/webhook/${webhookId}/${system.path}`);
			await system.calls();
			await waitFor(() => toldBy(backend).length > 0, {
				what: `the team is told of the missed call of ${backend}`,
				timeoutMs: 60_000,
				explain: async () => JSON.stringify(await api.waitForExecutions(id, 0)),
			});
			// The call that was taken has ended before.
			await api.waitForExecutions(id, 1);
			expect(toldBy(backend)).toEqual([
				{
					backend,
					schemaVersion: '1.0',
					answered: false,
					number: expect.stringMatching(/\d{8}/) as string,
				},
			]);
		} finally {
			await api.deleteWorkflow(id);
			await system.close();
		}
	});
});
