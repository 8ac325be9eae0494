import { randomUUID } from 'node:crypto';

import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../../n8n-driver/rest/rest-types';
import { actionType, chain, credentialsOf, nodeNames } from '../../../support/n8n/workflows';

const AGENT = 'Agent';
const MODEL = 'Model';

/** An operation as a tool of an agent, whose model fills in `field`. */
export const toolNode = (
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

/** A person says something to an agent, of this version of its node, that has a model and tools. */
export function agentWorkflow(
	told: string,
	model: StoredCredential,
	tools: readonly WorkflowNode[],
	typeVersion: number,
): WorkflowDefinition {
	const start = { name: nodeNames.start, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const agent = { name: AGENT, type: '@n8n/n8n-nodes-langchain.agent', typeVersion };
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
