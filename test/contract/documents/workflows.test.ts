import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import packageJson from '../../../package.json';
import { root } from '../loaded';
import { filesBelow, read } from './markdown';

interface Job {
	needs?: string | string[];
	uses?: string;
	permissions?: Record<string, string>;
	steps?: Array<{ run?: string; uses?: string }>;
}

interface Workflow {
	jobs: Record<string, Job>;
}

const folder = '.github/workflows';
const workflows = readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const workflow = (file: string) => parse(read(file)) as Workflow;
const commandsOf = (file: string) =>
	Object.values(workflow(file).jobs).flatMap(({ steps = [] }) =>
		steps.flatMap(({ run }) => run ?? []),
	);

/** Scripts of package.json that shell lines run: `npm run x`, and `npm test`. */
const scriptsIn = (lines: string) =>
	[...lines.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test)\b)/g)].map(
		([, script, test]) => script ?? test,
	);

it.each(filesBelow('.github', (name) => /\.ya?ml$/.test(name)))('%s can be read', (file) => {
	expect(parse(read(file))).toEqual(expect.any(Object));
});

it.each(workflows)('%s runs scripts of package.json, and jobs it has', (file) => {
	const { jobs } = workflow(file);
	for (const script of scriptsIn(commandsOf(file).join('\n'))) {
		expect(Object.keys(packageJson.scripts)).toContain(script);
	}
	for (const { needs = [], uses } of Object.values(jobs)) {
		expect(Object.keys(jobs)).toEqual(expect.arrayContaining([needs].flat()));
		if (uses) expect(workflows).toContain(uses.replace('./', ''));
	}
});

it('ci.yml proves what .ci/run proves', () => {
	const names = (lines: string) => [...new Set(scriptsIn(lines))].sort();
	expect(names(commandsOf(`${folder}/ci.yml`).join('\n'))).toEqual(names(read('.ci/run')));
});

it('publish.yml publishes with provenance, without a stored token, what CI has proven', () => {
	const { ci, publish } = workflow(`${folder}/publish.yml`).jobs;
	expect(ci.uses).toBe(`./${folder}/ci.yml`);
	expect(publish.needs).toBe('ci');
	expect(publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
	expect(commandsOf(`${folder}/publish.yml`).at(-1)).toMatch(/^npm publish --provenance/);
	expect(read(`${folder}/publish.yml`)).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
});
