import { Parser } from 'xml2js';

/** What a document says, as `name=text` for every element text and every attribute. */
export type Statements = Map<string, number>;

type PlainNode = string | { [name: string]: PlainNode[] | Record<string, string> | string };

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function count(statements: Statements, name: string, text: string): void {
	const statement = `${name}=${text}`;
	statements.set(statement, (statements.get(statement) ?? 0) + 1);
}

function walkXml(name: string, node: PlainNode, statements: Statements): void {
	if (typeof node === 'string') {
		count(statements, name, node.trim());
		return;
	}
	const { $: attributes = {}, _: text = '', ...children } = node;
	for (const [attribute, value] of Object.entries(attributes as Record<string, string>)) {
		if (/^xmlns(:|$)/.test(attribute)) continue;
		const said = localName(attribute);
		count(statements, said, said === 'type' ? localName(value) : value);
	}
	if (String(text).trim() !== '') count(statements, name, String(text).trim());
	for (const [childName, entries] of Object.entries(children)) {
		for (const entry of entries as PlainNode[]) walkXml(localName(childName), entry, statements);
	}
}

/** Every statement of a document, read by a parser that shares nothing with the client. */
export async function statementsOfXml(xml: string): Promise<Statements> {
	const parsed = (await new Parser().parseStringPromise(xml)) as Record<string, PlainNode>;
	const statements: Statements = new Map();
	const [[root, node]] = Object.entries(parsed);
	walkXml(localName(root), node, statements);
	return statements;
}

/**
 * Every statement of a decoded item. `#text` speaks for the object it is in. So does `value`: old
 * servers write plain what newer ones nest.
 */
export function statementsOfItem(
	item: unknown,
	name = '',
	into: Statements = new Map(),
): Statements {
	if (Array.isArray(item)) {
		for (const entry of item) statementsOfItem(entry, name, into);
	} else if (item !== null && typeof item === 'object') {
		for (const [key, value] of Object.entries(item)) {
			if (key === 'value' && typeof value !== 'object') count(into, name, String(value));
			statementsOfItem(value, key === '#text' ? name : key, into);
		}
	} else {
		count(into, name, String(item));
	}
	return into;
}

/** The statements of `wanted` that `given` does not hold, or not as often. */
export function missing(wanted: Statements, given: Statements): string[] {
	return [...wanted]
		.filter(([statement, times]) => (given.get(statement) ?? 0) < times)
		.map(([statement]) => statement);
}
