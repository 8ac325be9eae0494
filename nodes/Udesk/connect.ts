import type { Http } from '../shared/core/ports';
import { RateLimiter } from '../shared/core/flow/rateLimiter';
import { webAddress } from '../shared/core/webAddress';
import { LruMap } from '../shared/core/bounded/lruMap';
import { processWide } from '../shared/processWide';
import { systemClock, systemRandom } from '../shared/systemPorts';
import { nodeHttp, type ServerContext } from '../shared/transport/nodeHttp';
import { nodeHash, type UdeskCredential } from './authorization';
import type { UdeskConnection } from './client/connection';

const CREDENTIAL = 'udeskApi';

/**
 * Zone of the server's clock where the credential names none (docs/protocols/udesk.md#open-apis, inferred).
 */
const DEFAULT_ZONE = 'Asia/Shanghai';

const MINUTE = 60_000;

/** Paths of raw requests may have ids in them; limiters of those not asked for longest are dropped. */
const MAX_LIMITERS = 1_000;

/** One limiter per login and interface path, shared by all nodes and executions of this process. */
const limiters = processWide(
	'udeskLimiters',
	1,
	() => new LruMap<string, RateLimiter>(MAX_LIMITERS),
);

function limiterOf({ serverUrl, email, rateLimit = 0 }: UdeskCredential, path: string) {
	if (rateLimit <= 0) return undefined;
	const key = JSON.stringify([serverUrl, email, rateLimit, path]);
	const limiter =
		limiters.get(key) ?? new RateLimiter({ requests: rateLimit, period: MINUTE }, systemClock);
	limiters.set(key, limiter);
	return limiter;
}

/** `https://example.udesk.cn` of a credential. Throws `badRequest` when the address cannot be one. */
export function serverOf({ serverUrl }: UdeskCredential): string {
	const { origin, path } = webAddress(
		serverUrl,
		'https',
		'The Server URL of the credential is not a valid address. Enter it like https://example.udesk.cn',
	);
	return origin + path.replace(/\/(open_api_v1|open_api|agent_api)(\/.*)?$/, '');
}

/** A connection with the credential's logins over some HTTP. */
export function connectionOf(credential: UdeskCredential, http: Http): UdeskConnection {
	const trimmed = (value: unknown) => String(value ?? '').trim();
	return {
		url: serverOf(credential),
		login: { email: trimmed(credential.email), openApiToken: trimmed(credential.openApiToken) },
		callCenterSecret: trimmed(credential.callCenterSecret),
		timeZone: trimmed(credential.timeZone) || DEFAULT_ZONE,
		http,
		clock: systemClock,
		random: systemRandom,
		hash: nodeHash,
		limiterOf: (path) => limiterOf(credential, path),
		agentTokens: new Map(),
	};
}

/** The connection of an action node. */
export async function connect(context: ServerContext): Promise<UdeskConnection> {
	const credential = await context.getCredentials<UdeskCredential>(CREDENTIAL);
	const http = nodeHttp(context, CREDENTIAL, { allowUnauthorizedCerts: false, pool: 'actions' });
	return connectionOf(credential, http);
}
