import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { SimulatorClock } from '../../shared/clock';
import { ApiFailure } from '../requests/failure';
import type { RingCentralSettings } from '../options';
import type { People } from '../people/people';

/** What a login gave: one access token at a time, perhaps a refresh token. */
export interface Session {
	id: string;
	/** Extension id. */
	ownerId: string;
	endpointId: string;
	accessToken: string;
	/** Epoch ms. */
	accessUntil: number;
	accessUsed: boolean;
	refreshToken?: string;
	refreshUntil: number;
	/** The refresh token before, which serves a little longer. Epoch ms. */
	earlierRefresh?: { token: string; until: number; usedUntil: number };
}

interface Code {
	redirectUri: string;
	challenge?: { value: string; method: 'plain' | 'S256' };
	ownerId: string;
	until: number;
}

/** ms a code lives. */
const CODE_LIFE = 60_000;
/**
 * ms the old refresh token works on once the new access token was used, and if it never was
 * (docs/protocols/ringcentral.md#tokens).
 */
const EARLIER_REFRESH_USED = 10_000;
const EARLIER_REFRESH_UNUSED = 3_600_000;
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const oauthFailure = (error: string, description: string): ApiFailure =>
	new OAuthFailure(400, error, description);

/** The error of the token call: `{error, error_description}` (RFC 6749, OAS OauthInvalidRequest). */
export class OAuthFailure extends ApiFailure {
	constructor(
		status: number,
		readonly error: string,
		description: string,
	) {
		super(status, error, description);
	}

	override get body(): Record<string, unknown> {
		return { error: this.error, error_description: this.message };
	}
}

/** What a 401 about a token says (docs/protocols/ringcentral.md#tokens). */
const TOKEN_ENDS = {
	'OAU-128': 'Access token expired',
	'OAU-129': 'Access token corrupted',
	'OAU-149': 'Unparsable access token',
	'OAU-211': 'Token is revoked',
	'OAU-213': 'Token is not found',
	TokenExpired: 'Token expired',
	TokenInvalid: 'Token not found',
} as const;
export type TokenEnd = keyof typeof TOKEN_ENDS;

/** Without a list of errors, as some servers of the vendor say it. */
class BareFailure extends ApiFailure {
	override get body(): Record<string, unknown> {
		return { errorCode: this.errorCode, message: this.message };
	}
}

function tokenFailure(how: TokenEnd): ApiFailure {
	const Failure = how.startsWith('Token') ? BareFailure : ApiFailure;
	return new Failure(401, how, TOKEN_ENDS[how], {}, { 'WWW-Authenticate': 'Bearer' });
}

/** Tokens of the one app the simulator knows (docs/protocols/ringcentral.md#tokens). */
export class Tokens {
	readonly sessions = new Map<string, Session>();

	private readonly byAccess = new Map<string, Session>();

	/** Access tokens that lived once, and how they ended; unknown ones get OAU-129. */
	private readonly dead = new Map<string, TokenEnd>();

	private readonly codes = new Map<string, Code>();

	constructor(
		private readonly settings: RingCentralSettings,
		private readonly clock: SimulatorClock,
		private readonly people: People,
		private readonly scopes: readonly string[],
	) {}

	/** JWT credentials by assertion: `jwt-alice`. */
	jwtOwner(assertion: string): string | undefined {
		const [, login] = /^jwt-(.+)$/.exec(assertion) ?? [];
		return this.people.users().find((user) => user.login === login)?.id;
	}

	/** A session without a login, for tests. `user`: login name or extension id. */
	grant(user = 'alice'): Session {
		const found = this.people.find(user);
		if (!found) throw new Error(`There is no user ${user}`);
		return this.open(found.id);
	}

