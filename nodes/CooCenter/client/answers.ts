import { kindOfStatus, retryAfterMs, TelephonyError } from '../../shared/core/errors';
import type { HttpHeaders, HttpResponse } from '../../shared/core/ports';
import { isObject, text, type Wire } from './values';

/** First value of a header, lower case names. */
export function header(headers: HttpHeaders, name: string): string {
	const value = headers[name];
	return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** JSON of an answer; undefined when it is none. */
export function jsonOf(body: Uint8Array): Wire {
	const written = new TextDecoder('utf-8').decode(body).trim();
	if (!/^[[{]/.test(written)) return undefined;
	try {
		return JSON.parse(written) as Wire;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** True for 401, 403, and for a 200 that says `unauthorized` (protocol page coocenter 0 and 2). */
export function isRefused({ status, body }: Pick<HttpResponse, 'status' | 'body'>): boolean {
	if (status === 401 || status === 403) return true;
	const answer = jsonOf(body);
	return isObject(answer) && answer.status === 'unauthorized';
}

/** True when the path does not take this method: 405, or a 404 that is no answer of the API itself. */
export function isWrongMethod({ status, body }: HttpResponse): boolean {
	if (status === 405) return true;
	const answer = jsonOf(body);
	return status === 404 && !(isObject(answer) && 'status' in answer);
}

const MESSAGES: Partial<Record<number, string>> = {
	400: 'The PBX refused the request as malformed',
	401: 'The PBX did not accept the key, or the user name and password',
	403: 'The PBX did not accept the key, or the user name and password',
	404: 'The PBX does not know this',
	405: 'The PBX does not offer this method here',
	429: 'The PBX gets too many requests',
};

/** The error for an answer that is no success. */
export function errorOf({ status, headers, body }: HttpResponse, nowMs: number): TelephonyError {
	const answer = jsonOf(body);
	const vendorText = isObject(answer) ? text(answer.message) : undefined;
	const vendorCode = isObject(answer) ? text(answer.status) : undefined;
	const details = { vendorText, vendorCode };
	if (isRefused({ status, body })) {
		return new TelephonyError('unauthorized', MESSAGES[401] ?? '', { ...details, status });
	}
	if (status >= 200 && status <= 299) {
		// The vendor says so inside a 200 (protocol page coocenter 2 and 3).
		const reason = vendorText ?? vendorCode ?? 'no reason given';
		return new TelephonyError('badRequest', `The PBX refused: ${reason}`, details);
	}
	if (status >= 300 && status <= 399) {
		const target = header(headers, 'location');
		const host = URL.canParse(target) ? `${new URL(target).origin}` : 'another address';
		return new TelephonyError(
			'unavailable',
			`The PBX redirects to ${host}. Enter that address in the credential if it is yours`,
			{ status },
		);
	}
	return new TelephonyError(
		kindOfStatus(status),
		vendorText === undefined
			? (MESSAGES[status] ?? `The PBX answers with status ${status}`)
			: `The PBX refused: ${vendorText}`,
		{ ...details, status, waitMs: retryAfterMs(headers['retry-after'], nowMs) },
	);
}

/**
 * The document of a 2xx answer. Throws when it says anything but success, never looking at `message`,
 * which has spelling mistakes.
 */
export function documentOf(response: HttpResponse, nowMs: number): Wire {
	const answer = jsonOf(response.body);
	if (answer === undefined) {
		throw new TelephonyError(
			'protocolViolation',
			'The answer is not JSON. A wrong address or a web page in between is the usual cause',
			{ status: response.status },
		);
	}
	const failed = isObject(answer) && answer.status !== undefined && answer.status !== 'success';
	if (failed) throw errorOf(response, nowMs);
	return answer;
}
