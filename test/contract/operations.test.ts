import { backendOf } from '../../scripts/backends';
import {
	backends,
	operationExports,
	sourceOfOperation,
	type AnyOperation,
	type OperationExport,
} from './sources/backends';
import { filesFrom, reachableFrom, sourcesBelow } from './sources/declarations';
import { parameterReads } from './sources/parameterReads';

/** Functions that read every field they are given by the field's own name. */
const READ_BY_THEIR_NAMES = ['asAgent', 'chosenSettings', 'directoryQuery', 'valuesOf'];

/** What an operation shares with others and never gets to: `operation: parameter`. */
const NEVER_REACHED = [
	// A call that rings is not parked; the choice is refused before the place is read.
	'RingCentral call: forward: parkOrbit',
];

function misread(backend: string, operation: AnyOperation, exported: readonly OperationExport[]) {
	const title = `${backend} ${operation.resource}: ${operation.name}`;
	const source = sourceOfOperation(operation, exported);
	const reads = parameterReads([...reachableFrom(source)]);
	const fields = new Set(
		operation.fields.filter(({ type }) => type !== 'notice').map(({ name }) => name),
	);
	const read = new Set(reads.map(({ name }) => name));
	const byTheirNames = reads.some(({ by }) => READ_BY_THEIR_NAMES.includes(by));
	return [
		...reads.flatMap(({ name, by, at }) => {
			if (name === undefined) {
				return READ_BY_THEIR_NAMES.includes(by)
					? []
					: [`${at}: write the name of the parameter out, so that this test can read it`];
			}
			if (fields.has(name) || NEVER_REACHED.includes(`${title}: ${name}`)) return [];
			return [`${at}: "${name}" is not a field of ${title} (fields: ${[...fields].join(', ')})`];
		}),
		...[...fields]
			.filter((name) => !read.has(name) && !byTheirNames)
			.map((name) => `${source.file}: ${title} has a field "${name}" that it never reads`),
	];
}

it('finds the operations of every backend', () => {
	expect(backends.length).toBeGreaterThanOrEqual(5);
});

it.each(backends)('%s describes its operations, each once', (backend) => {
	const { operations, resources } = backendOf(backend);
	const known = resources.map(({ name }) => name);
	const wrong = operations.flatMap(({ resource, name, action, description, sample }, place) => {
		const title = `nodes/${backend}/operations, ${resource}: ${name}`;
		const first = operations.findIndex((one) => one.resource === resource && one.name === name);
		return [
			...(known.includes(resource) ? [] : [`${title}: add the resource to operations/index.ts`]),
			...(first === place ? [] : [`${title}: is there twice`]),
			...(/^[A-Z][^A-Z]/.test(action) ? [] : [`${title}: "action" is not in sentence case`]),
			...(description.length > 10 ? [] : [`${title}: has no description`]),
			...(Object.keys(sample).length > 0 ? [] : [`${title}: has no sample`]),
		];
	});
	expect(wrong).toEqual([]);
});

// n8n gives the fallback for a name that it does not know, so a wrong one shows nowhere else.
it.each(backends)(
	'%s reads its fields by their names, all of them and no others',
	async (backend) => {
		const { operations } = backendOf(backend);
		const exported = await operationExports(backend);
		expect(operations.flatMap((operation) => misread(backend, operation, exported))).toEqual([]);
	},
);

it.each(backends)('%s has every file below operations/ in operations/index.ts', async (backend) => {
	const { operations } = backendOf(backend);
	const exported = await operationExports(backend);
	expect(exported.length).toBeGreaterThan(2);
	const missing = exported.flatMap(({ file, name, operations: own }) =>
		own
			.filter((operation) => !operations.includes(operation))
			.map(
				(operation) =>
					`${file}: ${name} has ${operation.resource}: ${operation.name}, which is not in the list of nodes/${backend}/operations/index.ts`,
			),
	);
	expect(missing).toEqual([]);
	const reached = filesFrom(`nodes/${backend}/operations/index.ts`);
	const unreached = sourcesBelow(`nodes/${backend}/operations`)
		.filter((file) => !reached.has(file))
		.map((file) => `${file} is not imported from nodes/${backend}/operations/index.ts`);
	expect(unreached).toEqual([]);
});

/** What an action begins with that changes nothing. */
const READS = /^(Check|Download|Find|Get|Search) /;

it.each(backends)('%s says of every operation whether it reads or changes', (backend) => {
	// n8n gives the model of an AI agent the action as description of the tool (docs/n8n.md#nodes-as-tools).
	const { operations } = backendOf(backend);
	const wrong = operations.filter(({ action, kind }) => READS.test(action) !== (kind === 'read'));
	expect(wrong.map(({ action, kind }) => ({ action, kind }))).toEqual([]);
	const deletes = operations.filter(({ name }) => /^(delete|remove)/i.test(name));
	expect(deletes.filter(({ action }) => !/^(Delete|Remove) /.test(action))).toEqual([]);
});