	/** The code of a consent. Whoever comes here says yes, as alice or as `login_hint`. */
	authorise(query: URLSearchParams): { location: string } {
		const redirectUri = query.get('redirect_uri') ?? '';
		if (query.get('client_id') !== this.settings.clientId) {
			throw oauthFailure('invalid_client', 'Invalid client');
		}
		if (!URL.canParse(redirectUri)) {
			throw oauthFailure('invalid_request', 'Invalid redirect_uri');
		}
		const location = new URL(redirectUri);
		const state = query.get('state');
		if (state !== null) location.searchParams.set('state', state);
		// Another method, or another response_type, has been refused by the OpenAPI file already.
		const method = query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain';
		const value = query.get('code_challenge');
		const code = randomUUID();
		const user = this.people.find(query.get('login_hint') ?? 'alice') ?? this.people.users()[0];
		this.codes.set(code, {
			redirectUri,
			ownerId: user.id,
			until: this.clock.now() + CODE_LIFE,
			...(value === null ? {} : { challenge: { value, method } }),
		});
		location.searchParams.set('code', code);
		return { location: location.href };
	}

	/** Whom a token call is about, for its rate group; undefined when that cannot be told. */
	ownerOf(form: URLSearchParams): string | undefined {
		return (
			this.jwtOwner(form.get('assertion') ?? '') ??
			this.codes.get(form.get('code') ?? '')?.ownerId ??
			this.byRefresh(form.get('refresh_token') ?? '')?.ownerId
		);
	}

	/** Answers the token call. @throws OAuthFailure 400 */
	token(form: URLSearchParams, authorization: string | undefined): Record<string, unknown> {
		this.checkClient(form, authorization);
		switch (form.get('grant_type')) {
			case 'authorization_code':
				return this.reply(this.byCode(form));
			case 'refresh_token':
				return this.reply(this.refresh(form.get('refresh_token') ?? ''));
			case JWT_GRANT: {
				const owner = this.jwtOwner(form.get('assertion') ?? '');
				if (owner === undefined) throw oauthFailure('invalid_grant', 'Invalid assertion');
				return this.reply(this.open(owner, form));
			}
			default:
				throw oauthFailure('unsupported_grant_type', 'Unsupported grant type');
		}
	}

	/** Ends the whole session of an access or refresh token; an unknown one is nothing to complain of. */
	revoke(form: URLSearchParams, authorization: string | undefined, fromQuery?: string): void {
		this.checkClient(form, authorization);
		const token = form.get('token') ?? fromQuery;
		if (token === undefined) throw oauthFailure('invalid_request', 'Token is not specified');
		const session = this.byAccess.get(token) ?? this.byRefresh(token);
		if (session) this.end(session, 'OAU-211');
	}

	/**
	 * The session of a bearer token.
	 * @throws ApiFailure 401 OAU-128 for one whose time was over, OAU-213 for one that was ended before,
	 * OAU-211 for one that was revoked, OAU-129 for one nobody knows
	 */
	check(token: string): Session {
		const session = this.byAccess.get(token);
		if (session && session.accessUntil > this.clock.now()) {
			if (!session.accessUsed) {
				session.accessUsed = true;
				if (session.earlierRefresh) {
					session.earlierRefresh.usedUntil = this.clock.now() + EARLIER_REFRESH_USED;
				}
			}
			return session;
		}
		throw tokenFailure(session ? 'OAU-128' : (this.dead.get(token) ?? 'OAU-129'));
	}

	/** Ends every access token of all or one user; refresh tokens stay. */
	expire(ownerId?: string, how: TokenEnd = 'OAU-128'): void {
		for (const session of this.sessions.values()) {
			if (ownerId === undefined || session.ownerId === ownerId) this.killAccess(session, how);
		}
	}

	/** Ends every session, refresh tokens too. */
	revokeAll(): void {
		for (const session of [...this.sessions.values()]) this.end(session, 'OAU-211');
	}

	private checkClient(form: URLSearchParams, authorization: string | undefined): void {
		const [, encoded] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
		const [id, secret] = Buffer.from(encoded ?? '', 'base64')
			.toString()
			.split(/:(.*)/s)
			.map((part) => decodeURIComponent(part));
		if (id !== this.settings.clientId || secret !== this.settings.clientSecret) {
			throw oauthFailure('invalid_client', 'Invalid client');
		}
		if (form.has('client_id') && form.get('client_id') !== id) {
			throw oauthFailure('invalid_request', 'client_id differs from the Authorization header');
		}
	}

