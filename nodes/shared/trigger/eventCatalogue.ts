import type { IDataObject, INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

import { choicesOf } from '../alphabetical';
import { TelephonyError } from '../core/errors';
import { panelValue, type Panel } from './panel';

/** One thing a trigger can listen to. Dropdowns, tests and docs are derived from these entries. */
export interface EventEntry<Target extends string> {
	/** Frozen value, as `callEvent`. */
	name: string;
	/** Title case. */
	label: string;
	/** For the nodes panel, in sentence case after "On", as `On SMS received` (docs/n8n.md#names-in-the-nodes-panel). */
	action: string;
	description: string;
	/** Package or filter on the wire; undefined where the user chooses it. */
	wire?: string;
	/** Event types on the wire, for a filter; empty where there is nothing to choose. */
	types: readonly string[];
	targets: readonly Target[];
	/** A file below test/<backend>/fixtures. */
	fixture: string;
	/** Connector fields of that fixture, shortened. */
	sample: IDataObject;
}

/** *Trigger On*, for triggers that listen to one of the entries. */
export const triggerOnField = <Target extends string>(
	entries: ReadonlyArray<EventEntry<Target>>,
	preset: string,
): INodeProperties => ({
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'options',
	noDataExpression: true,
	options: choicesOf(entries),
	default: preset,
	description: 'What starts the workflow',
});

/** The entry that *Trigger On* names, `fallback` where nothing was chosen. Throws `badRequest` for another name. */
export function chosenEvent<Target extends string>(
	node: Panel,
	entries: ReadonlyArray<EventEntry<Target>>,
	fallback: string,
): EventEntry<Target> {
	const triggerOn = String(panelValue(node, 'triggerOn', fallback));
	const entry = entries.find(({ name }) => name === triggerOn);
	if (entry) return entry;
	throw new TelephonyError('badRequest', `"${triggerOn}" is not a choice of "Trigger On"`);
}

/** What the panel of a trigger tells about testing; `event` as in "place a call". */
export function triggerPanelOf(event: string): TriggerPanelDefinition {
	const building = `<b>While building your workflow</b>, click "Execute step", then ${event}. The event shows up in this editor. Or choose "Sample Event" under "Test With".`;
	const executions = 'the <a data-key="executions">executions list</a>';
	return {
		header: '',
		executionsHelp: {
			inactive: `${building}<br /><br /><b>Once it is published (active)</b>, every event runs the workflow. Those runs are in ${executions}.`,
			active: `${building} The active workflow goes on meanwhile.<br /><br />Its runs are in ${executions}.`,
		},
		activationHint:
			'Once the workflow is finished, publish (activate) it to have it listen all the time',
	};
}
