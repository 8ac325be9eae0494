import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { JsonObject, WorkflowDefinition, WorkflowNode } from '../n8n-driver/rest/rest-types';
import { events as broadWorksEvents } from '../nodes/BroadWorks/trigger/events';
import { sampleItems as broadWorksItems } from '../nodes/BroadWorks/trigger/sample';
import { events as cooCenterEvents } from '../nodes/CooCenter/trigger/events';
import { sampleItems as cooCenterItems } from '../nodes/CooCenter/trigger/sample';
import { events as dimensionsEvents } from '../nodes/Dimensions/trigger/events';
import { sampleItems as dimensionsItems } from '../nodes/Dimensions/trigger/sample';
import { events as ringCentralEvents } from '../nodes/RingCentral/trigger/events';
import { sampleItems as ringCentralItems } from '../nodes/RingCentral/trigger/sample';
import type { OutputShape } from '../nodes/shared/core/callRecord';
import type { EventEntry } from '../nodes/shared/trigger/eventCatalogue';
import { events as udeskEvents } from '../nodes/Udesk/trigger/events';
import { sampleItems as udeskItems } from '../nodes/Udesk/trigger/sample';
import { fixturePath } from '../test/support/fixturePath';

const root = join(__dirname, '..');
const OURS = 'n8n-nodes-telephony.';

/** What a trigger gives for the first of the chosen events. */
type Example = (chosen: unknown[], output: OutputShape, fixture?: string) => IDataObject[];

const exampleOf =
	<Entry extends Pick<EventEntry<string>, 'name' | 'fixture'>>(
		events: readonly Entry[],
		items: (event: Entry, fixture: string, output: OutputShape) => IDataObject[],
	): Example =>
	(chosen, output, fixture) => {
		const event = events.find(({ name }) => chosen.length === 0 || chosen.includes(name));
		if (!event) throw new Error(`There is no event ${chosen.join(', ')}`);
		return items(event, readFileSync(fixturePath(fixture ?? event.fixture), 'utf8'), output);
	};

const examples: Record<string, Example> = {
	broadWorksTrigger: exampleOf(broadWorksEvents, broadWorksItems),
	cooCenterTrigger: exampleOf(cooCenterEvents, cooCenterItems),
	dimensionsTrigger: exampleOf(dimensionsEvents, dimensionsItems),
	ringCentralTrigger: exampleOf(ringCentralEvents, ringCentralItems),
	udeskTrigger: exampleOf(udeskEvents, udeskItems),
};

/** Where a template is about another event than the one its trigger has a sample of. */
const otherFixtures: Record<string, string> = {
	'broadworks-bounced-agent-unavailable': 'broadWorks/composed/event-queue-offered.xml',
};

/** The templates by file name without `.json`. */
export const templateNames = readdirSync(join(root, 'templates'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => name.slice(0, -'.json'.length));

/** Path from the root. */
export const templateFile = (name: string) => `templates/${name}.json`;

export const readTemplate = (name: string) =>
	JSON.parse(readFileSync(join(root, templateFile(name)), 'utf8')) as WorkflowDefinition;

/** Whether a node starts a workflow and is one of this package. */
export const isOurTrigger = ({ type }: Pick<WorkflowNode, 'type'>) =>
	type.startsWith(OURS) && type.endsWith('Trigger');

function pinnedItems(template: string, { type, parameters }: WorkflowNode): JsonObject[] {
	const chosen = [parameters.triggerOn ?? []].flat();
	const output = String(parameters.output ?? 'connector') as OutputShape;
	const example = examples[type.slice(OURS.length)];
	return example(chosen, output, otherFixtures[template]) as JsonObject[];
}

/** A template whose triggers of this package are pinned to an example: what their event's fixture becomes. */
export function withPinnedExamples(template: string, workflow: WorkflowDefinition) {
	const pinned = workflow.nodes
		.filter(isOurTrigger)
		.map((node) => [node.name, pinnedItems(template, node).map((json) => ({ json }))] as const);
	return { ...workflow, pinData: { ...workflow.pinData, ...Object.fromEntries(pinned) } };
}
