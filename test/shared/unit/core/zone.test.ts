import { dateIn, localTime, zonedTime } from '../../../../nodes/shared/core/zone';

test('a moment in its zone', () => {
	const ms = Date.UTC(2024, 5, 3, 13, 0, 6);
	expect(zonedTime('Europe/London', ms).local).toBe('2024-06-03T14:00:06+01:00');
	expect(zonedTime('Asia/Shanghai', ms).local).toBe('2024-06-03T21:00:06+08:00');
	expect(zonedTime('America/St_Johns', ms).local).toBe('2024-06-03T10:30:06-02:30');
	expect(dateIn('Asia/Shanghai', Date.UTC(2024, 0, 1, 17))).toBe('2024-01-02');
});

test('a local time, also around a change of the clock', () => {
	expect(localTime('Europe/London', '2024-06-03 14:00:06')?.utc).toBe('2024-06-03T13:00:06.000Z');
	expect(localTime('Europe/London', '2024-10-27T01:30:00')?.utc).toBe('2024-10-27T00:30:00.000Z');
	expect(localTime('Europe/London', '2024-02-30 00:00:00')).toBeUndefined();
	expect(localTime('Europe/London', 'today')).toBeUndefined();
	expect(() => localTime('Europe/Londres', '2024-06-03 14:00:06')).toThrow('not a time zone');
});

test.each([
	['Asia/Shanghai', '2026-03-01T15:59:59Z', '2026-03-01'],
	['Asia/Shanghai', '2026-03-01T16:00:00Z', '2026-03-02'],
	['America/New_York', '2026-03-02T04:59:59Z', '2026-03-01'],
	['America/New_York', '2026-03-02T05:00:00Z', '2026-03-02'],
	['Pacific/Auckland', '2026-03-01T10:59:59Z', '2026-03-01'],
	['Pacific/Auckland', '2026-03-01T11:00:00Z', '2026-03-02'],
	['UTC', '2024-02-29T00:00:00Z', '2024-02-29'],
])('the date in %s at %s is %s', (zone, now, date) => {
	expect(dateIn(zone, Date.parse(now))).toBe(date);
});

test.each([
	['Asia/Shanghai', '2018-11-05 19:05:31', '2018-11-05T19:05:31+08:00', '2018-11-05T11:05:31.000Z'],
	[
		'America/New_York',
		'2026-07-01 00:00:00',
		'2026-07-01T00:00:00-04:00',
		'2026-07-01T04:00:00.000Z',
	],
	['Asia/Kolkata', '2026-07-01T05:30:00', '2026-07-01T05:30:00+05:30', '2026-07-01T00:00:00.000Z'],
	['Europe/Berlin', '2026-03-29 01:59:59', '2026-03-29T01:59:59+01:00', '2026-03-29T00:59:59.000Z'],
	['Europe/Berlin', '2026-03-29 03:00:00', '2026-03-29T03:00:00+02:00', '2026-03-29T01:00:00.000Z'],
	// An hour that comes twice is the first of the two, one that never comes is an hour later.
	['Europe/Berlin', '2026-10-25 02:30:00', '2026-10-25T02:30:00+02:00', '2026-10-25T00:30:00.000Z'],
	['Europe/Berlin', '2026-03-29 02:30:00', '2026-03-29T03:30:00+02:00', '2026-03-29T01:30:00.000Z'],
])('in %s %s is %s', (zone, written, local, utc) => {
	expect(localTime(zone, written)).toEqual({ local, utc, ms: Date.parse(utc) });
});

test.each(['', '2018-11-05', '2018-13-05 10:00:00', '2018-02-30 10:00:00', '0000-00-00 00:00:00'])(
	'"%s" is not a time',
	(written) => {
		expect(localTime('UTC', written)).toBeUndefined();
	},
);

test('what is kept of zones is bounded, in however many ways they are written', () => {
	const made = jest.spyOn(Intl, 'DateTimeFormat');
	const written = (index: number) =>
		[...'africa/nairobi']
			.map((letter, at) => ((index >> at) & 1 ? letter.toUpperCase() : letter))
			.join('');
	const zones = [...new Set(Array.from({ length: 1_000 }, (_, index) => written(index)))];
	expect(zones.length).toBeGreaterThan(400);
	for (const zone of zones) expect(zonedTime(zone, 0).local).toBe('1970-01-01T03:00:00+03:00');
	expect(made).toHaveBeenCalledTimes(zones.length);
	zonedTime(zones[zones.length - 1], 0);
	expect(made).toHaveBeenCalledTimes(zones.length);
	zonedTime(zones[0], 0);
	expect(made).toHaveBeenCalledTimes(zones.length + 1);
	made.mockRestore();
});

test('a zone that is none is named', () => {
	expect(() => zonedTime('Asia/Nowhere', 0)).toThrow(/"Asia\/Nowhere" is not a time zone/);
});
