import type { ServerResponse } from 'node:http';
import { XsiError } from './errors';
import { toActionXml, toBadgerFish, type XmlFields } from '../xml/xml';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

/** What a route answers. Without document and text the body is empty. */
export interface Reply {
	/** Default 200. */
	status?: number;
	document?: { root: string; fields: XmlFields };
	/** A body that is not a document of the schema. */
	text?: { type: string; body: string | Buffer };
	headers?: Record<string, string>;
}

/** How the client wants documents and which of the two interfaces answers. */
export interface ReplyStyle {
	json: boolean;
	/** XSI-Events management: text/xml and a newline after the declaration ([C] chk). */
	events: boolean;
}

/** Writes an answer. */
export function send(response: ServerResponse, reply: Reply, style: ReplyStyle): void {
	const headers: Record<string, string | number> = { ...reply.headers };
	let body: string | Buffer = '';
	if (reply.document) {
		const { root, fields } = reply.document;
		if (style.json) {
			headers['Content-Type'] = 'application/json;charset=UTF-8';
			body = toBadgerFish(root, fields);
		} else {
			const xml = toActionXml(root, fields);
			headers['Content-Type'] = `${style.events ? 'text' : 'application'}/xml;charset=UTF-8`;
			body = `${DECLARATION}${style.events ? '\n' : ''}${xml}`;
		}
	} else if (reply.text) {
		headers['Content-Type'] = reply.text.type;
		body = reply.text.body;
	}
	headers['Content-Length'] = Buffer.byteLength(body);
	response.writeHead(reply.status ?? 200, headers);
	response.end(body);
}

/** An error as an answer with an ErrorInfo body; anything unforeseen is a 500. */
export function errorReply(error: unknown): Reply {
	const known =
		error instanceof XsiError
			? error
			: new XsiError(500, 110_000, error instanceof Error ? error.message : String(error));
	const fields = {
		summary: known.summary,
		summaryEnglish: known.summary,
		errorCode: known.errorCode,
	};
	return {
		status: known.status,
		headers: known.headers,
		document: { root: 'ErrorInfo', fields },
	};
}
