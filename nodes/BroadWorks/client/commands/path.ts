import { TelephonyError } from '../../../shared/core/errors';
import { leadsElsewhere } from '../../../shared/core/typedPath';
import { segment, type XsiServer } from '../transport/connection';
import { partsOf, VERSION, XSI_COMMANDS } from './commands';

const BELOW_USER = '/v2.0/user/{userId}/';

const firstWord = (path: string) => path.split('/')[0].toLowerCase();
const below = (base: string) =>
	XSI_COMMANDS.filter(({ path }) => path.startsWith(base)).map(({ path }) =>
		firstWord(path.slice(base.length)),
	);

const OF_USERS = new Set(below(BELOW_USER));

const ALL_ROOTS = new Set(below('/v2.0/'));

/** First words of paths that start at the root; what a user has too is meant as the user's. */
const ROOTS = new Set([...ALL_ROOTS].filter((word) => !OF_USERS.has(word)));

const refuse = (message: string) => new TelephonyError('badRequest', message);

/** `GET` of a line that was copied, and `(GET, PUT)` of an entry of the list. */
const WITH_METHOD =
	/^(?:GET|PUT|POST|DELETE)\s|\((?:GET|PUT|POST|DELETE)(?:, (?:GET|PUT|POST|DELETE))*\)$/;

/** Braces and slashes of a path that was encoded as a whole, or by a browser. */
const legible = (path: string): string =>
	(path.includes('/') ? path : path.replace(/%2f/gi, '/')).replace(/%7b(\w+)%7d/gi, '{$1}');

/**
 * An address of the server itself without what stands before the path. Throws `badRequest` for another server; a
 * panel, which has no server, takes any.
 */
function withoutServer(path: string, server: XsiServer | undefined): string {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(path) && !path.startsWith('//')) return path;
	const isOwn =
		URL.canParse(path) &&
		(server === undefined || new URL(path).origin === new URL(server.url).origin);
	if (isOwn) return path.replace(/^[^:]+:\/\/[^/?]*/, '');
	throw refuse(
		'Enter a path such as services/DoNotDisturb, not a full address: requests go to the server of the credential only',
	);
}

/** Another interface of the same server. */
const OF_EVENTS = /^\/?(?:[^/]+\/)*com\.broadsoft\.(?:xsi-events|async)(?:\/|$)/i;

/**
 * A path without what stands before the version: the context of Xsi-Actions, which operators rename and put behind
 * proxies. Throws `badRequest` for the context of events.
 */
function withoutContext(route: string, server: XsiServer | undefined): string {
	if (OF_EVENTS.test(route)) {
		throw refuse(
			'Raw Request sends to Xsi-Actions. Events and channels are what the BroadWorks Trigger is for: Raw Event Subscription',
		);
	}
	const parts = route.split('/');
	const version = parts.findIndex(
		(part, place) => VERSION.test(part) && ALL_ROOTS.has(parts[place + 1]?.toLowerCase()),
	);
	if (version >= 0) return parts.slice(version).join('/');
	const own = partsOf(server?.actionsPath ?? '').join('/');
	if (own !== '' && route.startsWith(`${own}/`)) return route.slice(own.length + 1);
	return route.replace(/^(?:[^/]+\/)*com\.broadsoft\.xsi-actions(?:\/|$)/i, '');
}

/**
 * The query as servers take it: a plus before a number is no space (docs/protocols/broadworks.md#identifiers-and-escaping),
 * and nothing of it is a place within a page.
 */
const sendable = (query: string): string =>
	query.replace(/=((?:tel|sip):)?\+(?=\d)/gi, '=$1%2B').replaceAll('#', '%23');

/**
 * The whole path from `/v2.0` on of one that a person wrote: below the user (`services/DoNotDisturb`), from the root
 * (`/v2.0/group/…`, `callcenter/q@example.net/calls`), or as the server has it (`/com.broadsoft.xsi-actions/v2.0/…`).
 * Throws `badRequest` for an address of another server, and for what is more than a path.
 */
export function wholePath(written: string, server?: XsiServer): string {
	const given = legible(written.trim());
	if (WITH_METHOD.test(given)) {
		throw refuse(
			'Enter the path alone, such as services/DoNotDisturb: Method has a field of its own',
		);
	}
	const [route, ...query] = withoutServer(given, server).split('?');
	const bare = withoutContext(partsOf(route.replaceAll('#', '%23')).join('/'), server);
	const isRooted = VERSION.test(firstWord(bare));
	const base = isRooted ? '/' : ROOTS.has(firstWord(bare)) ? '/v2.0/' : BELOW_USER;
	return [base + bare, ...query.map(sendable)].join('?');
}

/**
 * A whole path with its variables filled in. `userId` is asked for only where the path names the user. Throws
 * `badRequest` that names a variable without a value.
 */
export function filledPath(
	path: string,
	userId: () => string,
	values: Readonly<Record<string, string>> = {},
): string {
	const [route, ...query] = path.split('?');
	const filled = route.replace(/\{([^}]*)\}/g, (_whole, name: string) => {
		if (/^userId$/i.test(name)) return segment(userId(), 'The user');
		const value = values[name]?.trim() ?? '';
		if (value !== '') return segment(value, `"${name}"`);
		throw refuse(
			`The path has no value for {${name}}: enter it in Values, or write it into the path`,
		);
	});
	if (leadsElsewhere(filled)) throw refuse('The path must not contain ".."');
	return [filled, ...query].join('?');
}
