import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { events } from '../../nodes/BroadWorks/trigger/events';
import { sampleItems } from '../../nodes/BroadWorks/trigger/sample';
import { root } from './loaded';
import { fixturePath } from '../unit/support/fixturePath';

it.each(events.map((event) => [event.name, event]))(
	'%s has a sample that its fixture really gives',
	(_name, event) => {
		const xml = readFileSync(fixturePath(event.fixture), 'utf8');
		const [item] = sampleItems(event, xml, 'connector');
		expect(item).toMatchObject(event.sample);
	},
);

it('has a catalogue that is made from the interface’s lists', async () => {
	const script = pathToFileURL(join(root, 'scripts/xsi-catalogue.mjs')).href;
	const files = await runCatalogue(script);
	for (const [name, text] of Object.entries(files)) {
		const file = join(root, 'nodes/BroadWorks/client/catalogue', name);
		expect(readFileSync(file, 'utf8')).toBe(text);
	}
});

/** jest runs this file as CommonJS, so the script is run by Node itself. */
async function runCatalogue(script: string): Promise<Record<string, string>> {
	const { execFileSync } = await import('node:child_process');
	const code = `import(${JSON.stringify(script)}).then(({ catalogueFiles }) =>
		process.stdout.write(JSON.stringify(catalogueFiles())))`;
	const output = execFileSync(process.execPath, ['-e', code], { maxBuffer: 10 * 1024 * 1024 });
	return JSON.parse(output.toString()) as Record<string, string>;
}
