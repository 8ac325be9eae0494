import type { INodeProperties } from 'n8n-workflow';

import { backends, pageOf } from '../../../scripts/backends';
import { pages, withTables } from '../../../scripts/docs';
import { loadPackage } from '../loaded';
import { brokenLink, filesBelow, linksOf, read } from './markdown';

const isMarkdown = (name: string) => name.endsWith('.md');

const documents = [
	'CHANGELOG.md',
	'CONTRIBUTING.md',
	'README.md',
	'SECURITY.md',
	...['.github', 'docs', 'test'].flatMap((folder) => filesBelow(folder, isMarkdown)),
];

const broken = (links: Array<{ from: string; target: string }>) =>
	links.flatMap(({ from, target }) => brokenLink(from, target) ?? []);

describe('the tables of docs/', () => {
	it.each(Object.keys(pages))('%s says what the nodes can do (else: npm run docs)', (page) => {
		expect(read(page)).toBe(withTables(page, read(page)));
	});
});

describe('README.md', () => {
	it('begins with the two commands', () => {
		const commands = [...read('README.md').matchAll(/^npm .*$/gm)].map(([command]) => command);
		expect(commands.slice(0, 2)).toEqual(['npm run demo', 'npm test']);
	});

	it('shows a picture and fits one screen: what is longer belongs to docs/', () => {
		const readme = read('README.md');
		expect(readme).toMatch(/!\[[^\]]*\]\([^)]+\.(png|gif|svg)\)/);
		expect(readme.split('\n').length).toBeLessThanOrEqual(110);
	});
});

describe('links', () => {
	it('of all pages lead to files and headings that are there', () => {
		const links = documents.flatMap((from) => linksOf(from).map((target) => ({ from, target })));
		expect(links.length).toBeGreaterThan(50);
		expect(broken(links)).toEqual([]);
	});

	it('to a page that is not there are found', () => {
		expect(brokenLink('docs/README.md', 'missing.md')).toMatch('no docs/missing.md');
		expect(brokenLink('docs/README.md', 'errors.md#missing')).toMatch('no such heading');
		expect(brokenLink('docs/README.md', '#documentation')).toBeUndefined();
	});

	it('of nodes, credentials and codex files lead to headings of docs/', async () => {
		const { nodes, credentials } = await loadPackage();
		const codex = filesBelow('nodes', (name) => name.endsWith('.node.json')).flatMap((from) =>
			[...read(from).matchAll(/"url": "([^"]+)"/g)].map(([, target]) => ({ from, target })),
		);
		const links = [
			...Object.values(nodes).map(({ description: { name, documentationUrl } }) => ({
				from: name,
				target: documentationUrl ?? '',
			})),
			...Object.values(credentials).map(({ name, documentationUrl }) => ({
				from: name,
				target: documentationUrl ?? '',
			})),
			...codex,
		];
		expect(links.length).toBeGreaterThan(30);
		expect(broken(links)).toEqual([]);
		expect(links.filter(({ target }) => !target.includes('/blob/main/docs/'))).toEqual([]);
	});
});

describe('names of fields and options', () => {
	/** The first cells of a page's tables with this heading, one entry for each name in them. */
	function named(page: string, heading: string): string[] {
		const tables = read(page).matchAll(
			new RegExp(`^\\| ${heading} \\| .*\\n\\|.*\\n((?:\\|.*\\n)*)`, 'gm'),
		);
		return [...tables].flatMap(([, rows]) =>
			rows
				.trim()
				.split('\n')
				.flatMap((row) => row.split(' | ')[0].replace(/^\| /, '').split(', ')),
		);
	}

	const shown = (properties: INodeProperties[]) =>
		properties
			.filter(({ type }) => type !== 'hidden' && type !== 'notice')
			.map(({ displayName }) => displayName);

	const pagesOfBackends = backends.map((backend) => [pageOf(backend), backend] as const);

	it.each(pagesOfBackends)(
		'docs/%s.md has every field of the credentials, and no other',
		async (page, backend) => {
			const { credentials } = await loadPackage();
			const fields = backend.credentials
				.map((name) => credentials[name])
				.flatMap(({ properties, extends: parents = [] }) => [
					...shown(properties),
					// n8n's own OAuth2 credential brings these.
					...(parents.includes('oAuth2Api') ? ['Client ID', 'Client Secret'] : []),
				]);
			expect([...new Set(named(`docs/${page}.md`, 'Field'))].sort()).toEqual(
				[...new Set(fields)].sort(),
			);
		},
	);

	it.each(pagesOfBackends)(
		'docs/%s.md has no option that the trigger lacks',
		async (page, backend) => {
			const { nodes } = await loadPackage();
			const { properties } = nodes[`${backend.name}Trigger`].description;
			const members = properties.find(({ name }) => name === 'options')?.options ?? [];
			const options = shown(members as INodeProperties[]);
			const documented = named(`docs/${page}.md`, 'Option');
			expect(documented.filter((name) => !options.includes(name))).toEqual([]);
			if (documented.length > 0) expect(documented.sort()).toEqual([...options].sort());
		},
	);
});
