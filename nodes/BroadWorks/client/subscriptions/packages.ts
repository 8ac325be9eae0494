import packageList from '../catalogue/packages.json';

/** An event package: the exact string of `<event>`, and the event types it sends. */
export interface EventPackage {
	package: string;
	events: string[];
}

/** The 38 packages of the interface (docs/protocols/broadworks.md#packages). */
export const EVENT_PACKAGES: readonly EventPackage[] = packageList;

/** The packages that send events of this type. */
export function packageOfType(type: string): string[] {
	return EVENT_PACKAGES.filter(({ events }) => events.includes(type)).map(
		({ package: name }) => name,
	);
}
