import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Backend } from '../../nodes/shared/backend';
import { backends, pageOf } from '../../scripts/backends';
import { loadPackage, root } from './loaded';
import { read } from './documents/markdown';

const titled = backends.map((backend) => [backend.displayName, backend] as const);

it('finds every folder of nodes/ that has a node, by package.json', () => {
	const folders = readdirSync(join(root, 'nodes')).filter((folder) =>
		readdirSync(join(root, 'nodes', folder)).some((file) => file.endsWith('.node.ts')),
	);
	expect(folders.length).toBeGreaterThanOrEqual(5);
	expect(backends.map(({ displayName }) => displayName).sort()).toEqual(folders.sort());
});

it.each(titled)('%s has in backend.ts the names of its nodes', async (_title, backend) => {
	const { nodes } = await loadPackage();
	const { name, displayName } = backend;
	expect(nodes[name]?.description.displayName).toBe(displayName);
	expect(nodes[`${name}Trigger`]?.description.displayName).toBe(`${displayName} Trigger`);
});

it.each(titled)('%s has in backend.ts every credential of its nodes', async (_title, backend) => {
	const { nodes } = await loadPackage();
	const { name, credentials } = backend;
	const asked = [name, `${name}Trigger`].flatMap(
		(node) => nodes[node].description.credentials?.map((credential) => credential.name) ?? [],
	);
	expect([...credentials].sort()).toEqual([...new Set(asked)].sort());
});

/** Files that a backend has outside nodes/. */
const filesOf = (backend: Backend) => [
	`docs/${pageOf(backend)}.md`,
	`docs/protocols/${pageOf(backend)}.md`,
	`demo/systems/${backend.name}.ts`,
	`icons/${pageOf(backend)}.svg`,
];

it.each(titled)('%s has its pages, its icon and its part of the demo', (_title, backend) => {
	expect(filesOf(backend).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it.each(['README.md', 'docs/README.md', '.github/ISSUE_TEMPLATE/bug.yml'])(
	'%s names every backend',
	(page) => {
		const text = read(page);
		expect(backends.filter(({ displayName }) => !text.includes(displayName))).toEqual([]);
	},
);
