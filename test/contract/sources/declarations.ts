import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import ts from 'typescript';

import { root } from '../loaded';

/** A top-level function, class or constant of a source file. */
export interface Declaration {
	/** Path from the root of the project. */
	file: string;
	name: string;
	node: ts.Node;
}

interface Source {
	declarations: Map<string, Declaration>;
	/** What a name of this file stands for elsewhere: of imports and of `export … from`. */
	elsewhere: Map<string, { file: string; name: string }>;
	/** Files of `export * from`. */
	barrels: string[];
	/** Every file of the project that is imported. */
	imports: string[];
}

const sources = new Map<string, Source>();

/** The TypeScript files below a folder, as paths from the root of the project. */
export function sourcesBelow(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();
}

/** The file that an import leads to; undefined for packages and JSON. */
function imported(from: string, specifier: ts.Expression | undefined): string | undefined {
	if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return;
	const path = resolve(root, dirname(from), specifier.text);
	const found = [`${path}.ts`, join(path, 'index.ts')].find((candidate) => existsSync(candidate));
	return found && relative(root, found);
}

function declarationsOf(statement: ts.Statement): Array<[string, ts.Node]> {
	if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
		return statement.name ? [[statement.name.text, statement]] : [];
	}
	if (!ts.isVariableStatement(statement)) return [];
	return statement.declarationList.declarations.flatMap((declaration) => {
		const names: Array<[string, ts.Node]> = [];
		const collect = (name: ts.BindingName): void => {
			if (ts.isIdentifier(name)) names.push([name.text, declaration]);
			else for (const one of name.elements) if (ts.isBindingElement(one)) collect(one.name);
		};
		collect(declaration.name);
		return names;
	});
}

/** A source file of the project, read once. */
export function sourceOf(file: string): Source {
	const known = sources.get(file);
	if (known) return known;
	const text = readFileSync(join(root, file), 'utf8');
	const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const source: Source = {
		declarations: new Map(),
		elsewhere: new Map(),
		barrels: [],
		imports: [],
	};
	sources.set(file, source);
	for (const statement of tree.statements) {
		for (const [name, node] of declarationsOf(statement)) {
			source.declarations.set(name, { file, name, node });
		}
		if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
		const target = imported(file, statement.moduleSpecifier);
		if (target === undefined) continue;
		source.imports.push(target);
		const named = ts.isImportDeclaration(statement)
			? statement.importClause?.namedBindings
			: statement.exportClause;
		if (!named && ts.isExportDeclaration(statement)) source.barrels.push(target);
		if (!named || ts.isNamespaceImport(named) || ts.isNamespaceExport(named)) continue;
		for (const { name, propertyName } of named.elements) {
			source.elsewhere.set(name.text, { file: target, name: (propertyName ?? name).text });
		}
	}
	return source;
}

/** What a name means in a file, followed through imports and barrels. */
export function declarationOf(file: string, name: string): Declaration | undefined {
	const source = sourceOf(file);
	const here = source.declarations.get(name);
	if (here) return here;
	const there = source.elsewhere.get(name);
	if (there) return declarationOf(there.file, there.name);
	for (const barrel of source.barrels) {
		const found = declarationOf(barrel, name);
		if (found) return found;
	}
	return undefined;
}

/** True for a name that stands for a value, and not for a member, a key or a type. */
function isReference(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
	if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
	if (ts.isBindingElement(parent)) return parent.initializer === node;
	return !ts.isTypeReferenceNode(parent);
}

/** Calls `visit` for a node and everything in it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
	visit(node);
	ts.forEachChild(node, (child) => walk(child, visit));
}

/** The declaration and all that it uses, directly or through others. */
export function reachableFrom(start: Declaration): Set<Declaration> {
	const reached = new Set<Declaration>();
	const follow = (declaration: Declaration): void => {
		if (reached.has(declaration)) return;
		reached.add(declaration);
		walk(declaration.node, (node) => {
			if (!ts.isIdentifier(node) || !isReference(node)) return;
			const used = declarationOf(declaration.file, node.text);
			if (used) follow(used);
		});
	};
	follow(start);
	return reached;
}

/** The file and all that it imports, directly or through others. */
export function filesFrom(start: string): Set<string> {
	const reached = new Set<string>();
	const follow = (file: string): void => {
		if (reached.has(file)) return;
		reached.add(file);
		sourceOf(file).imports.forEach(follow);
	};
	follow(start);
	return reached;
}
