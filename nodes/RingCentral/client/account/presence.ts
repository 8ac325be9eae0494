import { isObject, objects, type JsonObject } from '../transport/answers';
import { pages, send, sendAny } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * Presence (docs/protocols/ringcentral.md#presence).
 */

/** A call a user has now (OpenAPI ActiveCallInfo). */
export interface ActiveCall {
	id?: string | null;
	direction?: string | null;
	from?: string | null;
	fromName?: string | null;
	to?: string | null;
	toName?: string | null;
	startTime?: string | null;
	telephonyStatus?: string | null;
	sessionId?: string | null;
	telephonySessionId?: string | null;
	partyId?: string | null;
	queueCall?: boolean | null;
	[member: string]: unknown;
}

export interface Presence {
	extension?: { id?: string | number; extensionNumber?: string } | null;
	activeCalls?: ActiveCall[] | null;
	[member: string]: unknown;
}

export interface PresenceChange {
	userStatus?: string;
	dndStatus?: string;
	dndStatusPersonal?: string;
	acceptCallQueueCalls?: boolean;
	message?: string;
	allowSeeMyPresence?: boolean;
	ringOnMonitoredCall?: boolean;
	pickUpCallsOnHold?: boolean;
	callerIdVisibility?: string;
}

export interface PresenceDetail {
	/** With `activeCalls`. */
	detailedTelephonyState?: boolean;
	/** With SIP tags and addresses of the calls. */
	sipData?: boolean;
}

const pathOf = (extensionId: string) =>
	`/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/presence`;

/** Presence of an extension; `~` for the login's own. Throws `TelephonyError`. */
export async function getPresence(
	connection: RingCentralConnection,
	extensionId: string,
	detail: PresenceDetail = {},
): Promise<Presence> {
	return await send<Presence>(connection, {
		method: 'GET',
		path: pathOf(extensionId),
		query: { ...detail },
	});
}

/** Changes what is named and nothing else; gives the presence afterwards, where the server tells it. */
export async function setPresence(
	connection: RingCentralConnection,
	extensionId: string,
	change: PresenceChange,
): Promise<Presence | undefined> {
	const path = pathOf(extensionId);
	const answer = await sendAny(connection, { method: 'PUT', path, body: change });
	return isObject(answer) ? (answer as Presence) : undefined;
}

/** Presence of all users of the account, page by page (Heavy). */
export function companyPresence(
	connection: RingCentralConnection,
	detail: PresenceDetail,
	options: { limit?: number; perPage?: number } = {},
): AsyncGenerator<JsonObject[]> {
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: '/restapi/v1.0/account/~/presence', query: { ...detail } },
		options,
	);
}

/** The calls an extension has now. */
export async function activeCalls(
	connection: RingCentralConnection,
	extensionId: string,
): Promise<ActiveCall[]> {
	const presence = await getPresence(connection, extensionId, { detailedTelephonyState: true });
	return objects(presence.activeCalls) as ActiveCall[];
}
