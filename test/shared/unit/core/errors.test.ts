import {
	isTransient,
	kindOfStatus,
	LONGEST_PAUSE,
	pauseAfter,
	retryAfterMs,
	TelephonyError,
	type ErrorKind,
} from '../../../../nodes/shared/core/errors';

describe('kindOfStatus', () => {
	it.each<[number, ErrorKind]>([
		[400, 'badRequest'],
		[401, 'unauthorized'],
		[403, 'forbidden'],
		[404, 'notFound'],
		[405, 'badRequest'],
		[407, 'unavailable'],
		[408, 'unavailable'],
		[409, 'conflict'],
		[412, 'conflict'],
		[423, 'conflict'],
		[425, 'unavailable'],
		[429, 'rateLimited'],
		[500, 'unavailable'],
		[502, 'unavailable'],
		[503, 'unavailable'],
		[302, 'badRequest'],
	])('%i is %s', (status, kind) => {
		expect(kindOfStatus(status)).toBe(kind);
	});
});

describe('isTransient', () => {
	it('is true for what waiting can cure', () => {
		expect(isTransient(new TelephonyError('unavailable', 'x'))).toBe(true);
		expect(isTransient(new TelephonyError('rateLimited', 'x'))).toBe(true);
	});

	it.each<ErrorKind>([
		'badRequest',
		'unauthorized',
		'forbidden',
		'notFound',
		'conflict',
		'protocolViolation',
	])('is false for %s', (kind) => {
		expect(isTransient(new TelephonyError(kind, 'x'))).toBe(false);
	});

	it('is false for any other error', () => {
		expect(isTransient(new Error('unavailable'))).toBe(false);
		expect(isTransient('unavailable')).toBe(false);
	});
});

describe('TelephonyError', () => {
	it('carries what the server said and the cause', () => {
		const cause = new Error('deep');
		const error = new TelephonyError('conflict', 'what happened', {
			status: 409,
			vendorCode: '110001',
			vendorText: 'busy',
			waitMs: 5,
			cause,
		});
		expect(error).toBeInstanceOf(Error);
		expect(error).toMatchObject({
			name: 'TelephonyError',
			kind: 'conflict',
			message: 'what happened',
			status: 409,
			vendorCode: '110001',
			vendorText: 'busy',
			waitMs: 5,
			cause,
		});
	});
});

describe('retryAfterMs', () => {
	const now = Date.UTC(2026, 0, 1, 12, 0, 0);

	it('reads seconds', () => {
		expect(retryAfterMs('7', now)).toBe(7_000);
		expect(retryAfterMs(' 0 ', now)).toBe(0);
		expect(retryAfterMs('1.5', now)).toBe(1_500);
	});

	it('reads an HTTP date against the wall clock', () => {
		expect(retryAfterMs('Thu, 01 Jan 2026 12:00:30 GMT', now)).toBe(30_000);
	});

	it('is 0, not negative, for a date that has passed', () => {
		expect(retryAfterMs('Thu, 01 Jan 2026 11:00:00 GMT', now)).toBe(0);
	});

	it('takes the first of several headers', () => {
		expect(retryAfterMs(['3', '9'], now)).toBe(3_000);
	});

	it('is undefined for none and for nonsense', () => {
		expect(retryAfterMs(undefined, now)).toBeUndefined();
		expect(retryAfterMs('soon', now)).toBeUndefined();
		expect(retryAfterMs([], now)).toBeUndefined();
	});

	it.each(['-5', '', '1e3', '0x10', '120, 120', '5 minutes', '12/2001', 'NaN', '+1', '1,5'])(
		'does not take %p for a year that has passed',
		(text) => expect(retryAfterMs(text, now)).toBeUndefined(),
	);

	it('is bounded by whoever waits, however large it is', () => {
		const waitMs = retryAfterMs('9'.repeat(400), now);
		const error = new TelephonyError('unavailable', 'x', { waitMs });
		expect(pauseAfter(error, 1_000, now).ms).toBe(LONGEST_PAUSE);
	});
});
