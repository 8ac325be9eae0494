import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Clock } from '../shared/core/ports';

/** What is known of an account of Webex Calling beside its login. */
export interface WebexRights {
	/** Address of the Webex API. */
	api: string;
	/** UUID of the organization. */
	organizationId: string;
	/** Whose telephones it may control and listen to. */
	access: 'user' | 'administrator';
}

/** The fields of the credential `broadWorksXsiApi`, which that of Webex Calling comes to as well. */
export interface XsiCredential {
	serverUrl: string;
	authentication: 'basic' | 'bearer' | 'webex';
	userId: string;
	/** Who is meant where an administrator's login chooses no user. */
	defaultUserId?: string;
	/** For `webex` the secret of the integration, which outlives tokens. */
	password: string;
	accessToken: string;
	actionsPath: string;
	eventsPath: string;
	asyncPath: string;
	/** More servers for event channels, separated by commas or blanks. */
	furtherServers?: string;
	/** Domain whose DNS lists servers for event channels. */
	srvDomain?: string;
	/** Country of numbers that are written without one, as `AU` or `+61`. */
	defaultCountry?: string;
	allowUnauthorizedCerts: boolean;
	/** Requests per `ratePeriod`; 0 for no limit. */
	rateLimit: number;
	/** s */
	ratePeriod: number;
	/** For `webex`. */
	webex?: WebexRights;
}

/** Who is meant where no user is chosen; empty for a login that names nobody. */
export const ownUserOf = ({
	userId,
	defaultUserId,
}: Pick<XsiCredential, 'userId' | 'defaultUserId'>): string =>
	String(defaultUserId || userId || '').trim();

/** Value of the Authorization header (docs/protocols/broadworks.md#authentication). */
export function authorizationOf(credential: ICredentialDataDecryptedObject): string {
	const { authentication, userId, password, accessToken } = credential as unknown as XsiCredential;
	if (authentication === 'bearer' || authentication === 'webex')
		return `Bearer ${String(accessToken).trim()}`;
	return `Basic ${Buffer.from(`${userId}:${password}`, 'utf8').toString('base64')}`;
}

/** What belongs to a login until somebody changes it: not the token that n8n renews now and then. */
export function lastingSecrets(credential: XsiCredential): [string, string] {
	const { authentication, password, accessToken } = credential;
	return [String(password ?? ''), authentication === 'webex' ? '' : String(accessToken ?? '')];
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
