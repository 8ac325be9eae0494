import { anchorsOf, filesBelow, read } from './markdown';

/** The one form of a citation in a comment: the page and its heading, as in a link. */
const CITATION = /(?<![\w./-])(?:docs|test|demo)\/[\w./-]+\.md(?:#[\w-]+)?/g;

/** Pages that are too long to be cited without a heading. */
const LONG = /^docs\/(protocols\/|design\.md|n8n\.md)/;

/** Ways of citing what nobody who reads this repository can open. */
const UNKNOWN =
	/[Pp]rotocol page|\b[Pp]age sections?\b|\b[Hh]andbook\b|\b[Dd]ossier\b|\bDESIGN\b|\b[Ii]ssue \d/g;

const sources = ['credentials', 'demo', 'nodes', 'scripts', 'test'].flatMap((folder) =>
	filesBelow(folder, (name) => /\.(ts|mjs|js)$/.test(name)),
);

const comments = (file: string) =>
	[...read(file).matchAll(/\/\*\*?[\s\S]*?\*\/|(?<!:)\/\/ .*$/gm)].map(([comment]) => comment);

function unresolved(citation: string): string | undefined {
	const [page, heading] = citation.split('#');
	let anchors: string[];
	try {
		anchors = anchorsOf(page);
	} catch {
		return 'there is no such page';
	}
	if (heading === undefined) return LONG.test(page) ? 'name a heading' : undefined;
	return anchors.includes(heading) ? undefined : 'the page has no such heading';
}

it('every citation in a comment leads to a page and heading of this repository', () => {
	const citations = sources.flatMap((file) =>
		comments(file).flatMap((comment) =>
			[...comment.matchAll(CITATION)].map(([citation]) => ({ file, citation })),
		),
	);
	expect(citations.length).toBeGreaterThan(300);
	expect(
		citations.flatMap(({ file, citation }) => {
			const why = unresolved(citation);
			return why ? [`${file}: ${citation}: ${why}`] : [];
		}),
	).toEqual([]);
});

it('no comment cites what is not in this repository', () => {
	const strange = sources.flatMap((file) =>
		comments(file).flatMap((comment) =>
			[...comment.matchAll(UNKNOWN)].map(([words]) => `${file}: ${words}`),
		),
	);
	expect(strange).toEqual([]);
});
