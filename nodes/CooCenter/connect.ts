import { numberPlanOf, type NumberPlan } from '../shared/core/e164';
import { LruMap } from '../shared/core/bounded/lruMap';
import { webAddress } from '../shared/core/webAddress';
import { processWide } from '../shared/processWide';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { nodeHttp, type ServerContext } from '../shared/transport/nodeHttp';
import { generationOf, md5, timeZoneOf, webKeyOf, type CooCenterCredential } from './authorization';
import type { Access, CooCenterConnection, CooCenterServer } from './client/connection';
import type { TokenStore } from './client/session';

export const CREDENTIAL = 'cooCenterApi';

/** What operations work with. */
export interface CooCenterClient {
	connection: CooCenterConnection;
	/** Country of numbers that are written without one. */
	numberPlan?: NumberPlan;
}

/** Tokens of generation 2, one per login, shared by all nodes and executions of this process. */
const tokens = processWide('cooCenterTokens', 1, () => new LruMap<string, TokenStore>(500));

function tokenStoreOf(...login: string[]): TokenStore {
	const key = md5(JSON.stringify(login));
	const store = tokens.get(key) ?? {};
	tokens.set(key, store);
	return store;
}

/** The address without the API's own path. Throws `badRequest` when it cannot be one. */
function addressOf({ url }: CooCenterCredential): string {
	const { origin, path } = webAddress(
		url,
		'http',
		'The PBX Address of the credential is not a valid address. Enter it like http://192.0.2.10:8000',
	);
	return origin + path.replace(/\/coocenter-api(\/.*)?$/, '');
}

function accessOf(credential: CooCenterCredential, url: string): Access {
	if (generationOf(credential) === 2) {
		const username = String(credential.username ?? '').trim();
		const password = String(credential.password ?? '');
		const store = tokenStoreOf(url, username, password);
		return { generation: 2, session: { login: { username, password }, store } };
	}
	const webKey = webKeyOf(credential);
	return { generation: 1, webKey: { webKey, timeZone: timeZoneOf(credential), md5 } };
}

/** The PBX of a credential. Throws `badRequest` when the address cannot be one. */
export function serverOf(credential: CooCenterCredential): CooCenterServer {
	const url = addressOf(credential);
	return { url, timeZone: timeZoneOf(credential), access: accessOf(credential, url) };
}

/** The connection of an action node or dropdown. */
export async function connect(context: ServerContext): Promise<CooCenterClient> {
	const credential = await context.getCredentials<CooCenterCredential>(CREDENTIAL);
	return {
		numberPlan: numberPlanOf(credential.defaultCountry),
		connection: {
			server: serverOf(credential),
			http: nodeHttp(context, CREDENTIAL, {
				allowUnauthorizedCerts: Boolean(credential.allowUnauthorizedCerts),
				pool: 'actions',
			}),
			clock: systemClock,
			random: systemRandom,
		},
	};
}
