import { TelephonyError } from '../../../shared/core/errors';
import { leadsElsewhere, pathSegment } from '../../../shared/core/typedPath';

/**
 * Members that are undefined are left out; lists repeat the parameter
 * (docs/protocols/ringcentral.md#list-query).
 */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

/**
 * The host of recordings and attachments beside `platform.ringcentral.com`
 * (docs/protocols/ringcentral.md#hosts).
 */
function mediaOriginOf(server: URL): string | undefined {
	const [first, ...domain] = server.hostname.split('.');
	const isAddress = /^[\d.]+$/.test(server.hostname) || server.hostname.includes(':');
	if (isAddress || domain.length < 2 || first === 'media') return undefined;
	const port = server.port === '' ? '' : `:${server.port}`;
	return `${server.protocol}//media.${domain.join('.')}${port}`;
}

/** True for an address that the token may be sent to: the server of the credential or its media host. */
function isOwnAddress(server: string, address: string): boolean {
	if (!URL.canParse(address)) return false;
	const own = new URL(server);
	const { origin, username, password } = new URL(address);
	if (username !== '' || password !== '') return false;
	return origin === own.origin || origin === mediaOriginOf(own);
}

const isAbsolute = (path: string) => /^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//');

function withQuery(url: string, query: Query): string {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (value === undefined) continue;
		const values = Array.isArray(value) ? (value as readonly string[]) : [value];
		for (const each of values) search.append(name, String(each));
	}
	const added = search.toString();
	if (added === '') return url;
	return `${url}${url.includes('?') ? '&' : '?'}${added}`;
}

const noPath = (path: string) =>
	new TelephonyError('badRequest', `"${path}" is not a path of the RingCentral API`);

/**
 * The address of a request. `path` is `/restapi/...`, or an absolute address that the server gave.
 * Throws `badRequest` for an address elsewhere, where the token must not go, and for a path with dots.
 */
export function urlOf(server: string, path: string, query: Query = {}): string {
	if (isAbsolute(path)) {
		if (!isOwnAddress(server, path)) {
			throw new TelephonyError(
				'badRequest',
				`The address does not belong to the server of the credential (${new URL(server).host}), so the token is not sent there`,
			);
		}
		if (leadsElsewhere(path.split('?')[0])) throw noPath(path);
		return withQuery(path, query);
	}
	const [route] = path.split('?');
	if (!path.startsWith('/') || leadsElsewhere(route) || /[\s\\#]/.test(path)) {
		throw noPath(path);
	}
	return withQuery(server + path, query);
}

/**
 * Where a page named by `navigation` is. A server behind another name still tells its own: only the
 * path counts then, so that the token stays with the server of the credential. Throws
 * `protocolViolation` for no address.
 */
export function pageAddress(server: string, uri: string): string {
	if (!URL.canParse(uri, server)) {
		throw new TelephonyError(
			'protocolViolation',
			'The server names a next page without an address',
		);
	}
	const { pathname, search } = new URL(uri, server);
	return isOwnAddress(server, uri) ? uri : `${pathname}${search}`;
}

/**
 * Where a file is: the address that the server gave, or `path` where that one is elsewhere and must not get
 * the token. A server behind another name still tells its own.
 */
export function fileAddress(server: string, uri: string | undefined, path: string): string {
	if (uri === undefined || (isAbsolute(uri) && !isOwnAddress(server, uri))) return path;
	return uri;
}

/** An id as one part of a path. Throws `badRequest` for what is none. */
export const segment = (id: string | number, what: string): string => pathSegment(id, what);
