import commandList from '../catalogue/commands.json';
import type { HttpRequest } from '../../../shared/core/ports';

export type XsiMethod = HttpRequest['method'];

/** A path of Xsi-Actions; a query name that ends in `!` is mandatory. */
export interface XsiCommand {
	path: string;
	methods: XsiMethod[];
	query: string[];
	section: string;
	/** Root of the document that PUT or POST takes, where the schema has one. */
	body?: string;
}

/** Every path of Xsi-Actions v2.0 with its methods (the interface's public command list). */
export const XSI_COMMANDS = commandList as readonly XsiCommand[];

const VARIABLE = /^\{(\w+)\}$/;
/** First part of a path from the root. */
export const VERSION = /^v\d+\.\d+$/i;

/** The parts of a path without its query, and without the empty ones of doubled and trailing slashes. */
export const partsOf = (path: string): string[] => path.split('?')[0].split('/').filter(Boolean);

/** The variables of a path that are still to be filled in, each once, but the user. */
export const variablesOf = (path: string): string[] => [
	...new Set(
		partsOf(path).flatMap((part) => {
			const [, name] = VARIABLE.exec(part) ?? [];
			return name === undefined || /^userId$/i.test(name) ? [] : [name];
		}),
	),
];

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
	pattern.length === parts.length &&
	pattern.every(
		(wanted, index) => VARIABLE.test(wanted) || wanted.toLowerCase() === parts[index].toLowerCase(),
	);

/**
 * The command of a whole path, filled in or not, of whatever version; keywords count more than variables. Undefined
 * for none.
 */
export function commandOf(path: string): XsiCommand | undefined {
	const parts = partsOf(path).map((part, place) =>
		place === 0 && VERSION.test(part) ? 'v2.0' : part,
	);
	const variables = (command: XsiCommand) => command.path.split('{').length;
	return XSI_COMMANDS.filter((command) => fits(partsOf(command.path), parts)).sort(
		(a, b) => variables(a) - variables(b),
	)[0];
}

const CARRY_A_BODY: readonly XsiMethod[] = ['PUT', 'POST'];

export const carriesBody = (method: XsiMethod): boolean => CARRY_A_BODY.includes(method);

/**
 * The method for somebody who names none: the first that the path has, or that it has for a document. Of a path that
 * no list has, GET, and PUT with a document, as the BluIP connector does it
 * (docs/protocols/broadworks.md#eleven-actions).
 */
export function usualMethod(command: XsiCommand | undefined, hasBody: boolean): XsiMethod {
	const methods = command?.methods ?? [];
	if (!hasBody) return methods[0] ?? 'GET';
	return methods.find(carriesBody) ?? 'PUT';
}

/** Mandatory of a command only where something is changed by it. */
const OF_CHANGES = ['thirdPartyNewMessage', 'faxDestination'];

export interface CommandParameter {
	name: string;
	mandatory: boolean;
}

/** The query parameters of a command, those that its method needs marked. */
export const parametersOf = (command: XsiCommand, method: XsiMethod): CommandParameter[] =>
	command.query.map((written) => {
		const name = written.replace('!', '');
		const mandatory = name !== written && (carriesBody(method) || !OF_CHANGES.includes(name));
		return { name, mandatory };
	});
