import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from './loaded';
import { read } from './documents/markdown';

/** What a module gives for an expression: jest runs this file as CommonJS, so Node itself runs the module. */
function fromModule<T>(script: string, expression: string): T {
	const address = pathToFileURL(join(root, script)).href;
	const code = `import(${JSON.stringify(address)}).then((made) =>
		process.stdout.write(JSON.stringify(${expression})))`;
	const output = execFileSync(process.execPath, ['-e', code], {
		cwd: root,
		maxBuffer: 10 * 1024 * 1024,
	});
	return JSON.parse(output.toString()) as T;
}

it.each([
	['BroadWorks', 'scripts/xsi-catalogue.mjs'],
	['RingCentral', 'scripts/ringcentral-catalogue.mjs'],
])(
	'%s has the catalogue that %s makes: run it, and change no file of the catalogue',
	(...given) => {
		const [backend, script] = given;
		const made = Object.entries(
			fromModule<Record<string, string>>(script, 'made.catalogueFiles()'),
		).map(([name, text]) => [`nodes/${backend}/client/catalogue/${name}`, text]);
		expect(made.length).toBeGreaterThan(0);
		expect(made.filter(([file, text]) => read(file) !== text).map(([file]) => file)).toEqual([]);
	},
);

it('has RingCentral operations in ringcentral-operations.json as the vendor’s OpenAPI file has them', () => {
	const specs = 'test/ringCentral/specs';
	const inDocument = fromModule<object[]>(
		'scripts/ringcentral-catalogue.mjs',
		`made.operationsOf(JSON.parse(require('node:fs').readFileSync('${specs}/ringcentral-openapi.subset.json', 'utf8')))`,
	);
	expect(inDocument.length).toBeGreaterThan(100);
	const listed = JSON.parse(read(`${specs}/ringcentral-operations.json`)) as object[];
	expect(listed).toEqual(expect.arrayContaining(inDocument));
});
