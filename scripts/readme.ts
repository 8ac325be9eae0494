import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { events, type TargetType } from '../nodes/BroadWorks/events';
import { operations, resources } from '../nodes/BroadWorks/operations';
import { TELLS } from '../nodes/CooCenter/client/pushFilter';
import type { PushKind } from '../nodes/CooCenter/client/pushKinds';
import { events as cooCenterEvents } from '../nodes/CooCenter/events';
import {
	operations as cooCenterOperations,
	resources as cooCenterResources,
} from '../nodes/CooCenter/operations';
import type { Operation, Resource } from '../nodes/shared/operation';

const readme = join(__dirname, '../README.md');

const TARGET_WORDS: Record<TargetType, string> = {
	user: 'user',
	group: 'group',
	enterprise: 'enterprise',
	callCenter: 'call center',
};

const row = (cells: string[]) =>
	`| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
const table = (head: string[], rows: string[][]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const operationTable = (
	resources: readonly Resource[],
	operations: ReadonlyArray<Operation<never>>,
) =>
	table(
		['Resource', 'Operation', 'What it does', 'Parameters'],
		operations.map(({ resource, label, description, fields }) => [
			resources.find(({ name }) => name === resource)?.label ?? resource,
			label,
			description,
			fields.map(({ displayName }) => displayName).join(', '),
		]),
	);

const FILTER_WORDS: Record<keyof typeof TELLS, string> = {
	party: 'extension or agent',
	queue: 'queue',
	direction: 'direction',
	outcome: 'answered or missed',
};

const filtersOf = (kind: PushKind) =>
	Object.entries(TELLS)
		.filter(([, kinds]) => (kinds as readonly PushKind[]).includes(kind))
		.map(([name]) => FILTER_WORDS[name as keyof typeof TELLS])
		.join(', ');

/** The tables of the README, made from the lists the nodes are made from. */
export const tables: Record<string, () => string> = {
	'broadworks-operations': () => operationTable(resources, operations),
	'broadworks-events': () =>
		table(
			['Trigger on', 'When', 'Target', 'Event package'],
			events.map(({ label, description, targets, wire }) => [
				label,
				description,
				targets.map((target) => TARGET_WORDS[target]).join(', '),
				wire ?? 'any of 37',
			]),
		),
	'coocenter-operations': () => operationTable(cooCenterResources, cooCenterOperations),
	'coocenter-events': () =>
		table(
			['Trigger on', 'When', 'Event of the PBX', 'Filters that apply'],
			cooCenterEvents.map(({ name, label, description, types }) => [
				label,
				description,
				types.join(', ') || 'any other',
				filtersOf(name),
			]),
		),
};

/** The README with its tables brought up to date. Throws when a table has no place in it. */
export function withTables(text: string): string {
	return Object.entries(tables).reduce((result, [name, make]) => {
		const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
		if (!place.test(result)) throw new Error(`README.md has no place for the table ${name}`);
		return result.replace(
			place,
			(_all, begin: string, end: string) => `${begin}\n${make()}\n${end}`,
		);
	}, text);
}

if (require.main === module) {
	writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
}
