import { readExampleWorkflows } from '../../../../n8n-driver/example-workflows';
import type {
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../../n8n-driver/rest/rest-types';

const templates = readExampleWorkflows();

/** Nodes of n8n's own that ask for a credential. */
const NEEDS: Record<string, string> = {
	'n8n-nodes-base.emailSend': 'smtp',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/**
 * A schedule of minutes or hours runs every few seconds: the test looks again and again. Sooner, and executions would
 * overlap on a busy machine: what one keeps in static data the other would not know.
 */
const soon = (node: WorkflowNode): WorkflowNode =>
	node.type === 'n8n-nodes-base.scheduleTrigger'
		? {
				...node,
				parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } },
			}
		: node;

/**
 * A template as a person has it after importing and filling it in.
 * @param credentials each goes to the nodes that ask for its type
 * @param replacements what stands in place of example addresses and values
 */
export function filledIn(
	name: string,
	credentials: StoredCredential[],
	replacements: Record<string, string> = {},
): WorkflowDefinition {
	const text = Object.entries(replacements).reduce(
		(result, [example, own]) => result.replaceAll(example, own),
		JSON.stringify(templates[name]),
	);
	const definition = JSON.parse(text) as WorkflowDefinition;
	const nodes = definition.nodes.map((node) => {
		const wanted = [...Object.keys(node.credentials ?? {}), NEEDS[node.type] ?? ''];
		const given = credentials.filter(({ type }) => wanted.includes(type));
		return {
			...soon(node),
			...(given.length > 0
				? { credentials: Object.fromEntries(given.map((one) => [one.type, one])) }
				: {}),
		};
	});
	return { ...definition, nodes };
}
