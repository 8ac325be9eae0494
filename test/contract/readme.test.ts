import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { tables, withTables } from '../../scripts/readme';
import { loadPackage, root } from './loaded';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

it('has tables that say what the nodes can do', () => {
	expect(Object.keys(tables).length).toBeGreaterThan(0);
	expect(withTables(readme)).toBe(readme);
});

it('begins with the two commands', () => {
	const commands = [...readme.matchAll(/^npm .*$/gm)].map(([command]) => command);
	expect(commands.slice(0, 2)).toEqual(['npm run demo', 'npm test']);
});

it('shows pictures that are there', () => {
	const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path]) => path);
	expect(pictures.length).toBeGreaterThan(0);
	for (const picture of pictures) {
		expect(() => readFileSync(join(root, picture))).not.toThrow();
	}
});

it('has the headings that nodes and credentials lead to', async () => {
	const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
		text
			.toLowerCase()
			.replace(/[^a-z0-9 -]/g, '')
			.replaceAll(' ', '-'),
	);
	const { nodes, credentials } = await loadPackage();
	const links = [
		...Object.values(nodes).map(({ description }) => description.documentationUrl),
		...Object.values(credentials).map(({ documentationUrl }) => documentationUrl),
	];
	expect(links.length).toBeGreaterThan(15);
	for (const link of links) expect(headings).toContain(link?.split('#')[1]);
});
