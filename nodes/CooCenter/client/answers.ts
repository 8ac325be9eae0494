import { errorOfAnswer, isForeign } from '../../shared/core/errorAnswer';
import { TelephonyError } from '../../shared/core/errors';
import { answerJson } from '../../shared/core/parsing/boundedJson';
import { jsonErrorBody } from '../../shared/core/parsing/jsonErrorBody';
import type { HttpHeaders, HttpResponse } from '../../shared/core/ports';
import { pushText } from '../../shared/core/parsing/pushBody';
import { isObject, text, type Wire, type WireObject } from './values';

/** First value of a header, lower case names. */
export function header(headers: HttpHeaders, name: string): string {
	const value = headers[name];
	return (Array.isArray(value) ? value[0] : value) ?? '';
}

type Written = Pick<HttpResponse, 'headers' | 'body'>;

/** Text of an answer: in its charset, else UTF-8, else GB18030; bytes of no text are made readable. */
export function textOf({ headers, body }: Written): string {
	try {
		return pushText({ contentType: header(headers, 'content-type'), bytes: body });
	} catch (error) {
		if (!(error instanceof TelephonyError)) throw error;
		return new TextDecoder('utf-8').decode(body);
	}
}

/** JSON of an answer; undefined when it is none. */
export function jsonOf(answer: Written): Wire {
	const written = textOf(answer).trim();
	if (!/^[[{]/.test(written)) return undefined;
	try {
		return answerJson(written) as Wire;
	} catch (error) {
		if (error instanceof TelephonyError) return undefined;
		throw error;
	}
}

/** That a token has ended, in words: the code of generation 2 is not documented. */
const ENDED =
	/\b(?:token|jwt)\b.*\b(?:expired|invalid)\b|\b(?:expired|invalid)\b.*\b(?:token|jwt)\b/i;

/** Characters of a message that are looked at. */
const LONGEST_MESSAGE = 200;

function saysRefused({ status, message }: WireObject): boolean {
	const word = text(status)?.toLowerCase();
	if (word === undefined || word === 'success') return false;
	return word === 'unauthorized' || ENDED.test((text(message) ?? '').slice(0, LONGEST_MESSAGE));
}

/**
 * True for 401, 403 of the PBX itself, and for any answer that says `unauthorized`, or that the token has ended
 * (docs/protocols/coocenter.md#two-generations and docs/protocols/coocenter.md#authorisation).
 */
export function isRefused(response: HttpResponse): boolean {
	const { status } = response;
	if (status === 401) return true;
	if (status === 403) return !isForeign(status, jsonErrorBody(textOf(response)).form);
	const answer = jsonOf(response);
	return isObject(answer) && saysRefused(answer);
}

/**
 * True when the path does not take this method: 405 or 404. To a change a 404 may also be the answer of
 * the API itself, about what was to be changed; its `status` is a word.
 */
export function isWrongMethod(response: HttpResponse, kind: 'read' | 'change'): boolean {
	if (response.status !== 404) return response.status === 405;
	const answer = jsonOf(response);
	return kind === 'read' || !(isObject(answer) && typeof answer.status === 'string');
}

const MESSAGES: Partial<Record<number, string>> = {
	400: 'The PBX refused the request as malformed',
	401: 'The PBX did not accept the key, or the user name and password',
	403: 'The PBX did not accept the key, or the user name and password',
	404: 'The PBX does not know this',
	405: 'The PBX does not offer this method here',
	429: 'The PBX gets too many requests',
};

/** What an answer calls itself; `fail` and `error` tell no more than that it is one. */
function codeOf(status: string | undefined): string | undefined {
	return status === 'fail' || status === 'error' ? undefined : status;
}

/** The error for an answer that is no success. */
export function errorOf(response: HttpResponse, nowMs: number): TelephonyError {
	const { status, headers } = response;
	const { value, ...body } = jsonErrorBody(textOf(response));
	const answer = value as WireObject | undefined;
	const vendorText = text(answer?.message);
	const vendorCode = codeOf(text(answer?.status));
	const details = { vendorText, vendorCode };
	if (isRefused(response)) {
		return new TelephonyError('unauthorized', MESSAGES[401] ?? '', { ...details, status });
	}
	if (status >= 200 && status <= 299) {
		// The vendor says so inside a 200 (docs/protocols/coocenter.md#authorisation and
		// docs/protocols/coocenter.md#requests).
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
	const message =
		vendorText === undefined
			? (MESSAGES[status] ?? `The PBX answers with status ${status}`)
			: `The PBX refused: ${vendorText}`;
	const written = { ...body, text: vendorText, code: vendorCode };
	return errorOfAnswer(response, written, { server: 'The PBX', message }, nowMs);
}

/**
 * The document of a 2xx answer. Throws when it says anything but success, never looking at `message`,
 * which has spelling mistakes.
 */
export function documentOf(response: HttpResponse, nowMs: number): Wire {
	const answer = jsonOf(response);
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
