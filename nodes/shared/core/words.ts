import { TelephonyError } from './errors';

/** What happened, in one line. */
export const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

/** What happened with the vendor's own words, for places that show one line: logs, items, n8n's status. */
export function wordsOf(error: unknown): string {
	const message = messageOf(error);
	if (!(error instanceof TelephonyError)) return message;
	const text = (error.vendorText ?? '').trim().replace(/\.$/, '');
	return text === '' || message.includes(text) ? message : `${message}: ${text}`;
}

/** An error with the vendor's words in its message: n8n shows of a trigger's error nothing else. */
export function withWords(error: unknown): unknown {
	if (!(error instanceof TelephonyError) || wordsOf(error) === error.message) return error;
	return new TelephonyError(error.kind, wordsOf(error), {
		status: error.status,
		vendorCode: error.vendorCode,
		vendorText: error.vendorText,
		waitMs: error.waitMs,
		cause: error.cause,
	});
}

const REFUSALS = new Set(['badRequest', 'unauthorized', 'forbidden', 'notFound', 'conflict']);

/**
 * Whether the server understood and said no, which waiting does not cure. A page in place of its answer is no
 * refusal, whatever its status (`errorOfAnswer`).
 */
export const isRefusal = (error: unknown): boolean =>
	error instanceof TelephonyError && REFUSALS.has(error.kind);

/** A refusal, or a failure for which the server gives a reason of its own. */
export const hasReason = (error: unknown): boolean =>
	isRefusal(error) ||
	(error instanceof TelephonyError &&
		error.kind === 'unavailable' &&
		error.vendorText !== undefined);
