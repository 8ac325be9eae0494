import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';

/** The parts of an extension this package reads. Ids may be numbers or text (test/ringCentral/fixtures/README.md). */
export interface OwnExtension {
	id: string | number;
	extensionNumber?: string | null;
	name?: string | null;
}

const known = new WeakMap<RingCentralConnection, Promise<OwnExtension>>();

/**
 * The extension of the login, read once per connection (docs/protocols/ringcentral.md#ids: `~` stands for it
 * in paths, but the parties of a call name it by id). Needs ReadAccounts. Throws `TelephonyError`.
 */
export async function ownExtension(connection: RingCentralConnection): Promise<OwnExtension> {
	const reading =
		known.get(connection) ??
		send<OwnExtension>(connection, { method: 'GET', path: '/restapi/v1.0/account/~/extension/~' });
	known.set(connection, reading);
	try {
		return await reading;
	} catch (error) {
		known.delete(connection);
		throw error;
	}
}
