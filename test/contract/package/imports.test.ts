import { dirname, join } from 'node:path';

import { preProcessFile } from 'typescript';

import { filesBelow, read } from '../documents/markdown';

const files = ['credentials', 'nodes'].flatMap((folder) =>
	filesBelow(folder, (name) => name.endsWith('.ts') && !name.endsWith('.d.ts')),
);

const known = new Set(files);

/** Files of the package that a file imports, types included; all as paths from the root. */
function importsOf(file: string): string[] {
	return preProcessFile(read(file))
		.importedFiles.map(({ fileName }) => fileName)
		.filter((name) => name.startsWith('.'))
		.map((name) => join(dirname(file), name))
		.flatMap((path) => [`${path}.ts`, `${path}/index.ts`])
		.filter((path) => known.has(path));
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** The files on a way from `from` back to it; undefined when there is none. */
function circleOf(from: string): string[] | undefined {
	const seen = new Set<string>();
	const ways = [[from]];
	for (let way = ways.shift(); way; way = ways.shift()) {
		for (const next of imports.get(way[way.length - 1]) ?? []) {
			if (next === from) return [...way, from];
			if (!seen.has(next)) ways.push([...way, next]);
			seen.add(next);
		}
	}
	return undefined;
}

describe('imports of the package', () => {
	it('are found', () => {
		expect([...imports.values()].flat().length).toBeGreaterThan(1_000);
	});

	it('never lead back to the file they start from: move what both need to a third', () => {
		expect(files.map(circleOf).filter((circle) => circle !== undefined)).toEqual([]);
	});

	it('reach every file that n8n or the build does not load itself: what only tests import can go', () => {
		const imported = new Set([...imports.values()].flat());
		const loaded = /\.(node|credentials)\.ts$|^nodes\/\w+\/backend\.ts$/;
		expect(files.filter((file) => !imported.has(file) && !loaded.test(file))).toEqual([]);
	});
});
