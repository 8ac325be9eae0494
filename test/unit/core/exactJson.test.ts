import { boundedJson } from '../../../nodes/shared/core/boundedJson';
import { exactJson } from '../../../nodes/shared/core/exactJson';
import { fc } from '../support/property';

it.each([
	['{"id":9007199254740993}', { id: '9007199254740993' }],
	['[-9007199254740993, 18446744073709551615]', ['-9007199254740993', '18446744073709551615']],
	['{"id":9007199254740991,"n":1234567890123456}', { id: 9007199254740991, n: 1234567890123456 }],
	['9007199254740993', '9007199254740993'],
	['{"a":"9007199254740993"}', { a: '9007199254740993' }],
	['{"a":"x \\" : 9007199254740993,"}', { a: 'x " : 9007199254740993,' }],
	['{"9007199254740993":1}', { '9007199254740993': 1 }],
	[
		'{"a":12345678901234567.5,"b":12345678901234567e3,"c":1e400}',
		{ a: 12345678901234567.5, b: 12345678901234567e3, c: Infinity },
	],
	['{"a":0.12345678901234567}', { a: 0.12345678901234567 }],
	['{"a":1E12345678901234567}', { a: Infinity }],
])('%s', (json, expected) => {
	expect(exactJson(json)).toEqual(expected);
	expect(boundedJson(json)).toEqual(expected);
});

it('gives what JSON.parse gives wherever that is exact', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const json = JSON.stringify(value);
			expect(exactJson(json)).toEqual(JSON.parse(json));
		}),
	);
});

it('throws for what is no JSON, and takes linear time', () => {
	expect(() => exactJson('{"a":9007199254740993')).toThrow(SyntaxError);
	expect(() => exactJson('9007199254740993"')).toThrow(SyntaxError);
	const started = process.cpuUsage();
	exactJson(JSON.stringify(['\\"'.repeat(500_000), 'x'.repeat(1_000_000)]));
	exactJson(`[${'9'.repeat(1_000_000)}]`);
	expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});
