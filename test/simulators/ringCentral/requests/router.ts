import type { IncomingHttpHeaders } from 'node:http';

import type { Session } from '../login/auth';
import { operationOf } from '../openApi/openApi';
import type { Extension } from '../people/people';
import type { World } from '../world';

export { ApiFailure, badParameter, notFound } from './failure';

export type RateGroup = 'light' | 'medium' | 'heavy' | 'auth';

/** Who may use a route, and which budget it is taken from. */
export interface RouteAccess {
	group: RateGroup;
	/** App scope; 403 CMN-401 without it. Undefined: none is asked for. `A OR B`: one of them. */
	scope?: string;
	/** User permission; 403 CMN-408 without it. `A OR B`: one of them. */
	permission?: string;
	/** Everybody of the account may name another extension in the path; otherwise administrators only. */
	others?: boolean;
	/** Needs no access token; `ctx.user` is then not to be read. */
	open?: boolean;
}

export interface RouteContext {
	world: World;
	/** Extension of the token. */
	user: Extension;
	session: Session;
	method: string;
	/** As it was sent, without the query. */
	path: string;
	/** By name of the path; `~` already stands for the ids of the token. */
	params: Record<string, string>;
	query: URLSearchParams;
	/** Parsed JSON, undefined without a body, the fields of a form. */
	body: unknown;
	/** The body as it came: multipart. */
	rawBody: Buffer;
	headers: IncomingHttpHeaders;
}

export interface RouteReply {
	/** Default 200, or 204 without a body. */
	status?: number;
	json?: unknown;
	bytes?: Uint8Array;
	headers?: Record<string, string>;
}

export type RouteHandler = (context: RouteContext) => RouteReply | Promise<RouteReply>;

export interface Route {
	method: string;
	/** As in the OpenAPI file, with `{names}`. */
	template: string;
	access: RouteAccess;
	handler: RouteHandler;
}

export interface FoundRoute {
	route: Route;
	params: Record<string, string>;
}

interface Node {
	fixed: Map<string, Node>;
	/** Segments that take anything, by the name they are given. */
	open?: { name: string; node: Node };
	routes: Map<string, Route>;
}

const newNode = (): Node => ({ fixed: new Map(), routes: new Map() });

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		// A stray per cent sign stands for itself.
		return segment;
	}
}

/** Routes by method and path template. Fixed segments win over `{names}`. */
export class Router {
	readonly routes: Route[] = [];

	private readonly root = newNode();

	/**
	 * `given` is what the OpenAPI file does not say, or says otherwise than the simulator does.
	 * @throws Error when the route is there already, or nobody tells its rate group
	 */
	add(method: string, template: string, given: Partial<RouteAccess>, handler: RouteHandler): void {
		const operation = operationOf(method, template);
		const group = given.group ?? operation?.group;
		if (group === undefined) throw new Error(`${method} ${template} needs a rate group`);
		const access: RouteAccess = {
			scope: operation?.scope,
			permission: operation?.permission,
			...given,
			group,
		};
		let node = this.root;
		for (const segment of template.split('/').slice(1)) {
			const [, name] = /^\{(\w+)\}$/.exec(segment) ?? [];
			if (name === undefined) {
				const next = node.fixed.get(segment) ?? newNode();
				node.fixed.set(segment, next);
				node = next;
			} else {
				node.open ??= { name, node: newNode() };
				if (node.open.name !== name) {
					throw new Error(`${template}: {${node.open.name}} is called {${name}} here`);
				}
				node = node.open.node;
			}
		}
		if (node.routes.has(method)) throw new Error(`${method} ${template} is there already`);
		const route = { method, template, access, handler };
		node.routes.set(method, route);
		this.routes.push(route);
	}

	/** The route of a path; `'path'` for an unknown path, `'method'` for another method's. */
	find(method: string, path: string): FoundRoute | 'path' | 'method' {
		const matches = this.walk(this.root, path.split('/').slice(1), 0, {});
		if (matches.length === 0) return 'path';
		for (const { node, params } of matches) {
			const route = node.routes.get(method);
			if (route) return { route, params };
		}
		return 'method';
	}

	private walk(
		node: Node,
		segments: string[],
		at: number,
		params: Record<string, string>,
	): { node: Node; params: Record<string, string> }[] {
		if (at === segments.length) return node.routes.size > 0 ? [{ node, params }] : [];
		const segment = decode(segments[at]);
		const fixed = node.fixed.get(segment);
		const { open } = node;
		return [
			...(fixed ? this.walk(fixed, segments, at + 1, params) : []),
			...(open && segment !== ''
				? this.walk(open.node, segments, at + 1, { ...params, [open.name]: segment })
				: []),
		];
	}
}
