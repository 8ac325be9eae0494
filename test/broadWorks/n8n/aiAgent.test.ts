import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, credentialType, nodeNames } from '../../support/n8n/workflows';
import { startChatModel, type Conversation, type Decision } from '../../support/servers/chatModel';
import { agentWorkflow, toolNode } from './support/agentWorkflow';
import { alice, bob, credentialData, withTelephoneSystem } from './support/telephoneSystem';

let api: N8nApi;
/** Version of the agent's node. */
const newest = handedOver().line === 'two' ? 3.1 : 3;

beforeAll(async () => {
	api = await sharedN8n();
});

/** Runs `work` with a model that decides so. */
async function withModel(
	decide: (conversation: Conversation) => Decision,
	work: (model: StoredCredential) => Promise<void>,
): Promise<void> {
	const server = await startChatModel(decide);
	const model = await api.createCredential('A model of our own', 'openAiApi', {
		apiKey: 'none',
		url: server.url,
	});
	try {
		await work(model);
	} finally {
		await api.deleteCredential(model.id);
		await server.close();
	}
}

test('an AI agent that is told "call Bob" finds him and calls him', async () => {
	const decide = ({ told: [person, call] }: Conversation): Decision => {
		if (call !== undefined) return { says: 'Done.' };
		if (person === undefined) return { tool: /find/i, arguments: { personName: 'Bob' } };
		const [, address] = /\\*"phone\\*":\s*\\*"([^"\\]+)/.exec(person) ?? [];
		return { tool: /call/i, arguments: { address } };
	};
	await withModel(decide, async (model) => {
		await withTelephoneSystem(api, async ({ phones, own }) => {
			const userId = byId(alice);
			const find = { resource: 'user', operation: 'find', userId };
			const dial = { resource: 'call', operation: 'create', userId };
			const { error } = await api.runOnce(
				agentWorkflow(
					'Call Bob',
					model,
					[
						toolNode(own, 'Find people', find, 'personName'),
						toolNode(own, 'Make a call', dial, 'address'),
					],
					newest,
				),
				nodeNames.start,
			);
			expect(error).toBeUndefined();
			await waitFor(async () => (await phones.callsOf(bob)).length === 1, {
				what: 'the telephone of Bob rings',
			});
		});
	});
});

/**
 * What the model was told of three calls that failed: of a call that is not there, with a wrong password, and at a
 * server that does not answer.
 */
async function toldOfFailures(agentVersion: number, settings: JsonObject): Promise<string[]> {
	const tools = [/hang_up/i, /answer/i, /dial/i];
	let heard: string[] = [];
	const decide = ({ told }: Conversation): Decision => {
		heard = told;
		const tool = tools.at(told.length);
		if (told.length >= tools.length || !tool) return { says: 'I could not.' };
		return { tool, arguments: { callId: 'callhalf-1:0', address: '1002' } };
	};
	await withModel(decide, async (model) => {
		await withTelephoneSystem(api, async ({ phones, own }) => {
			const login = async (name: string, changes: JsonObject) =>
				await api.createCredential(
					name,
					credentialType,
					credentialData(phones, { userId: alice, ...changes }),
				);
			const stranger = await login('A stranger', { password: 'wrong' });
			const nowhere = await login('Nowhere', { serverUrl: 'http://127.0.0.1:9' });
			const tool = (login: StoredCredential, name: string, operation: string, field: string) => ({
				...toolNode(login, name, { resource: 'call', operation, userId: byId(alice) }, field),
				...settings,
			});
			const definition = agentWorkflow(
				'End my call',
				model,
				[
					tool(own, 'Hang Up', 'end', 'callId'),
					tool(stranger, 'Answer', 'answer', 'callId'),
					tool(nowhere, 'Dial', 'create', 'address'),
				],
				agentVersion,
			);
			const { error } = await api.runOnce(definition, nodeNames.start);
			expect(error).toBeUndefined();
			for (const { id } of [stranger, nowhere]) await api.deleteCredential(id);
		});
	});
	return heard;
}

test.each([
	['On Error as it is', newest, {}],
	['On Error: Continue', newest, { onError: 'continueRegularOutput' }],
	['an agent of version 2', 2.2, {}],
])('the model of an agent reads why a call failed: %s', async (_case, version, settings) => {
	const heard = await toldOfFailures(version, settings);
	expect(heard).toHaveLength(3);
	expect(heard[0]).toContain('callhalf-1:0 has ended, or it is not a call of alice@example.net');
	expect(heard[0]).toContain('The specified call was not found');
	expect(heard[1]).toContain('did not accept the user ID and password');
	expect(heard[1]).toContain('Check the credential');
	expect(heard[2]).toContain('127.0.0.1:9 cannot be reached');
	expect(heard[2]).toContain('Check the server address in the credential');
});
