import { TelephonyError, wasNotSent } from '../../../shared/core/errors';
import { grantedSeconds } from '../../../shared/core/flow/granted';
import { withRenewedToken, type TokenSource } from '../../../shared/core/login/renewedToken';
import { namesToken } from '../../../shared/core/login/tokenRefusal';
import type { Clock, Http, HttpResponse, Log, Random } from '../../../shared/core/ports';
import { codesOf, errorOf, isObject, jsonOf, overEveryGroup, text } from '../transport/answers';
import type { RateGroups } from '../transport/rateGroups';

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
	/** Spreads the turns of several processes. */
	random?: Random;
}

interface Token {
	value: string;
	/** The server has taken it at least once. */
	accepted: boolean;
	/** It was fetched in place of one that the server refused. */
	follows: boolean;
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

/** ms that a token is used at least, whatever the server says: one that it refuses is replaced anyway. */
const SHORTEST_LIFE = 30_000;

/** s a token lives where the server does not say (docs/protocols/ringcentral.md#tokens). */
const DEFAULT_LIFE = 3_600;

/**
 * ms for which a refused login is not tried again, whoever asks: there are five token calls a minute.
 * Not for ever, because the app can be put right in the developer console.
 */
const REFUSED_FOR = 60_000;

const TIMEOUT = 30_000;

/**
 * Codes of a 401 that is about the way of authorisation or the app, which no other token cures. Every
 * other one is about the token (docs/protocols/ringcentral.md#tokens).
 */
const NOT_THE_TOKEN = new Set([
	'cmn-405',
	'invalid_client',
	'oau-100',
	'oau-123',
	'oau-151',
	'oau-153',
	'unauthorized_client',
]);

/** Codes about the token, with any status (docs/protocols/ringcentral.md#tokens). */
const THE_TOKEN = new Set(['oau-128', 'oau-129', 'oau-149', 'oau-211', 'oau-213']);

/**
 * ms that a token lives at least where there are sessions enough. One that was ended sooner has most
 * likely made room for that of another process (docs/protocols/ringcentral.md#tokens).
 */
const CROWDED = 300_000;

/** Sessions that may end early one after the other for other reasons: somebody ends them by hand. */
const LOST_BY_CHANCE = 4;

/** ms of the first pause before one more session is taken, and ms that no pause exceeds. */
const FIRST_TURN = 30_000;
const LONGEST_TURN = 120_000;

const base64 = (value: string) => Buffer.from(value, 'utf8').toString('base64');

const LOGIN_DELAYED = 'LoginDelayed';

/** True where the server asks to wait with a login: nothing else was sent. */
export const isLoginDelayed = (error: unknown): error is TelephonyError =>
	error instanceof TelephonyError && error.name === LOGIN_DELAYED;

function refusalOf(response: HttpResponse, nowMs: number): TelephonyError {
	const error = errorOf(response, nowMs);
	if (response.status === 429) return Object.assign(error, { name: LOGIN_DELAYED });
	const isRefused =
		error.kind === 'unauthorized' || (error.kind === 'badRequest' && error.status === 400);
	if (!isRefused) return error;
	return new TelephonyError(
		'unauthorized',
		'RingCentral did not accept the client ID, client secret and JWT of the credential. Check that the JWT belongs to this app and this server and has not been revoked',
		{ status: error.status, vendorCode: error.vendorCode, vendorText: error.vendorText },
	);
}

/**
 * The access token of a JWT login: one for all workflows of the process, kept for its life, fetched by
 * one at a time. More than five sessions per user and app end the oldest, and token calls are few
 * (docs/protocols/ringcentral.md#tokens and docs/protocols/ringcentral.md#rate-limits).
 */
export class TokenKeeper {
	private token?: Token;

	private pending?: Promise<Token>;

	/** The next token takes the place of one that the server refused. */
	private follows = false;

	/** A refusal that the same words would only bring again. */
	private refused?: { error: TelephonyError; until: number };

