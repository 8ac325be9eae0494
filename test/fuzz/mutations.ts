import type { SeededRandom } from './random';

export interface Mutation {
	name: string;
	/** Makes large documents, so that it has its turn less often. */
	heavy?: true;
	apply(document: Buffer, random: SeededRandom, corpus: readonly Buffer[]): Buffer;
}

const TAG = /<[^<>]*>/g;

function tagsOf(document: Buffer): Array<{ start: number; end: number }> {
	const text = document.toString('latin1');
	return [...text.matchAll(TAG)].map(({ 0: tag, index }) => ({
		start: index,
		end: index + tag.length,
	}));
}

const replace = (document: Buffer, start: number, end: number, by: Buffer) =>
	Buffer.concat([document.subarray(0, start), by, document.subarray(end)]);

const insert = (document: Buffer, random: SeededRandom, piece: Buffer | string) => {
	const at = random.below(document.length + 1);
	return replace(document, at, at, Buffer.from(piece as string));
};

/** Puts something inside a start tag, or anywhere if there is none. */
function insertInTag(document: Buffer, random: SeededRandom, piece: string): Buffer {
	const starts = tagsOf(document).filter(({ start }) =>
		/[a-z]/i.test(String.fromCharCode(document[start + 1])),
	);
	if (starts.length === 0) return insert(document, random, piece);
	const { end } = random.pick(starts);
	return replace(document, end - 1, end - 1, Buffer.from(piece));
}

/** What breaks parsers: constructs begun and not ended, and sequences that are no UTF-8. */
const POISON = [
	'<!--',
	'-->',
	'<![CDATA[',
	']]>',
	'<!DOCTYPE a [',
	'<!ENTITY b "c">',
	'<?',
	'?>',
	'<?xml ',
	'<!',
	'</',
	'/>',
	'<',
	'>',
	'"',
	"'",
	'&',
	'&lt',
	'&#0;',
	'&#x110000;',
	'&nothing;',
	']]',
	'--',
	'xmlns:xsi=""',
	'xsi1:type="',
	'\u0000',
	'\ufeff',
	'\ufffe',
].map((text) => Buffer.from(text));

const INVALID_UTF8 = [
	[0xc0, 0x80],
	[0xff],
	[0xfe, 0xff],
	[0xed, 0xa0, 0x80],
	[0xf8, 0x88, 0x80, 0x80, 0x80],
	[0xe2, 0x82],
	[0x80],
].map((bytes) => Buffer.from(bytes));

/** Ways to break a document. */
export const mutations: readonly Mutation[] = [
	{
		name: 'flip bytes',
		apply(document, random) {
			const copy = Buffer.from(document);
			for (let count = 1 + random.below(8); count > 0 && copy.length > 0; count--) {
				copy[random.below(copy.length)] ^= 1 << random.below(8);
			}
			return copy;
		},
	},
	{
		name: 'truncate',
		apply: (document, random) => document.subarray(0, random.below(document.length + 1)),
	},
	{
		name: 'cut the beginning',
		apply: (document, random) => document.subarray(random.below(document.length + 1)),
	},
	{
		name: 'duplicate a tag',
		apply(document, random) {
			const tags = tagsOf(document);
			if (tags.length === 0) return document;
			const { start, end } = random.pick(tags);
			return replace(document, end, end, document.subarray(start, end));
		},
	},
	{
		name: 'remove a tag',
		apply(document, random) {
			const tags = tagsOf(document);
			if (tags.length === 0) return document;
			const { start, end } = random.pick(tags);
			return replace(document, start, end, Buffer.alloc(0));
		},
	},
	{
		name: 'swap two tags',
		apply(document, random) {
			const tags = tagsOf(document);
			if (tags.length < 2) return document;
			const [one, two] = [random.pick(tags), random.pick(tags)].sort((a, b) => a.start - b.start);
			if (one.end > two.start) return document;
			const between = document.subarray(one.end, two.start);
			const swapped = [
				document.subarray(two.start, two.end),
				between,
				document.subarray(one.start, one.end),
			];
			return replace(document, one.start, two.end, Buffer.concat(swapped));
		},
	},
	{
		name: 'splice two documents',
		apply(document, random, corpus) {
			const other = random.pick(corpus);
			return Buffer.concat([
				document.subarray(0, random.below(document.length + 1)),
				other.subarray(random.below(other.length + 1)),
			]);
		},
	},
	{
		name: 'a document inside another',
		apply: (document, random, corpus) => insert(document, random, random.pick(corpus)),
	},
	{
		name: 'huge attribute',
		heavy: true,
		apply: (document, random) =>
			insertInTag(document, random, ` huge="${'A'.repeat(random.below(200_000))}"`),
	},
	{
		name: 'many attributes',
		heavy: true,
		apply(document, random) {
			const attributes = Array.from(
				{ length: random.below(2_000) },
				(_, index) => ` a${index}="x"`,
			);
			return insertInTag(document, random, attributes.join(''));
		},
	},
	{
		name: 'deep nesting',
		heavy: true,
		apply(document, random) {
			const depth = random.below(5_000);
			const ends = random.chance(0.5) ? '</n>'.repeat(depth) : '';
			return insert(document, random, `${'<n xmlns:n="x">'.repeat(depth)}${ends}`);
		},
	},
	{
		name: 'poison',
		apply: (document, random) => insert(document, random, random.pick(POISON)),
	},
	{
		name: 'much poison',
		heavy: true,
		apply(document, random) {
			const piece = random.pick(POISON).toString();
			return insert(document, random, piece.repeat(random.below(5_000)));
		},
	},
	{
		name: 'invalid UTF-8',
		apply: (document, random) => insert(document, random, random.pick(INVALID_UTF8)),
	},
	{
		name: 'other encoding',
		apply: (document) => Buffer.from(document.toString('utf8'), 'utf16le'),
	},
];

const heavy = mutations.filter((mutation) => mutation.heavy);
const light = mutations.filter((mutation) => !mutation.heavy);

/** How often a mutation is a heavy one. */
const HEAVY_SHARE = 0.02;

export function pickMutation(random: SeededRandom): Mutation {
	return random.pick(random.chance(HEAVY_SHARE) ? heavy : light);
}
