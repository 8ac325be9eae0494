import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { isRefusal, hasReason, withWords, wordsOf } from '../../../../nodes/shared/core/words';

const error = (kind: TelephonyError['kind'], vendorText?: string) =>
	new TelephonyError(kind, 'It does not work', { status: 409, vendorText });

describe('the words of an error', () => {
	it.each([
		[error('conflict', 'Limit reached.'), 'It does not work: Limit reached'],
		[error('conflict', ' It does not work '), 'It does not work'],
		[error('conflict'), 'It does not work'],
		[new Error('plain'), 'plain'],
		['text', 'text'],
	])('are what happened and what the vendor says: %s', (given, words) => {
		expect(wordsOf(given)).toBe(words);
	});

	it('go into the message where only that is shown, and nothing else is lost', () => {
		const known = error('conflict', 'Limit reached');
		const full = withWords(known) as TelephonyError;
		expect(full.message).toBe('It does not work: Limit reached');
		expect({ ...full }).toEqual({ ...known });
		expect(withWords(error('conflict'))).toMatchObject({ message: 'It does not work' });
		expect(withWords('text')).toBe('text');
	});

	it('tell a refusal from a failure with and without a reason', () => {
		expect(
			(['conflict', 'notFound', 'badRequest'] as const).map((kind) => error(kind)).every(isRefusal),
		).toBe(true);
		const page = new TelephonyError('protocolViolation', 'A web page', { status: 200 });
		expect([isRefusal(page), hasReason(page)]).toEqual([false, false]);
		expect([error('unavailable'), error('rateLimited', 'x'), undefined].some(hasReason)).toBe(
			false,
		);
		expect([isRefusal(error('unavailable', 'x')), hasReason(error('unavailable', 'x'))]).toEqual([
			false,
			true,
		]);
	});
});
