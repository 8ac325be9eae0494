import { badRequest } from '../http/errors';
import { fieldsOf, typeOfRoot } from '../xml/schema';
import type { UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

/** Guests may use the device of a host: by the service of the guest, the hosts there are. */
const HOSTS: Record<string, string[]> = {
	HotelingGuest: ['lobby@example.net'],
	FlexibleSeatingGuest: ['seat@example.net'],
};

/** User ids of the hosts for guests of a service. */
export const hostsFor = (service: string): string[] => HOSTS[service] ?? [];

const hostOf = (document: XmlFields | undefined) =>
	document?.hostUserId === undefined ? undefined : String(document.hostUserId);

const ofHost = ['hostLastName', 'hostFirstName', 'hostAssociationDateTime'];

/**
 * Writes down when a guest came to a host, and the host's name. @throws XsiError 400 for a host that is none
 */
export function associate(
	world: XsiWorld,
	user: UserState,
	path: string,
	before: XmlFields | undefined,
): void {
	if (!(path in HOSTS)) return;
	const document = user.services[path];
	const host = hostOf(document);
	if (host === hostOf(before)) return;
	for (const name of ofHost) delete document[name];
	if (host === undefined) return;
	if (!hostsFor(path).includes(host)) throw badRequest('The host does not exist.');
	document.hostLastName = 'Host';
	document.hostFirstName = host.replace(/@.*/, '');
	document.hostAssociationDateTime = new Date(world.now()).toISOString().replace('Z', '+00:00');
	const order = fieldsOf(typeOfRoot(path)).map(({ name }) => name ?? '');
	user.services[path] = Object.fromEntries(
		order.filter((name) => document[name] !== undefined).map((name) => [name, document[name]]),
	);
}
