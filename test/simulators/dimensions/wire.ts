import type { Push } from '../shared/pusher';

export type Method = Push['method'];
export type Format = 'json' | 'form';

/** How a form or query names what is nested. Nothing is documented, so the simulator knows every form. */
export type Naming = 'dotted' | 'brackets' | 'json' | 'bare';

export type Payload = Record<string, unknown>;

const isObject = (value: unknown): value is Payload =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON of .NET: a plus sign is written as an escape. */
export const dotNetJson = (value: unknown) => JSON.stringify(value).replace(/\+/g, '\\u002B');

function flattened(prefix: string, value: unknown, naming: Naming): Array<[string, string]> {
	if (naming !== 'json' && (isObject(value) || Array.isArray(value))) {
		return Object.entries(value as Payload).flatMap(([name, inner]) => {
			const inside = naming === 'brackets' ? `${prefix}[${name}]` : `${prefix}.${name}`;
			return flattened(inside, inner, naming);
		});
	}
	return [[prefix, typeof value === 'object' ? dotNetJson(value) : String(value)]];
}

function fieldsOf(payload: Payload, naming: Naming): URLSearchParams {
	const { cdr, ...envelope } = payload;
	const parts = naming === 'bare' && isObject(cdr) ? { ...cdr, ...envelope, id: cdr.id } : payload;
	const inner = naming === 'bare' ? 'brackets' : naming;
	const entries = Object.entries(parts).flatMap(([name, value]) => flattened(name, value, inner));
	return new URLSearchParams(entries);
}

/** A payload as request (protocol page dimensions 1). */
export function pushOf(
	url: string,
	payload: Payload,
	{ method, format, naming }: { method: Method; format: Format; naming: Naming },
): Push {
	if (method === 'GET') {
		const target = new URL(url);
		for (const [name, value] of fieldsOf(payload, naming)) target.searchParams.append(name, value);
		return { method, url: target.href, headers: {} };
	}
	if (format === 'json') {
		const headers = { 'Content-Type': 'application/json; charset=utf-8' };
		return { method, url, headers, body: dotNetJson(payload) };
	}
	return {
		method,
		url,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: fieldsOf(payload, naming).toString(),
	};
}
