import { ipAllowed, parseIpList } from '../../../../nodes/shared/core/ipList';

const list = parseIpList('203.0.113.7, 198.51.100.0/24; 2001:db8::/32 ::1');

test.each([
	['203.0.113.7', true],
	['203.0.113.8', false],
	['198.51.100.255', true],
	['198.51.101.0', false],
	['::ffff:203.0.113.7', true],
	['2001:db8:1::5', true],
	['2001:db9::5', false],
	['::1', true],
	['nonsense', false],
	[undefined, false],
])('%s: %s', (ip, allowed) => {
	expect(ipAllowed(ip, list)).toBe(allowed);
});

test('an empty list lets everybody in, a network of length 0 every address of its kind', () => {
	expect(ipAllowed('192.0.2.1', parseIpList(' '))).toBe(true);
	expect(ipAllowed('192.0.2.1', parseIpList('0.0.0.0/0'))).toBe(true);
	expect(ipAllowed('2001:db8::1', parseIpList('0.0.0.0/0'))).toBe(false);
});

test.each(['256.1.1.1', '1.2.3', '1.2.3.4/33', '::1/129', '1.2.3.4/x', 'host', ':::', '1.2.3.4/'])(
	'%s is named as wrong',
	(entry) => {
		expect(() => parseIpList(entry)).toThrow(`"${entry}" is not an IP address`);
	},
);
