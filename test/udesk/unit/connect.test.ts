import type { Http } from '../../../nodes/shared/core/ports';
import { connectionOf, serverOf } from '../../../nodes/Udesk/connect';

const http: Http = {
	request: async () => await Promise.reject(new Error('nothing is sent')),
	stream: async () => await Promise.reject(new Error('nothing is sent')),
};
const credential = {
	serverUrl: 'https://example.udesk.cn',
	email: ' admin@udesk.cn ',
	openApiToken: 'token',
	rateLimit: 60,
};

test.each([
	['example.udesk.cn', 'https://example.udesk.cn'],
	['https://example.udesk.cn/', 'https://example.udesk.cn'],
	['https://example.udesk.cn/open_api_v1/', 'https://example.udesk.cn'],
	['http://127.0.0.1:1/below/open_api', 'http://127.0.0.1:1/below'],
])('the server of %s is %s', (serverUrl, url) => {
	expect(serverOf({ ...credential, serverUrl })).toBe(url);
});

test('an address that is none is said', () => {
	expect(() => serverOf({ ...credential, serverUrl: ' ' })).toThrow('Server URL');
});

describe('a connection', () => {
	test('what people type around a value goes, and what they leave out has its default', () => {
		const { login, callCenterSecret, timeZone } = connectionOf(credential, http);
		expect(login).toEqual({ email: 'admin@udesk.cn', openApiToken: 'token' });
		expect({ callCenterSecret, timeZone }).toEqual({
			callCenterSecret: '',
			timeZone: 'Asia/Shanghai',
		});
	});

	test('connections of one login share the rate of a path, but not for ever', () => {
		const limiterOf = (path: string, changes = {}) =>
			connectionOf({ ...credential, ...changes }, http).limiterOf?.(path);
		const first = limiterOf('v2/customers');
		expect(limiterOf('v2/customers')).toBe(first);
		expect(limiterOf('v2/tickets')).not.toBe(first);
		expect(limiterOf('v2/customers', { email: 'other@udesk.cn' })).not.toBe(first);
		expect(limiterOf('v2/customers', { rateLimit: 0 })).toBeUndefined();
		for (let id = 0; id < 1_000; id++) limiterOf(`v2/customers/${id}`);
		expect(limiterOf('v2/customers')).not.toBe(first);
	});
});
