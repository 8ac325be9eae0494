import type { NumberPlan } from '../../shared/core/e164';
import type { Clock, Http, HttpRequest, Random } from '../../shared/core/ports';
import { READ_RETRIES, repeated } from '../../shared/core/flow/repeat';
import { answerOf, type DimensionsReply } from './answers';

export interface DimensionsConnection {
	/** `https://api.uk.myreports.cloud/api/v1.0` */
	url: string;
	/** Sends with the bearer token of the credential. */
	http: Http;
	/** Whose numbers those without a country are; undefined where the credential says nothing. */
	numberPlan?: NumberPlan;
	clock: Clock;
	random: Random;
}

/** Regions with an API of their own (docs/protocols/dimensions.md#contact-directories). */
export const REGIONS = ['au', 'eu', 'na', 'uk'] as const;
export type Region = (typeof REGIONS)[number];

export const apiOf = (region: Region) => `https://api.${region}.myreports.cloud/api/v1.0`;

export interface DimensionsRequest {
	method: HttpRequest['method'];
	/** Below the API, encoded, as `contactdirectories`. */
	path: string;
	body?: unknown;
}

const TIMEOUT = 30_000;

async function sendOnce(
	{ url, http, clock }: DimensionsConnection,
	{ method, path, body }: DimensionsRequest,
): Promise<DimensionsReply> {
	const response = await http.request({
		method,
		url: `${url}/${path}`,
		headers: {
			Accept: 'application/json',
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
		timeout: TIMEOUT,
	});
	return answerOf(response, clock.now());
}

/**
 * Sends a request. Reads are repeated when the server is unavailable or asks to wait; what changes a contact
 * is sent once. Throws `TelephonyError`.
 */
export async function send(
	connection: DimensionsConnection,
	request: DimensionsRequest,
): Promise<DimensionsReply> {
	const retries = request.method === 'GET' ? READ_RETRIES : 0;
	return await repeated(connection, retries, async () => await sendOnce(connection, request));
}
