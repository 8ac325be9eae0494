import { TelephonyError } from '../../shared/core/errors';
import type { Http } from '../../shared/core/ports';
import { documentOf, errorOf } from './answers';
import { isObject, text } from './values';

/** User name and password of generation 2. */
export interface Login {
	username: string;
	password: string;
}

/** The token of a login, shared by all who use it. */
export interface TokenStore {
	token?: string;
	/** The login that is under way. */
	pending?: Promise<string>;
	/** What the PBX last said to the login, and when: ms since 1970. */
	refused?: { error: TelephonyError; at: number };
}

/** ms for which a refused login is not tried again: the items of one run would try it one after the other. */
const REFUSED_FOR = 10_000;

/**
 * `POST /local/login` (docs/protocols/coocenter.md#two-generations). Throws `unauthorized` for a wrong
 * password.
 */
async function logIn(http: Http, base: string, login: Login, nowMs: number): Promise<string> {
	const response = await http.request({
		method: 'POST',
		url: `${base}/local/login`,
		headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
		body: JSON.stringify(login),
		timeout: 15_000,
	});
	if (response.status < 200 || response.status > 299) throw errorOf(response, nowMs);
	const answer = documentOfLogin(response, nowMs);
	const token = isObject(answer) ? text(answer.token) : undefined;
	if (token === undefined) {
		throw new TelephonyError('protocolViolation', 'The PBX accepted the login but gave no token');
	}
	return token;
}

function documentOfLogin(response: Parameters<typeof documentOf>[0], nowMs: number) {
	try {
		return documentOf(response, nowMs);
	} catch (error) {
		// Whatever the word for it: a login that is refused is a wrong user name or password.
		if (error instanceof TelephonyError && error.kind === 'badRequest') {
			throw new TelephonyError(
				'unauthorized',
				'The PBX did not accept the user name and password',
				{ vendorText: error.vendorText, vendorCode: error.vendorCode, cause: error },
			);
		}
		throw error;
	}
}

/** Where the session of generation 2 is kept. */
export interface SessionKeeper {
	login: Login;
	store: TokenStore;
}

/**
 * The token to send. One login at a time; `stale`, when given, is a token that the PBX no longer
 * takes.
 */
export async function sessionToken(
	http: Http,
	base: string,
	{ login, store }: SessionKeeper,
	nowMs: number,
	stale?: string,
): Promise<string> {
	if (store.token !== undefined && store.token !== stale) return store.token;
	const { refused } = store;
	// A clock that was put back makes nobody wait longer.
	if (refused && Math.abs(nowMs - refused.at) < REFUSED_FOR) throw refused.error;
	store.pending ??= logIn(http, base, login, nowMs).finally(() => {
		store.pending = undefined;
	});
	store.token = undefined;
	try {
		store.token = await store.pending;
		store.refused = undefined;
		return store.token;
	} catch (error) {
		if (error instanceof TelephonyError && error.kind === 'unauthorized')
			store.refused = { error, at: nowMs };
		throw error;
	}
}
