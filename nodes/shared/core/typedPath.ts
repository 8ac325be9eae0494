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

/** Whether an address made of it would end early or leave the path: URLs read `\\` as `/` and skip tabs. */
const leadsElsewhere = (route: string) =>
	/[\\#\t\n\r]/.test(route) || route.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part));

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
	if (route === '' || leadsElsewhere(route)) {
		throw new TelephonyError('badRequest', `"${trimmed}" is no path`);
	}
	return { base, route, query };
}
