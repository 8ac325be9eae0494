import packageList from '../catalogue/packages.json';

/** An event package: the exact string of `<event>`, and the event types it sends. */
export interface EventPackage {
	package: string;
	events: string[];
}

/** The 38 packages of the interface (docs/protocols/broadworks.md#packages). */
export const EVENT_PACKAGES: readonly EventPackage[] = packageList;

/** The packages of one subscription. */
export interface ChosenPackages {
	/** The exact string of the interface, as `Advanced Call`. */
	package: string;
	/** More of them, each once. */
	further?: readonly string[];
}

/** Every package of a subscription. */
export const packagesOf = ({ package: first, further = [] }: ChosenPackages): string[] => [
	first,
	...further,
];

/** The event types of a package. */
export const typesOf = (wanted: string): string[] =>
	EVENT_PACKAGES.find(({ package: name }) => name === wanted)?.events ?? [];

/** The package of a subscription that sends this type; of a type that is not known, the first. */
export const packageOf = (chosen: ChosenPackages, type: string): string =>
	packagesOf(chosen).find((name) => typesOf(name).includes(type)) ?? chosen.package;

/**
 * The application id of a subscription. A list of packages ends single subscriptions to them that have the same
 * owner, target and application (docs/protocols/broadworks.md#subscriptions), as those of another workflow on the
 * same line: so each list has an application of its own.
 */
export function applicationOf(applicationId: string, { package: first, further }: ChosenPackages) {
	if (!further?.length) return applicationId;
	const chosen = packagesOf({ package: first, further });
	const bits = EVENT_PACKAGES.map(({ package: name }, place) =>
		chosen.includes(name) ? 2 ** place : 0,
	);
	return `${applicationId}-${bits.reduce((sum, bit) => sum + bit, 0).toString(36)}`;
}
