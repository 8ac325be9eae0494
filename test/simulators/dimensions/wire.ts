import type { Push } from '../shared/pusher';

export type Method = Push['method'];
/** "Form data" in the vendor's words, which leaves open which of the two it is. */
export type Format = 'json' | 'form' | 'multipart';

/** How a form or query names what is nested. Nothing is documented, so the simulator knows every form. */
export type Naming = 'dotted' | 'brackets' | 'json' | 'bare';

/** Names of members as in the vendor's JSON sample, or as in its table where that differs. */
export type Keys = 'sample' | 'table';

export type Payload = Record<string, unknown>;

const isObject = (value: unknown): value is Payload =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What the table writes otherwise than the sample, and the sample's one slip
 * (docs/protocols/dimensions.md#envelope and docs/protocols/dimensions.md#members-of-cdr).
 */
const TABLE_NAMES: Record<string, string> = {
	triggerId: 'triggerID',
	cdr: 'Cdr',
	lostInPark: 'lostinPark',
	aban: 'Aban',
	dir: 'Dir',
	lRngDevName: 'lRgDevName',
};

const renamed = (record: Payload): Payload =>
	Object.fromEntries(
		Object.entries(record).map(([name, value]) => [TABLE_NAMES[name] ?? name, value]),
	);

/** A payload in the spelling of the table, which has the tags as a list of pairs. */
export function asInTable({ cdr, ...envelope }: Payload): Payload {
	const { tags, ...call } = cdr as Payload;
	const pairs = Object.entries((tags ?? {}) as Payload).map(([key, value]) => ({ key, value }));
	return renamed({ ...envelope, cdr: renamed({ ...call, tags: pairs }) });
}

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

const BOUNDARY = '----simulated-form-data';

/** A payload as request (docs/protocols/dimensions.md#the-webhook). */
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
	const fields = fieldsOf(payload, naming);
	if (format === 'multipart') {
		const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
		const parts = [...fields].map(
			([name, value]) =>
				`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
		);
		return { method, url, headers, body: `${parts.join('')}--${BOUNDARY}--\r\n` };
	}
	const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
	return { method, url, headers, body: fields.toString() };
}
