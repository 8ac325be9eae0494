import catalogue from '../catalogue/fieldKinds.json';

/** What the XSD says of a field. One may be several of these, so they are bits. */
export const FIELD = {
	number: 1,
	flag: 2,
	/** A telephone number or SIP address. */
	address: 4,
	/** It has a severity, which old servers leave out (docs/protocols/broadworks.md#old-releases). */
	measured: 8,
	/** It may repeat, so it is always a list. */
	list: 16,
	/** It holds nothing but a list. */
	wrapper: 32,
} as const;

/** Names of an element and, where it says it, of its type. */
export type Parents = readonly string[];

/** The bits of a field by its name: wherever it stands, and those it has within one parent. */
interface Kinds {
	everywhere: number;
	within: Map<string, number>;
}

/** What an element wraps that holds nothing but a list, by `name` or `parent/name`. */
const WRAPPED = new Map(
	catalogue.wrappers.map((path) => {
		const at = path.lastIndexOf('/');
		return [path.slice(0, at), path.slice(at + 1)];
	}),
);

/** Paths are a `name`, or a `parent/name` where it is not the same everywhere (`scripts/xsi-catalogue.mjs`). */
const PATHS: ReadonlyArray<[bit: number, paths: Iterable<string>]> = [
	[FIELD.number, catalogue.numbers],
	[FIELD.flag, catalogue.booleans],
	[FIELD.address, catalogue.addresses],
	[FIELD.measured, catalogue.measured],
	[FIELD.list, catalogue.lists],
	[FIELD.wrapper, WRAPPED.keys()],
];

function kindsByName(): ReadonlyMap<string, Kinds> {
	const known = new Map<string, Kinds>();
	const add = (bit: number, path: string) => {
		const at = path.lastIndexOf('/');
		const name = path.slice(at + 1);
		const kinds = known.get(name) ?? { everywhere: 0, within: new Map<string, number>() };
		known.set(name, kinds);
		if (at < 0) kinds.everywhere |= bit;
		else kinds.within.set(path.slice(0, at), (kinds.within.get(path.slice(0, at)) ?? 0) | bit);
	};
	for (const [bit, paths] of PATHS) for (const path of paths) add(bit, path);
	return known;
}

const KINDS = kindsByName();

/** The bits of `FIELD` that a field has; 0 for one that the XSD does not know. */
export function kindsOf(name: string, parents: Parents): number {
	const known = KINDS.get(name);
	if (known === undefined) return 0;
	let kinds = known.everywhere;
	if (known.within.size > 0) {
		for (const parent of parents) kinds |= known.within.get(parent) ?? 0;
	}
	return kinds;
}

/** The name of the list in an element that is a list and nothing else. */
export function wrappedIn(name: string, parents: Parents): string | undefined {
	const qualified = parents.map((parent) => WRAPPED.get(`${parent}/${name}`));
	return WRAPPED.get(name) ?? qualified.find((found) => found !== undefined);
}

const FLAG_ATTRIBUTES = new Set(catalogue.flagAttributes);

/** Whether an attribute is of type `xs:boolean`. */
export const isFlagAttribute = (name: string): boolean => FLAG_ATTRIBUTES.has(name);
