import { compact } from '../../shared/core/callRecord';
import { documentOf, textOf } from './answers';
import { send, type CooCenterConnection, type CooCenterRequest } from './connection';
import { isObject, text, type Wire } from './values';

/** What a change was answered with. */
export interface ChangeAnswer {
	/** The vendor's own words; they have spelling mistakes, so nothing should depend on them. */
	message?: string;
}

/** What a 2xx may hold instead of a document: nothing, or one word. */
const BARE_SUCCESS = /^("?(ok|success)"?)?$/i;

/**
 * Sends a change, once, and gives the document it is answered with. The vendor does not show every answer
 * (docs/protocols/coocenter.md#requests and docs/protocols/coocenter.md#open-points), so a success may come without
 * one: undefined. Throws `TelephonyError` for everything else, also for `status: fail` inside a 200.
 */
export async function changed(
	connection: CooCenterConnection,
	request: Omit<CooCenterRequest, 'kind'>,
): Promise<Wire> {
	const response = await send(connection, { ...request, kind: 'change' });
	if (BARE_SUCCESS.test(textOf(response).trim())) return undefined;
	return documentOf(response, connection.clock.now());
}

/** Sends a change, once, and gives of the answer only the vendor's words. Throws as `changed` does. */
export async function change(
	connection: CooCenterConnection,
	request: Omit<CooCenterRequest, 'kind'>,
): Promise<ChangeAnswer> {
	const answer = await changed(connection, request);
	return compact({ message: isObject(answer) ? text(answer.message) : undefined });
}
