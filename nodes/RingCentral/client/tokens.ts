import { TelephonyError } from '../../shared/core/errors';
import type { Clock, Http, HttpRequest, HttpResponse, Log } from '../../shared/core/ports';
import { codesOf, errorOf, isObject, jsonOf, overEveryGroup, text } from './answers';
import type { RateGroups } from './rateGroups';
import { readUpTo } from './streams';

/** The parts of the credential `ringCentralJwtApi` that get a token. */
export interface JwtLogin {
	/** `https://platform.ringcentral.com`, without a slash at the end. */
	server: string;
	clientId: string;
	clientSecret: string;
	/** The JWT credential made in the developer console; it may never expire. */
	jwt: string;
}

export interface TokenPorts {
	/** Adds nothing to a request. */
	http: Http;
	clock: Clock;
	log: Log;
	rates: RateGroups;
}

interface Token {
	value: string;
	/** `elapsed` ms at which it was asked for. */
	fetchedAt: number;
	/** `elapsed` ms from which a new one is fetched. */
	renewAt: number;
	/** Extension id of the user. */
	ownerId?: string;
	/** App permissions, separated by blanks. */
	scope?: string;
}

const LOGIN_PATH = '/restapi/oauth/token';
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** ms before its end at which a token is replaced; less for one that lives shortly. */
const RENEW_EARLY = 60_000;

/** s a token lives where the server does not say (protocol page ringcentral 2). */
const DEFAULT_LIFE = 3_600;

/**
 * ms for which a refused login is not tried again, whoever asks: there are five token calls a minute.
 * Not for ever, because the app can be put right in the developer console.
 */
const REFUSED_FOR = 60_000;

const TIMEOUT = 30_000;

/** Codes of a 401 that a new token cures: expired, unknown, corrupt (protocol page ringcentral 2). */
const RENEWABLE = ['OAU-128', 'OAU-129', 'OAU-149'];

/** Bytes of a refusal that are read. */
const MAX_ERROR = 64 * 1024;

const base64 = (value: string) => Buffer.from(value, 'utf8').toString('base64');

function refusalOf(response: HttpResponse, nowMs: number): TelephonyError {
	const error = errorOf(response, nowMs);
	if (response.status !== 400 && response.status !== 401) return error;
	return new TelephonyError(
		'unauthorized',
		'RingCentral did not accept the client ID, client secret and JWT of the credential. Check that the JWT belongs to this app and this server and has not been revoked',
		{ status: error.status, vendorCode: error.vendorCode, vendorText: error.vendorText },
	);
}

/**
 * The access token of a JWT login: one for all workflows of the process, kept for its life, fetched by
 * one at a time. More than five sessions per user and app end the oldest, and token calls are few
 * (protocol page ringcentral 2 and 3).
 */
export class TokenKeeper {
	private token?: Token;

	private pending?: Promise<Token>;

	/** A refusal that the same words would only bring again. */
	private refused?: { error: TelephonyError; until: number };

	constructor(
		private readonly login: JwtLogin,
		private ports: TokenPorts,
	) {}

	/** From now on asks through these: an execution's own HTTP ends with the execution. */
	through(ports: TokenPorts): this {
		this.ports = ports;
		return this;
	}

	/** The token to send. Throws `unauthorized` when the login is refused. */
	async get(): Promise<string> {
		return (await this.current()).value;
	}

	/** Extension id of the user whose token this is, where the server told. */
	async ownerId(): Promise<string | undefined> {
		return (await this.current()).ownerId;
	}

	/** App permissions of the token, separated by blanks, where the server told. */
	async scope(): Promise<string | undefined> {
		return (await this.current()).scope;
	}

	/** A token other than `stale`, which the server did not take. */
	async renew(stale: string): Promise<string> {
		if (this.token?.value === stale) this.token = undefined;
		return await this.get();
	}

