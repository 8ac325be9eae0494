import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { SimulatorClock } from '../shared/clock';
import type { JsonReply, JsonRequest } from '../shared/jsonServer';
import { WebexFailure } from './failure';
import { PEOPLE, type Login } from './people';

/** An integration as it is registered at Webex. */
export interface Integration {
	clientId: string;
	clientSecret: string;
	/** What it may ask for. */
	scopes: readonly string[];
}

/** What a person has agreed to; the refresh token stays the same. */
export interface Grant {
	login: Login;
	scopes: readonly string[];
	accessToken: string;
	/** Epoch ms. */
	accessUntil: number;
	refreshToken: string;
	refreshUntil: number;
}

/** Lives in s. */
export interface Lives {
	accessToken: number;
	refreshToken: number;
}

interface Code {
	login: Login;
	scopes: readonly string[];
	redirectUri: string;
	challenge?: string;
	until: number;
}

/** ms a code lives. */
const CODE_LIFE = 300_000;

const tokenOf = () => `${randomBytes(32).toString('base64url')}_${randomBytes(2).toString('hex')}`;

/** Authorize, token and refresh of one integration (docs/protocols/webex-calling.md#login). */
export class WebexLogin {
	/** Who is logged in to the browser, and says yes. */
	signedIn: Login = 'alice';

	readonly grants: Grant[] = [];

	private readonly codes = new Map<string, Code>();

	constructor(
		private readonly integration: Integration,
		private readonly lives: Lives,
		private readonly clock: SimulatorClock,
	) {}

	/** A login without the way through the browser. */
	grant(login: Login, scopes = this.integration.scopes): Grant {
		const grant: Grant = {
			login,
			scopes,
			accessToken: '',
			accessUntil: 0,
			refreshToken: tokenOf(),
			refreshUntil: 0,
		};
		this.grants.push(grant);
		return this.renew(grant);
	}

	/** Ends every access token before its time; refresh tokens stay. */
	expire(): void {
		for (const grant of this.grants) grant.accessUntil = 0;
	}

	/** Somebody takes back what was agreed to: every token ends. */
	revoke(): void {
		this.grants.length = 0;
	}

	/** The grant of an access token that lives. */
	grantOf(accessToken: string): Grant | undefined {
		const now = this.clock.now();
		return this.grants.find(
			(grant) => grant.accessToken === accessToken && grant.accessUntil > now,
		);
	}

	/** `GET /v1/authorize`. Whoever is signed in says yes. */
	authorize({ search }: JsonRequest): JsonReply {
		const query = new URLSearchParams(search);
		const redirectUri = query.get('redirect_uri') ?? '';
		if (query.get('client_id') !== this.integration.clientId)
			throw new WebexFailure(400, 'Invalid client_id');
		if (!URL.canParse(redirectUri)) throw new WebexFailure(400, 'Invalid redirect_uri');
		const location = new URL(redirectUri);
		const state = query.get('state') ?? '';
		if (state === '') throw new WebexFailure(400, 'The state is missing');
		location.searchParams.set('state', state);
		const refusal = this.refusalOf(query);
		if (refusal) location.searchParams.set('error', refusal);
		else location.searchParams.set('code', this.codeFor(query, redirectUri));
		return { status: 302, location: location.href };
	}

	/** `POST /v1/access_token`. */
	token({ headers, body }: JsonRequest): JsonReply {
		if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? ''))
			throw new WebexFailure(415, 'The body must be a form');
		const form = new URLSearchParams(body);
		const { clientId, clientSecret } = this.integration;
		if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
			throw new WebexFailure(401, 'The client_id or client_secret is not valid');
		switch (form.get('grant_type')) {
			case 'authorization_code':
				return this.given(this.byCode(form));
			case 'refresh_token':
				return this.given(this.refreshed(form.get('refresh_token') ?? ''));
			default:
				throw new WebexFailure(400, 'The grant_type is not supported');
		}
	}

	private refusalOf(query: URLSearchParams): string | undefined {
		if (query.get('response_type') !== 'code') return 'unsupported_response_type';
		const scopes = (query.get('scope') ?? '').split(' ').filter(Boolean);
		const areKnown = scopes.every((scope) => this.integration.scopes.includes(scope));
		if (scopes.length === 0 || !areKnown) return 'invalid_scope';
		const needsAdministrator = scopes.some((scope) => scope.startsWith('spark-admin:'));
		const mayAgree = PEOPLE[this.signedIn].isAdministrator || !needsAdministrator;
		return mayAgree ? undefined : 'access_denied';
	}

	private codeFor(query: URLSearchParams, redirectUri: string): string {
		const code = randomUUID();
		this.codes.set(code, {
			login: this.signedIn,
			scopes: (query.get('scope') ?? '').split(' '),
			redirectUri,
			challenge: query.get('code_challenge') ?? undefined,
			until: this.clock.now() + CODE_LIFE,
		});
		return code;
	}

	private byCode(form: URLSearchParams): Grant {
		const text = form.get('code') ?? '';
		const code = this.codes.get(text);
		this.codes.delete(text);
		const verifier = createHash('sha256')
			.update(form.get('code_verifier') ?? '')
			.digest('base64url');
		const isValid =
			code !== undefined &&
			code.until > this.clock.now() &&
			code.redirectUri === form.get('redirect_uri') &&
			(code.challenge === undefined || code.challenge === verifier);
		if (!isValid) throw new WebexFailure(400, 'The code is not valid');
		return this.grant(code.login, code.scopes);
	}

	private refreshed(refreshToken: string): Grant {
		const grant = this.grants.find((one) => one.refreshToken === refreshToken);
		if (!grant || grant.refreshUntil <= this.clock.now())
			throw new WebexFailure(400, 'The refresh token is expired or invalid');
		return this.renew(grant);
	}

	/** A new access token; the life of the refresh token starts anew. */
	private renew(grant: Grant): Grant {
		const now = this.clock.now();
		grant.accessToken = tokenOf();
		grant.accessUntil = now + this.lives.accessToken * 1000;
		grant.refreshUntil = now + this.lives.refreshToken * 1000;
		return grant;
	}

	private given({ accessToken, refreshToken, scopes }: Grant): JsonReply {
		return {
			status: 200,
			body: {
				access_token: accessToken,
				expires_in: this.lives.accessToken,
				refresh_token: refreshToken,
				refresh_token_expires_in: this.lives.refreshToken,
				token_type: 'Bearer',
				scope: scopes.join(' '),
			},
		};
	}
}
