import type { Http } from '../../../shared/core/ports';
import { codesOf } from '../transport/answers';
import type { TokenKeeper } from './tokens';

/** The app lacks a permission (docs/protocols/ringcentral.md#permissions). */
const NO_PERMISSION = 'CMN-401';

/**
 * ms from which a token may be older than the permissions of its app. Not less, because every token is
 * a login, and the sixth login of a user and app ends the first.
 */
const OLD = 600_000;

/**
 * Asks once more with a new token where a permission is missing: a token may have the permissions that
 * its app had when it was fetched. The server did nothing with the first request.
 */
export function withNewPermissions(
	http: Http,
	tokens: Pick<TokenKeeper, 'get' | 'renewOlder'>,
): Http {
	return {
		...http,
		async request(request) {
			const token = await tokens.get();
			const first = await http.request(request);
			if (first.status !== 403 || !codesOf(first).includes(NO_PERMISSION)) return first;
			return (await tokens.renewOlder(OLD, token)) ? await http.request(request) : first;
		},
	};
}
