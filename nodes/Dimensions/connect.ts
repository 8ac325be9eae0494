import type { INode } from 'n8n-workflow';

import { numberPlanOf } from '../shared/core/e164';
import { TelephonyError } from '../shared/core/errors';
import type { Http } from '../shared/core/ports';
import { webAddress } from '../shared/core/webAddress';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { egressFilterOf } from '../shared/transport/egress';
import { N8nTokens, type TokenContext } from '../shared/transport/n8nTokens';
import { helperHttp, type AuthenticatedRequest } from '../shared/transport/helperHttp';
import {
	cancelSignalOf,
	helperOf,
	nodeHttp,
	type ServerContext,
} from '../shared/transport/nodeHttp';
import { refusesToken } from './client/answers';
import { apiOf, REGIONS, type DimensionsConnection, type Region } from './client/connection';

const CREDENTIAL = 'dimensionsOAuth2Api';

/** The fields of the credential `dimensionsOAuth2Api` that the node looks at. */
export interface DimensionsCredential {
	region: Region | 'other';
	/** For a region that is not listed. */
	serverUrl?: string;
	/** As `GB` or `+44`. */
	defaultCountry?: string;
	/** What n8n keeps of the login; absent before the account was connected. */
	oauthTokenData?: { access_token?: string };
}

/** Address of the API. Throws `badRequest` when the credential names none. */
export function serverOf({ region, serverUrl }: DimensionsCredential): string {
	const known = REGIONS.find((candidate) => candidate === region);
	if (known) return apiOf(known);
	const { origin, path } = webAddress(
		serverUrl,
		'https',
		'The API Server of the credential is not a valid address. Enter it like https://api.uk.myreports.cloud/api/v1.0',
	);
	return origin + (path === '' ? '/api/v1.0' : path);
}

/** n8n's context of an action or list, which can renew the token too. */
type DimensionsContext = ServerContext & TokenContext & { getNode(): INode };

const statusOf = (answer: unknown) => (answer as { statusCode?: number }).statusCode;

const letGo = (answer: unknown) =>
	void (answer as { body?: { destroy?(): void } } | undefined)?.body?.destroy?.();

/** ms for the read that makes n8n renew the token. */
const RENEWAL = 30_000;

/**
 * n8n renews an OAuth2 token only when it sees a request fail, which it cannot when every status is an
 * answer. So a harmless read is let fail. Who asks meanwhile shares it: a refresh token may serve once.
 */
function renewalBy(send: AuthenticatedRequest, probeUrl: string): () => Promise<boolean> {
	let underWay: Promise<boolean> | undefined;
	const renew = async () => {
		try {
			letGo(
				await send({
					method: 'GET',
					url: probeUrl,
					disableFollowRedirect: true,
					encoding: 'stream',
					returnFullResponse: true,
					timeout: RENEWAL,
					abortSignal: AbortSignal.timeout(RENEWAL),
				}),
			);
			return true;
		} catch (error) {
			// The token cannot be renewed, or the read failed with it: the 401 is the answer to report.
			if (error instanceof Error) return false;
			throw error;
		} finally {
			underWay = undefined;
		}
	};
	return async () => await (underWay ??= renew());
}

/**
 * After a 401 the token is renewed and the request goes out again with the new one; the first one has done
 * nothing.
 */
export function withRenewal(send: AuthenticatedRequest, probeUrl: string): AuthenticatedRequest {
	const renew = renewalBy(send, probeUrl);
	return async (options) => {
		const first = await send(options);
		if (statusOf(first) !== 401 || !(await renew())) return first;
		letGo(first);
		return await send(options);
	};
}

/** Renews the token after a 401 over kept connections, which take the token that n8n stores at present. */
function renewingHttp(http: Http, renew: () => Promise<boolean>): Http {
	return {
		async request(request) {
			const first = await http.request(request);
			return first.status === 401 && (await renew()) ? await http.request(request) : first;
		},
		async stream(request) {
			const first = await http.stream(request);
			if (first.status !== 401 || !(await renew())) return first;
			first.close();
			return await http.stream(request);
		},
	};
}

/** n8n renews for a 401 only, so what else names the token is answered here. */
function renewingNamed(http: Http, renew: () => Promise<void>): Http {
	return {
		...http,
		async request(request) {
			const first = await http.request(request);
			if (!refusesToken(first)) return first;
			await renew();
			return await http.request(request);
		},
	};
}

/** The Http of a connected account. */
function httpOf(context: DimensionsContext, token: string, probeUrl: string): Http {
	const key = `${CREDENTIAL} ${context.getNode().credentials?.[CREDENTIAL]?.id ?? ''}`;
	const server = { url: probeUrl, name: 'Dimensions' };
	const tokens = N8nTokens.withGracePeriod(context, CREDENTIAL, key, server, systemClock);
	const settings = { allowUnauthorizedCerts: false, pool: 'actions' } as const;
	const helper = helperOf(context, CREDENTIAL);
	if (!egressFilterOf(context)) {
		const cancel = cancelSignalOf(context);
		const http = helperHttp(withRenewal(helper, probeUrl), {
			allowUnauthorizedCerts: false,
			cancel,
		});
		return renewingNamed(http, async () => void (await tokens.renew(await tokens.get())));
	}
	let present = token;
	const renew = renewalBy(helper, probeUrl);
	const kept = nodeHttp(context, CREDENTIAL, {
		...settings,
		authorization: () => `Bearer ${present}`,
	});
	const renewing = renewingHttp(kept, async () => {
		const isRenewed = await renew();
		const stored = await context.getCredentials<DimensionsCredential>(CREDENTIAL);
		present = stored.oauthTokenData?.access_token ?? present;
		return isRenewed;
	});
	return renewingNamed(renewing, async () => {
		present = await tokens.renew(present);
	});
}

/** The connection of an action node. Throws `unauthorized` for an account that was never connected. */
export async function connect(context: ServerContext): Promise<DimensionsConnection> {
	const credential = await context.getCredentials<DimensionsCredential>(CREDENTIAL);
	const url = serverOf(credential);
	const token = credential.oauthTokenData?.access_token;
	// n8n's own error would look like a server that cannot be reached.
	if (!token) {
		throw new TelephonyError(
			'unauthorized',
			'The account is not connected: open the credential and connect it',
		);
	}
	return {
		url,
		http: httpOf(context as DimensionsContext, token, `${url}/contactdirectories`),
		numberPlan: numberPlanOf(credential.defaultCountry),
		clock: systemClock,
		random: systemRandom,
	};
}
