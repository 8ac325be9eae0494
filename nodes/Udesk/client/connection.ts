import { TelephonyError } from '../../shared/core/errors';
import type { Clock, Http, HttpRequest, Random } from '../../shared/core/ports';
import { READ_RETRIES, repeated } from '../../shared/core/flow/repeat';
import type { RateLimiter } from '../../shared/core/flow/rateLimiter';
import { answerOf, type UdeskAnswer } from './answers';
import {
	queryText,
	signAgentToken,
	signV1,
	v1Timestamp,
	v2Parameters,
	type Hash,
	type Query,
	type V2Login,
} from './sign';

/** Which of the interfaces a request is for (docs/protocols/udesk.md#open-apis); `logs` lists call logs only. */
export type UdeskApi = 'v2' | 'v1' | 'agent' | 'logs';

export interface UdeskConnection {
	/** `https://example.udesk.cn` */
	url: string;
	login: V2Login;
	/** Secret of the older call center interface, `open_api`; empty when there is none. */
	callCenterSecret: string;
	/** Zone of the server's clock, for the older interface. */
	timeZone: string;
	http: Http;
	clock: Clock;
	random: Random;
	hash: Hash;
	/** One limiter per interface path. */
	limiterOf?(path: string): RateLimiter | undefined;
	/** Tokens of agents by e-mail address, also those still asked for; kept as long as the connection. */
	agentTokens: Map<string, Promise<string>>;
}

export interface UdeskRequest {
	api: UdeskApi;
	method: HttpRequest['method'];
	/** Below the interface, as `/callcenter/web_callback`. */
	path: string;
	query?: Query;
	/** JSON for v2 and v1, form fields for the agent API. */
	body?: Record<string, unknown>;
	/** Whose token to use; for the agent API only. */
	agentEmail?: string;
}

/** Where each interface begins below the server. */
export const BASES: Record<UdeskApi, string> = {
	v2: '/open_api_v1',
	v1: '/open_api',
	agent: '/agent_api/v1',
	logs: '/api/v2/ucpapp',
};

const TIMEOUT = 30_000;

function needed(value: string, field: string): string {
	if (value !== '') return value;
	throw new TelephonyError('badRequest', `The credential has no ${field}, which this call needs`);
}

const hasOwn = (query: Query, name: string) => query.some(([known]) => known === name);

/** The request as it goes out, signed for its interface; the agent API takes a token instead. */
function signed(
	connection: UdeskConnection,
	{ api, method, path, query = [], body }: UdeskRequest,
	token = '',
): HttpRequest {
	const { login, hash, clock, random } = connection;
	const headers: Record<string, string> = { Accept: 'application/json' };
	let parameters: Query = query;
	let text: string | undefined;
	if (body !== undefined) {
		headers['Content-Type'] =
			api === 'agent' ? 'application/x-www-form-urlencoded' : 'application/json';
		text = api === 'agent' ? formText(body) : JSON.stringify(body);
	}
	if (api === 'v2') {
		needed(login.email, 'e-mail address');
		needed(login.openApiToken, 'Open API token');
		parameters = [...query, ...v2Parameters(login, hash, clock.now(), random)];
	} else if (api === 'v1' || api === 'logs') {
		const secret = needed(connection.callCenterSecret, 'call center secret');
		const timestamp = v1Timestamp(connection.timeZone, clock.now());
		const isDated = api === 'logs' || hasOwn(query, 'timestamp');
		const dated: Query = isDated ? query : [...query, ['timestamp', timestamp]];
		parameters = [...dated, ['sign', signV1(dated, secret, hash)]];
	} else {
		headers.Authorization = `Basic ${Buffer.from(`agent:${token}`, 'utf8').toString('base64')}`;
	}
	const search = queryText(parameters);
	const url = `${connection.url}${BASES[api]}${path}${search === '' ? '' : `?${search}`}`;
	return { method, url, headers, body: text, timeout: TIMEOUT };
}

