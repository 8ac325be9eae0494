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
