import { resolveSrv } from 'node:dns/promises';

import { TelephonyError } from '../shared/core/errors';
import type { XsiCredential } from './authorization';
import type { XsiServer } from './client/transport/connection';
import { serverOf } from './connect';

/** Service name under which operators list their servers (docs/protocols/broadworks.md#base-urls). */
const SERVICE = '_xsi-client._tcp';

async function listedInDns(domain: string): Promise<string[]> {
	try {
		const records = await resolveSrv(`${SERVICE}.${domain}`);
		// The root as target says that there is no such service (RFC 2782).
		return records
			.filter(({ name }) => name !== '' && name !== '.')
			.sort((a, b) => a.priority - b.priority || b.weight - a.weight)
			.map(({ name, port }) => `https://${name}${port === 443 ? '' : `:${port}`}`);
	} catch (cause) {
		const { code = 'no answer' } = cause as { code?: string };
		throw new TelephonyError(
			'unavailable',
			`The servers of ${domain} cannot be looked up (DNS SRV ${SERVICE}: ${code})`,
			{ cause },
		);
	}
}

/**
 * The servers that get an event channel each: the one of the credential, its further ones, and those
 * DNS lists. Throws `unavailable` when DNS does not answer.
 */
export async function channelServers(credential: XsiCredential): Promise<XsiServer[]> {
	const further = String(credential.furtherServers ?? '').split(/[\s,]+/);
	const domain = String(credential.srvDomain ?? '').trim();
	const listed = domain === '' ? [] : await listedInDns(domain);
	const urls = [String(credential.serverUrl ?? ''), ...further, ...listed].filter(Boolean);
	const servers = urls.map((serverUrl) => serverOf({ ...credential, serverUrl }));
	return [...new Map(servers.map((server) => [server.url, server])).values()];
}
