import { errorOfAnswer } from '../../shared/core/errorAnswer';
import { retryAfterMs, TelephonyError, type ErrorKind } from '../../shared/core/errors';
import { jsonErrorBody } from '../../shared/core/parsing/jsonErrorBody';
import type { HttpResponse } from '../../shared/core/ports';
import { wordTable } from '../../shared/core/parsing/wordTable';

/** A JSON object the server answered with. */
export type UdeskAnswer = Record<string, unknown>;

/** 1000 done, 1001 accepted (docs/protocols/udesk.md#open-apis). */
const DONE = new Set([1000, 1001]);

interface Meaning {
	kind: ErrorKind;
	message: string;
}

/** The codes of docs/protocols/udesk.md#error-codes and docs/protocols/udesk.md#agent-api. */
const CODES: Record<string, Meaning> = wordTable({
	2010: { kind: 'badRequest', message: 'The agent works in a way that allows no calls' },
	2034: { kind: 'notFound', message: 'Udesk knows no such agent' },
	2036: { kind: 'conflict', message: 'The call has three parties already' },
	2038: { kind: 'conflict', message: 'The agent is in no call' },
	2049: { kind: 'conflict', message: 'There is no call' },
	2050: { kind: 'conflict', message: 'The other agent is busy' },
	2059: { kind: 'unauthorized', message: 'Udesk does not accept the signature' },
	3003: { kind: 'badRequest', message: 'The agent’s e-mail address is missing' },
	11008: { kind: 'forbidden', message: 'The account has no call center right' },
	11011: { kind: 'notFound', message: 'Udesk knows no such agent' },
	20621: { kind: 'unauthorized', message: 'Udesk does not understand the time stamp' },
	20622: {
		kind: 'unauthorized',
		message: 'The time stamp is off by more than 5 minutes: check the clock and the time zone',
	},
	invalid_password: { kind: 'unauthorized', message: 'The agent’s token is not valid' },
	expired_token: { kind: 'unauthorized', message: 'The agent’s token has expired' },
	invalid_token: { kind: 'unauthorized', message: 'The agent’s token is not valid' },
	token_expired: { kind: 'unauthorized', message: 'The agent’s token has expired' },
});

const text = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/**
 * The JSON object of an answer. HTTP stays 200 for most failures, so `code` decides
 * (docs/protocols/udesk.md#open-apis). Throws what the code or status stands for.
 */
export function answerOf(response: HttpResponse, nowMs: number): UdeskAnswer {
	const { status, headers } = response;
	const { value, ...body } = jsonErrorBody(new TextDecoder().decode(response.body));
	const answer: UdeskAnswer | undefined = status === 204 ? {} : value;
	const code = text(answer?.code);
	if (status >= 200 && status < 300 && answer && (code === undefined || DONE.has(Number(code)))) {
		return answer;
	}
	const meaning = code === undefined ? undefined : CODES[code];
	const details = {
		status: status >= 300 ? status : undefined,
		vendorCode: code,
		vendorText: text(answer?.message) || text(answer?.exception),
		waitMs: retryAfterMs(headers['retry-after'], nowMs),
	};
	if (meaning) throw new TelephonyError(meaning.kind, meaning.message, details);
	if (status >= 300) {
		const { vendorText, vendorCode } = details;
		const message = `Udesk answered with HTTP status ${status}`;
		const written = { ...body, text: vendorText, code: vendorCode };
		throw errorOfAnswer(response, written, { server: 'Udesk', message }, nowMs);
	}
	if (!answer) {
		throw new TelephonyError('protocolViolation', 'Udesk answered without a JSON object', details);
	}
	throw new TelephonyError(
		'badRequest',
		`Udesk refused the request with code ${code ?? ''}`,
		details,
	);
}
