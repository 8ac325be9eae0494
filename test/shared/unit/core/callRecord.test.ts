import { compact, isoTime, secondsBetween } from '../../../../nodes/shared/core/callRecord';

describe('call record helpers', () => {
	it('writes ms since 1970 as ISO 8601 in UTC', () => {
		expect(isoTime(1568204580687)).toBe('2019-09-11T12:23:00.687Z');
	});

	it('has no time for nothing, for 0 and for less', () => {
		expect([isoTime(undefined), isoTime(0), isoTime(-1)]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('counts whole seconds between two times', () => {
		expect(secondsBetween(1_000, 4_499)).toBe(3);
		expect(secondsBetween(1_000, 4_500)).toBe(4);
		expect(secondsBetween(0, 2_000)).toBe(2);
	});

	it('counts nothing when one of the times is missing', () => {
		expect(secondsBetween(undefined, 1)).toBeUndefined();
		expect(secondsBetween(1, undefined)).toBeUndefined();
	});

	it('drops members that are undefined and keeps every other falsy one', () => {
		const value = { a: undefined, b: 0, c: '', d: false, e: null };
		expect(Object.entries(compact(value))).toEqual([
			['b', 0],
			['c', ''],
			['d', false],
			['e', null],
		]);
	});
});
