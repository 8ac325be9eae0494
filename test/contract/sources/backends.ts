import { join } from 'node:path';

import ts from 'typescript';

import type { Operation } from '../../../nodes/shared/action/operation';
import { backends as all } from '../../../scripts/backends';
import { root } from '../loaded';
import { declarationOf, sourcesBelow, type Declaration } from './declarations';

/** Folders of nodes/ that have operations. */
export const backends = all.map(({ displayName }) => displayName);

const load = async (file: string) => (await import(join(root, file))) as Record<string, unknown>;

export type AnyOperation = Operation<never>;

const isOperation = (value: unknown): value is AnyOperation =>
	typeof value === 'object' && value !== null && 'run' in value && 'resource' in value;

/** An export that is an operation or a list of some. */
export interface OperationExport extends Declaration {
	operations: readonly AnyOperation[];
}

/** Everything below `operations/` that exports operations, by the file where it is declared. */
export async function operationExports(backend: string): Promise<OperationExport[]> {
	const found: OperationExport[] = [];
	for (const file of sourcesBelow(`nodes/${backend}/operations`)) {
		for (const [name, value] of Object.entries(await load(file))) {
			const operations = [value].flat().filter(isOperation);
			const declaration = declarationOf(file, name);
			if (operations.length === 0 || declaration?.file !== file) continue;
			found.push({ ...declaration, operations });
		}
	}
	return found;
}

/** The element of a list that is written down one by one; undefined for a list made otherwise. */
function elementAt({ file, name, node }: Declaration, place: number): Declaration | undefined {
	const list = ts.isVariableDeclaration(node) ? node.initializer : undefined;
	if (!list || !ts.isArrayLiteralExpression(list) || list.elements.some(ts.isSpreadElement)) return;
	const element = list.elements[place];
	if (ts.isIdentifier(element)) return declarationOf(file, element.text);
	return { file, name: `${name}[${place}]`, node: element };
}

/** Where an operation is written: the constant or, when a function makes several, their list. */
export function sourceOfOperation(
	operation: AnyOperation,
	exported: readonly OperationExport[],
): Declaration {
	const [nearest] = exported
		.filter(({ operations }) => operations.includes(operation))
		.sort((a, b) => a.operations.length - b.operations.length);
	if (!nearest) {
		throw new Error(
			`No file below operations/ exports ${operation.resource}: ${operation.name} by itself or in a list`,
		);
	}
	const { operations, file, name } = nearest;
	const declaration = declarationOf(file, name) as Declaration;
	return elementAt(declaration, operations.indexOf(operation)) ?? declaration;
}
