import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

type Packages = Record<string, { version: string; integrity?: string; optional?: true }>;

const wanted: Packages = {
	'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
	'node_modules/b': { version: '2.0.0', integrity: 'sha512-b' },
	'node_modules/elsewhere': { version: '1.0.0', integrity: 'sha512-c', optional: true },
};
const { 'node_modules/a': a, 'node_modules/b': b } = wanted;
const whole: Packages = { 'node_modules/a': a, 'node_modules/b': b };

/** A project with the script in it, and an npm that only leaves a mark. */
describe('scripts/bootstrap.mjs', () => {
	let root: string;
	const mark = () => join(root, 'npm-was-called');
	const write = (file: string, packages: Packages) =>
		writeFileSync(join(root, file), JSON.stringify({ lockfileVersion: 3, packages }));

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'telephony-bootstrap-'));
		for (const folder of ['scripts', 'bin', 'node_modules/a', 'node_modules/b']) {
			mkdirSync(join(root, folder), { recursive: true });
		}
		cpSync(join(__dirname, '../../../scripts/bootstrap.mjs'), join(root, 'scripts/bootstrap.mjs'));
		write('package-lock.json', { '': { version: '0.1.0' }, ...wanted });
		writeFileSync(join(root, 'bin/npm'), `#!/bin/sh\necho "$1" > '${mark()}'\n`, { mode: 0o755 });
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	/** Whether packages were installed. */
	const run = () => {
		const path = `${join(root, 'bin')}${delimiter}${process.env.PATH}`;
		execFileSync(process.execPath, [join(root, 'scripts/bootstrap.mjs')], {
			env: { ...process.env, PATH: path },
			stdio: 'ignore',
		});
		return existsSync(mark());
	};

	it.each<[string, Packages]>([
		['without what is for other platforms', whole],
		['with packages of one’s own beside them', { ...whole, 'node_modules/own': a }],
	])('takes what somebody else installed, %s', (_what, packages) => {
		write('node_modules/.package-lock.json', packages);
		expect(run()).toBe(false);
	});

	it.each<[string, Packages]>([
		['a package is missing', { 'node_modules/a': a }],
		['a version is another', { ...whole, 'node_modules/b': { ...b, version: '1.9.0' } }],
		['a version has other contents', { ...whole, 'node_modules/b': { ...b, integrity: 'x' } }],
		['another copy would be found first', { ...whole, 'node_modules/a/node_modules/b': b }],
	])('installs when %s', (_what, packages) => {
		write('node_modules/.package-lock.json', packages);
		expect(run()).toBe(true);
	});

	it('installs when npm has not finished, and when a folder is gone', () => {
		expect(run()).toBe(true);
		rmSync(mark());
		write('node_modules/.package-lock.json', whole);
		rmSync(join(root, 'node_modules/b'), { recursive: true });
		expect(run()).toBe(true);
	});
});
