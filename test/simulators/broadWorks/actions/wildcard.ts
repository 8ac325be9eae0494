/** `*` stands for anything, a `/i` at the end for any case; without `*` the whole value counts. */
export function wildcard(pattern: string): RegExp {
	const anyCase = pattern.endsWith('/i');
	const text = anyCase ? pattern.slice(0, -2) : pattern;
	const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, anyCase ? 'i' : '');
}
