import { TelephonyError } from '../../../shared/core/errors';
import { text } from '../transport/answers';
import { pages } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';

/*
 * Telephones and numbers of the login (docs/protocols/ringcentral.md#devices and
 * docs/protocols/ringcentral.md#messages).
 */

const EXTENSION = '/restapi/v1.0/account/~/extension/~';

/** OpenAPI ExtensionDeviceResponse. */
export interface Device {
	id: string | number;
	name?: string | null;
	/** `HardPhone`, `SoftPhone`, ... */
	type?: string | null;
	/** `Online` or `Offline` */
	status?: string | null;
}

/** A number of the extension with what it can do, such as `SmsSender`. */
export interface PhoneNumber {
	id?: string | number;
	phoneNumber?: string | null;
	label?: string | null;
	usageType?: string | null;
	features?: string[] | null;
	primary?: boolean | null;
}

/** A telephone that calls can be sent to. */
export interface ForwardingNumber {
	id: string | number;
	phoneNumber?: string | null;
	label?: string | null;
	type?: string | null;
	/** `CallFlip`, `CallForwarding` */
	features?: string[] | null;
	/** What a call flip names it by. */
	flipNumber?: string | null;
}

async function everything<T>(connection: RingCentralConnection, path: string): Promise<T[]> {
	const found: T[] = [];
	const request = { method: 'GET', path } as const;
	for await (const page of pages<T>(connection, request)) found.push(...page);
	return found;
}

export const listDevices = async (connection: RingCentralConnection): Promise<Device[]> =>
	await everything(connection, `${EXTENSION}/device`);

export const listPhoneNumbers = async (connection: RingCentralConnection): Promise<PhoneNumber[]> =>
	await everything(connection, `${EXTENSION}/phone-number`);

export const listForwardingNumbers = async (
	connection: RingCentralConnection,
): Promise<ForwardingNumber[]> => await everything(connection, `${EXTENSION}/forwarding-number`);

const isOnline = ({ status }: Device) => text(status)?.toLowerCase() === 'online';

/** The first telephone of the login that is online: only such a one can answer. Throws `conflict`. */
export async function onlineDevice(connection: RingCentralConnection): Promise<Device> {
	const devices = await listDevices(connection);
	const found = devices.find(isOnline);
	if (found) return found;
	const names = devices
		.map(({ name, id }) => text(name) ?? text(id) ?? 'one without a name')
		.join(', ');
	throw new TelephonyError(
		'conflict',
		names === ''
			? 'The user of the credential has no telephone'
			: `No telephone of the user is online (${names})`,
	);
}

/** Whether SMS can be sent from a number. */
export const sendsSms = ({ features }: PhoneNumber): boolean =>
	[features].flat().some((feature) => text(feature)?.toLowerCase() === 'smssender');
