import { createHash } from 'node:crypto';

import { numberPlanOf } from '../shared/core/e164';
import { TelephonyError } from '../shared/core/errors';
import { webAddress } from '../shared/core/webAddress';
import { logOf, systemClock, systemRandom } from '../shared/systemPorts';
import { N8nTokens, type TokenServer } from '../shared/transport/n8nTokens';
import { nodeHttp, plainHttp } from '../shared/transport/nodeHttp';
import { SERVERS, type RingCentralConnection } from './client/transport/connection';
import { withNewPermissions } from './client/login/newPermissions';
import { permissionsOf } from './client/login/permissions';
import type { RateGroups } from './client/transport/rateGroups';
import { ratesOf, tokensOf } from './client/transport/shared';
import { withToken, type JwtLogin } from './client/login/tokens';
import type { JwtCredential, OAuth2Credential, RingCentralContext, ServerFields } from './context';

/** Values of the parameter "Authentication". */
export type Authentication = 'oAuth2' | 'jwt';

const JWT_CREDENTIAL = 'ringCentralJwtApi';
const CREDENTIAL = 'ringCentralOAuth2Api';

/** Who renews the tokens of n8n's credential. */
export const tokenServer = (url: string): TokenServer => ({
	url,
	name: 'RingCentral',
	needs: 'Renewing needs "Issue refresh tokens" in the settings of the app',
});

/** What operations work with. */
export interface RingCentralClient extends RingCentralConnection {
	/** App permissions of the token; undefined where the server did not tell them. */
	permissions(): Promise<string[] | undefined>;
}

/** Names one user of one app without keeping its secrets. */
const keyOf = (...parts: string[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64');

/** `https://platform.ringcentral.com` of a credential. Throws `badRequest` when it names no address. */
export function serverOf({ environment = 'production', serverUrl }: ServerFields): string {
	if (environment !== 'other') return SERVERS[environment];
	const { origin, path } = webAddress(
		serverUrl,
		'https',
		'The Server URL of the credential is not a valid address. Enter it like https://platform.ringcentral.com',
	);
	return origin + path.replace(/\/restapi(\/.*)?$/, '');
}

/** Which credential the node was told to use. */
export function authenticationOf(context: Pick<RingCentralContext, 'getNode'>): Authentication {
	return context.getNode().parameters.authentication === 'jwt' ? 'jwt' : 'oAuth2';
}

/** The credential that belongs to it. */
export const credentialTypeOf = (authentication: Authentication): string =>
	authentication === 'jwt' ? JWT_CREDENTIAL : CREDENTIAL;

/** The login of a JWT credential. Throws `badRequest` when a field is empty or no address. */
export function jwtLoginOf(credential: JwtCredential): JwtLogin {
	const read = (name: 'clientId' | 'clientSecret' | 'jwt', label: string) => {
		const value = String(credential[name] ?? '').trim();
		if (value !== '') return value;
		throw new TelephonyError('badRequest', `The credential has no ${label}`);
	};
	return {
		server: serverOf(credential),
		clientId: read('clientId', 'Client ID'),
		clientSecret: read('clientSecret', 'Client Secret'),
		jwt: read('jwt', 'JWT'),
	};
}

/** A trigger has connections of its own: actions never hold up its requests. */
const settingsOf = (context: object) =>
	({ allowUnauthorizedCerts: false, pool: 'emit' in context ? 'live' : 'actions' }) as const;

const portsOf = (context: RingCentralContext) => ({
	clock: systemClock,
	random: systemRandom,
	log: logOf(context.logger, context.getNode().name),
});

/** The rate groups of a JWT login: the vendor counts per user and app. */
export const jwtRates = ({ server, clientId, jwt }: JwtLogin): RateGroups =>
	ratesOf(keyOf(server, clientId, jwt), systemClock);

async function connectByJwt(context: RingCentralContext): Promise<RingCentralClient> {
	const credential = await context.getCredentials<JwtCredential>(JWT_CREDENTIAL);
	const login = jwtLoginOf(credential);
	const { server } = login;
	const ports = portsOf(context);
	const rates = jwtRates(login);
	const keeper = tokensOf(login, { ...ports, http: plainHttp(context), rates });
	const http = nodeHttp(context, JWT_CREDENTIAL, settingsOf(context));
	return {
		...ports,
		server,
		numberPlan: numberPlanOf(credential.defaultCountry),
		rates,
		http: withNewPermissions(withToken(http, keeper), keeper),
		permissions: async () => permissionsOf(await keeper.scope()),
	};
}

async function connectByOAuth2(context: RingCentralContext): Promise<RingCentralClient> {
	const type = CREDENTIAL;
	const credential = await context.getCredentials<OAuth2Credential>(type);
	const server = serverOf(credential);
	const id = context.getNode().credentials?.[type]?.id ?? '';
	const key = keyOf(server, String(credential.clientId ?? ''), id);
	const ports = portsOf(context);
	const tokens = N8nTokens.withGracePeriod(context, type, key, tokenServer(server), ports.clock);
	const http = nodeHttp(context, type, settingsOf(context));
	return {
		...ports,
		server,
		numberPlan: numberPlanOf(credential.defaultCountry),
		rates: ratesOf(key, ports.clock),
		http: withToken(http, tokens),
		permissions: async () => permissionsOf(await tokens.scope()),
	};
}

/** The connection of a node or dropdown, with the credential chosen in it. */
export async function connect(context: RingCentralContext): Promise<RingCentralClient> {
	return authenticationOf(context) === 'jwt'
		? await connectByJwt(context)
		: await connectByOAuth2(context);
}
