import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv, { type SchemaObject } from 'ajv';

import { backendOf } from '../../scripts/backends';
import { loadPackage, root } from './loaded';
import { backends } from './sources/backends';

const folderOf = (backend: string) => join(root, 'dist/nodes', backend, '__schema__');

/** The versions of the action node, as n8n names their folders. */
async function versionsOf(backend: string): Promise<string[]> {
	const { nodes } = await loadPackage();
	const { version } = nodes[backendOf(backend).name].description;
	return [version].flat().map((one) => (Number.isInteger(one) ? `v${one}.0.0` : `v${one}.0`));
}

/** Every member of a value by its path, as `remoteParty.name`; those of lists under one path. */
const membersOf = (value: unknown, path = ''): string[] => {
	if (Array.isArray(value)) return value.flatMap((entry) => membersOf(entry, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value)
		.filter(([, member]) => member !== undefined)
		.flatMap(([name, member]) => [`${path}.${name}`, ...membersOf(member, `${path}.${name}`)]);
};

/** Every member that a schema describes, by its path, as `membersOf` gives them of a value. */
const described = ({ properties = {}, items }: SchemaObject, path = ''): string[] => [
	...(items ? described(items as SchemaObject, `${path}[]`) : []),
	...Object.entries(properties as Record<string, SchemaObject>).flatMap(([name, schema]) => [
		`${path}.${name}`,
		...described(schema, `${path}.${name}`),
	]),
];

const read = (backend: string, version: string, resource: string, name: string) =>
	JSON.parse(
		readFileSync(join(folderOf(backend), version, resource, `${name}.json`), 'utf8'),
	) as SchemaObject;

describe.each(backends)('the fields that the editor shows before %s has run', (backend) => {
	it('are in the build for every operation and version, and for nothing else', async () => {
		const { operations } = backendOf(backend);
		const versions = await versionsOf(backend);
		const wanted = versions.flatMap((version) =>
			operations.map(({ resource, name }) => `${version}/${resource}/${name}.json`),
		);
		expect(existsSync(folderOf(backend))).toBe(true);
		const written = readdirSync(folderOf(backend), { recursive: true, encoding: 'utf8' });
		expect(written.filter((file) => file.endsWith('.json')).sort()).toEqual(wanted.sort());
	});

	it('are those of the sample, each with its type', async () => {
		const { operations } = backendOf(backend);
		const ajv = new Ajv();
		for (const version of await versionsOf(backend)) {
			for (const { resource, name, sample } of operations) {
				const schema = read(backend, version, resource, name);
				const validate = ajv.compile(schema);
				validate(sample);
				expect([resource, name, validate.errors]).toEqual([resource, name, null]);
				expect([resource, name, described(schema).sort()]).toEqual([
					resource,
					name,
					[...new Set(membersOf(sample))].sort(),
				]);
			}
		}
	});
});

it('finds the operations with *Output* under its default', () => {
	for (const backend of backends) {
		const { operations } = backendOf(backend);
		for (const { resource, name, fields } of operations) {
			const output = fields.find((field) => field.name === 'output');
			if (output) expect([resource, name, output.default]).toEqual([resource, name, 'connector']);
		}
	}
});
