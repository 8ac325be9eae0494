import { boundedJson } from '../../../shared/core/parsing/boundedJson';
import { errorOfAnswer, type ErrorBody } from '../../../shared/core/errorAnswer';
import { TelephonyError } from '../../../shared/core/errors';
import type { HttpHeaders, HttpResponse } from '../../../shared/core/ports';
import { childText, parseXml, type XmlElement } from '../../../shared/core/parsing/xml';
import { charsetOf, isKnownCharset, xmlText } from '../../../shared/core/parsing/xmlText';

function header(headers: HttpHeaders, name: string): string {
	const value = headers[name];
	return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/**
 * Text of a body in the charset it declares: profiles may come as ISO-8859-1
 * (docs/protocols/broadworks.md#encodings).
 */
export function bodyText({ headers, body }: HttpResponse): string {
	const charset = charsetOf(header(headers, 'content-type'));
	if (charset !== undefined && !isKnownCharset(charset)) {
		throw new TelephonyError(
			'protocolViolation',
			`The server answers in unknown charset ${charset}`,
		);
	}
	return xmlText(body, charset);
}

/** The document of an answer. Throws `protocolViolation` when there is none. */
export function bodyXml(response: HttpResponse): XmlElement {
	return parseXml(bodyText(response));
}

/** Some carriers' firewalls answer 200 with a page of their own (docs/protocols/broadworks.md#errors). */
export function assertDocument(response: HttpResponse): void {
	const start = Buffer.from(response.body.subarray(0, 200)).toString('latin1').trimStart();
	if (/^<(!doctype html|html)/i.test(start)) {
		throw new TelephonyError(
			'protocolViolation',
			'The server answered with a web page instead of an Xsi document. A firewall or a wrong address is the usual cause',
			{ status: response.status },
		);
	}
}

/** A member of BadgerFish JSON; some front ends write numbers as such. */
const said = (member: { $?: unknown } | undefined) =>
	member?.$ === undefined || member.$ === null || typeof member.$ === 'object'
		? undefined
		: String(member.$);

interface ErrorInfo {
	summary?: { $?: unknown };
	summaryEnglish?: { $?: unknown };
	errorCode?: { $?: unknown };
}

/** ErrorInfo in XML or in BadgerFish JSON; other bodies say nothing we could quote safely. */
function errorBodyOf(text: string): ErrorBody {
	if (text.startsWith('{')) {
		const { ErrorInfo: info } = boundedJson(text) as { ErrorInfo?: ErrorInfo };
		if (!info) return { form: 'other' };
		return {
			form: 'own',
			text: said(info.summaryEnglish) ?? said(info.summary),
			code: said(info.errorCode),
		};
	}
	const root = parseXml(text);
	// Some of its parts answer with an error of XCAP (docs/protocols/broadworks.md#errors).
	if (root.name === 'xcap-error') return { form: 'own' };
	if (root.name !== 'ErrorInfo') return { form: 'other' };
	return {
		form: 'own',
		text: childText(root, 'summaryEnglish') ?? childText(root, 'summary'),
		code: childText(root, 'errorCode'),
	};
}

/** Beginning of the server's own error, which may have been cut off. */
const OWN_BEGINNING = /^(?:<\?xml[^>]*>\s*)?<(?:\w+:)?ErrorInfo\b|^\{\s*"ErrorInfo"/;

function readErrorBody(response: HttpResponse): ErrorBody {
	let text = '';
	try {
		text = bodyText(response).trim();
		if (text === '') return { form: 'empty' };
		if (!/^[<{]/.test(text) || /^<(!doctype|html)/i.test(text)) return { form: 'other' };
		return errorBodyOf(text);
	} catch (error) {
		const form = OWN_BEGINNING.test(text) ? 'own' : 'other';
		return { form, unreadable: (error as Error).message };
	}
}

/** What a 401 means. */
export const LOGIN_REFUSED = 'The server did not accept the user ID and password (or access token)';

/** What a 403 means where no more is known. */
export const NO_RIGHT = 'The credential has no right to do this, or it does not exist';

const MESSAGES: Partial<Record<number, string>> = {
	400: 'The server refused the request as malformed',
	401: LOGIN_REFUSED,
	403: NO_RIGHT,
	404: 'The server does not know this user, call or service',
	405: 'The server does not offer this method here',
	409: 'The present state of the call or service does not allow this',
	412: 'The present state of the call or service does not allow this',
	429: 'The server asks to send fewer requests',
	500: 'The server failed to carry this out',
	503: 'The server is not available now',
};

/**
 * The error that an answer outside 2xx means, with the vendor's own text and code. `forbidden`: what a 403 means,
 * where more is known.
 */
export function errorOf(response: HttpResponse, nowMs: number, forbidden?: string): TelephonyError {
	const { status } = response;
	const known = (status === 403 ? forbidden : undefined) ?? MESSAGES[status];
	const message = known ?? `The server answered with HTTP status ${status}`;
	return errorOfAnswer(response, readErrorBody(response), { server: 'The server', message }, nowMs);
}
