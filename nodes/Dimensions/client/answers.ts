import { errorOfAnswer } from '../../shared/core/errorAnswer';
import { TelephonyError } from '../../shared/core/errors';
import { namesToken } from '../../shared/core/login/tokenRefusal';
import { answerJson } from '../../shared/core/parsing/boundedJson';
import { jsonErrorBody } from '../../shared/core/parsing/jsonErrorBody';
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

/** Throws `protocolViolation` for what is no JSON. */
function assertJson(written: string, status: number): void {
	try {
		if (written.trim() !== '') answerJson(written);
	} catch (cause) {
		throw new TelephonyError(
			'protocolViolation',
			'The server answered with something other than JSON',
			{ status, cause },
		);
	}
}

/** Bytes of a reply that may be an error; lists are longer. */
const LONGEST_ERROR = 4_096;

/**
 * Whether an answer other than 401 is about the token: a 403 that names it, or a 401 inside a 200
 * (docs/protocols/dimensions.md#contact-directories).
 */
export function refusesToken(response: HttpResponse): boolean {
	if (response.status === 403) return namesToken(response);
	if (response.status !== 200 || response.body.length > LONGEST_ERROR) return false;
	const { value } = jsonErrorBody(new TextDecoder().decode(response.body));
	return value?.status === 'error' && Number(value.error) === 401;
}

/** The reply of an answer; empty for an empty one. Throws what the status stands for. */
export function answerOf(response: HttpResponse, nowMs: number): DimensionsReply {
	const { status } = response;
	const written = new TextDecoder().decode(response.body);
	const succeeded = status >= 200 && status < 300;
	if (succeeded) assertJson(written, status);
	const { value, ...body } = jsonErrorBody(written);
	const reply: DimensionsReply = value ?? {};
	if (succeeded && reply.status !== 'error') return reply;
	// Some failures could come inside a 200: the reply's own status decides then.
	const meant = succeeded ? Number(reply.error) || 400 : status;
	throw errorOfAnswer(
		{ ...response, status: meant },
		{ ...body, text: text(reply.message), code: text(reply.error) },
		{
			server: 'Dimensions',
			message: MESSAGES[meant] ?? `Dimensions answered with status ${meant}`,
		},
		nowMs,
	);
}
