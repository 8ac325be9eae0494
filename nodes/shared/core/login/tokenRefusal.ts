import { jsonErrorBody } from '../parsing/jsonErrorBody';
import type { HttpHeaders, HttpResponse } from '../ports';
import { isRecord, type JsonRecord } from '../records';

/** Codes that say that a token is wrong or has ended: of RFC 6750 section 3.1, and as vendors write them. */
const ABOUT_TOKEN = new Set([
	'invalid_token',
	'expired_token',
	'token_expired',
	'tokeninvalid',
	'tokenexpired',
]);

const CHALLENGE = /\berror\s*=\s*"?invalid_token\b/i;

const challenged = (headers: HttpHeaders) =>
	[headers['www-authenticate'] ?? []].flat().some((challenge) => CHALLENGE.test(challenge));

function codesIn(value: JsonRecord): unknown[] {
	const { error, errorCode, code, errors } = value;
	const nested = [error, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
	return [
		error,
		errorCode,
		code,
		...nested.filter(isRecord).flatMap((one) => [one.errorCode, one.code]),
	];
}

/**
 * Whether a refusal itself says that the token is at fault, by its challenge or its code. Gateways do so with
 * 403 as well, which otherwise is about a right.
 * @param more codes of the vendor, in small letters
 */
export function namesToken(
	{ headers, body }: HttpResponse,
	more: ReadonlySet<string> = new Set(),
): boolean {
	if (challenged(headers)) return true;
	const { value = {} } = jsonErrorBody(new TextDecoder().decode(body));
	return codesIn(value).some((code) => {
		const known = String(code).toLowerCase();
		return ABOUT_TOKEN.has(known) || more.has(known);
	});
}
