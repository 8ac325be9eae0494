/** Every place of a text or number in a document; with `inner`, of lists and objects as well. */
export function placesOf(value: unknown, inner = false, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	const own = inner && path.length > 0 ? [path] : [];
	const below = Object.entries(value).flatMap(([name, member]) =>
		placesOf(member, inner, [...path, name]),
	);
	return [...own, ...below];
}

/** The document with another value in one place. */
export function withValue(value: unknown, [name, ...rest]: string[], other: unknown): unknown {
	if (name === undefined) return other;
	const copy = (
		Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
	) as Record<string, unknown>;
	copy[name] = withValue(copy[name], rest, other);
	return copy;
}

/** What is wrong with a value that goes to n8n as JSON; undefined for nothing. */
export function oddity(value: unknown): string | undefined {
	if (value === undefined) return 'it is undefined';
	if (typeof value === 'function') return 'it has a function';
	if (typeof value === 'number' && !Number.isFinite(value)) return `it has the number ${value}`;
	if (typeof value === 'string') return /\[object |\bNaN\b|Invalid Date/.exec(value)?.[0];
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.values(value).flatMap((inner) =>
		inner === undefined ? [] : (oddity(inner) ?? []),
	)[0];
}
