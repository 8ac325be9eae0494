import type { LookupFunction } from 'node:net';

import { EGRESS_REFUSED, TelephonyError } from '../core/errors';

type Verdict = { ok: true } | { ok: false; error: Error };

/**
 * n8n's rules for outgoing requests (docs/n8n.md#egress-rules-for-own-clients); one that lets everything
 * through when they are off.
 */
export interface EgressFilter {
	validateUrl(url: string | URL): Promise<Verdict>;
	/** For an address that no lookup will see. */
	validateConnectionHost(host: string): Verdict;
	/** In the place of Node's DNS lookup: gives no address that is not allowed. */
	createSecureLookup(): LookupFunction;
}

/** A context of n8n whose helpers may have a filter: those of 1.x and of credential tests have none. */
export interface EgressContext {
	helpers: { getSecureEgressFilter?(): unknown };
}

/** The filter of a context; undefined where n8n offers none. */
export function egressFilterOf({ helpers }: EgressContext): EgressFilter | undefined {
	return helpers.getSecureEgressFilter?.() as EgressFilter | undefined;
}

/** The error for an address that n8n's rules do not allow. `host` may carry a port. */
export function egressRefusal(host: string, cause: unknown): TelephonyError {
	return new TelephonyError(
		'unavailable',
		`n8n does not allow requests to ${host}: its address is restricted on this instance. Its operator can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES`,
		{ vendorCode: EGRESS_REFUSED, cause },
	);
}

/** Whether n8n's rules stopped a request, however deep n8n has wrapped that. */
export function isEgressRefusal(error: unknown): boolean {
	let link = error as { cause?: unknown; message?: unknown; constructor?: unknown } | undefined;
	for (let depth = 0; link && depth < 6; depth++) {
		const { name } = (link.constructor as { name?: string } | undefined) ?? {};
		const text = String(link.message ?? '');
		if (name?.startsWith('SsrfBlocked') || /was blocked because .*restricted/.test(text))
			return true;
		link = link.cause as typeof link;
	}
	return false;
}
