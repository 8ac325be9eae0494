import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../core/errors';
import { localTime } from '../core/zone';

const WITH_ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;
const WITHOUT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?)?$/;

/**
 * A time in UTC, as `2026-03-10T18:07:52.000Z`, of what n8n gives: ISO 8601, with or without a zone, or a
 * date object. Without a zone it is meant in `timeZone`. Undefined for nothing; throws `badRequest` for
 * what is no time.
 */
export function utcOf(value: unknown, timeZone: string, label: string): string | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const isWritten = typeof value === 'string';
	const text = isWritten ? value.trim() : '';
	const wall = WITHOUT.exec(text);
	const ms = wall
		? localTime(timeZone, `${wall[1]}T${wall[2] ?? '00:00'}${wall[3] ?? ':00'}`)?.ms
		: isWritten
			? WITH_ZONE.test(text)
				? Date.parse(text)
				: undefined
			: Number(value);
	if (ms === undefined || !Number.isFinite(ms)) {
		throw new TelephonyError('badRequest', `"${label}" is not a time: ${String(value)}`);
	}
	return new Date(ms).toISOString();
}

/** A field for a moment that must be given; `utcOf` reads it. */
export const momentField = (
	displayName: string,
	name: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	required: true,
	description,
});
