import { numberPlanOf, type NumberPlan } from '../shared/core/e164';
import { TelephonyError } from '../shared/core/errors';
import { RateLimiter } from '../shared/core/flow/rateLimiter';
import { LruMap } from '../shared/core/bounded/lruMap';
import { processWide } from '../shared/processWide';
import { storedCredential, type CredentialContext } from '../shared/trigger/storedCredential';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { nodeHttp, type ServerContext } from '../shared/transport/nodeHttp';
import {
	authorizationOf,
	lastingAuthorization,
	ownUserOf,
	type XsiCredential,
} from './authorization';
import { loginOf, XSI_CREDENTIAL } from './login/login';
import { webexForbidden, webexHttp, type WebexContext } from './login/webex';
import { gatedHttp } from './loginGates';
import { DEFAULT_PATHS, type XsiConnection, type XsiServer } from './client/transport/connection';

/** What operations work with. */
export interface XsiClient {
	connection: XsiConnection;
	/** The credential's own user, for actions without a user ID. */
	ownUserId: string;
	/** Country of numbers that are written without one. */
	numberPlan?: NumberPlan;
}

/** One limiter per server and login, shared by all nodes and executions of this process. */
const limiters = processWide('broadWorksLimiters', 1, () => new LruMap<string, RateLimiter>(1_000));

function limiterOf({ serverUrl, userId, rateLimit, ratePeriod }: XsiCredential) {
	if (!rateLimit || rateLimit <= 0) return undefined;
	const key = JSON.stringify([serverUrl, userId, rateLimit, ratePeriod]);
	const limiter =
		limiters.get(key) ??
		new RateLimiter({ requests: rateLimit, period: (ratePeriod || 60) * 1000 }, systemClock);
	limiters.set(key, limiter);
	return limiter;
}

const pathOr = (path: string | undefined, fallback: string) => {
	const trimmed = (path ?? '').trim().replace(/\/+$/, '');
	if (trimmed === '') return fallback;
	return trimmed.startsWith('/') || /^https?:\/\//i.test(trimmed) ? trimmed : `/${trimmed}`;
};

/** The server of a credential. Throws `badRequest` when the address cannot be one. */
export function serverOf(credential: XsiCredential): XsiServer {
	const text = String(credential.serverUrl ?? '').trim();
	let url: URL;
	try {
		url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
	} catch (cause) {
		throw new TelephonyError(
			'badRequest',
			'The Server URL of the credential is not a valid address. Enter it like https://xsp.example.net',
			{ cause },
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new TelephonyError(
			'badRequest',
			'The Server URL of the credential must begin with https://',
		);
	}
	return {
		url: `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/com\.broadsoft\.[^/]*.*$/, '')}`,
		actionsPath: pathOr(credential.actionsPath, DEFAULT_PATHS.actionsPath),
		eventsPath: pathOr(credential.eventsPath, DEFAULT_PATHS.eventsPath),
		asyncPath: pathOr(credential.asyncPath, DEFAULT_PATHS.asyncPath),
	};
}

/** Throws `badRequest` when nobody is named who logs in: the server would call that a wrong password. */
export function checkLogin({ authentication, userId }: XsiCredential): void {
	if (authentication === 'bearer' || String(userId ?? '').trim() !== '') return;
	throw new TelephonyError(
		'badRequest',
		'The User ID of the credential is empty. Enter one like alice@example.net',
	);
}

/** The connection of an action node or dropdown. */
export async function connect(context: ServerContext): Promise<XsiClient> {
	const credential = await loginOf(context);
	checkLogin(credential);
	const { webex } = credential;
	const http = webex
		? webexHttp(context as WebexContext, 'actions', webex)
		: nodeHttp(context, XSI_CREDENTIAL, {
				allowUnauthorizedCerts: Boolean(credential.allowUnauthorizedCerts),
				authorization: () => authorizationOf(credential as never),
				pool: 'actions',
			});
	return {
		ownUserId: ownUserOf(credential),
		numberPlan: numberPlanOf(credential.defaultCountry),
		connection: {
			server: serverOf(credential),
			http,
			clock: systemClock,
			random: systemRandom,
			limiter: limiterOf(credential),
			forbidden: webex && webexForbidden(webex),
		},
	};
}

/**
 * The connection of a trigger, with connections of its own: actions never hold up acknowledgements. The
 * credential's request rate is for actions and does not hold it up either.
 */
export function liveConnection(
	context: unknown,
	credential: XsiCredential,
	server = serverOf(credential),
): XsiConnection {
	const ports = { server, clock: systemClock, random: systemRandom };
	const { webex } = credential;
	if (webex) {
		const http = webexHttp(context as WebexContext, 'live', webex);
		return { ...ports, http, forbidden: webexForbidden(webex) };
	}
	const node = context as ServerContext;
	const stored = storedCredential<XsiCredential>(context as CredentialContext, XSI_CREDENTIAL);
	const authorization = lastingAuthorization(stored, credential, systemClock, 0);
	const httpOf = (present: string) =>
		nodeHttp(node, XSI_CREDENTIAL, {
			allowUnauthorizedCerts: Boolean(credential.allowUnauthorizedCerts),
			authorization: () => present,
			pool: 'live',
			// Nothing that a trigger sends does harm when it arrives twice.
			repeats: 'all',
		});
	return { ...ports, http: gatedHttp(httpOf, server.url, authorization, systemClock) };
}
