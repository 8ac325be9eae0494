import { filesBelow, read } from './markdown';

/** The folders with source files, and the files beside them. */
const FOLDERS = ['credentials', 'demo', 'n8n-driver', 'nodes', 'scripts', 'test'];

const sources = FOLDERS.flatMap((folder) =>
	filesBelow(folder, (name) => /\.(ts|mjs|js)$/.test(name)),
);

/** Beginnings that only make sense after the lines above, which an editor does not show. */
const LEANING = /^(?:The same|Same|Those of|Of)\b/;

interface Docstring {
	/** Number of the line with its first words, from 1. */
	line: number;
	/** The first line, without the comment's marks. */
	begin: string;
}

/** The docstrings of a source text. */
const docstringsOf = (text: string): Docstring[] =>
	[...text.matchAll(/^([ \t]*\/\*\*(?:[ \t]*\n[ \t]*\*)?[ \t]*)(\S[^\n]*)/gm)].map(
		({ 1: marks, 2: begin, index }) => ({
			line: (text.slice(0, index) + marks).split('\n').length,
			begin: begin.replace(/\s*\*\/.*$/, ''),
		}),
	);

it('every docstring can be read alone: it begins with what it describes', () => {
	const all = sources.flatMap((file) =>
		docstringsOf(read(file)).map(({ line, begin }) => ({ where: `${file}:${line}`, begin })),
	);
	expect(all.length).toBeGreaterThan(3_000);
	expect(
		all
			.filter(({ begin }) => LEANING.test(begin))
			.map(({ where, begin }) => `${where}: say what it is in place of "${begin}"`),
	).toEqual([]);
});

it('finds docstrings of one line and of several', () => {
	const text = ['/** One. */', 'const a = 1;', '\t/**', '\t * Two', '\t * more.', '\t */'];
	expect(docstringsOf(text.join('\n'))).toEqual([
		{ line: 1, begin: 'One.' },
		{ line: 4, begin: 'Two' },
	]);
});
