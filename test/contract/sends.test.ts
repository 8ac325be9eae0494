import { existsSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import type { Backend } from '../../nodes/shared/backend';
import { SERVICES } from '../../nodes/BroadWorks/operations/service/table';
import { backends } from '../../scripts/backends';
import { titleOf, type SendTable } from '../support/contexts/sends';
import { read } from './documents/markdown';
import { root } from './loaded';
import { declarationOf, sourcesBelow, walk } from './sources/declarations';

/** Where the cases of a backend are that say what an operation sends. */
const tableOf = ({ name }: Backend) => `test/${name}/unit/support/sends.ts`;

async function tablesOf(backend: Backend): Promise<readonly SendTable[]> {
	const file = join(root, tableOf(backend));
	if (!existsSync(file)) return [];
	return ((await import(file)) as { sends: readonly SendTable[] }).sends;
}

const titlesIn = ({ cases }: SendTable) => cases.map(([of]) => of);

/** Operations of other tables that the server of this one takes as well. */
async function leftOut(table: SendTable, all: readonly SendTable[]): Promise<string[]> {
	const here = new Set(titlesIn(table));
	const left: string[] = [];
	for (const [of, given] of all.flatMap(({ cases }) => cases)) {
		if (here.has(of)) continue;
		here.add(of);
		const failure = await table.sentBy(of, given).then(
			() => '',
			(error: Error) => error.message,
		);
		if (!table.refusal?.test(failure)) left.push(of);
	}
	return left;
}

/** Whether a unit test runs each operation against the simulator, and compares what it sends with the vendor's OpenAPI file. */
function runsAll({ name, displayName }: Backend): boolean {
	const texts = sourcesBelow(`test/${name}/unit`).map(read);
	return (
		texts.some((text) => text.includes(`.missing('${displayName}', operations)`)) &&
		texts.some((text) => text.includes('openApiFindings('))
	);
}

/** The tables that a source gives to `describeControls`: a resource with the name of its table, or the name of several. */
function describedIn(file: string): Array<{ resource?: string; table: string }> {
	const found: Array<{ resource?: string; table: string }> = [];
	const tree = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
	walk(tree, (node) => {
		if (!ts.isCallExpression(node) || node.expression.getText() !== 'describeControls') return;
		const [given] = node.arguments;
		if (ts.isIdentifier(given)) found.push({ table: given.text });
		if (!ts.isObjectLiteralExpression(given)) return;
		for (const property of given.properties.filter(ts.isPropertyAssignment)) {
			found.push({ resource: property.name.getText(), table: property.initializer.getText() });
		}
	});
	return found;
}

/** Rows of BroadWorks' tables of commands whose tests want a case of each one. */
async function controlsOfBroadWorks(): Promise<string[]> {
	const titles: string[] = [];
	for (const file of sourcesBelow('test/broadWorks/unit/operations')) {
		for (const { resource, table } of describedIn(file)) {
			const source = declarationOf(file, table)?.file ?? '';
			const { [table]: rows } = (await import(join(root, source))) as Record<string, object>;
			const tables = Object.entries(resource === undefined ? rows : { [resource]: rows });
			for (const [of, controls] of tables) {
				titles.push(
					...Object.keys(controls as object).map((name) => titleOf({ resource: of, name })),
				);
			}
		}
	}
	return titles;
}

/** What test/broadWorks/unit/operations/serviceActions.test.ts goes through. */
const servicesOfBroadWorks = () =>
	SERVICES.flatMap(({ service }) => ['get', 'set'].map((verb) => `service: ${verb}${service}`));

const shownElsewhere: Record<string, () => Promise<string[]>> = {
	broadWorks: async () => [...(await controlsOfBroadWorks()), ...servicesOfBroadWorks()],
};

// A request that no test looks at may go to a wrong path, and the simulator of the same author may take it there.
it.each(backends)('a test shows what every operation of $displayName sends', async (backend) => {
	const { name, displayName, operations } = backend;
	if (runsAll(backend)) return;
	const shown = new Set([
		...(await tablesOf(backend)).flatMap(titlesIn),
		...((await shownElsewhere[name]?.()) ?? []),
	]);
	const missing = operations
		.filter(({ asksNobody }) => !asksNobody)
		.map(titleOf)
		.filter((title) => !shown.has(title));
	expect(
		missing.map(
			(title) => `${tableOf(backend)}: add what "${title}" of nodes/${displayName} sends`,
		),
	).toEqual([]);
});

it.each(backends)(
	'each server of $displayName has a case of all that it takes',
	async (backend) => {
		const tables = await tablesOf(backend);
		for (const [index, table] of tables.entries()) {
			const left = await leftOut(table, tables);
			expect(
				left.map((title) => `${tableOf(backend)}: add what "${title}" sends to table ${index + 1}`),
			).toEqual([]);
		}
	},
);
