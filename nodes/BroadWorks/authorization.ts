import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The fields of the credential `broadWorksXsiApi`. */
export interface XsiCredential {
	serverUrl: string;
	authentication: 'basic' | 'bearer';
	userId: string;
	password: string;
	accessToken: string;
	actionsPath: string;
	eventsPath: string;
	asyncPath: string;
	/** More servers for event channels, separated by commas or blanks. */
	furtherServers?: string;
	/** Domain whose DNS lists servers for event channels. */
	srvDomain?: string;
	allowUnauthorizedCerts: boolean;
	/** Requests per `ratePeriod`; 0 for no limit. */
	rateLimit: number;
	/** s */
	ratePeriod: number;
}

/** Value of the Authorization header (protocol page broadworks-xsi 1.2). */
export function authorizationOf(credential: ICredentialDataDecryptedObject): string {
	const { authentication, userId, password, accessToken } = credential as unknown as XsiCredential;
	if (authentication === 'bearer') return `Bearer ${String(accessToken).trim()}`;
	return `Basic ${Buffer.from(`${userId}:${password}`, 'utf8').toString('base64')}`;
}
