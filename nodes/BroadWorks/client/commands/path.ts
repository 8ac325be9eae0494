import { TelephonyError } from '../../../shared/core/errors';
import { leadsElsewhere } from '../../../shared/core/typedPath';
import { segment, type XsiServer } from '../transport/connection';
import { XSI_COMMANDS } from './commands';

const BELOW_USER = '/v2.0/user/{userId}/';

const firstWord = (path: string) => path.split('/')[0].toLowerCase();
const below = (base: string) =>
	XSI_COMMANDS.filter(({ path }) => path.startsWith(base)).map(({ path }) =>
		firstWord(path.slice(base.length)),
	);

const OF_USERS = new Set(below(BELOW_USER));

/** First words of paths that start at the root; what a user has too is meant as the user's. */
const ROOTS = new Set(below('/v2.0/').filter((word) => !OF_USERS.has(word)));

const refuse = (message: string) => new TelephonyError('badRequest', message);

/** An address of the server itself without what stands before the path. Throws `badRequest` for another server. */
function withoutServer(path: string, server: XsiServer | undefined): string {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(path) && !path.startsWith('//')) return path;
	const isOwn =
		server !== undefined &&
		URL.canParse(path) &&
		new URL(path).origin === new URL(server.url).origin;
	if (isOwn) return path.replace(/^[^:]+:\/\/[^/]*/, '');
	throw refuse(
		'Enter a path such as services/DoNotDisturb, not a full address: requests go to the server of the credential only',
	);
}

/** A path without the context of Xsi-Actions, and without whatever stands before that. */
function withoutContext(path: string, server: XsiServer | undefined): string {
	const own = `${server?.actionsPath ?? ''}/`;
	if (own !== '/' && path.startsWith(own)) return path.slice(own.length - 1);
	return path.replace(/^\/?(?:[^/]+\/)*com\.broadsoft\.xsi-actions(?=\/)/i, '');
}

/**
 * The whole path from `/v2.0` on of one that a person wrote: below the user (`services/DoNotDisturb`), from the root
 * (`/v2.0/group/…`, `callcenter/q@example.net/calls`), or as the server has it (`/com.broadsoft.xsi-actions/v2.0/…`).
 * Throws `badRequest` for an address of another server.
 */
export function wholePath(written: string, server?: XsiServer): string {
	const path = withoutContext(withoutServer(written.trim(), server), server);
	const [route, ...query] = path.split('?');
	const bare = route.replace(/^\/+/, '');
	const isRooted = /^v2\.0\//i.test(bare);
	const base = isRooted ? '/' : ROOTS.has(firstWord(bare)) ? '/v2.0/' : BELOW_USER;
	return [base + bare, ...query].join('?');
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
