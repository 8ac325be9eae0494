import catalogue from '../catalogue/schema.json';

/** An element or attribute that a type may have. */
export interface SchemaField {
	name: string;
	type: string;
	attribute: boolean;
	/** It may repeat. */
	list: boolean;
	/** `xsi:nil` clears it. */
	nillable: boolean;
}

export interface SchemaType {
	/** It has neither elements nor attributes. */
	isText: boolean;
	/** In the order of documents, those it inherits first. */
	fields: readonly SchemaField[];
	/** The only texts it may have; empty where there is no such list. */
	values: readonly string[];
}

const ROOTS: Record<string, string> = catalogue.roots;
const WRITTEN: Record<string, string> = catalogue.types;
const TEXT: SchemaType = { isText: true, fields: [], values: [] };

/** As `scripts/xsi-catalogue.mjs` writes it. */
function fieldOf(written: string): SchemaField {
	const [, at, name, type, tilde, star] = /^(@?)([^:]+):(.*?)(~?)(\*?)$/.exec(written) ?? [];
	return { name, type, attribute: at !== '', nillable: tilde !== '', list: star !== '' };
}

const baseOf = (type: string): string | undefined => /^<(\S+)/.exec(WRITTEN[type] ?? '')?.[1];

/** A type of the schema; one that it does not list is plain text. */
export function schemaType(type: string): SchemaType {
	const written = WRITTEN[type];
	if (written === undefined) return TEXT;
	if (written.startsWith('=')) return { ...TEXT, values: written.slice(1).split('|') };
	const base = baseOf(type);
	const own = written.split(' ').filter((part) => part !== '' && !part.startsWith('<'));
	const inherited = base === undefined ? [] : schemaType(base).fields;
	return { isText: false, fields: [...inherited, ...own.map(fieldOf)], values: [] };
}

/** The type of a root element; undefined where the schema has no such root. */
export const typeOfRoot = (root: string): string | undefined => ROOTS[root];

/** A root by its name in any case, as `DoNotDisturb` of `donotdisturb`. */
export const rootNamed = (name: string): string | undefined =>
	Object.keys(ROOTS).find((root) => root.toLowerCase() === name.toLowerCase());

/** Whether `type` is `base` or extends it. */
export function isTypeOf(type: string, base: string): boolean {
	for (let one: string | undefined = type; one !== undefined; one = baseOf(one)) {
		if (one === base) return true;
	}
	return false;
}
