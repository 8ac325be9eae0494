import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { DocumentSplitter } from '../../../../nodes/BroadWorks/client/channel/frames';
import { parseXml } from '../../../../nodes/shared/core/parsing/xml';
import { xmlFixtures } from '../../../support/fixtures';
import { fc } from '../../../support/property';
import { eventXml, HEARTBEAT } from '../support/xsi';

/** Feeds `bytes` cut at `cuts`; one buffer is reused for all reads, as a socket may do. */
function split(bytes: Uint8Array, cuts: number[], splitter = new DocumentSplitter()): string[] {
	const borders = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
	const buffer = Buffer.alloc(bytes.length);
	const documents: string[] = [];
	[...borders, bytes.length].reduce((start, end) => {
		buffer.set(bytes.subarray(start, end));
		documents.push(...splitter.push(buffer.subarray(0, end - start)));
		buffer.fill(0x3e);
		return end;
	}, 0);
	return documents;
}

const DECLARED = '<?xml version="1.0" encoding="UTF-8"?>';
const AWKWARD = [
	HEARTBEAT,
	`${DECLARED}<a b="x > y" c='"/>'>é漢🎉</a>`,
	`${DECLARED}<a><![CDATA[</a> ]] ]> <?xml <b>]]>t<![CDATA[]]></a>`,
	`${DECLARED}<!-- </a> - -- <b> <?xml --><a><!----><b/><!-- > --></a>`,
	`${DECLARED}<a><?pi <b> ?  > ?><b></b ><b x='/'></b></a >`,
	`${DECLARED}<a b='/'>/</a>`,
	`${DECLARED}<a\n\tb="1"\n/>`,
	`${DECLARED}<!DOCTYPE a><a/>`,
];
const FIXTURES = xmlFixtures().map(({ xml }) => xml.trim());

const someDocuments = fc.array(fc.constantFrom(...AWKWARD, ...FIXTURES), { maxLength: 12 });
const someCuts = fc.array(fc.nat(), { maxLength: 60 });
const space = fc.array(fc.constantFrom('', ' ', '\n', '\r\n\t'), { minLength: 13, maxLength: 13 });

describe('DocumentSplitter', () => {
	it('gives the same documents for any chunking, with heartbeats and white space between', () => {
		fc.assert(
			fc.property(someDocuments, someCuts, space, (documents, cuts, spaces) => {
				const stream = documents.map((text, index) => text + spaces[index]).join('');
				expect(split(Buffer.from(spaces[12] + stream), cuts)).toEqual(documents);
			}),
			{ numRuns: 100 },
		);
	});

	it('gives the same documents byte by byte', () => {
		const documents = [...AWKWARD, ...FIXTURES];
		const bytes = Buffer.from(documents.join(''));
		expect(split(bytes, [...bytes.keys()])).toEqual(documents);
	});

	it('gives a document as soon as its last byte is there, and not before', () => {
		const bytes = Buffer.from(AWKWARD[1]);
		const splitter = new DocumentSplitter();
		expect(splitter.push(bytes.subarray(0, -1))).toEqual([]);
		expect(splitter.unfinished).toBe(true);
		expect(splitter.push(bytes.subarray(-1))).toEqual([AWKWARD[1]]);
		expect(splitter.unfinished).toBe(false);
	});

	it('does not pile up white space on a quiet line', () => {
		const splitter = new DocumentSplitter(100);
		for (let read = 0; read < 1_000; read++) {
			expect(splitter.push(Buffer.from('\r\n   '))).toEqual([]);
		}
		expect(splitter.push(Buffer.from(HEARTBEAT))).toEqual([HEARTBEAT]);
	});
});

const good = (n: number) => eventXml({ id: `e${n}`, subscription: 's1' });
const readable = (text: string): boolean => {
	try {
		return parseXml(text).name === 'Event';
	} catch {
		return false;
	}
};

describe('DocumentSplitter after broken documents', () => {
	const whole = good(2);
	const broken: Record<string, string> = {
		'a missing end tag': whole.replace('</xsi:info>', ''),
		'a missing root end tag': whole.replace('</xsi:Event>', ''),
		'a stray end tag inside': whole.replace('<xsi:info>', '</xsi:info>'),
		'a stray end tag between': '</xsi:Event>',
		'an end tag too many': `${whole}</xsi:Event></xsi:Event>`,
		'the tail of a document': whole.slice(whole.indexOf('<xsi:userId>')),
		'a document broken off in text': whole.slice(0, whole.indexOf('admin@') + 3),
		'a document broken off in a tag': whole.slice(0, whole.indexOf('<xsi:userId>') + 5),
		'a document broken off in a quoted value': whole.slice(0, whole.indexOf('schema.broadsoft')),
		'a document broken off in its declaration': whole.slice(0, 19),
		'a document broken off after its declaration': DECLARED,
		'text between documents': 'Service temporarily unavailable',
		'an unclosed quote': whole.replace('DoNotDisturbEvent"', 'DoNotDisturbEvent'),
	};

	it.each(Object.entries(broken))('finds its feet again after %s', (_name, text) => {
		fc.assert(
			fc.property(someCuts, (cuts) => {
				const bytes = Buffer.from(good(1) + text + good(3) + HEARTBEAT + good(4));
				const documents = split(bytes, cuts);
				expect(documents.filter(readable)).toEqual([
					good(1),
					...[text.slice(0, whole.length)].filter(readable),
					good(3),
					good(4),
				]);
				expect(documents).not.toContain('');
			}),
			{ numRuns: 20 },
		);
	});

	it.each(Object.entries(broken))('gives out what was broken: %s', (_name, text) => {
		const documents = split(Buffer.from(good(1) + text + good(3)), []);
		expect(documents.join('')).toBe(good(1) + text + good(3));
		expect(documents.length).toBeGreaterThan(2);
	});
});

describe('DocumentSplitter limit', () => {
	it('takes a document of exactly the limit', () => {
		const text = `<a>${'x'.repeat(93)}</a>`;
		expect(split(Buffer.from(text), [30, 60], new DocumentSplitter(100))).toEqual([text]);
	});

	it.each([[[]], [[50]], [[...Array(101).keys()]]])(
		'refuses a document above the limit, cut at %j',
		(cuts) => {
			const text = `<a>${'x'.repeat(94)}</a>`;
			const work = () => split(Buffer.from(text), cuts, new DocumentSplitter(100));
			expect(work).toThrow(TelephonyError);
			expect(work).toThrow(/more than 100 bytes/);
		},
	);

	it('refuses an endless document before it has used up the memory', () => {
		const splitter = new DocumentSplitter(1_000);
		splitter.push(Buffer.from('<a>'));
		let pushed = 0;
		expect(() => {
			for (; pushed < 100_000; pushed += 10) splitter.push(Buffer.from('xxxxxxxxxx'));
		}).toThrow(TelephonyError);
		expect(pushed).toBeLessThanOrEqual(1_000);
	});

	it('counts every document for itself', () => {
		const splitter = new DocumentSplitter(100);
		const text = `<a>${'x'.repeat(80)}</a>`;
		expect(splitter.push(Buffer.from(text.repeat(50)))).toHaveLength(50);
	});
});
