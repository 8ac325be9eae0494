import type { INode } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { withRenewedToken, type TokenSource } from '../../shared/core/login/renewedToken';
import { namesToken } from '../../shared/core/login/tokenRefusal';
import type { Http, HttpResponse } from '../../shared/core/ports';
import { webAddress } from '../../shared/core/webAddress';
import { systemClock, systemRandom } from '../../shared/systemPorts';
import {
	N8nTokens,
	type OAuthTokenData,
	type TokenContext,
} from '../../shared/transport/n8nTokens';
import { nodeHttp, type ServerContext } from '../../shared/transport/nodeHttp';
import { storedCredential, type CredentialContext } from '../../shared/trigger/storedCredential';
import { markOf } from '../../shared/trigger/credentialWatch';
import type { WebexRights, XsiCredential } from '../authorization';
import { readAccount } from '../client/webex/account';
import { accountOf, watchingAddresses } from './webexAccounts';

export const WEBEX_CREDENTIAL = 'webexCallingOAuth2Api';

/** The fields of the credential `webexCallingOAuth2Api` that are read here. */
export interface WebexCredential {
	clientId?: string;
	clientSecret?: string;
	access?: WebexRights['access'];
	/** Address of the Webex API. */
	apiServer?: string;
	/** Country of numbers that are written without one, as `AU` or `+61`. */
	defaultCountry?: string;
	oauthTokenData?: OAuthTokenData;
}

/** The parts of n8n's contexts that a connected account needs. */
export type WebexContext = ServerContext & CredentialContext & TokenContext & { getNode(): INode };

/** Whom a connection serves. */
type Pool = 'actions' | 'live';

const keyOf = (context: WebexContext): string =>
	`${WEBEX_CREDENTIAL} ${context.getNode().credentials?.[WEBEX_CREDENTIAL]?.id ?? ''}`;

/** `https://webexapis.com`. Throws `badRequest` when the credential has no address. */
export function apiOf({ apiServer }: WebexCredential): string {
	const { origin, path } = webAddress(
		apiServer ?? 'https://webexapis.com',
		'https',
		'The Webex API Server of the credential is not a valid address. Enter it like https://webexapis.com',
	);
	return origin + path.replace(/\/v1$/, '');
}

/** n8n's token without reading the database for each request. */
class ReadSeldom implements TokenSource {
	/** A token that was refused, and the one that took its place. */
	private replaced?: { stale: string; fresh: string };

	constructor(
		private readonly tokens: N8nTokens,
		private readonly stored: () => Promise<WebexCredential>,
	) {}

	async get(): Promise<string> {
		const { oauthTokenData } = await this.stored();
		const token = oauthTokenData?.access_token ?? '';
		return token === this.replaced?.stale ? this.replaced.fresh : token;
	}

	async renew(stale: string): Promise<string> {
		const fresh = await this.tokens.renew(stale);
		if (fresh !== stale) this.replaced = { stale, fresh };
		return fresh;
	}

	accept(token: string): void {
		this.tokens.accept(token);
	}
}

const isAboutToken = (refusal: HttpResponse) => refusal.status === 401 || namesToken(refusal);

/**
 * Sends with the token that n8n keeps; a refusal of it is answered by a renewal and one repetition
 * (docs/protocols/webex-calling.md#login).
 */
function tokenHttp(context: WebexContext, pool: Pool, url: string): Http {
	const server = { url, name: 'Webex' };
	const own = N8nTokens.withGracePeriod(
		context,
		WEBEX_CREDENTIAL,
		keyOf(context),
		server,
		systemClock,
	);
	const stored = storedCredential<WebexCredential>(context, WEBEX_CREDENTIAL);
	const tokens = new ReadSeldom(own, stored);
	const http = nodeHttp(context, WEBEX_CREDENTIAL, {
		allowUnauthorizedCerts: false,
		authorization: async () => `Bearer ${await tokens.get()}`,
		pool,
		// Nothing that a trigger sends does harm when it arrives twice.
		repeats: pool === 'live' ? 'all' : 'reads',
	});
	return withRenewedToken(http, tokens, isAboutToken);
}

/** What sends to Xsi of a connected account. */
export const webexHttp = (context: WebexContext, pool: Pool, { api }: WebexRights): Http =>
	watchingAddresses(tokenHttp(context, pool, api), keyOf(context), systemClock);

/**
 * What a connected account comes to as a login of Xsi: the addresses, the own user and the organization are
 * looked up. Throws `badRequest` for one that is not connected, and what the look-up throws.
 */
export async function webexLogin(
	context: WebexContext,
	credential: WebexCredential,
): Promise<XsiCredential> {
	const token = credential.oauthTokenData?.access_token ?? '';
	if (token === '') {
		throw new TelephonyError(
			'badRequest',
			'The account is not connected yet: press "Connect my account" in the credential',
		);
	}
	const url = apiOf(credential);
	const lookUp = async () => {
		const http = tokenHttp(context, 'actions', url);
		return await readAccount({ url, http, clock: systemClock, random: systemRandom });
	};
	const mark = markOf(url, credential.clientId ?? '');
	const account = await accountOf({ key: keyOf(context), mark, token, lookUp }, systemClock);
	const { userId, organizationId, server, domain } = account;
	return {
		serverUrl: server.url,
		actionsPath: server.actionsPath,
		eventsPath: server.eventsPath,
		asyncPath: server.asyncPath,
		authentication: 'webex',
		userId,
		password: String(credential.clientSecret ?? ''),
		accessToken: token,
		srvDomain: domain,
		defaultCountry: credential.defaultCountry,
		allowUnauthorizedCerts: false,
		rateLimit: 0,
		ratePeriod: 60,
		webex: { api: url, organizationId, access: credential.access ?? 'user' },
	};
}

const NOT_YOURS: Record<WebexRights['access'], string> = {
	user: 'Webex refuses this: the account is connected for its own user only. For other users, choose Administrator under Access in the credential and connect an administrator’s account (scope spark-admin:xsi)',
	administrator:
		'The connected account has no right to do this, or it does not exist. For other users it must be an administrator’s (scope spark-admin:xsi)',
};

/** What a 403 of Xsi means to a connected account. */
export const webexForbidden = ({ access }: WebexRights): string => NOT_YOURS[access];
