import {
	child,
	childText,
	escapeXml,
	parseXml,
	type XmlElement,
} from '../../../../../nodes/shared/core/parsing/xml';
import { TelephonyError } from '../../../../../nodes/shared/core/errors';
import { cpuTime } from '../../../../fuzz/cpuTime';
import { xmlFixtures } from '../../../../support/fixtures';
import { fc } from '../../../../support/property';

const W3C = 'http://www.w3.org/2001/XMLSchema-instance';
const XSI = 'http://schema.broadsoft.com/xsi';

/** ms of processor time that none of these documents comes near, and one that is read in squares exceeds. */
const HANG = 10_000;

function refusal(text: string, limits?: { length: number; depth: number }): string {
	try {
		parseXml(text, limits);
	} catch (error) {
		expect(error).toBeInstanceOf(TelephonyError);
		expect((error as TelephonyError).kind).toBe('protocolViolation');
		return (error as Error).message;
	}
	throw new Error('It was not refused');
}

describe('parseXml', () => {
	it('gives names, attributes, text and children in their order', () => {
		const root = parseXml('<a x="1"><b>one</b><c/><b y="2"> two </b></a>');
		expect(root).toMatchObject({ name: 'a', attributes: { x: '1' }, nil: false, text: '' });
		expect(root.children.map(({ name, text }) => [name, text])).toEqual([
			['b', 'one'],
			['c', ''],
			['b', 'two'],
		]);
		expect(root.children[2].attributes).toEqual({ y: '2' });
	});

	it('reads the same from a document whose prefixes are swapped or missing', () => {
		const shape = (element: XmlElement): unknown => [
			element.name,
			element.namespace,
			element.type,
			element.attributes,
			element.text,
			element.children.map(shape),
		];
		const forms = [
			`<xsi:E xmlns:xsi="${XSI}" xmlns:xsi1="${W3C}" xsi1:type="xsi:T"><xsi:a n="1">x</xsi:a></xsi:E>`,
			`<p:E xmlns:p="${XSI}" xmlns:xsi="${W3C}" xsi:type="p:T"><p:a n="1">x</p:a></p:E>`,
			`<E xmlns="${XSI}" xmlns:xsi="${W3C}" xsi:type="T"><a n="1">x</a></E>`,
			`<xsi1:E xmlns:xsi="${W3C}" xmlns:xsi1="${XSI}" xsi:type="xsi1:T"><a xmlns="${XSI}" n="1">x</a></xsi1:E>`,
		];
		for (const form of forms) expect(shape(parseXml(form))).toEqual(shape(parseXml(forms[0])));
		expect(parseXml(forms[1])).toMatchObject({ name: 'E', namespace: XSI, type: 'T' });
	});

	it('takes type and nil from the W3C namespace only', () => {
		const root = parseXml(
			`<a xmlns:i="${W3C}"><b i:nil="true"/><c i:nil="1"/><d i:nil="false"/><e nil="true" type="t"/></a>`,
		);
		expect(root.children.map(({ nil }) => nil)).toEqual([true, true, false, false]);
		expect(root.children[3].type).toBeUndefined();
		expect(root.children[3].attributes).toEqual({ nil: 'true', type: 't' });
	});

	it('reads CDATA, comments and the five entities', () => {
		const root = parseXml('<a><!-- <b> --><![CDATA[<x>&]]> &lt;&amp;&gt;&quot;&apos;&#233;</a>');
		expect(root.text).toBe('<x>& <&>"\'é');
	});

	it.each([
		'<!DOCTYPE a><a/>',
		'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://attacker.example/x.dtd"><a/>',
		'<?xml version="1.0"?><!-- c --><?pi x?> <!doctype a [<!ENTITY b "c">]><a>&b;</a>',
		'\ufeff<!DOCTYPE a><a/>',
	])('refuses a document type declaration: %s', (text) => {
		expect(refusal(text)).toContain('document type');
	});

	it('refuses an entity bomb at once', () => {
		const entities = [...Array(12).keys()].map(
			(n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`,
		);
		const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">${entities.join('')}]><a>&e12;</a>`;
		expect(cpuTime(() => refusal(bomb))).toBeLessThan(HANG);
	});

	it('refuses an entity nobody declared', () => {
		expect(refusal('<a>&secret;</a>')).toContain('cannot be read');
	});

	it('reads a prolog of many instructions and comments without hanging', () => {
		const prolog = '<?a b?><!-- c -->'.repeat(200);
		const took = cpuTime(() => {
			expect(parseXml(`${prolog}<a/>`).name).toBe('a');
			expect(refusal(`${prolog}<!DOCTYPE a><a/>`)).toContain('document type');
		});
		expect(took).toBeLessThan(HANG);
	});

	it('does not take a declaration inside CDATA or a comment for a real one', () => {
		expect(parseXml('<a><![CDATA[<!DOCTYPE a>]]></a>').text).toBe('<!DOCTYPE a>');
		expect(parseXml('<!-- <!DOCTYPE a> --><a/>').name).toBe('a');
	});

	it.each([
		[
			'namespaces at every level',
			Array.from({ length: 20_000 }, (_, index) => `<a xmlns:b${index}="x">`).join(''),
			'levels deep',
		],
		[
			'attributes',
			`<a ${Array.from({ length: 200_000 }, (_, index) => `b${index}=""`).join(' ')}/>`,
			'256 attributes',
		],
		['declarations', `<a>${'<!'.repeat(500_000)}`, 'document type'],
		['end tags', `<a>${'</b>'.repeat(500_000)}`, 'Unexpected close tag'],
	])('takes no long time over a document of nothing but %s', (_name, text, reason) => {
		expect(cpuTime(() => expect(refusal(text)).toContain(reason))).toBeLessThan(HANG);
	});

	it('reads down to the depth limit and refuses one level more', () => {
		const nested = (levels: number) => '<a>'.repeat(levels) + '</a>'.repeat(levels);
		expect(parseXml(nested(5), { length: 1_000, depth: 5 }).name).toBe('a');
		expect(refusal(nested(6), { length: 1_000, depth: 5 })).toContain('5 levels');
		expect(refusal(nested(20_000))).toContain('64 levels');
	});

	it('refuses a document above the length limit before parsing it', () => {
		expect(refusal('<a>12345</a>', { length: 11, depth: 5 })).toContain('12 characters');
		expect(parseXml('<a>12345</a>', { length: 12, depth: 5 }).text).toBe('12345');
	});

	it.each([
		'',
		'   ',
		'no markup',
		'<a>',
		'<a></b>',
		'<a/><b/>',
		'<a/>junk',
		'junk<a/>',
		'<a x=1/>',
		'<x:a/>',
		'</a>',
		'<?xml version="1.0"?>',
		'<a>&</a>',
	])('refuses %j as no document', (text) => {
		refusal(text);
	});

	it.each(['toString', 'constructor', 'hasOwnProperty', '_'])(
		'reads an element and an attribute called %s like any other',
		(name) => {
			const root = parseXml(`<a ${name}="v"><${name}>t</${name}><b/></a>`);
			expect(root.children.map((entry) => [entry.name, entry.text])).toEqual([
				[name, 't'],
				['b', ''],
			]);
			expect(Object.entries(root.attributes)).toEqual([[name, 'v']]);
		},
	);

	it('lets no document reach the prototype of all objects', () => {
		const root = parseXml('<a><__proto__ v="1"><v>2</v></__proto__></a>');
		expect(root.children[0].children[0].text).toBe('2');
		expect(({} as Record<string, unknown>).v).toBeUndefined();
	});

	it.each(xmlFixtures().map(({ name, xml }) => [name, xml]))(
		'reads the fixture %s',
		(_name, xml) => {
			expect(parseXml(xml).name).not.toBe('');
		},
	);
});

describe('child and childText', () => {
	const root = parseXml('<a><b>1</b><b>2</b><c/></a>');

	it('give the first child of a name', () => {
		expect(child(root, 'b')?.text).toBe('1');
		expect(childText(root, 'b')).toBe('1');
	});

	it('give undefined for a missing child, and no text for an empty one', () => {
		expect([child(root, 'x'), childText(root, 'x'), childText(root, 'c')]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect(child(root, 'c')?.name).toBe('c');
	});
});

describe('escapeXml', () => {
	it('is read back as it was, in content and in an attribute', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				// White space at the ends is not kept, nor are characters XML has no place for.
				const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\ufffe\uffff]/g, '').trim();
				const root = parseXml(`<a b="${escapeXml(plain)}">${escapeXml(plain)}</a>`);
				expect([root.text, root.attributes.b]).toEqual([plain, plain]);
			}),
		);
	});

	it('drops what XML 1.0 cannot hold', () => {
		expect(escapeXml('a\u0000\u0008b\u000bc\ufffed\te\nf')).toBe('abcd\te\nf');
	});
});
