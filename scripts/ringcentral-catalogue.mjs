import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './bootstrap.mjs';

/**
 * Makes the catalogue of *Raw Request* from the list of RingCentral's operations. With a file, the list is
 * made first, from the vendor's whole OpenAPI document as JSON, of which the repository has a part only:
 * node scripts/ringcentral-catalogue.mjs [openapi.json]
 */

const list = join(root, 'test/ringCentral/specs/ringcentral-operations.json');
const catalogue = join(root, 'nodes/RingCentral/client/catalogue');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The operations of an OpenAPI document, in the vendor's words. */
export function operationsOf({ paths }) {
	return Object.entries(paths).flatMap(([path, operations]) =>
		METHODS.filter((method) => operations[method]).map((method) => ({
			method: method.toUpperCase(),
			path,
			group: operations[method]['x-throttling-group'],
			scope: operations[method]['x-app-permission'],
			deprecated: operations[method].deprecated,
		})),
	);
}

/** By path, and within a path in the order of `METHODS`. */
const byPath = (a, b) =>
	a.path === b.path
		? METHODS.indexOf(a.method.toLowerCase()) - METHODS.indexOf(b.method.toLowerCase())
		: a.path < b.path
			? -1
			: 1;

/** Logins are not for workflows: the credential does them. */
const isOffered = ({ deprecated, group }) => !deprecated && group !== 'Auth';

/** What is not limited counts as light. */
const groupOf = (group) => (group === 'NoThrottling' ? 'light' : group.toLowerCase());

const commandsOf = (operations) =>
	operations
		.filter(isOffered)
		.map(({ method, path, group, scope }) => ({ method, path, group: groupOf(group), scope }))
		.sort(byPath);

const linesOf = (entries) =>
	`[\n${entries.map((entry) => `\t${JSON.stringify(entry)}`).join(',\n')}\n]\n`;

/** File name to text, as it belongs into nodes/RingCentral/client/catalogue. */
export function catalogueFiles() {
	return { 'commands.json': linesOf(commandsOf(readJson(list))) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [, , document] = process.argv;
	if (document) writeFileSync(list, linesOf(operationsOf(readJson(document)).sort(byPath)));
	for (const [name, text] of Object.entries(catalogueFiles())) {
		writeFileSync(join(catalogue, name), text);
	}
}
