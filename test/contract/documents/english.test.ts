import type { INodeProperties } from 'n8n-workflow';
import ts from 'typescript';

import { loadPackage } from '../loaded';
import { filesBelow, read } from './markdown';
import { sourcesBelow, walk } from '../sources/declarations';

/** Forms that nobody would say, and what to write. */
const FORMS: Array<[RegExp, string]> = [
	[/over the rate/i, 'above the limit'],
	[/what is (over|above)[^.]* waits/i, '"Requests above the limit wait"'],
	[
		/(?<!\bthere )(?<!\bthat )\bis no (?!longer\b|more\b|need\b|way\b|other\b)(?=\w)/i,
		'"is not a ..."',
	],
	[/(?<!\bthere )\bis none\b(?! to\b)/i, '"is not a ..."'],
	[/says: \(code/i, 'the code by itself: the server said nothing'],
	[/\bat the most\b/i, 'at most'],
	[/\b(the|an) own (one|ones|greeting)\b/i, '"the user’s own", or "a custom greeting"'],
	[/\bis (\w+ ){1,3}no more\b/i, '"is no longer ..."'],
	[/\bof no meaning\b/i, '"does not matter"'],
	[/\bin vain\b/i, 'what did not happen'],
	[/\b(?:at most|at least|after) so many\b/i, '"this many"'],
	[/\bthe called one\b/i, '"the person called"'],
	[/\bsomething else than\b/i, '"something other than"'],
	[/, as \+\d/, '"such as +..."'],
	[/\bcalls at a (busy |telephone)/i, '"calls to a ..."'],
	[/\b(sent|posted|pushed) what (cannot|is not)\b/i, '"something that ..."'],
	[/\bis to be (changed|added|removed)\b/i, 'who does it, as in "Choose what to change"'],
];

const wrong = (where: string, text: string): string[] =>
	FORMS.filter(([form]) => form.test(text)).map(
		([form, better]) => `${where}: ${form.exec(text)?.[0]}: write ${better}: ${text.slice(0, 90)}`,
	);

/** Every text of a value, with those inside. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

it('the panels are in plain English', async () => {
	const { nodes, credentials } = await loadPackage();
	const panels: Array<[string, INodeProperties[]]> = [
		...Object.entries(nodes).map(([name, { description }]): [string, INodeProperties[]] => [
			name,
			description.properties,
		]),
		...Object.entries(credentials).map(([name, { properties }]): [string, INodeProperties[]] => [
			name,
			properties,
		]),
	];
	expect(
		panels.flatMap(([name, panel]) => textsIn(panel).flatMap((text) => wrong(name, text))),
	).toEqual([]);
});

/** Every placeholder of a value, with those inside. */
function placeholdersIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inside]: [string, unknown]) =>
		name === 'placeholder' && typeof inside === 'string' ? [inside] : placeholdersIn(inside),
	);
}

it('what can be added is called so in the same way everywhere', async () => {
	const { nodes } = await loadPackage();
	const adding = Object.values(nodes)
		.flatMap(({ description }) => placeholdersIn(description.properties))
		.filter((text) => /^add /i.test(text));
	expect(adding).not.toEqual([]);
	expect(adding.filter((text) => !/^Add [a-z]+$/.test(text))).toEqual([]);
});

/** The texts of a source, comments left out. */
function stringsOf(file: string): string[] {
	const tree = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	walk(tree, (node) => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) found.push(node.getText());
	});
	return found;
}

it.each(['nodes', 'credentials'])('the errors and notes of %s/ are in plain English', (folder) => {
	const files = sourcesBelow(folder);
	expect(files.length).toBeGreaterThan(5);
	expect(files.flatMap((file) => stringsOf(file).flatMap((text) => wrong(file, text)))).toEqual([]);
});

it('the pages for users and the notes of the example workflows are in plain English', () => {
	const pages = [
		'README.md',
		...filesBelow(
			'docs',
			(name) => name.endsWith('.md') && !/^(n8n|design)\.md$/.test(name),
		).filter((file) => !file.includes('protocols')),
	];
	const notes = filesBelow('templates', (name) => name.endsWith('.json'));
	expect(
		pages.flatMap((page) =>
			read(page)
				.split('\n')
				.flatMap((line, index) => wrong(`${page}:${index + 1}`, line)),
		),
	).toEqual([]);
	expect(
		notes.flatMap((file) => textsIn(JSON.parse(read(file))).flatMap((text) => wrong(file, text))),
	).toEqual([]);
});
