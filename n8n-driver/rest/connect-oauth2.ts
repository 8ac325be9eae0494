import axios from 'axios';

import type { N8nApi } from './api';
import type { StoredCredential } from './rest-types';

/**
 * Presses the Connect button of an OAuth2 credential: opens the login server, which says yes at once, and
 * follows it back to n8n.
 */
export async function connectOAuth2(api: N8nApi, { id }: StoredCredential): Promise<void> {
	const loginUrl = await api.rest.data<string>('GET', `/rest/oauth2-credential/auth?id=${id}`);
	const { status, headers } = await axios.get<unknown>(loginUrl, {
		proxy: false,
		maxRedirects: 0,
		validateStatus: () => true,
	});
	if (status !== 302) throw new Error(`The login server answered ${status}`);
	const callback = new URL(String(headers.location));
	await api.rest.request('GET', callback.pathname + callback.search);
}
