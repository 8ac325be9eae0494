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

const KINDS = new Map<string, Kinds>();

/** Of `name`, or of `parent/name` where it is not the same everywhere (`scripts/xsi-catalogue.mjs`). */
function addKind(path: string, bit: number): void {
	const at = path.lastIndexOf('/');
	const name = path.slice(at + 1);
	const kinds = KINDS.get(name) ?? { everywhere: 0, within: new Map<string, number>() };
	KINDS.set(name, kinds);
	if (at < 0) {
		kinds.everywhere |= bit;
		return;
	}
	const parent = path.slice(0, at);
	kinds.within.set(parent, (kinds.within.get(parent) ?? 0) | bit);
}

/** What an element wraps that holds nothing but a list, by `name` or `parent/name`. */
const WRAPPED = new Map(
	catalogue.wrappers.map((path) => {
		const at = path.lastIndexOf('/');
		return [path.slice(0, at), path.slice(at + 1)];
	}),
);

for (const path of catalogue.numbers) addKind(path, FIELD.number);
for (const path of catalogue.booleans) addKind(path, FIELD.flag);
for (const path of catalogue.addresses) addKind(path, FIELD.address);
for (const path of catalogue.measured) addKind(path, FIELD.measured);
for (const path of catalogue.lists) addKind(path, FIELD.list);
for (const path of WRAPPED.keys()) addKind(path, FIELD.wrapper);

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
