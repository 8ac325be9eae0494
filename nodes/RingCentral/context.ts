import type { INode, Logger } from 'n8n-workflow';

import type { PlainContext, ServerContext } from '../shared/transport/nodeHttp';
import type { ServerName } from './client/transport/connection';

/** Which server, in both credentials. */
export interface ServerFields {
	/** Country of numbers that are written without one, as `US` or `+1`. */
	defaultCountry?: string;
	environment?: ServerName | 'other';
	/** For `other`. */
	serverUrl?: string;
}

/** The fields of the credential `ringCentralJwtApi`. */
export interface JwtCredential extends ServerFields {
	clientId?: string;
	clientSecret?: string;
	jwt?: string;
	/** App permissions that the test looks for. */
	permissions?: string[];
}

/** The fields of the credential `ringCentralOAuth2Api` that are read here. */
export interface OAuth2Credential extends ServerFields {
	clientId?: string;
	clientSecret?: string;
	/** As the server gave it; `owner_id`: extension of the user. */
	oauthTokenData?: { access_token?: string; scope?: string; owner_id?: string | number };
}

/** The parts of n8n's node contexts that are needed to reach the server. */
export interface RingCentralContext extends ServerContext {
	getNode(): INode;
	logger: Logger;
	helpers: ServerContext['helpers'] &
		PlainContext['helpers'] & {
			refreshOAuth2Token: (this: never, credentialsType: string) => Promise<unknown>;
		};
}
