import ts from 'typescript';

import { declarationOf, sourceOf, walk, type Declaration } from './declarations';

/** Which argument of a function names a parameter of the node. */
type Readers = ReadonlyMap<Declaration, ReadonlySet<number>>;

export interface ParameterRead {
	/** Undefined where the name is not written down. */
	name?: string;
	/** The declaration that reads. */
	by: string;
	/** File and line. */
	at: string;
}

type Named = ts.FunctionLikeDeclaration & { name?: ts.Node };

const functionOf = ({ node }: Declaration): Named | undefined => {
	const value = ts.isVariableDeclaration(node) ? node.initializer : node;
	return value && ts.isFunctionLike(value) ? (value as Named) : undefined;
};

const isParameter = (callee: ts.Expression) =>
	(ts.isIdentifier(callee) && callee.text === 'parameter') ||
	(ts.isPropertyAccessExpression(callee) && callee.name.text === 'parameter');

const lineOf = ({ file }: Declaration, node: ts.Node) =>
	`${file}:${node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

/** A context made on the spot, `{ parameter: … }`: what is read from it is no parameter of the node. */
const bringsItsOwn = (given: ts.Expression) =>
	ts.isObjectLiteralExpression(given) &&
	given.properties.some(({ name }) => name?.getText() === 'parameter');

/** The arguments of a call that name a parameter; undefined in place of one that is left out. */
function namesIn(call: ts.CallExpression, from: Declaration, readers: Readers) {
	const { expression: callee, arguments: given } = call;
	if (given.some(bringsItsOwn)) return [];
	if (isParameter(callee)) return [given[0]];
	if (!ts.isIdentifier(callee)) return [];
	const called = declarationOf(from.file, callee.text);
	const places = called && readers.get(called);
	return places ? [...places].flatMap((place) => given[place] ?? []) : [];
}

const placeOf = (declaration: Declaration, name: ts.Expression): number =>
	ts.isIdentifier(name)
		? (functionOf(declaration)?.parameters.findIndex(
				(parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name.text,
			) ?? -1)
		: -1;

/** Functions that hand one of their arguments on as the name of a parameter, such as `mandatory`. */
function readersAmong(declarations: readonly Declaration[]): Readers {
	const readers = new Map<Declaration, Set<number>>();
	for (let found = true; found; ) {
		found = false;
		for (const declaration of declarations) {
			walk(declaration.node, (node) => {
				if (!ts.isCallExpression(node)) return;
				for (const name of namesIn(node, declaration, readers)) {
					const place = name === undefined ? -1 : placeOf(declaration, name);
					const places = readers.get(declaration) ?? new Set();
					if (place < 0 || places.has(place)) continue;
					readers.set(declaration, places.add(place));
					found = true;
				}
			});
		}
	}
	return readers;
}

/** The texts an expression can be; undefined where they are not written down. */
function textsOf(expression: ts.Expression, file: string): string[] | undefined {
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isConditionalExpression(expression)) {
		const [yes, no] = [expression.whenTrue, expression.whenFalse].map((one) => textsOf(one, file));
		return yes && no && [...yes, ...no];
	}
	if (ts.isIdentifier(expression)) {
		const constant = declarationOf(file, expression.text);
		if (constant && ts.isVariableDeclaration(constant.node) && constant.node.initializer) {
			return textsOf(constant.node.initializer, constant.file);
		}
	}
	return undefined;
}

/** Every place of these declarations where a parameter of the node is read. */
export function parameterReads(declarations: readonly Declaration[]): ParameterRead[] {
	const files = new Set(declarations.map(({ file }) => file));
	const readers = readersAmong(
		[...files].flatMap((file) => [...sourceOf(file).declarations.values()]),
	);
	return declarations.flatMap((declaration) => readsOf(declaration, readers));
}

function readsOf(declaration: Declaration, readers: Readers): ParameterRead[] {
	const reads: ParameterRead[] = [];
	const by = declaration.name;
	const note = (name: ts.Expression | undefined, node: ts.Node) => {
		const at = lineOf(declaration, node);
		const texts = name && textsOf(name, declaration.file);
		if (texts) reads.push(...texts.map((text) => ({ name: text, by, at })));
		else if (!name || placeOf(declaration, name) < 0) reads.push({ by, at });
	};
	for (const place of readers.get(declaration) ?? []) {
		const usual = functionOf(declaration)?.parameters[place]?.initializer;
		if (usual) note(usual, usual);
	}
	walk(declaration.node, (node) => {
		if (ts.isCallExpression(node)) {
			for (const name of namesIn(node, declaration, readers)) note(name, node);
		} else if (ts.isIdentifier(node) && isHandedOn(node, declaration, readers)) {
			note(undefined, node);
		}
	});
	return reads;
}

/** True for a reader that is not called but passed on: what is read by it there cannot be seen. */
function isHandedOn(node: ts.Identifier, from: Declaration, readers: Readers): boolean {
	const meant = declarationOf(from.file, node.text);
	if (meant === undefined || meant === from || !readers.has(meant)) return false;
	return !(ts.isCallExpression(node.parent) && node.parent.expression === node);
}
