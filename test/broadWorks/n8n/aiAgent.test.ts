import { randomUUID } from 'node:crypto';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { actionType, byId, chain, credentialsOf, nodeNames } from '../../support/n8n/workflows';
import { startStubModel } from './support/stubModel';
import { alice, bob, withTelephoneSystem } from './support/telephoneSystem';

const AGENT = 'Agent';
const MODEL = 'Model';

/** An operation as a tool, which finds out by itself what to put into `field`. */
const tool = (
	credential: StoredCredential,
	name: string,
	parameters: JsonObject,
	field: string,
): WorkflowNode => ({
	id: randomUUID(),
	name,
	type: `${actionType}Tool`,
	typeVersion: 1.1,
	position: [400, 300],
	parameters: {
		authentication: 'xsi',
		descriptionType: 'auto',
		...parameters,
		[field]: `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${field}', '', 'string') }}`,
	},
	credentials: credentialsOf(credential),
});

/** A person says something to an agent that has a model and tools. */
function agentWorkflow(
	told: string,
	model: StoredCredential,
	tools: readonly WorkflowNode[],
): WorkflowDefinition {
	const start = { name: nodeNames.start, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const agent = { name: AGENT, type: '@n8n/n8n-nodes-langchain.agent', typeVersion: 3.1 };
	const definition = chain('An agent that calls', [
		{ ...start, parameters: {} },
		{ ...agent, parameters: { promptType: 'define', text: told, options: {} } },
	]);
	const gives = (type: string) => ({ [type]: [[{ node: AGENT, type, index: 0 }]] });
	return {
		...definition,
		nodes: [
			...definition.nodes,
			{
				id: randomUUID(),
				name: MODEL,
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				typeVersion: 1.1,
				position: [200, 300],
				parameters: { model: 'stub', options: {} },
				credentials: { openAiApi: { id: model.id, name: model.name } },
			},
			...tools,
		],
		connections: {
			...definition.connections,
			[MODEL]: gives('ai_languageModel'),
			...Object.fromEntries(tools.map(({ name }) => [name, gives('ai_tool')])),
		},
	};
}

test('an AI agent that is told "call Bob" finds him and calls him', async () => {
	const api: N8nApi = await sharedN8n();
	const stub = await startStubModel([
		{ tool: /find/i, value: () => 'Bob' },
		{ tool: /call/i, value: (answer) => /\\*"phone\\*":\s*\\*"([^"\\]+)/.exec(answer)?.[1] ?? '' },
	]);
	const model = await api.createCredential('A model of our own', 'openAiApi', {
		apiKey: 'none',
		url: `${stub.url}/v1`,
	});
	try {
		await withTelephoneSystem(api, async ({ phones, own }) => {
			const userId = byId(alice);
			const find = { resource: 'user', operation: 'find', userId };
			const dial = { resource: 'call', operation: 'create', userId };
			const { error } = await api.runOnce(
				agentWorkflow('Call Bob', model, [
					tool(own, 'Find people', find, 'personName'),
					tool(own, 'Make a call', dial, 'address'),
				]),
				nodeNames.start,
				AGENT,
			);
			expect(error).toBeUndefined();
			await waitFor(async () => (await phones.callsOf(bob)).length === 1, {
				what: 'the telephone of Bob rings',
			});
		});
	} finally {
		await api.deleteCredential(model.id);
		await stub.close();
	}
});
