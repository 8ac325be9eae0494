import ts from 'typescript';

import { backends } from '../../scripts/backends';
import { read } from './documents/markdown';
import { sourcesBelow, walk } from './sources/declarations';

/** A list of all events, for tests that go through it. */
const CATALOGUE = /\/trigger\/events$/;

/** The texts and imports of a source. */
function textsOf(file: string): string[] {
	const tree = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
	const texts: string[] = [];
	walk(tree, (node) => {
		if (ts.isStringLiteralLike(node)) texts.push(node.text);
	});
	return texts;
}

// Only the suite n8n runs them, which is too long for every change: a case that is missing would show nowhere else.
it.each(backends)(
	'every event of $displayName is tried in a real n8n',
	({ name: backend, displayName, events }) => {
		const folder = `test/${backend}/n8n`;
		const texts = new Set(sourcesBelow(folder).flatMap(textsOf));
		const goesThroughAll = [...texts].some((text) => CATALOGUE.test(text));
		expect(events.length).toBeGreaterThan(2);
		expect(
			events
				.filter(({ name }) => !goesThroughAll && !texts.has(name))
				.map(
					({ name }) =>
						`${folder}: add a case with triggerOn "${name}", which nodes/${displayName}/trigger/events.ts has`,
				),
		).toEqual([]);
	},
);
