import { utcOf } from '../../../../nodes/shared/action/times';

const berlin = (value: unknown) => utcOf(value, 'Europe/Berlin', 'From');

test.each([
	['with Z', '2026-03-10T18:07:52.534Z', '2026-03-10T18:07:52.534Z'],
	['with an offset', '2026-03-10T18:07:52+01:00', '2026-03-10T17:07:52.000Z'],
	['with an offset without colon', '2026-03-10T18:07:52+0100', '2026-03-10T17:07:52.000Z'],
	['without a zone, in winter', '2026-01-10T12:00:00', '2026-01-10T11:00:00.000Z'],
	['without a zone, in summer', '2026-07-10 12:00:00', '2026-07-10T10:00:00.000Z'],
	['with ms and without a zone', '2026-01-10T12:00:00.000', '2026-01-10T11:00:00.000Z'],
	['without seconds', '2026-01-10T12:30', '2026-01-10T11:30:00.000Z'],
	['a day alone', '2026-01-10', '2026-01-09T23:00:00.000Z'],
	['a date object', new Date(0), '1970-01-01T00:00:00.000Z'],
	['an object with a moment', { valueOf: (): number => 1_000 }, '1970-01-01T00:00:01.000Z'],
])('a time %s', (_name, value, expected) => {
	expect(berlin(value)).toBe(expected);
});

test.each(['', undefined, null])('nothing: %p', (value) => {
	expect(berlin(value)).toBeUndefined();
});

test.each(['yesterday', '2026-13-40', '10.03.2026', {}, 'T10:00Z'])('no time: %p', (value) => {
	expect(() => berlin(value)).toThrow(/^"From" is not a time/);
});
