import type { HttpRequest } from '../../../shared/core/ports';
import commandList from '../catalogue/commands.json';
import type { RateGroup } from './rateGroups';

/** A path of the API with one of its methods. */
export interface ApiCommand {
	method: HttpRequest['method'];
	/** `/restapi/v1.0/account/{accountId}/call-log` */
	path: string;
	group: RateGroup;
	/** The permission the app needs, as `ReadCallLog`. */
	scope?: string;
}

/** The paths of the API that are not deprecated, with rate group and permission (OpenAPI, 2026-08). */
export const COMMANDS = commandList as readonly ApiCommand[];

const ORIGIN = /^https?:\/\/[^/]+/i;

const segmentsOf = (path: string) =>
	path.replace(ORIGIN, '').split('?')[0].split('/').filter(Boolean);

let templates: Array<{ command: ApiCommand; template: string[] }> | undefined;

/** The parts of every path, taken apart when the first request is looked up. */
const takenApart = () =>
	(templates ??= COMMANDS.map((command) => ({ command, template: segmentsOf(command.path) })));

/** How many parts of a path are the same by name; -1 when the path does not fit. */
function likeness(template: readonly string[], path: readonly string[]): number {
	if (template.length !== path.length) return -1;
	let same = 0;
	for (const [index, part] of template.entries()) {
		if (part === path[index]) same++;
		else if (!part.includes('{')) return -1;
	}
	return same;
}

/**
 * What the catalogue says of a request; `path` has real ids or `~` where the catalogue has braces, and may
 * be a whole address.
 */
export function commandFor(method: string, path: string): ApiCommand | undefined {
	const parts = segmentsOf(path);
	let best: { command?: ApiCommand; same: number } = { same: -1 };
	for (const { command, template } of takenApart()) {
		if (command.method !== method.toUpperCase()) continue;
		const same = likeness(template, parts);
		if (same > best.same) best = { command, same };
	}
	return best.command;
}

/** The rate group of any request: the catalogue's, else a cautious guess. The server's word wins later. */
export const groupFor = (method: string, path: string): RateGroup =>
	commandFor(method, path)?.group ?? 'medium';
