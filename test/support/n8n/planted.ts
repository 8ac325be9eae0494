import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Workbench } from '../../../n8n-driver/workbench';

/** A text as it would look in the places where somebody might have written it. */
function spellings(secret: string, users: readonly string[]): Buffer[] {
	const login = users.map((user) => `${user}:${secret}`);
	const base64 = [secret, ...login].map((text) => Buffer.from(text).toString('base64'));
	const texts = [
		secret,
		JSON.stringify(secret).slice(1, -1),
		JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
		encodeURIComponent(secret),
		encodeURI(secret),
		new URLSearchParams({ secret }).toString().slice('secret='.length),
		Buffer.from(secret).toString('hex'),
		...base64,
		...base64.map((text) => text.replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_')),
		...base64.map(encodeURIComponent),
	];
	return [...new Set(texts)].map((text) => Buffer.from(text));
}

/** Every file that n8n wrote, without the packages it installed. */
async function filesOf(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => !path.includes('node_modules'));
}

/** Everything of executions and workflows that n8n gives over REST. */
export async function readEverything({ api }: Workbench): Promise<string[]> {
	const { rest } = api;
	const answers: string[] = [];
	const { results } = await rest.data<{ results: Array<{ id: string }> }>(
		'GET',
		'/rest/executions?limit=100',
	);
	for (const { id } of results) {
		answers.push(JSON.stringify(await rest.data('GET', `/rest/executions/${id}`)));
	}
	const workflows = await rest.data<Array<{ id: string }>>('GET', '/rest/workflows');
	for (const { id } of workflows) answers.push(JSON.stringify(await api.getWorkflow(id)));
	return answers;
}

export interface Search {
	/** The secrets by a name for each. */
	planted: ReadonlyMap<string, string>;
	/** Whoever may log in with them. */
	users: readonly string[];
	/** What n8n has told over REST. */
	answers: readonly string[];
	/** Texts that must be in n8n's database, which shows that the search works. */
	controls: readonly string[];
}

/**
 * Looks for secrets in everything that a stopped n8n has told and written: its database, its log and
 * every other file of its folder. @returns a line for each find
 */
export async function findPlanted(folder: string, search: Search): Promise<string[]> {
	const { planted, users, answers, controls } = search;
	const places = new Map<string, Buffer>([['REST', Buffer.from(answers.join('\n'))]]);
	for (const path of await filesOf(folder)) places.set(path, await readFile(path));
	expect([...places.keys()].filter((path) => path.endsWith('n8n.log'))).toHaveLength(1);
	// What was written last may still be in the file beside it, database.sqlite-wal.
	const database = [...places].filter(([path]) => path.includes('database.sqlite'));
	const isThere = (text: string) => database.some(([, content]) => content.includes(text));
	expect(controls.filter(isThere)).toEqual(controls);
	return [...places].flatMap(([path, content]) =>
		[...planted].flatMap(([name, secret]) =>
			spellings(secret, users)
				.filter((spelling) => content.includes(spelling))
				.map((spelling) => {
					const at = content.indexOf(spelling);
					const around = content.subarray(Math.max(0, at - 120), at + spelling.length + 40);
					return `${name} is in ${path}: ${around.toString('latin1')}`;
				}),
		),
	);
}
