/** What a PBX sent: JSON. */
export type Wire = string | number | boolean | null | undefined | Wire[] | WireObject;

export interface WireObject {
	[name: string]: Wire;
}

export const isObject = (value: unknown): value is WireObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as trimmed text; undefined for nothing and for an empty one, which means "none". */
export function text(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const trimmed = String(value).trim();
	return trimmed === '' ? undefined : trimmed;
}

/** A number that was written as text or number; undefined for anything else. */
export function number(value: unknown): number | undefined {
	const written = text(value);
	return written !== undefined && /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : undefined;
}

/** `00:02:58` or `1 day, 00:02:58` as seconds; plain seconds stay. */
export function seconds(value: unknown): number | undefined {
	const plain = number(value);
	if (plain !== undefined) return plain;
	const found = /^(?:(\d+)\D+)?(\d+):(\d{2}):(\d{2})$/.exec(text(value) ?? '');
	if (!found) return undefined;
	const [days, hours, minutes, rest] = found.slice(1).map((part) => Number(part ?? 0));
	return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
}

/** Member of a queue without its technology: `876` of `sip/876`. */
export function extensionOf(member: string): string {
	return member.replace(/^[a-z0-9]+\//i, '');
}

/** Extension of a channel as `SIP/896-0000000b`; undefined for one of a line, as `DAHDI/i1/85322361-51`. */
export function telephoneOf(channel: string): string | undefined {
	return /^(?:SIP|PJSIP|IAX2)\/([^/@]+)-[0-9a-f]+$/i.exec(channel)?.[1];
}
