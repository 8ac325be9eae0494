import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Clock } from '../shared/core/ports';

/** The fields of the credential `broadWorksXsiApi`. */
export interface XsiCredential {
	serverUrl: string;
	authentication: 'basic' | 'bearer';
	userId: string;
	/** Who is meant where an administrator's login chooses no user. */
	defaultUserId?: string;
	password: string;
	accessToken: string;
	actionsPath: string;
	eventsPath: string;
	asyncPath: string;
	/** More servers for event channels, separated by commas or blanks. */
	furtherServers?: string;
	/** Domain whose DNS lists servers for event channels. */
	srvDomain?: string;
	/** Of numbers that tell none, as `AU` or `+61`. */
	defaultCountry?: string;
	allowUnauthorizedCerts: boolean;
	/** Requests per `ratePeriod`; 0 for no limit. */
	rateLimit: number;
	/** s */
	ratePeriod: number;
}

/** Value of the Authorization header (docs/protocols/broadworks.md#authentication). */
export function authorizationOf(credential: ICredentialDataDecryptedObject): string {
	const { authentication, userId, password, accessToken } = credential as unknown as XsiCredential;
	if (authentication === 'bearer') return `Bearer ${String(accessToken).trim()}`;
	return `Basic ${Buffer.from(`${userId}:${password}`, 'utf8').toString('base64')}`;
}

/** ms for which a credential that was read is used. */
const CREDENTIAL_AGE = 10_000;

/**
 * The Authorization header of a line, which outlives passwords and tokens: what is stored meanwhile is
 * used, unless it is for another login or server. `age`: ms for which it is not asked for again.
 */
export function lastingAuthorization(
	stored: () => Promise<XsiCredential>,
	first: XsiCredential,
	clock: Clock,
	age = CREDENTIAL_AGE,
): () => Promise<string> {
	const loginOf = ({ serverUrl, authentication, userId }: XsiCredential) =>
		JSON.stringify([serverUrl, authentication, userId]);
	let newest = first;
	let readAt = clock.elapsed();
	return async () => {
		if (clock.elapsed() - readAt >= age) {
			readAt = clock.elapsed();
			// One that cannot be read any more is told by whoever watches it; the line goes on.
			const credential = await stored().catch(() => newest);
			if (loginOf(credential) === loginOf(first)) newest = credential;
		}
		return authorizationOf(newest as never);
	};
}