	/** Whether there is another token than `used`, or can be, because that one is older than `age` ms. */
	async renewOlder(age: number, used: string): Promise<boolean> {
		const token = await this.current();
		if (token.value !== used) return true;
		if (this.ports.clock.elapsed() - token.fetchedAt < age) return false;
		await this.renew(used);
		return true;
	}

	private async current(): Promise<Token> {
		if (this.token && this.ports.clock.elapsed() < this.token.renewAt) return this.token;
		this.pending ??= this.fetch().finally(() => {
			this.pending = undefined;
		});
		return await this.pending;
	}

	private async fetch(): Promise<Token> {
		const { clock, log } = this.ports;
		const asked = clock.elapsed();
		if (this.refused && asked < this.refused.until) throw this.refused.error;
		const response = await this.ask();
		if (response.status < 200 || response.status > 299) {
			const error = refusalOf(response, clock.now());
			if (response.status === 400) this.refused = { error, until: asked + REFUSED_FOR };
			throw error;
		}
		const answer = jsonOf(response);
		const value = isObject(answer) ? text(answer.access_token) : undefined;
		if (value === undefined || !isObject(answer)) {
			throw new TelephonyError(
				'protocolViolation',
				'RingCentral accepted the login but gave no token',
			);
		}
		const life = (Number(answer.expires_in) || DEFAULT_LIFE) * 1000;
		this.token = {
			value,
			fetchedAt: asked,
			renewAt: asked + life - Math.min(RENEW_EARLY, life / 2),
			ownerId: text(answer.owner_id),
			scope: text(answer.scope),
		};
		log.debug('RingCentral gave a new access token', { lifeMs: life });
		return this.token;
	}

	private async ask(): Promise<HttpResponse> {
		const { server, clientId, clientSecret, jwt } = this.login;
		const { http, rates } = this.ports;
		const turn = await rates.take('auth', `POST ${LOGIN_PATH}`);
		try {
			const response = await http.request({
				method: 'POST',
				url: server + LOGIN_PATH,
				headers: {
					Accept: 'application/json',
					Authorization: `Basic ${base64(`${clientId}:${clientSecret}`)}`,
					'Content-Type': 'application/x-www-form-urlencoded',
				},
				body: new URLSearchParams({ grant_type: JWT_GRANT, assertion: jwt }).toString(),
				timeout: TIMEOUT,
			});
			const { status, headers } = response;
			turn.done({ status, headers, everyGroup: status === 429 && overEveryGroup(response) });
			return response;
		} finally {
			turn.done();
		}
	}
}

const authorized = (request: HttpRequest, token: string): HttpRequest => ({
	...request,
	headers: { ...request.headers, Authorization: `Bearer ${token}` },
});

/** True for a refusal of the token itself, before the server did anything. */
export function isStaleToken(response: HttpResponse): boolean {
	if (response.status !== 401) return false;
	const codes = codesOf(response);
	return codes.length === 0 || codes.some((code) => RENEWABLE.includes(code));
}

/**
 * Sends with the token of the keeper. A 401 for a stale token is answered by a new token and one
 * repetition: the server did nothing with the first request, so even a change may go out again.
 */
export function withToken(http: Http, tokens: Pick<TokenKeeper, 'get' | 'renew'>): Http {
	return {
		async request(request) {
			const token = await tokens.get();
			const first = await http.request(authorized(request, token));
			if (!isStaleToken(first)) return first;
			return await http.request(authorized(request, await tokens.renew(token)));
		},
		async stream(request) {
			const token = await tokens.get();
			const first = await http.stream(authorized(request, token));
			if (first.status !== 401) return first;
			const { status, headers } = first;
			const body = await readUpTo(first, MAX_ERROR);
			if (isStaleToken({ status, headers, body })) {
				return await http.stream(authorized(request, await tokens.renew(token)));
			}
			return {
				status,
				headers,
				body: (async function* () {
					yield await Promise.resolve(body);
				})(),
				close: () => first.close(),
			};
		},
	};
}
