import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JsonObject, WorkflowDefinition, WorkflowNode } from '../n8n-driver/rest/rest-types';
import type { OutputShape } from '../nodes/shared/core/callRecord';
import { fixturePath } from '../test/support/fixturePath';
import { backends } from './backends';

const root = join(__dirname, '..');
const OURS = 'n8n-nodes-telephony.';

/** Where a template is about another event than the one its trigger has a sample of. */
const otherFixtures: Record<string, string> = {
	'queue-bounced-agent-unavailable': 'broadWorks/composed/event-queue-offered.xml',
	'wallboard-of-a-queue': 'broadWorks/composed/event-queue-abandoned.xml',
};

/** The templates by file name without `.json`. */
export const templateNames = readdirSync(join(root, 'templates'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.slice(0, -'.json'.length));

/** The system a template is made for: its first tag. */
export const systemOfTemplate = ({ tags = [] }: Pick<WorkflowDefinition, 'tags'>) =>
	tags[0]?.name ?? '';

/** Job and what is done, as its name has them: `Missed call: message to the team`. */
export const jobOf = ({ name }: Pick<WorkflowDefinition, 'name'>) => {
	const [job, what] = name.split(': ');
	return { job, what };
};

/** Path from the root. */
export const templateFile = (name: string) => `templates/${name}.json`;

export const readTemplate = (name: string) =>
	JSON.parse(readFileSync(join(root, templateFile(name)), 'utf8')) as WorkflowDefinition;

/** Whether a node starts a workflow and is one of this package. */
export const isOurTrigger = ({ type }: Pick<WorkflowNode, 'type'>) =>
	type.startsWith(OURS) && type.endsWith('Trigger');

/** What a trigger gives for the first of the events that it is set to. */
function pinnedItems(template: string, { type, parameters }: WorkflowNode): JsonObject[] {
	const backend = backends.find(({ name }) => type === `${OURS}${name}Trigger`);
	if (!backend) throw new Error(`No backend has the trigger ${type}`);
	const chosen = [parameters.triggerOn ?? []].flat();
	const event = backend.events.find(({ name }) => chosen.length === 0 || chosen.includes(name));
	if (!event) throw new Error(`There is no event ${chosen.join(', ')}`);
	const fixture = readFileSync(fixturePath(otherFixtures[template] ?? event.fixture), 'utf8');
	const output = String(parameters.output ?? 'connector') as OutputShape;
	return backend.sampleItems(event, fixture, output) as JsonObject[];
}

/** A template whose triggers of this package are pinned to an example: what their event's fixture becomes. */
export function withPinnedExamples(template: string, workflow: WorkflowDefinition) {
	const pinned = workflow.nodes
		.filter(isOurTrigger)
		.map((node) => [node.name, pinnedItems(template, node).map((json) => ({ json }))] as const);
	return { ...workflow, pinData: { ...workflow.pinData, ...Object.fromEntries(pinned) } };
}
