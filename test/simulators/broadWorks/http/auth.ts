import { timingSafeEqual } from 'node:crypto';
import { CODES, forbidden, notFound, XsiError } from './errors';
import type { UserState } from '../state';
import type { XsiWorld } from '../world';

const unauthorized = () =>
	new XsiError(401, CODES.unauthorized, 'Authentication failed.', {
		'WWW-Authenticate': 'Basic realm="BroadWorks"',
	});

function equal(a: string, b: string): boolean {
	const [x, y] = [Buffer.from(a), Buffer.from(b)];
	return x.length === y.length && timingSafeEqual(x, y);
}

/**
 * Who an Authorization header stands for: Basic with portal password or login token, or Bearer.
 * A session cookie alone is not enough (docs/protocols/broadworks.md#authentication). @throws XsiError 401
 */
export function authenticate(world: XsiWorld, header: string | undefined): UserState {
	const [scheme, value] = (header ?? '').split(/\s+/, 2);
	if (value && /^basic$/i.test(scheme)) {
		const text = Buffer.from(value, 'base64').toString('utf8');
		const colon = text.indexOf(':');
		const user = colon > 0 ? world.state.users.get(text.slice(0, colon)) : undefined;
		const password = text.slice(colon + 1);
		const token = world.state.loginTokens.get(password);
		if (user && (equal(password, user.password) || token === user.userId)) return user;
	} else if (value && /^bearer$/i.test(scheme)) {
		const { accessTokens, userOfToken } = world.settings;
		const userId = Object.hasOwn(accessTokens, value) ? accessTokens[value] : userOfToken(value);
		if (userId === null) throw forbidden('The token does not give the right to use Xsi.');
		const user = world.state.users.get(userId ?? '');
		if (user) return user;
	}
	throw unauthorized();
}

/** Whether somebody has rights over others: an administrator, or a user who was given a level. */
export const isAdministrator = ({ level }: UserState): boolean => level !== undefined;

/** Whether an administrator's level reaches a group, or without one the whole enterprise. */
export function administers(caller: UserState, groupId?: string): boolean {
	if (!isAdministrator(caller)) return false;
	return caller.level !== 'group' || (groupId !== undefined && caller.groupId === groupId);
}

/**
 * The user a request is about. Users act on themselves only, administrators on everybody below
 * them; administrator ids are no users. @throws XsiError 403, 404
 */
export function targetUser(world: XsiWorld, caller: UserState, userId: string): UserState {
	const user = world.state.users.get(userId);
	if (!isAdministrator(caller) && user !== caller) {
		throw forbidden('The user may act on itself only.');
	}
	if (!user || user.kind === 'administrator') throw notFound('The user does not exist.');
	if (caller !== user && !administers(caller, user.groupId)) {
		throw forbidden('The administrator may not act on this user.');
	}
	return user;
}
