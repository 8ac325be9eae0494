import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, CODES, notFound, XsiError } from './errors';
import type { UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlElement } from '../xml/xml';
import type { Reply } from './reply';

/** A request on its way to a route. */
export interface XsiRequest {
	world: XsiWorld;
	method: string;
	/** Path variables, decoded. */
	params: Record<string, string>;
	/** Query parameters; of a repeated one the first counts. */
	query: Map<string, string>;
	/** Body, checked against the schema; undefined when empty. */
	body?: XmlElement;
	/** Who asks. */
	caller: UserState;
	/** JSESSIONID of the request or the one the answer sets. */
	session: string;
	raw: { request: IncomingMessage; response: ServerResponse };
}

/** Undefined: the route has answered by itself (a stream). */
export type Route = (request: XsiRequest) => Reply | undefined;

interface Entry {
	segments: string[];
	methods: Map<string, Route>;
}

/**
 * Routes by method and path: keywords match without regard to case (docs/protocols/broadworks.md#base-urls).
 */
export class Router {
	private readonly entries: Entry[] = [];

	/** `path` like `/v2.0/user/{userId}/calls`; more specific paths win over variables. */
	add(method: string, path: string, route: Route): void {
		const segments = path.split('/').filter(Boolean);
		const key = path.toLowerCase();
		let entry = this.entries.find((item) => `/${item.segments.join('/')}`.toLowerCase() === key);
		if (!entry) {
			entry = { segments, methods: new Map() };
			this.entries.push(entry);
			const variables = (item: Entry) =>
				item.segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
			this.entries.sort((a, b) => variables(a).localeCompare(variables(b)));
		}
		entry.methods.set(method, route);
	}

	/** @throws XsiError 404 for an unknown path, 405 for a wrong method */
	find(method: string, path: string): { route: Route; params: Record<string, string> } {
		const given = path.split('/').filter(Boolean);
		let allowed: string[] | undefined;
		for (const entry of this.entries) {
			const params = match(entry.segments, given);
			if (!params) continue;
			const route = entry.methods.get(method);
			if (route) return { route, params };
			allowed ??= [...entry.methods.keys()];
		}
		if (!allowed) throw notFound('The resource does not exist.');
		throw new XsiError(405, CODES.methodNotAllowed, 'The method is not allowed here.', {
			Allow: allowed.join(', '),
		});
	}
}

function match(pattern: string[], given: string[]): Record<string, string> | undefined {
	if (pattern.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (let index = 0; index < pattern.length; index++) {
		const wanted = pattern[index];
		if (wanted.startsWith('{')) params[wanted.slice(1, -1)] = decode(given[index]);
		else if (wanted.toLowerCase() !== decode(given[index]).toLowerCase()) return undefined;
	}
	return params;
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw badRequest('The path is not correctly encoded.');
	}
}

/** Query parameters by lower-case name: unknown ones are ignored, the first of a name wins. */
export function parseQuery(search: string): Map<string, string> {
	const query = new Map<string, string>();
	for (const [name, value] of new URLSearchParams(search)) {
		const key = name.toLowerCase();
		if (!query.has(key)) query.set(key, value);
	}
	return query;
}

/** A query parameter, found without regard to case. */
export const queryValue = (request: XsiRequest, name: string): string | undefined =>
	request.query.get(name.toLowerCase());

/** @throws XsiError 400 when a mandatory query parameter is missing or empty */
export function requiredQuery(request: XsiRequest, name: string): string {
	const value = queryValue(request, name)?.trim();
	if (!value) throw badRequest(`The parameter "${name}" is missing.`);
	return value;
}

/** A whole number in a range. @throws XsiError 400 */
export function numberQuery(
	request: XsiRequest,
	name: string,
	usual: number,
	range: [number, number],
): number {
	const text = queryValue(request, name);
	if (text === undefined || text === '') return usual;
	const value = Number(text);
	if (!Number.isInteger(value) || value < range[0] || value > range[1]) {
		throw badRequest(`The parameter "${name}" must be ${range[0]} to ${range[1]}.`);
	}
	return value;
}
