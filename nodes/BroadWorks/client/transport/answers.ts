import { boundedJson } from '../../../shared/core/parsing/boundedJson';
import { kindOfStatus, retryAfterMs, TelephonyError } from '../../../shared/core/errors';
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

interface VendorError {
	text?: string;
	code?: string;
}

/** A member of BadgerFish JSON; some front ends write numbers as such. */
const said = (member: { $?: unknown } | undefined) =>
	member?.$ === undefined || member.$ === null || typeof member.$ === 'object'
		? undefined
		: String(member.$);

/** ErrorInfo in XML or in BadgerFish JSON; other bodies say nothing we could quote safely. */
function vendorError(text: string): VendorError {
	if (text.startsWith('{')) {
		const info = (boundedJson(text) as { ErrorInfo?: Record<string, { $?: unknown }> }).ErrorInfo;
		return {
			text: said(info?.summaryEnglish) ?? said(info?.summary),
			code: said(info?.errorCode),
		};
	}
	const root = parseXml(text);
	if (root.name !== 'ErrorInfo') return {};
	return {
		text: childText(root, 'summaryEnglish') ?? childText(root, 'summary'),
		code: childText(root, 'errorCode'),
	};
}

/** Begins the text in place of the vendor's where there is none. */
const UNREADABLE = '(unreadable answer: ';

/** Whether an error carries the server's own words: a proxy in front of it answers with others. */
export const hasVendorWords = ({ vendorText }: TelephonyError): boolean =>
	vendorText !== undefined && !vendorText.startsWith(UNREADABLE);

function readVendorError(response: HttpResponse): VendorError {
	try {
		const text = bodyText(response).trim();
		if (!/^[<{]/.test(text) || /^<(!doctype|html)/i.test(text)) return {};
		return vendorError(text);
	} catch (error) {
		return { text: `${UNREADABLE}${(error as Error).message})` };
	}
}

const MESSAGES: Partial<Record<number, string>> = {
	400: 'The server refused the request as malformed',
	401: 'The server did not accept the user ID and password (or access token)',
	403: 'The credential has no right to do this, or it does not exist',
	404: 'The server does not know this user, call or service',
	405: 'The server does not offer this method here',
	409: 'The present state of the call or service does not allow this',
	412: 'The present state of the call or service does not allow this',
	429: 'The server asks to send fewer requests',
	500: 'The server failed to carry this out',
	503: 'The server is not available now',
};

/** The error an answer outside 2xx stands for, with the vendor's own text and code. */
export function errorOf(response: HttpResponse, nowMs: number): TelephonyError {
	const { status, headers } = response;
	const { text, code } = readVendorError(response);
	return new TelephonyError(
		kindOfStatus(status),
		MESSAGES[status] ?? `The server answered with HTTP status ${status}`,
		{
			status,
			vendorText: text,
			vendorCode: code,
			waitMs: retryAfterMs(headers['retry-after'], nowMs),
		},
	);
}
