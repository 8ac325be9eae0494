import { boundedJson } from '../../../../nodes/shared/core/parsing/boundedJson';
import {
	givenId,
	isRecord,
	listFrom,
	parsedText,
	recordOf,
} from '../../../../nodes/shared/core/records';
import { webAddress } from '../../../../nodes/shared/core/webAddress';

test.each([
	[{ a: 1 }, { a: 1 }],
	['{"a":1}', { a: 1 }],
	[' {"a":1}', { a: 1 }],
	['{broken', undefined],
	['text', undefined],
	['[1]', undefined],
	[[1], undefined],
	[null, undefined],
	[7, undefined],
])('%j as object is %j', (value, wanted) => {
	expect(recordOf(value)).toEqual(wanted);
	expect(isRecord(recordOf(value))).toBe(wanted !== undefined);
});

test.each([
	[undefined, []],
	[null, []],
	['', []],
	[['a'], ['a']],
	['a, b', ['a', 'b']],
	['["a,b"]', ['a,b']],
	['[broken', ['[broken']],
	[5, [5]],
])('%j as list is %j', (value, wanted) => {
	expect(listFrom(value)).toEqual(wanted);
});

test('a text that is not JSON is none', () => {
	expect([parsedText('1'), parsedText('null'), parsedText('{')]).toEqual([1, null, undefined]);
});

test.each([
	['example.udesk.cn', 'https://example.udesk.cn', ''],
	[' http://192.0.2.10:8000/ ', 'http://192.0.2.10:8000', ''],
	['HTTPS://a.example/x/y//', 'https://a.example', '/x/y'],
])('the address %j', (typed, origin, path) => {
	expect(webAddress(typed, 'https', 'none')).toEqual({ origin, path });
});

test.each(['', '  ', undefined, 'ftp://x', 'http://%', 'a b'])(
	'%j is not a valid address',
	(typed) => {
		expect(() => webAddress(typed, 'http', 'Enter one')).toThrow('Enter one');
	},
);

test('JSON of more names than a push has is refused before it is built, lists are not', () => {
	const object = (names: number) =>
		JSON.stringify(Object.fromEntries(Array.from({ length: names }, (_, name) => [`k${name}`, 1])));
	expect(boundedJson(object(2_000))).toHaveProperty('k1999', 1);
	expect(() => boundedJson(object(2_001))).toThrow(/an object has more than 2000 names/);
	expect(() => boundedJson(`{"a":[${object(2_001)}]}`)).toThrow(/more than 2000 names/);
	expect(boundedJson(`[${`${object(1_000)},`.repeat(20)}{}]`)).toHaveLength(21);
	expect(() => boundedJson(`[${`${object(2_000)},`.repeat(16)}{}]`)).toThrow(/30000 names/);
	expect(boundedJson(`{"a":${JSON.stringify(':'.repeat(5_000))}}`)).toHaveProperty('a');
	expect(boundedJson(JSON.stringify(new Array(50_000).fill(1)))).toHaveLength(50_000);
	expect(() => boundedJson(']'.repeat(5_000))).toThrow(/not valid JSON/);
});

test.each([
	['a', 'a'],
	[' a ', 'a'],
	[7, '7'],
	['10', '10'],
	['00-1', '00-1'],
	[0, undefined],
	['0', undefined],
	['', undefined],
	[' ', undefined],
	[null, undefined],
	[undefined, undefined],
	[{}, undefined],
	['00000000-0000-0000-0000-000000000000', undefined],
	['{00000000-0000-0000-0000-000000000000}', undefined],
])('%p as id is %p', (value, id) => expect(givenId(value)).toBe(id));
