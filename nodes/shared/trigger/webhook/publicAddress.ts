import { TelephonyError } from '../../core/errors';

/**
 * The address a server posts to: n8n's own, or one under another base where n8n is reached through NAT
 * or a proxy.
 * @param webhookUrl what n8n says of the webhook
 * @param base the option *Public Base URL*; empty for none
 * @param query what is added to it
 * @throws TelephonyError `badRequest` when the option is no address
 */
export function publicAddress(
	webhookUrl: string,
	base: string,
	query: Record<string, string>,
): string {
	let url: URL;
	try {
		const own = new URL(webhookUrl);
		url = base === '' ? own : new URL(base.replace(/\/+$/, '') + own.pathname);
	} catch (cause) {
		throw new TelephonyError(
			'badRequest',
			'The option "Public Base URL" is not a valid address. Enter it like https://n8n.example.net',
			{ cause },
		);
	}
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	return url.href;
}
