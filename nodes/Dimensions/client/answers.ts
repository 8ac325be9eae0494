import { kindOfStatus, retryAfterMs, TelephonyError } from '../../shared/core/errors';
import { exactJson } from '../../shared/core/parsing/exactJson';
import type { HttpResponse } from '../../shared/core/ports';

/**
 * A reply of the API: `{data, error?, message?, status, timestamp}`
 * (docs/protocols/dimensions.md#contact-directories).
 */
export interface DimensionsReply {
	data?: unknown;
	error?: unknown;
	message?: unknown;
	status?: unknown;
	timestamp?: unknown;
	page_size?: unknown;
	[name: string]: unknown;
}

const MESSAGES: Partial<Record<number, string>> = {
	400: 'Dimensions refused the request as malformed',
	401: 'Dimensions did not accept the token: connect the credential again',
	403: 'The credential has no right to do this',
	404: 'Dimensions knows no such directory or contact',
	429: 'Dimensions asks to send fewer requests',
};

const text = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function replyOf({ status, body }: HttpResponse): DimensionsReply | undefined {
	const written = new TextDecoder().decode(body).trim();
	if (written === '') return undefined;
	try {
		const value = exactJson(written);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as DimensionsReply)
			: undefined;
	} catch (cause) {
		if (status >= 300) return undefined;
		throw new TelephonyError(
			'protocolViolation',
			'The server answered with something else than JSON',
			{ status, cause },
		);
	}
}

/** The reply of an answer; empty for an empty one. Throws what the status stands for. */
export function answerOf(response: HttpResponse, nowMs: number): DimensionsReply {
	const { status, headers } = response;
	const reply = replyOf(response) ?? {};
	const succeeded = status >= 200 && status < 300;
	if (succeeded && reply.status !== 'error') return reply;
	// Some failures could come inside a 200: the reply's own status decides then.
	const meant = succeeded ? Number(reply.error) || 400 : status;
	throw new TelephonyError(
		kindOfStatus(meant),
		MESSAGES[meant] ?? `Dimensions answered with status ${meant}`,
		{
			status: meant,
			vendorText: text(reply.message),
			vendorCode: text(reply.error),
			waitMs: retryAfterMs(headers['retry-after'], nowMs),
		},
	);
}
