import { dateIn } from '../../shared/core/zone';

/** How far the clock of a PBX may be off, ms. */
const CLOCK_SKEW = 30 * 60_000;

/** Makes the lower-case hexadecimal md5 of the UTF-8 bytes of a text. */
export type Md5 = (text: string) => string;

/** What generation 1 is asked with; an empty key means that the PBX asks for none. */
export interface WebKey {
	webKey: string;
	/** Time zone of the PBX, as `Asia/Shanghai`. */
	timeZone: string;
	md5: Md5;
}

/**
 * Authorization of a day: md5 of WEBKEY and date, nothing between
 * (docs/protocols/coocenter.md#authorisation).
 */
export function dayToken({ webKey, md5 }: Omit<WebKey, 'timeZone'>, date: string): string {
	return md5(webKey + date);
}

/**
 * The days a PBX may have now, most likely first: the one of its zone and, near midnight, its
 * neighbour, because its clock may be a little off.
 */
export function likelyDays(timeZone: string, nowMs: number): string[] {
	const moments = [nowMs, nowMs - CLOCK_SKEW, nowMs + CLOCK_SKEW];
	return [...new Set(moments.map((ms) => dateIn(timeZone, ms)))];
}
