import { TelephonyError } from '../core/errors';
import { egressRefusal, isEgressRefusal } from './egress';

interface ErrorLike {
	code?: unknown;
	message?: unknown;
	cause?: unknown;
}

/** What Node says, by its version, when the answer to a TLS greeting is plain text. */
const NOT_TLS =
	'it does not speak https at this port. Begin the address with http://, or enter the port for https';

const EXPLANATIONS: Record<string, string> = {
	ECONNREFUSED: 'nothing listens at this address and port',
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name cannot be looked up now',
	ETIMEDOUT: 'it did not answer in time',
	ECONNABORTED: 'it did not answer in time',
	ECONNRESET: 'it closed the connection',
	EHOSTUNREACH: 'there is no route to it',
	ENETUNREACH: 'there is no route to it',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is self-signed',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate cannot be verified',
	CERT_HAS_EXPIRED: 'its TLS certificate has expired',
	ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
	ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
	ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host name',
};

/** The first error code in a chain of causes: n8n wraps what the HTTP library threw. */
function codeOf(error: unknown): string | undefined {
	let link = error as ErrorLike | undefined;
	if (/wrong version number|packet length too long/i.test(String(link?.message ?? ''))) {
		return 'ERR_SSL_WRONG_VERSION_NUMBER';
	}
	for (let depth = 0; link && depth < 6; depth++) {
		if (typeof link.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(link.code)) return link.code;
		link = link.cause as ErrorLike | undefined;
	}
	const text = String((error as ErrorLike | undefined)?.message ?? '');
	return Object.keys(EXPLANATIONS).find((code) => text.includes(code));
}

/** The error for a request that got no answer. It names the host, never the whole address. */
export function connectFailure(url: string, error: unknown): TelephonyError {
	if (isEgressRefusal(error)) return egressRefusal(new URL(url).host, error);
	const code = codeOf(error);
	const reason =
		(code && EXPLANATIONS[code]) ??
		code ??
		String((error as ErrorLike | undefined)?.message ?? error);
	return new TelephonyError('unavailable', `${new URL(url).host} cannot be reached: ${reason}`, {
		vendorCode: code,
	});
}
