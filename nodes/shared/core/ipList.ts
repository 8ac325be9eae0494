import { TelephonyError } from './errors';

/** An address or network. */
export interface IpRange {
	bits: 32 | 128;
	address: bigint;
	/** Leading bits that count. */
	prefix: number;
}

interface Address {
	bits: 32 | 128;
	value: bigint;
}

const MAPPED = 0xffffn;

function ipv4(text: string): bigint | undefined {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
	if (!parts || parts.some((part) => part > 255)) return undefined;
	return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
	if (!/^[0-9a-f:.]+$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return undefined;
	// A URL writes every form of the address as groups of hexadecimal digits.
	const [head, tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
	const groups = (part: string) => (part === '' ? [] : part.split(':'));
	const front = groups(head);
	const back = tail === undefined ? [] : groups(tail);
	const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
	return [...front, ...zeros, ...back].reduce(
		(value, group) => value * 65536n + BigInt(`0x${group}`),
		0n,
	);
}

/** An IPv4 address that came in through an IPv6 socket counts as the IPv4 address. */
function addressOf(text: string): Address | undefined {
	const four = ipv4(text);
	if (four !== undefined) return { bits: 32, value: four };
	const six = ipv6(text);
	if (six === undefined) return undefined;
	return six >> 32n === MAPPED ? { bits: 32, value: six & 0xffffffffn } : { bits: 128, value: six };
}

/**
 * Reads a list such as `203.0.113.7, 198.51.100.0/24, 2001:db8::/32`; separators are commas and blanks.
 * Throws `badRequest` with the entry that is none.
 */
export function parseIpList(text: string): IpRange[] {
	return text
		.split(/[\s,;]+/)
		.filter(Boolean)
		.map((entry) => {
			const [written, length] = entry.split('/');
			const address = addressOf(written);
			const prefix = length === undefined ? address?.bits : Number(length);
			const valid =
				address !== undefined &&
				prefix !== undefined &&
				(length === undefined || /^\d{1,3}$/.test(length)) &&
				prefix <= address.bits;
			if (!valid) {
				throw new TelephonyError('badRequest', `"${entry}" is not an IP address or network`);
			}
			return { bits: address.bits, address: address.value, prefix };
		});
}

/** True for an address of the list, and for every address when the list is empty. */
export function ipAllowed(ip: string | undefined, ranges: readonly IpRange[]): boolean {
	if (ranges.length === 0) return true;
	const address = addressOf(ip ?? '');
	if (!address) return false;
	return ranges.some(({ bits, address: network, prefix }) => {
		const shift = BigInt(bits - prefix);
		return bits === address.bits && address.value >> shift === network >> shift;
	});
}
