import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import { webAddress } from '../shared/core/webAddress';
import { helperHttp, type AuthenticatedRequest } from '../shared/helperHttp';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { apiOf, REGIONS, type DimensionsConnection, type Region } from './client/connection';

export const CREDENTIAL = 'dimensionsOAuth2Api';

/** The fields of the credential `dimensionsOAuth2Api` that the node looks at. */
export interface DimensionsCredential {
	region: Region | 'other';
	/** For a region that is not listed. */
	serverUrl?: string;
	/** What n8n keeps of the login; absent before the account was connected. */
	oauthTokenData?: { access_token?: string };
}

/** The parts of n8n's node contexts that are needed to reach the server. */
export interface DimensionsContext {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string): Promise<T>;
	helpers: {
		httpRequestWithAuthentication: (
			this: never,
			credentialsType: string,
			requestOptions: IHttpRequestOptions,
		) => Promise<unknown>;
	};
}

/** Address of the API. Throws `badRequest` when the credential names none. */
export function serverOf({ region, serverUrl }: DimensionsCredential): string {
	const known = REGIONS.find((candidate) => candidate === region);
	if (known) return apiOf(known);
	const { origin, path } = webAddress(
		serverUrl,
		'https',
		'The API Server of the credential is no address. Enter it like https://api.uk.myreports.cloud/api/v1.0',
	);
	return origin + (path === '' ? '/api/v1.0' : path);
}

const statusOf = (answer: unknown) => (answer as { statusCode?: number }).statusCode;

/**
 * n8n renews an OAuth2 token only when it sees the request fail, which it cannot when every status is an
 * answer. So after a 401 a harmless read is let fail, and the request goes out again with the new token; the
 * first one has done nothing. Requests that fail together share one renewal: a refresh token may serve once.
 */
export function withRenewal(send: AuthenticatedRequest, probeUrl: string): AuthenticatedRequest {
	let renewal: Promise<boolean> | undefined;
	const renew = async () => {
		try {
			await send({ method: 'GET', url: probeUrl, disableFollowRedirect: true });
			return true;
		} catch (error) {
			// The token cannot be renewed, or the read failed with it: the 401 is the answer to report.
			if (error instanceof Error) return false;
			throw error;
		} finally {
			renewal = undefined;
		}
	};
	return async (options) => {
		const first = await send(options);
		if (statusOf(first) !== 401) return first;
		renewal ??= renew();
		return (await renewal) ? await send(options) : first;
	};
}

/** The connection of an action node. Throws `unauthorized` for an account that was never connected. */
export async function connect(context: DimensionsContext): Promise<DimensionsConnection> {
	const credential = await context.getCredentials<DimensionsCredential>(CREDENTIAL);
	const url = serverOf(credential);
	// n8n's own error would look like a server that cannot be reached.
	if (!credential.oauthTokenData?.access_token) {
		throw new TelephonyError(
			'unauthorized',
			'The account is not connected: open the credential and connect it',
		);
	}
	const send = async (options: IHttpRequestOptions) =>
		await context.helpers.httpRequestWithAuthentication.call(context as never, CREDENTIAL, options);
	return {
		url,
		http: helperHttp(withRenewal(send, `${url}/contactdirectories`), {
			allowUnauthorizedCerts: false,
		}),
		clock: systemClock,
		random: systemRandom,
	};
}