function formText(body: Record<string, unknown>): string {
	const fields = Object.entries(body).map(([name, value]): [string, string] => [
		name,
		typeof value === 'object' ? JSON.stringify(value) : String(value),
	]);
	return new URLSearchParams(fields).toString();
}

const LOGIN_PATH = '/get_agent_token';

async function askForToken(connection: UdeskConnection, agentEmail: string): Promise<string> {
	const { login, hash, clock } = connection;
	if (agentEmail === '')
		throw new TelephonyError('badRequest', 'The parameter "Agent Email" is empty');
	const openApiToken = needed(login.openApiToken, 'Open API token');
	await connection.limiterOf?.(`v2${LOGIN_PATH}`)?.take();
	const timestamp = Math.floor(clock.now() / 1000);
	const response = await connection.http.request({
		method: 'POST',
		url: `${connection.url}${BASES.v2}${LOGIN_PATH}`,
		headers: {
			Accept: 'application/json',
			'Content-Type': 'application/json',
			open_api_token: openApiToken,
		},
		body: JSON.stringify({
			email: needed(login.email, 'e-mail address'),
			agent_email: agentEmail,
			timestamp,
			sign: signAgentToken(login, hash, timestamp),
		}),
		timeout: TIMEOUT,
	});
	const token = answerOf(response, clock.now()).agent_api_token;
	if (typeof token !== 'string' || token === '') {
		throw new TelephonyError('protocolViolation', 'Udesk gave no token for the agent');
	}
	return token;
}

/** The agent's token; asked for once, however many requests want it (docs/protocols/udesk.md#agent-api). */
function agentToken(connection: UdeskConnection, agentEmail: string): Promise<string> {
	const { agentTokens } = connection;
	const known = agentTokens.get(agentEmail);
	if (known) return known;
	const asked = repeated(
		connection,
		READ_RETRIES,
		async () => await askForToken(connection, agentEmail),
	);
	agentTokens.set(agentEmail, asked);
	// Whoever asked sees the refusal; the next request asks anew.
	asked.catch(() => agentTokens.delete(agentEmail));
	return asked;
}

async function sendOnce(
	connection: UdeskConnection,
	request: UdeskRequest,
	token?: string,
): Promise<UdeskAnswer> {
	// The vendor counts by interface: one ticket is the same as another.
	const place = request.path.replace(/\/\d+(?=\/|$)/g, '/:id');
	await connection.limiterOf?.(`${request.api}${place}`)?.take();
	const response = await connection.http.request(signed(connection, request, token));
	return answerOf(response, connection.clock.now());
}

/** A request of the agent interface brings nothing but the token, so every refusal of the login is about it. */
const isStale = (error: unknown) =>
	error instanceof TelephonyError && error.kind === 'unauthorized';

/** An agent's token that ended meanwhile is asked for once more; nothing had been done with the old one. */
async function withAgentToken(
	connection: UdeskConnection,
	agentEmail: string,
	work: (token: string) => Promise<UdeskAnswer>,
): Promise<UdeskAnswer> {
	const token = agentToken(connection, agentEmail);
	try {
		return await work(await token);
	} catch (error) {
		if (!isStale(error)) throw error;
		const { agentTokens } = connection;
		// Another request may have a new one already.
		if (agentTokens.get(agentEmail) === token) agentTokens.delete(agentEmail);
		return await work(await agentToken(connection, agentEmail));
	}
}

/**
 * Sends a signed request. Every try has a time and nonce of its own. Reads are repeated when the server is
 * unavailable; what changes a call is sent once. Throws `TelephonyError`.
 */
export async function send(
	connection: UdeskConnection,
	request: UdeskRequest,
	retries = request.method === 'GET' ? READ_RETRIES : 0,
): Promise<UdeskAnswer> {
	const work = async (token?: string) =>
		await repeated(connection, retries, async () => await sendOnce(connection, request, token));
	if (request.api !== 'agent') return await work();
	return await withAgentToken(connection, request.agentEmail ?? '', work);
}
