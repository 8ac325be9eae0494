import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { typedPath } from '../../../../nodes/shared/core/typedPath';

const parts = (text: string) => typedPath(text, 'users', ['api/v1', 'api']);

describe('a typed path', () => {
	test.each([
		['users', { route: 'users', query: '' }],
		[' /users/1?a=1?b ', { route: 'users/1', query: 'a=1?b' }],
		['/api/v1//users', { base: 'api/v1', route: 'users', query: '' }],
		['api/users', { base: 'api', route: 'users', query: '' }],
		['apis/users', { route: 'apis/users', query: '' }],
		['users/a b:c', { route: 'users/a b:c', query: '' }],
		['users/..a?x=../..', { route: 'users/..a', query: 'x=../..' }],
	])('%j', (text, wanted) => {
		expect(parts(text)).toEqual(wanted);
	});

	test.each(['https://evil.example/x', 'javascript:x', '//evil.example'])(
		'%j is a full address',
		(text) => {
			expect(() => parts(text)).toThrow(/such as users, not a full address/);
		},
	);

	test.each([
		'',
		'/',
		'api/v1/',
		'?a=1',
		'..',
		'users/../x',
		'users/%2E./x',
		'users\\..\\x',
		'users/.\t./x',
		'users#x',
	])('%j is not a path', (text) => {
		expect(() => parts(text)).toThrow(TelephonyError);
		expect(() => parts(text)).toThrow(expect.objectContaining({ kind: 'badRequest' }));
		expect(() => parts(text)).toThrow('is not a path');
	});
});
