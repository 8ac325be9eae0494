import { TelephonyError } from '../shared/core/errors';
import { LoginGate } from '../shared/core/login/loginGate';
import { LruMap } from '../shared/core/bounded/lruMap';
import type { Clock, Http } from '../shared/core/ports';
import { processWide } from '../shared/processWide';
import { digestOf } from '../shared/secrets';
import { systemClock } from '../shared/systemPorts';
import { authorizationOf, type XsiCredential } from './authorization';
import { LOGIN_REFUSED } from './client/transport/answers';

/** Logins that are known; those used least recently go first. */
const MOST = 500;

/** By server and login, for all triggers of the process. */
const gates = processWide('broadWorksLogins', 1, () => new LruMap<string, LoginGate>(MOST));

const notNow = (wait: number) =>
	new TelephonyError(
		'unauthorized',
		`${LOGIN_REFUSED}. It is tried again in ${Math.ceil(wait / 1000)} s, for all workflows at once: more tries could lock the account`,
		{ status: 401 },
	);

function gateOf(server: string, authorization: string, clock: Clock): LoginGate {
	// A login of another server may have the same name.
	const key = digestOf(JSON.stringify([server, authorization]));
	return gates.get(key, () => new LoginGate(clock, notNow));
}

/**
 * The Http of a trigger: all that send with one login to one server try it together where it is refused.
 * `httpOf`: what sends with this Authorization header.
 */
export function gatedHttp(
	httpOf: (authorization: string) => Http,
	server: string,
	authorization: () => Promise<string>,
	clock: Clock,
): Http {
	let known: { authorization: string; gate: LoginGate; http: Http } | undefined;
	const present = async () => {
		const now = await authorization();
		if (known?.authorization !== now)
			known = { authorization: now, gate: gateOf(server, now, clock), http: httpOf(now) };
		return known;
	};
	return {
		async request(request) {
			const { gate, http } = await present();
			return await gate.pass(async () => await http.request(request));
		},
		async stream(request) {
			const { gate, http } = await present();
			return await gate.pass(async () => await http.stream(request));
		},
	};
}

/** Somebody clicks: what was refused may have been put right at the server, and is asked about at once. */
export function tryLoginAgain(credential: XsiCredential, server: string): void {
	gateOf(server, authorizationOf(credential as never), systemClock).askAgain();
}
