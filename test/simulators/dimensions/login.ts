import { randomUUID } from 'node:crypto';

import type { SimulatorClock } from '../shared/clock';
import type { JsonReply, JsonRequest } from '../shared/jsonServer';

export interface OAuthClient {
	clientId: string;
	clientSecret: string;
}

interface Token {
	until: number;
}

/** s an access token lives. */
const LIFE = 3_600;

/**
 * OAuth 2 by authorisation code, with refresh for those who ask for offline_access
 * (docs/protocols/dimensions.md#contact-directories).
 */
export class Login {
	/** Redirect address and scope by code; a code serves once. */
	private readonly codes = new Map<string, { redirectUri: string; scope: string }>();

	private readonly access = new Map<string, Token>();

	private readonly refresh = new Map<string, string>();

	constructor(
		private readonly client: OAuthClient,
		private readonly clock: SimulatorClock,
	) {}

	/** An access token without the way through the browser. */
	grant(): string {
		const token = randomUUID();
		this.access.set(token, { until: this.clock.now() + LIFE * 1000 });
		return token;
	}

	/** Ends every access token; refresh tokens stay. */
	expire(): void {
		this.access.clear();
	}

	/** Ends every token. */
	revoke(): void {
		this.access.clear();
		this.refresh.clear();
	}

	/** True for a request with a living bearer token. */
	knows({ headers }: JsonRequest): boolean {
		const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
		return (this.access.get(token)?.until ?? 0) > this.clock.now();
	}

	answer(request: JsonRequest): JsonReply | undefined {
		if (request.path === '/connect/authorize') return this.authorize(request.search);
		if (request.path === '/connect/token' && request.method === 'POST') return this.token(request);
		return undefined;
	}

	/** Whoever comes here says yes. */
	private authorize(search: string): JsonReply {
		const query = new URLSearchParams(search);
		const redirectUri = query.get('redirect_uri') ?? '';
		const valid =
			query.get('client_id') === this.client.clientId && query.get('response_type') === 'code';
		if (!valid || !URL.canParse(redirectUri))
			return { status: 400, body: { error: 'invalid_request' } };
		const code = randomUUID();
		this.codes.set(code, { redirectUri, scope: query.get('scope') ?? '' });
		const location = new URL(redirectUri);
		location.searchParams.set('code', code);
		location.searchParams.set('state', query.get('state') ?? '');
		return { status: 302, location: location.href };
	}

	private token({ headers, body }: JsonRequest): JsonReply {
		const form = new URLSearchParams(body);
		const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
		const [basicId, basicSecret] = Buffer.from(encoded, 'base64').toString().split(':');
		const id = form.get('client_id') ?? basicId;
		const secret = form.get('client_secret') ?? basicSecret;
		if (id !== this.client.clientId || secret !== this.client.clientSecret) {
			return { status: 401, body: { error: 'invalid_client' } };
		}
		const grant = form.get('grant_type');
		if (grant === 'refresh_token') {
			const scope = this.refresh.get(form.get('refresh_token') ?? '');
			this.refresh.delete(form.get('refresh_token') ?? '');
			return scope === undefined ? refused() : this.issue(scope);
		}
		const code = form.get('code') ?? '';
		const known = grant === 'authorization_code' ? this.codes.get(code) : undefined;
		this.codes.delete(code);
		if (!known || known.redirectUri !== form.get('redirect_uri')) return refused();
		return this.issue(known.scope);
	}

	private issue(scope: string): JsonReply {
		const accessToken = this.grant();
		const offline = scope.split(' ').includes('offline_access');
		const refreshToken = offline ? randomUUID() : undefined;
		if (refreshToken !== undefined) this.refresh.set(refreshToken, scope);
		return {
			status: 200,
			body: {
				access_token: accessToken,
				token_type: 'Bearer',
				expires_in: LIFE,
				scope,
				refresh_token: refreshToken,
			},
		};
	}
}

const refused = (): JsonReply => ({ status: 400, body: { error: 'invalid_grant' } });