	/** Sessions in a row that were ended before their time, and `elapsed` ms before which none is taken. */
	private turns = { lost: 0, notBefore: 0 };

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

	/** Whether there is a token already, so that asking for it is no login. */
	get holdsToken(): boolean {
		return this.token !== undefined && this.ports.clock.elapsed() < this.token.renewAt;
	}

	/** The server has taken this token. */
	accept(value: string): void {
		if (this.token?.value === value) this.token.accepted = true;
	}

	/**
	 * A token other than `stale`, which the server did not take; `stale` itself where it is so new that
	 * another would fare no better.
	 */
	async renew(stale: string): Promise<string> {
		const { token, ports } = this;
		if (token?.value === stale) {
			const age = ports.clock.elapsed() - token.fetchedAt;
			if (!token.accepted && token.follows && age < REFUSED_FOR) return stale;
			this.giveWay(token, age);
			this.token = undefined;
			this.follows = true;
		}
		return await this.get();
	}

	/** Logs in anew, also where the login was refused a moment ago. */
	async loginAnew(): Promise<string> {
		this.refused = undefined;
		this.token = undefined;
		return await this.get();
	}

	/**
	 * Where more processes log in than the vendor allows sessions, each new session ends the oldest. So
	 * that they do not end each other's for ever, each waits the longer the more of its own were ended.
	 */
	private giveWay(token: Token, age: number): void {
		const { clock, random, log } = this.ports;
		if (!token.accepted || age >= CROWDED) {
			this.turns.lost = Math.max(0, this.turns.lost - 1);
			return;
		}
		this.turns.lost = Math.min(this.turns.lost + 1, LOST_BY_CHANCE + 10);
		const excess = this.turns.lost - LOST_BY_CHANCE;
		if (excess <= 0) return;
		const pause = Math.min(LONGEST_TURN, FIRST_TURN * 2 ** (excess - 1));
		const wait = Math.round(pause * (0.75 + (random?.next() ?? 0.5) / 2));
		this.turns.notBefore = clock.elapsed() + wait;
		log.warn(
			'RingCentral ends sessions of this login before their time: more n8n processes or programs use it than sessions are allowed; waiting for a turn',
			{ ms: wait },
		);
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
		if (this.refused && clock.elapsed() < this.refused.until) throw this.refused.error;
		const pause = this.turns.notBefore - clock.elapsed();
		if (pause > 0) await clock.sleep(pause);
		const asked = clock.elapsed();
		const response = await this.ask();
		if (response.status < 200 || response.status > 299) {
			const error = refusalOf(response, clock.now());
			if (error.kind === 'unauthorized') this.refused = { error, until: asked + REFUSED_FOR };
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
		const life = grantedSeconds(answer.expires_in, DEFAULT_LIFE) * 1000;
		this.token = {
			value,
			accepted: false,
			follows: this.follows,
			fetchedAt: asked,
			renewAt: asked + Math.max(life - RENEW_EARLY, life / 2, SHORTEST_LIFE),
			ownerId: text(answer.owner_id),
			scope: text(answer.scope),
		};
		this.follows = false;
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
		} catch (error) {
			if (wasNotSent(error)) turn.unsent();
			throw error;
		} finally {
			turn.done();
		}
	}
}

/** True for a refusal of the token itself, before the server did anything. */
export function isStaleToken(response: HttpResponse): boolean {
	if (response.status === 403) return namesToken(response, THE_TOKEN);
	if (response.status !== 401) return false;
	return !codesOf(response).some((code) => NOT_THE_TOKEN.has(code.toLowerCase()));
}

export type { TokenSource } from '../../../shared/core/login/renewedToken';

/** Sends with the token of the source; a refusal of the token is answered by a new one. */
export const withToken = (http: Http, tokens: TokenSource): Http =>
	withRenewedToken(http, tokens, isStaleToken);
