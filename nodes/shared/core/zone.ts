import { LruMap } from './bounded/lruMap';
import { TelephonyError } from './errors';

/** Date and time on a clock, without its zone. */
interface WallTime {
	year: number;
	/** 1 to 12. */
	month: number;
	day: number;
	hour: number;
	minute: number;
	second: number;
}

/** A time as ISO 8601, once with the zone's offset and once in UTC. */
export interface ZonedTime {
	/** `2018-11-05T19:05:31+08:00` */
	local: string;
	/** `2018-11-05T11:05:31.000Z` */
	utc: string;
	/** ms since 1970. */
	ms: number;
}

/** Zones whose format is kept: pushes name zones, and each may be written in many ways. */
const MOST_FORMATS = 200;

const formats = new LruMap<string, Intl.DateTimeFormat>(MOST_FORMATS);

/** Throws `badRequest` for a zone that is none. */
function formatOf(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known) return known;
	try {
		const format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			calendar: 'gregory',
			numberingSystem: 'latn',
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formats.set(zone, format);
		return format;
	} catch (cause) {
		throw new TelephonyError(
			'badRequest',
			`"${zone}" is not a time zone. Enter one like Asia/Shanghai`,
			{ cause },
		);
	}
}

function wallTime(zone: string, ms: number): WallTime {
	const parts = formatOf(zone).formatToParts(ms);
	const part = (type: Intl.DateTimeFormatPartTypes) =>
		Number(parts.find((candidate) => candidate.type === type)?.value);
	return {
		year: part('year'),
		month: part('month'),
		day: part('day'),
		hour: part('hour'),
		minute: part('minute'),
		second: part('second'),
	};
}

const asUtc = ({ year, month, day, hour, minute, second }: WallTime) =>
	Date.UTC(year, month - 1, day, hour, minute, second);

/** ms by which the zone is ahead of UTC at that moment. */
function offsetAt(zone: string, ms: number): number {
	return asUtc(wallTime(zone, ms)) - Math.floor(ms / 1000) * 1000;
}

const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');

/** `YYYY-MM-DD` in the zone. */
export function dateIn(zone: string, ms: number): string {
	const { year, month, day } = wallTime(zone, ms);
	return `${year}-${two(month)}-${two(day)}`;
}

/** A moment in the zone. */
export function zonedTime(zone: string, ms: number): ZonedTime {
	const offset = offsetAt(zone, ms);
	const minutes = Math.round(Math.abs(offset) / 60_000);
	const sign = offset < 0 ? '-' : '+';
	const wall = new Date(Math.floor(ms / 1000) * 1000 + offset).toISOString().slice(0, 19);
	return {
		local: `${wall}${sign}${two(minutes / 60)}:${two(minutes % 60)}`,
		utc: new Date(ms).toISOString(),
		ms,
	};
}

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$/;

/**
 * The moment of a local time written as `YYYY-MM-DD HH:mm:ss` or with a T between.
 * Undefined for anything else. A time that the clock shows twice counts as the first of them.
 */
export function localTime(zone: string, text: string): ZonedTime | undefined {
	const found = WRITTEN.exec(text.trim());
	if (!found) return undefined;
	const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
	const wall = asUtc({ year, month, day, hour, minute, second });
	const real = new Date(wall).toISOString().slice(0, 19) === text.trim().replace(' ', 'T');
	if (!real) return undefined;
	const DAY = 86_400_000;
	const offsets = [offsetAt(zone, wall - DAY), offsetAt(zone, wall + DAY)];
	const fitting = offsets.find((offset) => offsetAt(zone, wall - offset) === offset);
	return zonedTime(zone, wall - (fitting ?? offsets[0]));
}

const OFFSET =
	/^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?\s*(?:(Z|UTC|GMT)|([-+ ])(\d{2}):?(\d{2})?)$/i;

/** Characters of the longest time that is read. */
const LONGEST_TIME = 40;

/**
 * The moment of a time as telephone systems write it: local in the zone, also with slashes, without seconds or
 * with parts of them; with an offset of its own, whose plus a form may have lost; or as seconds or milliseconds since 1970. Undefined for
 * anything else.
 */
export function momentIn(zone: string, value: unknown): ZonedTime | undefined {
	const written =
		typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (written.length > LONGEST_TIME) return undefined;
	const epoch = /^(\d{10}(?:\.\d+)?|\d{13})$/.exec(written);
	if (epoch) {
		const ms = written.length === 13 && !written.includes('.') ? 1 : 1_000;
		return zonedTime(zone, Math.round(Number(written) * ms));
	}
	const text = written
		.replace(/^(\d{4})\/(\d{2})\/(\d{2})/, '$1-$2-$3')
		.replace(/^(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2})(?!:|\d)/, '$1:00');
	const found = OFFSET.exec(text);
	if (!found) return localTime(zone, text.replace(/(:\d{2})\.\d+$/, '$1'));
	const [, date, time, fraction = '', utc, sign, hours, minutes = '00'] = found;
	const ms = Date.parse(
		`${date}T${time}${fraction}${utc ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`}`,
	);
	return Number.isNaN(ms) ? undefined : zonedTime(zone, ms);
}
