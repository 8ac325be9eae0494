import packageList from '../catalogue/packages.json';

/** An event package: the exact string of `<event>`, and the event types it sends. */
export interface EventPackage {
	package: string;
	events: string[];
}

/** The 38 packages of the interface (docs/protocols/broadworks.md#packages). */
export const EVENT_PACKAGES: readonly EventPackage[] = packageList;
