import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { systemRandom } from '../shared/systemPorts';
import { v2Parameters, type Hash } from './client/sign';

/** The fields of the credential `udeskApi`. */
export interface UdeskCredential {
	serverUrl: string;
	email: string;
	openApiToken: string;
	/** Secret of the older call center interface; empty where it is not used. */
	callCenterSecret?: string;
	timeZone?: string;
	/** Requests per minute and interface path; 0 for no limit. */
	rateLimit?: number;
}

export const nodeHash: Hash = (algorithm, text) =>
	createHash(algorithm).update(text, 'utf8').digest('hex');

/** True for what the protocol core has signed, and for the agent API, which takes a token. */
function isSigned({ url, qs, headers, ...rest }: IHttpRequestOptions): boolean {
	// The HTTP Request node names its address in an older way.
	const address = url ?? (rest as { uri?: string }).uri;
	const { searchParams, pathname } = new URL(address);
	return (
		searchParams.has('sign') ||
		(qs as Record<string, unknown> | undefined)?.sign !== undefined ||
		headers?.Authorization !== undefined ||
		pathname.endsWith('/get_agent_token')
	);
}

/**
 * Signs a request of n8n's own HTTP Request node for `open_api_v1`; what the Udesk node sends is signed
 * already (docs/protocols/udesk.md#open-apis).
 */
export function signRequest(
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	nowMs: number,
): IHttpRequestOptions {
	if (isSigned(options)) return options;
	const { email, openApiToken } = credential as unknown as UdeskCredential;
	const parameters = v2Parameters({ email, openApiToken }, nodeHash, nowMs, systemRandom);
	return { ...options, qs: { ...options.qs, ...Object.fromEntries(parameters) } };
}
