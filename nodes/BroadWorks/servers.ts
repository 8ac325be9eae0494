import { resolveSrv } from 'node:dns/promises';
import { isIP } from 'node:net';

import { TelephonyError } from '../shared/core/errors';
import type { XsiCredential } from './authorization';
import type { XsiServer } from './client/transport/connection';
import { serverOf } from './connect';

/** Service name under which operators list their servers (docs/protocols/broadworks.md#base-urls). */
const SERVICE = '_xsi-client._tcp';

/** What DNS answers where a domain has no such records. */
const NONE = ['ENOTFOUND', 'ENODATA'];

/** `mayBeNone`: it is no mistake where the domain has no such records. */
async function listedInDns(domain: string, mayBeNone: boolean): Promise<string[]> {
	try {
		const records = await resolveSrv(`${SERVICE}.${domain}`);
		// The root as target says that there is no such service (RFC 2782).
		return records
			.filter(({ name }) => name !== '' && name !== '.')
			.sort((a, b) => a.priority - b.priority || b.weight - a.weight)
			.map(({ name, port }) => `https://${name}${port === 443 ? '' : `:${port}`}`);
	} catch (cause) {
		const { code = 'no answer' } = cause as { code?: string };
		if (mayBeNone && NONE.includes(code)) return [];
		throw new TelephonyError(
			'unavailable',
			`The servers of ${domain} cannot be looked up (DNS SRV ${SERVICE}: ${code})`,
			{ cause },
		);
	}
}

const servers = (credential: XsiCredential, urls: readonly string[]): XsiServer[] => {
	const listed = urls.map((serverUrl) => serverOf({ ...credential, serverUrl }));
	return [...new Map(listed.map((server) => [server.url, server])).values()];
};

/**
 * The servers that get an event channel each: the one of the credential, its further ones, and those
 * DNS lists. Of Webex those that DNS lists, in place of its common address, which leads to any of them
 * (docs/protocols/webex-calling.md#addresses). Throws `unavailable` when DNS does not answer.
 */
export async function channelServers(credential: XsiCredential): Promise<XsiServer[]> {
	const own = String(credential.serverUrl ?? '');
	const domain = String(credential.srvDomain ?? '').trim();
	if (credential.webex) {
		// An address has no name that DNS could know.
		const listed = isIP(domain) === 0 ? await listedInDns(domain, true) : [];
		return servers(credential, listed.length === 0 ? [own] : listed);
	}
	const further = String(credential.furtherServers ?? '').split(/[\s,]+/);
	const listed = domain === '' ? [] : await listedInDns(domain, false);
	return servers(credential, [own, ...further, ...listed].filter(Boolean));
}
