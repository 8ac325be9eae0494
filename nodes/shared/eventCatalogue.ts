import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

/** One thing a trigger can listen to. Dropdowns, tests and docs are derived from these entries. */
export interface EventEntry<Target extends string> {
	/** Frozen value, as `callEvent`. */
	name: string;
	/** Title case. */
	label: string;
	description: string;
	/** Package or filter on the wire; undefined where the user chooses it. */
	wire?: string;
	/** Event types on the wire, for a filter; empty where there is nothing to choose. */
	types: readonly string[];
	targets: readonly Target[];
	/** A file below test/fixtures. */
	fixture: string;
	/** Connector fields of that fixture, shortened. */
	sample: IDataObject;
}

/** The options of the dropdown that chooses among entries. */
export function eventOptions<Target extends string>(
	entries: ReadonlyArray<EventEntry<Target>>,
): INodePropertyOptions[] {
	return entries
		.map(({ name, label, description }) => ({ name: label, value: name, description }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
