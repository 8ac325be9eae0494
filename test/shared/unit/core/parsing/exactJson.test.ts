import { answerJson, boundedJson } from '../../../../../nodes/shared/core/parsing/boundedJson';
import { exactJson } from '../../../../../nodes/shared/core/parsing/exactJson';

test.each([
	['{"id":9007199254740993}', { id: '9007199254740993' }],
	[
		'[12345678901234567890,-12345678901234567890]',
		['12345678901234567890', '-12345678901234567890'],
	],
	['{"id": 9007199254740991, "n": 1.5e300}', { id: 9007199254740991, n: 1.5e300 }],
	['{"text":"1234567890123456789","n":0.12345678901234567890}', undefined],
	[
		'{"a\\"1234567890123456789":12345678901234567890}',
		{ 'a"1234567890123456789': '12345678901234567890' },
	],
	['["\\\\",12345678901234567890]', ['\\', '12345678901234567890']],
	['12345678901234567890', '12345678901234567890'],
	// Too large for any number, and an id of Asterisk that would lose a digit, but no duration.
	['{"a":1e400,"b":-1E+400,"c":1e308}', { a: '1e400', b: '-1E+400', c: 1e308 }],
	['[1534993059.630,1534993059.63,2.50]', ['1534993059.630', 1534993059.63, 2.5]],
])('what a number cannot hold is text: %s', (text, expected) => {
	expect(exactJson(text)).toEqual(expected ?? JSON.parse(text));
	expect(boundedJson(text)).toEqual(expected ?? JSON.parse(text));
	expect(answerJson(text)).toEqual(expected ?? JSON.parse(text));
});

test.each([
	'{"a":12345678901234567890',
	'"12345678901234567890',
	'-',
	'1234567890123456789012x',
	'',
])('what is not JSON is refused: %s', (text) => {
	expect(() => exactJson(text)).toThrow(SyntaxError);
});

test('no object gets members that hide its own', () => {
	const text = '{"a":{"toString":null,"b":1},"c":[{"value\\u004ff":2}],"d":"toString"}';
	const expected = { a: { b: 1 }, c: [{}], d: 'toString' };
	for (const parse of [boundedJson, answerJson]) {
		expect(parse(text)).toEqual(expected);
		expect(String((parse(text) as { a: object }).a)).toBe('[object Object]');
	}
});

test('an answer may be long, but not deep', () => {
	const rows = `[${'{"id":1},'.repeat(200_000)}{}]`;
	expect(answerJson(rows)).toHaveLength(200_001);
	expect(() => boundedJson(rows)).toThrow(/members|names/);
	for (const text of ['['.repeat(65) + ']'.repeat(65), '{"a":'.repeat(5_000), '{"a"', '']) {
		expect(() => answerJson(text)).toThrow(
			expect.objectContaining({ kind: 'protocolViolation' }) as Error,
		);
	}
});

test('takes linear time, whatever the document', () => {
	const rows = [
		'"'.repeat(1_000_000),
		'1234567890123456'.repeat(100_000),
		`[${'-'.repeat(1_000_000)}1234567890123456]`,
		`[${'12345678901234567890,'.repeat(50_000)}1]`,
	];
	const began = process.cpuUsage();
	for (const text of rows) {
		try {
			exactJson(text);
		} catch (error) {
			expect(error).toBeInstanceOf(SyntaxError);
		}
	}
	const { user, system } = process.cpuUsage(began);
	expect(user + system).toBeLessThan(3_000_000);
});
