import type { Random } from '../../shared/core/ports';
import { zonedTime } from '../../shared/core/zone';

/** Lower-case hexadecimal digest of the UTF-8 bytes of a text. */
export type Hash = (algorithm: 'md5' | 'sha1' | 'sha256', text: string) => string;

/** Query parameters in the order they are signed and sent. */
export type Query = ReadonlyArray<readonly [string, string]>;

/** Login of the newer interface, `open_api_v1`. */
export interface V2Login {
	/** E-mail address of an administrator. */
	email: string;
	openApiToken: string;
}

/** SHA256 over e-mail, token, time, nonce and version, joined by & (docs/protocols/udesk.md#open-apis). */
export function signV2(
	{ email, openApiToken }: V2Login,
	hash: Hash,
	seconds: number,
	nonce: string,
): string {
	return hash('sha256', [email, openApiToken, seconds, nonce, 'v2'].join('&'));
}

/** The parameters that sign a request of `open_api_v1`; a nonce serves once. */
export function v2Parameters(login: V2Login, hash: Hash, nowMs: number, random: Random): Query {
	const seconds = Math.floor(nowMs / 1000);
	const nonce = random.uuid();
	return [
		['email', login.email],
		['timestamp', String(seconds)],
		['sign', signV2(login, hash, seconds, nonce)],
		['nonce', nonce],
		['sign_version', 'v2'],
	];
}

/** `YYYYmmddHHMMSS` on the server's clock (docs/protocols/udesk.md#open-apis; China time is inferred). */
export function v1Timestamp(zone: string, nowMs: number): string {
	return zonedTime(zone, nowMs).local.slice(0, 19).replace(/\D/g, '');
}

/** Text as it stands in a query. An apostrophe is encoded because every HTTP client encodes it. */
const encoded = (text: string, plain: RegExp) =>
	encodeURIComponent(text).replace(plain, decodeURIComponent).replace(/'/g, '%27');

/**
 * Only what cannot stand in a query is encoded: `@` and the like stay, so that the signed text is the same
 * whether the server signs what came or what it decoded.
 */
const queryValue = (value: string) => encoded(value, /%(40|3A|2C|2F|24|3B|3D)/g);
const queryName = (name: string) => encoded(name, /%(40|3A|2C|2F|24|5B|5D)/g);

/** `a=1&b=2&c`, exactly as it is sent. */
export function queryText(query: Query): string {
	return query
		.map(([name, value]) => queryName(name) + (value === '' ? '' : `=${queryValue(value)}`))
		.join('&');
}

/** What is signed: a parameter without a value counts as `c=c` (docs/protocols/udesk.md#open-apis). */
function signedText(query: Query): string {
	return query
		.map(
			([name, value]) => `${queryName(name)}=${value === '' ? queryName(name) : queryValue(value)}`,
		)
		.join('&');
}

/** MD5 of the query and the secret; of the secret alone when there is no query. */
export function signV1(query: Query, secret: string, hash: Hash): string {
	const text = signedText(query);
	return hash('md5', text === '' ? secret : `${text}&${secret}`);
}

/** SHA1 that asks for an agent's token (docs/protocols/udesk.md#agent-api). */
export function signAgentToken({ email, openApiToken }: V2Login, hash: Hash, seconds: number) {
	return hash('sha1', [email, openApiToken, seconds].join('&'));
}
