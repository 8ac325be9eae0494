import ts from 'typescript';

import { read } from './documents/markdown';
import { sourcesBelow, walk } from './sources/declarations';

/** Fields a class may have. One with more has several jobs, or flags in place of a state with names. */
const MOST = 8;

interface Class {
	/** File and name. */
	at: string;
	fields: string[];
}

const isStatic = (member: ts.ClassElement) =>
	ts.canHaveModifiers(member) &&
	(ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);

/** Properties of an instance, those that the constructor declares in its parameters among them. */
function fieldsOf(declaration: ts.ClassLikeDeclaration): string[] {
	return declaration.members.flatMap((member) => {
		if (ts.isPropertyDeclaration(member)) return isStatic(member) ? [] : [member.name.getText()];
		if (!ts.isConstructorDeclaration(member)) return [];
		return member.parameters
			.filter((parameter) => ts.isParameterPropertyDeclaration(parameter, member))
			.map(({ name }) => name.getText());
	});
}

function classesOf(file: string, text = read(file)): Class[] {
	const found: Class[] = [];
	walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), (node) => {
		if (!ts.isClassLike(node)) return;
		found.push({ at: `${file}: ${node.name?.text ?? 'class'}`, fields: fieldsOf(node) });
	});
	return found;
}

const classes = ['credentials', 'nodes'].flatMap(sourcesBelow).flatMap((file) => classesOf(file));

describe('Classes of the package', () => {
	it('are counted with all their fields', () => {
		const [counted] = classesOf(
			'example.ts',
			'class Example { static none = 0; one = 1; #two = 2; constructor(private readonly three: number, no: number) {} get no2() { return 1; } }',
		);
		expect(counted).toEqual({ at: 'example.ts: Example', fields: ['one', '#two', 'three'] });
		expect(classes.length).toBeGreaterThan(80);
	});

	it(`have at most ${MOST} fields: part the one that is named by its jobs, and make a union of its flags`, () => {
		const large = classes
			.filter(({ fields }) => fields.length > MOST)
			.map(({ at, fields }) => `${at} has ${fields.length} fields: ${fields.join(', ')}`);
		expect(large).toEqual([]);
	});
});