	private byCode(form: URLSearchParams): Session {
		const text = form.get('code') ?? '';
		const code = this.codes.get(text);
		this.codes.delete(text);
		const verifier = form.get('code_verifier') ?? '';
		const valid =
			code !== undefined &&
			code.until > this.clock.now() &&
			code.redirectUri === form.get('redirect_uri') &&
			(code.challenge === undefined || proves(verifier, code.challenge));
		if (!valid) throw oauthFailure('invalid_grant', 'Authorization code is invalid');
		return this.open(code.ownerId, form);
	}

	private byRefresh(token: string): Session | undefined {
		if (token === '') return undefined;
		const now = this.clock.now();
		for (const session of this.sessions.values()) {
			if (session.refreshToken === token) return session;
			const earlier = session.earlierRefresh;
			if (earlier?.token === token && Math.min(earlier.until, earlier.usedUntil) > now) {
				return session;
			}
		}
		return undefined;
	}

	private refresh(token: string): Session {
		const session = this.byRefresh(token);
		const now = this.clock.now();
		if (!session || session.refreshUntil <= now) {
			throw oauthFailure('invalid_grant', 'Token not found');
		}
		if (session.refreshToken === token) {
			session.earlierRefresh = {
				token,
				until: now + EARLIER_REFRESH_UNUSED,
				usedUntil: Infinity,
			};
		}
		this.killAccess(session);
		this.renew(session);
		return session;
	}

	private open(ownerId: string, form?: URLSearchParams): Session {
		const own = [...this.sessions.values()].filter((session) => session.ownerId === ownerId);
		if (own.length >= this.settings.sessionsPerUser) this.end(own[0], 'OAU-213');
		const session: Session = {
			id: randomUUID(),
			ownerId,
			endpointId: form?.get('endpoint_id') ?? randomBytes(16).toString('base64url'),
			accessToken: '',
			accessUntil: 0,
			accessUsed: false,
			refreshUntil: 0,
		};
		this.sessions.set(session.id, session);
		const asked = Number(form?.get('access_token_ttl') ?? NaN);
		this.renew(session, asked >= 600 && asked <= 3_600 ? asked : undefined);
		return session;
	}

	private renew(session: Session, life = this.settings.accessTokenLife): void {
		const now = this.clock.now();
		session.accessToken = randomBytes(40).toString('base64url');
		session.accessUntil = now + life * 1_000;
		session.accessUsed = false;
		this.byAccess.set(session.accessToken, session);
		if (!this.settings.refreshTokens) return;
		session.refreshToken = randomBytes(40).toString('base64url');
		session.refreshUntil = now + this.settings.refreshTokenLife * 1_000;
	}

	private killAccess(session: Session, how: TokenEnd = 'OAU-128'): void {
		this.byAccess.delete(session.accessToken);
		this.dead.set(session.accessToken, how);
	}

	private end(session: Session, how: TokenEnd): void {
		this.killAccess(session, how);
		this.sessions.delete(session.id);
	}

	private reply(session: Session): Record<string, unknown> {
		const seconds = (until: number) => Math.round((until - this.clock.now()) / 1_000);
		return {
			access_token: session.accessToken,
			token_type: 'bearer',
			expires_in: seconds(session.accessUntil),
			...(session.refreshToken === undefined
				? {}
				: {
						refresh_token: session.refreshToken,
						refresh_token_expires_in: seconds(session.refreshUntil),
					}),
			scope: this.scopes.join(' '),
			owner_id: session.ownerId,
			endpoint_id: session.endpointId,
			session_id: session.id,
		};
	}
}

function proves(verifier: string, { value, method }: NonNullable<Code['challenge']>): boolean {
	if (method === 'plain') return verifier === value;
	return createHash('sha256').update(verifier).digest('base64url') === value;
}
