import { TelephonyError } from './errors';

/** A path of an API as people type it. */
export interface TypedPath {
	/** Which of the `bases` stood in front, if any. */
	base?: string;
	/** Below the base, without slashes in front; never empty. */
	route: string;
	/** What follows the first question mark, as typed. */
	query: string;
}

/** Times that a path may be decoded on its way: by a proxy, by the server, by what runs in it. */
const DECODINGS = 3;

const decoded = (path: string) =>
	path
		// A dot in more bytes than it needs, as careless decoders take it.
		.replace(/%c0%ae/gi, '.')
		.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Servers leave out what follows a semicolon in a part of a path (RFC 3986, 3.3). */
const isDots = (part: string) => /^\.{1,2}$/.test(part.replace(/;.*$/s, '').trim());

/**
 * Whether a path, in any reading of it on its way, goes up, or has what no path has: URLs read `\\` as `/` and
 * skip tabs. `path` is without its query.
 */
export function leadsElsewhere(path: string): boolean {
	let reading = path;
	for (let round = 0; round <= DECODINGS; round++) {
		if (/[\\\u0000-\u001f\u007f]/.test(reading) || reading.split('/').some(isDots)) return true;
		const next = decoded(reading);
		if (next === reading) return false;
		reading = next;
	}
	return false;
}

/**
 * An id as one part of a path, encoded but for the characters in `plain`. Throws `badRequest`, which begins
 * with `what` (as `The chat`), for an empty one, which would name something else, and for one that leads
 * elsewhere.
 */
export function pathSegment(id: string | number, what: string, plain = /(?!)/): string {
	const written = String(id).trim();
	if (written === '') throw new TelephonyError('badRequest', `${what} is missing`);
	if (leadsElsewhere(written) || !isWellFormed(written)) {
		throw new TelephonyError('badRequest', `${what} is not an ID: ${JSON.stringify(written)}`);
	}
	return encodeURIComponent(written).replace(/%[0-9A-F]{2}/g, (code) =>
		plain.test(decoded(code)) ? decoded(code) : code,
	);
}

/** A part of a path as it is read. What somebody else wrote need not be well-formed, and stays as it is then. */
export function readablePart(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch (error) {
		if (error instanceof URIError) return part;
		throw error;
	}
}

/** Half of a surrogate pair has no UTF-8. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);

/**
 * Takes apart the path of a raw request. One of `bases` (as `open_api`) may stand in front. Throws
 * `badRequest` for a full address, for which the message names `example`, and for a path that leads elsewhere.
 */
export function typedPath(text: string, example: string, bases: readonly string[]): TypedPath {
	const trimmed = text.trim();
	if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || trimmed.startsWith('//')) {
		throw new TelephonyError(
			'badRequest',
			`Enter a path such as ${example}, not a full address: requests go to the server of the credential only`,
		);
	}
	const [written, query = ''] = trimmed.split(/\?(.*)/s, 2);
	const below = written.replace(/^\/+/, '');
	const base = bases.find((one) => below === one || below.startsWith(`${one}/`));
	const route = below.slice(base?.length ?? 0).replace(/^\/+/, '');
	if (route === '' || route.includes('#') || leadsElsewhere(route)) {
		throw new TelephonyError('badRequest', `"${trimmed}" is not a path`);
	}
	return { base, route, query };
}
