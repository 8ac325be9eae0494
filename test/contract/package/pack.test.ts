import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import packageJson from '../../../package.json';
import { templateFile, templateNames } from '../../../scripts/templates';
import { root } from '../loaded';

let folder: string;
let files: string[];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'telephony-pack-'));
	const output = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--loglevel=silent', '--pack-destination', folder],
		{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
	).toString();
	const [{ files: packed }] = JSON.parse(output) as Array<{ files: Array<{ path: string }> }>;
	files = packed.map(({ path }) => path);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('ships dist, templates, schema, licences and README, and nothing else', () => {
	const others = files.filter((file) => !/^(dist|templates)\//.test(file));
	expect(others.sort()).toEqual([
		'LICENSE',
		'README.md',
		'docs/call-record.schema.json',
		'package.json',
	]);
	expect(files).toContain('dist/THIRD_PARTY_LICENSES.txt');
	expect(files.filter((file) => file.startsWith('templates/')).sort()).toEqual(
		templateNames.map(templateFile).sort(),
	);
	expect(files.filter((file) => /\.(ts|test\.js|map)$/.test(file))).toEqual([]);
});

it('has its code in one file, beside what n8n names and what is loaded when first used', () => {
	const { nodes, credentials } = packageJson.n8n;
	const code = files.filter((file) => /^dist\/.*\.js$/.test(file));
	const named = new Set(['dist/telephony.js', ...nodes, ...credentials]);
	const others = code.filter((file) => !named.has(file));
	expect(code.filter((file) => named.has(file)).sort()).toEqual([...named].sort());
	expect(others.filter((file) => !file.startsWith('dist/nodes/shared/vendor/'))).toEqual([
		'dist/nodes/shared/trigger/eventSamples.js',
	]);
});

it('loads beside nothing but n8n’s own packages', () => {
	const modules = join(folder, 'node_modules');
	const installed = join(modules, 'n8n-nodes-telephony');
	mkdirSync(installed, { recursive: true });
	const [tarball] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
	execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
	symlinkSync(dirname(require.resolve('n8n-workflow/package.json')), join(modules, 'n8n-workflow'));
	const program = `
		const { PackageDirectoryLoader } = require(${JSON.stringify(require.resolve('n8n-core'))});
		const loader = new PackageDirectoryLoader(${JSON.stringify(installed)});
		loader.loadAll().then(() => process.stdout.write(JSON.stringify(loader.known.nodes)));
	`;
	const output = execFileSync(process.execPath, ['-e', program], { cwd: folder }).toString();
	expect(Object.keys(JSON.parse(output) as object).sort()).toEqual(
		expect.arrayContaining(['broadWorks', 'broadWorksTrigger']),
	);
});
