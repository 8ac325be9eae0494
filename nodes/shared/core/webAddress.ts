import { TelephonyError } from './errors';

/**
 * Origin and path of a server's address as people type it: `scheme` is put in front where there is none,
 * and slashes at the end go. Throws `badRequest` with `message` when it is no address.
 */
export function webAddress(
	typed: unknown,
	scheme: 'http' | 'https',
	message: string,
): { origin: string; path: string } {
	const text = String(typed ?? '').trim();
	const written = /^[a-z]+:\/\//i.test(text) ? text : `${scheme}://${text}`;
	if (text === '' || !URL.canParse(written) || !/^https?:/i.test(written)) {
		throw new TelephonyError('badRequest', message);
	}
	const { origin, pathname } = new URL(written);
	return { origin, path: pathname.replace(/\/+$/, '') };
}

/**
 * An address without its query, by which subscriptions of one webhook are told apart, and so without a secret
 * in it; empty for none. Text that is no address stays as it is written.
 */
export function placeOf(address = ''): string {
	const text = URL.canParse(address) ? new URL(address).href : address;
	return text.replace(/\?.*$/, '');
}
