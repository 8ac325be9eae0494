import { parsedText } from '../../../../shared/core/records';
import { errorOf, isObject, text, type JsonObject } from '../../transport/answers';

/** One message of the gateway: what it is, and its content (docs/protocols/ringcentral.md#websocket). */
export interface Frame {
	type: string;
	messageId?: string;
	/** HTTP status of the answer to a request. */
	status?: number;
	/** Token with which a broken connection can be taken up again. */
	recoveryToken?: string;
	/** Number of the message within the gateway's session. */
	sequence?: number;
	body: unknown;
}

/** Reads a message, within the limits of every push; undefined for what is none. */
export function readFrame(message: string): Frame | undefined {
	const parts = parsedText(message);
	const [meta, body] = Array.isArray(parts) ? (parts as unknown[]) : [];
	if (!isObject(meta) || typeof meta.type !== 'string') return undefined;
	const wsc = isObject(meta.wsc) ? meta.wsc : {};
	const status = Number(text(meta.status));
	const sequence = Number(text(wsc.sequence));
	return {
		type: meta.type,
		messageId: text(meta.messageId),
		status: Number.isFinite(status) ? status : undefined,
		recoveryToken: text(wsc.token),
		sequence: Number.isFinite(sequence) ? sequence : undefined,
		body,
	};
}

/** A request over the connection, as text. */
export function clientRequest(
	messageId: string,
	method: string,
	path: string,
	body: JsonObject,
): string {
	return JSON.stringify([{ type: 'ClientRequest', messageId, method, path }, body]);
}

/** Asks the gateway for a sign of life, which has the same id. */
export function heartbeat(messageId: string): string {
	return JSON.stringify([{ type: 'Heartbeat', messageId }]);
}

/** The content of an answer. Throws what a refusal stands for. */
export function answerOf({ status = 200, body }: Frame): JsonObject {
	if (status < 400) return isObject(body) ? body : {};
	const written = new TextEncoder().encode(JSON.stringify(body ?? {}));
	throw errorOf({ status, headers: {}, body: written }, 0);
}
