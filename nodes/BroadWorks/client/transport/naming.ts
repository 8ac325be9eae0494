import { TelephonyError, type ErrorKind } from '../../../shared/core/errors';
import { namesThing } from './missing';

/** What a refusal of each kind means for what was asked. */
export type RefusalWords = Partial<Record<ErrorKind, string>>;

/**
 * Does the work; where the server refuses it, the error says what of the request it is about. The vendor's own
 * words stay with it. What did not come from the server passes as it is.
 */
export async function naming<T>(
	words: RefusalWords | ((vendorText: string | undefined) => RefusalWords),
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof TelephonyError) || error.status === undefined) throw error;
		const { kind, status, vendorText, vendorCode, waitMs } = error;
		const message = (typeof words === 'function' ? words(vendorText) : words)[kind];
		if (message === undefined || namesThing(error)) throw error;
		throw new TelephonyError(kind, message, {
			status,
			vendorText,
			vendorCode,
			waitMs,
			cause: error,
		});
	}
}

/** As a user is called in a message; whoever left the domain out is told. */
export const userWords = (userId: string): string =>
	userId.includes('@') || userId.length > 30 ? userId : `${userId} (user IDs have a domain)`;
