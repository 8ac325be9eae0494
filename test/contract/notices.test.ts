import { loadPackage } from './loaded';

/** What n8n 2.41 leaves in a notice; it takes every other tag away and runs the texts together. */
const KEPT = ['a', 'ul', 'li'];

/** Texts of all notices, those inside collections too. */
function noticesIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const { type, displayName } = value as { type?: unknown; displayName?: unknown };
	return [
		...(type === 'notice' ? [String(displayName)] : []),
		...Object.values(value).flatMap(noticesIn),
	];
}

it('uses no tags in notices but those that n8n shows', async () => {
	const { nodes, credentials } = await loadPackage();
	const notices = [
		...Object.entries(nodes).map(([name, { description }]) => [name, description] as const),
		...Object.entries(credentials),
	].flatMap(([name, { properties }]) => noticesIn(properties).map((text) => ({ name, text })));
	expect(notices.map(({ name }) => name)).toContain('cooCenterTrigger');
	const lost = notices.flatMap(({ name, text }) =>
		[...text.matchAll(/<\/?([a-z][a-z0-9-]*)/gi)]
			.filter(([, tag]) => !KEPT.includes(tag))
			.map(([tag]) => `${name}: ${tag}`),
	);
	expect(lost).toEqual([]);
});
