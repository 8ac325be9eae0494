import { kindOfStatus, retryAfterMs, TelephonyError, type ErrorKind } from './errors';
import type { HttpResponse } from './ports';

/**
 * What the body of an error answer is: the vendor's own form of an error (`own`), nothing, so that the status
 * says it all (`empty`), or something of whoever stands before the server, as a proxy's web page (`other`).
 */
export interface ErrorBody {
	form: 'own' | 'empty' | 'other';
	/** Why it, or what follows its beginning, cannot be read. */
	unreadable?: string;
	/** The vendor's own words and code. */
	text?: string;
	code?: string;
}

/** Statuses that mean the same whoever gives them: log in, and send less. */
const ANYBODYS = new Set([401, 429]);

/**
 * Whether somebody else than the server gives this answer: it is no refusal of the vendor, and nothing is gone.
 * From 500 on the server is not available either way.
 */
export const isForeign = (status: number, form: ErrorBody['form']): boolean =>
	form === 'other' && status >= 300 && status < 500 && !ANYBODYS.has(status);

/** Statuses by which a proxy speaks of itself, or says that a request took too long or came too soon: the address may be right. */
const PASSING = new Set([407, 408, 425]);

/** Whether somebody else has answered in place of the server: of a credential, most likely its address is wrong. */
export const isPage = ({ kind, status = 0 }: TelephonyError): boolean =>
	kind === 'unavailable' && status >= 400 && status < 500 && !PASSING.has(status);

const WEB_PAGE = /<(?:!doctype html|html|head|body|title|h\d|p)\b/i;

/** What a body of another form is, in the words of a message. */
function contentOf({ body }: Pick<HttpResponse, 'body'>, unreadable: string | undefined): string {
	if (unreadable !== undefined) return `what cannot be read (${unreadable})`;
	const beginning = Buffer.from(body.subarray(0, 500)).toString('latin1');
	return WEB_PAGE.test(beginning) ? 'a web page' : 'words of another form';
}

/** The error of an answer that somebody else gave. */
export function foreignAnswer(
	response: Pick<HttpResponse, 'status' | 'body'>,
	server: string,
	{ unreadable, waitMs }: { unreadable?: string; waitMs?: number } = {},
): TelephonyError {
	const { status } = response;
	const content = contentOf(response, unreadable);
	return new TelephonyError(
		'unavailable',
		`${server} has not answered itself: HTTP status ${status} came with ${content}. A proxy or firewall on the way, or a wrong address, is the usual cause`,
		{ status, waitMs },
	);
}

/** How one backend calls what went wrong. */
export interface Wording {
	/** As the subject of a sentence: `The PBX`. */
	server: string;
	/** What happened, where the server itself has answered. */
	message: string;
	/** Where it is not the one that the status stands for. */
	kind?: ErrorKind;
}

/**
 * The error an answer outside 2xx stands for. `vendorText` are the vendor's words and nobody else's: what cannot
 * be read is told in the message.
 */
export function errorOfAnswer(
	response: HttpResponse,
	{ form, unreadable, text, code }: ErrorBody,
	{ server, message, kind }: Wording,
	nowMs: number,
): TelephonyError {
	const { status, headers } = response;
	const waitMs = retryAfterMs(headers['retry-after'], nowMs);
	if (isForeign(status, form)) return foreignAnswer(response, server, { unreadable, waitMs });
	const told =
		status === 407 ? `A proxy on the way to ${server} wants a login of its own` : message;
	return new TelephonyError(
		kind ?? kindOfStatus(status),
		unreadable === undefined ? told : `${told} (unreadable answer: ${unreadable})`,
		{ status, vendorText: text, vendorCode: code, waitMs },
	);
}
