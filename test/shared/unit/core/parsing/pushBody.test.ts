import { nestNames } from '../../../../../nodes/shared/core/parsing/flatNames';
import { formFields } from '../../../../../nodes/shared/core/parsing/formFields';
import {
	pushText,
	readPush,
	readPushedForm,
} from '../../../../../nodes/shared/core/parsing/pushBody';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (contentType: string, text: string) => readPush({ contentType, bytes: bytes(text) });

describe('the body of a push', () => {
	test.each([
		['application/json', '{"a":1}'],
		['text/plain', ' {"a":1} '],
		['application/x-www-form-urlencoded', '{"a":1}'],
		['', '\ufeff{"a":1}'],
	])('JSON as %s', (contentType, text) => {
		expect(read(contentType, text)).toEqual([{ a: 1 }]);
	});

	test('a list of objects is several records', () => {
		expect(read('application/json', '[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
	});

	test('a form, whatever it is called', () => {
		expect(read('application/x-www-form-urlencoded', 'a=1&b=%2B44&b=x')).toEqual([
			{ a: '1', b: ['+44', 'x'] },
		]);
		expect(read('text/plain', 'a=1&c[d]=2')).toEqual([{ a: '1', c: { d: '2' } }]);
	});

	test('a form whose one field is the document, or a part of it', () => {
		expect(read('', `data=${encodeURIComponent('{"a":1}')}`)).toEqual([{ a: 1 }]);
		expect(read('', `cdr=${encodeURIComponent('{"a":1}')}`)).toEqual([{ cdr: { a: 1 } }]);
	});

	test.each([
		['application/json', ''],
		['application/json', '{"a":'],
		['application/json', 'a=1'],
		['application/json', '[1,2]'],
		['application/json', '"text"'],
		['text/plain', 'hello'],
		['application/json', `[${'{},'.repeat(1_000)}{}]`],
	])('%s %j is refused', (contentType, text) => {
		expect(() => read(contentType, text)).toThrow(expect.objectContaining({ kind: 'badRequest' }));
	});

	test('text in GB18030, declared or not, and in a charset nobody knows', () => {
		const gb = new Uint8Array([0xbf, 0xcd, 0xbb, 0xa7]);
		expect(pushText({ bytes: gb })).toBe('客户');
		expect(pushText({ contentType: 'text/plain; charset=gbk', bytes: gb })).toBe('客户');
		expect(pushText({ contentType: 'text/plain; charset="klingon"', bytes: gb })).toBe('客户');
		expect(pushText({ bytes: bytes('客户') })).toBe('客户');
		expect(() => pushText({ bytes: new Uint8Array([0xff, 0xff]) })).toThrow('not text');
	});

	test('fields that were taken apart already', () => {
		expect(readPushedForm({ 'cdr.dir': '2' })).toEqual([{ cdr: { dir: '2' } }]);
		expect(() => readPushedForm({})).toThrow('no fields');
		expect(formFields('a=1&a=2&b=')).toEqual({ a: ['1', '2'], b: '' });
	});
});

describe('flat names', () => {
	test.each([
		[{ 'a.b.c': '1', 'a.b.d': '2' }, { a: { b: { c: '1', d: '2' } } }],
		[{ 'a[b][c]': '1' }, { a: { b: { c: '1' } } }],
		[{ 'a[1]': 'y', 'a[0]': 'x' }, { a: ['x', 'y'] }],
		[{ 'a[2]': 'z', 'a[0]': 'x', 'a[1]': 'y' }, { a: ['x', 'y', 'z'] }],
		[{ 'a[1]': 'x', 'a[2]': 'y' }, { a: { 1: 'x', 2: 'y' } }],
		[{ 'a[0]': 'x', 'a[2]': 'y' }, { a: { 0: 'x', 2: 'y' } }],
		[{ 'a[0]': 'x', 'a[01]': 'y' }, { a: { 0: 'x', '01': 'y' } }],
		[{ 'a.4711': 'x', 'a.4712.b': 'y' }, { a: { 4711: 'x', 4712: { b: 'y' } } }],
		[{ 'a.0.b': 'x', 'a.0.c': 'y' }, { a: [{ b: 'x', c: 'y' }] }],
		[{ 'a[]': ['x', 'y'] }, { a: ['x', 'y'] }],
		[{ 'a[0].b': '1', 'a[1].b': '2' }, { a: [{ b: '1' }, { b: '2' }] }],
		[{ a: '{"b":1}' }, { a: { b: 1 } }],
		[{ a: '{no json' }, { a: '{no json' }],
		[
			{ 'a[': '1', '.b': '2', 'c.': '3' },
			{ 'a[': '1', '.b': '2', 'c.': '3' },
		],
	])('%j', (flat, nested) => {
		expect(nestNames(flat)).toEqual(nested);
	});

	test('names that would reach a prototype, and names without end, stay flat', () => {
		const deep = `a${'.a'.repeat(20)}`;
		const names = ['__proto__.x', 'a.constructor.y', 'a[toString]', 'b.valueOf', deep];
		const result = nestNames(Object.fromEntries(names.map((name) => [name, '1'])));
		expect(Object.keys(result).sort()).toEqual([...names].sort());
		expect(({} as { x?: string }).x).toBeUndefined();
	});
});
