import { TelephonyError } from '../../../../shared/core/errors';
import { text, type JsonObject } from '../../transport/answers';
import { send } from '../../transport/api';
import type { RingCentralConnection } from '../../transport/connection';

interface WsToken extends JsonObject {
	uri?: unknown;
	ws_access_token?: unknown;
}

/**
 * Where to connect to: a token is good for one connection and about a minute. `recovery`: the token of the
 * session to take up again. Throws `protocolViolation` where the server names no safe address.
 */
export async function gatewayAddress(
	connection: RingCentralConnection,
	recovery: string | undefined,
	signal: AbortSignal,
): Promise<string> {
	const answer = await send<WsToken>(connection, {
		method: 'POST',
		path: '/restapi/oauth/wstoken',
		group: 'auth',
		// A token that is not used runs out by itself.
		kind: 'read',
		signal,
	});
	const uri = text(answer?.uri);
	const token = text(answer?.ws_access_token);
	const isSafe = uri?.startsWith('wss:') || connection.server.startsWith('http:');
	if (uri === undefined || token === undefined || !isSafe || !URL.canParse(uri)) {
		throw new TelephonyError('protocolViolation', 'RingCentral named no WebSocket gateway');
	}
	const url = new URL(uri);
	url.searchParams.set('access_token', token);
	if (recovery !== undefined) url.searchParams.set('wsc', recovery);
	return url.href;
}
