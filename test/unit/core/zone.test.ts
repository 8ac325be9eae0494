import { dateIn, localTime, sinceMidnight, zonedTime } from '../../../nodes/shared/core/zone';

test('a moment in its zone', () => {
	const ms = Date.UTC(2024, 5, 3, 13, 0, 6);
	expect(zonedTime('Europe/London', ms).local).toBe('2024-06-03T14:00:06+01:00');
	expect(zonedTime('Asia/Shanghai', ms).local).toBe('2024-06-03T21:00:06+08:00');
	expect(zonedTime('America/St_Johns', ms).local).toBe('2024-06-03T10:30:06-02:30');
	expect(dateIn('Asia/Shanghai', Date.UTC(2024, 0, 1, 17))).toBe('2024-01-02');
	expect(sinceMidnight('Asia/Shanghai', Date.UTC(2024, 0, 1, 17))).toBe(3_600_000);
});

test('a local time, also around a change of the clock', () => {
	expect(localTime('Europe/London', '2024-06-03 14:00:06')?.utc).toBe('2024-06-03T13:00:06.000Z');
	expect(localTime('Europe/London', '2024-10-27T01:30:00')?.utc).toBe('2024-10-27T00:30:00.000Z');
	expect(localTime('Europe/London', '2024-02-30 00:00:00')).toBeUndefined();
	expect(localTime('Europe/London', 'today')).toBeUndefined();
	expect(() => localTime('Europe/Londres', '2024-06-03 14:00:06')).toThrow('no time zone');
});
