const { readFile, writeFile } = require('node:fs/promises');
const { readdirSync, readFileSync, rmSync } = require('node:fs');
const { join, dirname, relative } = require('node:path');
const { execFile } = require('node:child_process');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const packageJson = require('./package.json');
const { bundleNodes } = require('./scripts/bundle');
const { writeEventSamples } = require('./scripts/eventSamples');
const { writeOutputSchemas } = require('./scripts/outputSchemas');

const VENDOR = 'dist/nodes/shared/vendor';

async function clean() {
	rmSync(join(__dirname, 'dist'), { recursive: true, force: true });
}

function compile(done) {
	const tsc = require.resolve('typescript/bin/tsc');
	execFile(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: __dirname }, (error, output) => {
		done(error ? new Error(`TypeScript found problems:\n${output}`) : undefined);
	});
}

const icons = () => src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

/** The folder of the package that a bundled file came from. */
function packageFolder(file) {
	for (let folder = dirname(file); folder.includes('node_modules'); folder = dirname(folder)) {
		try {
			const { name, version, license } = JSON.parse(
				readFileSync(join(folder, 'package.json'), 'utf8'),
			);
			if (name && version) return { folder, name, version, license };
		} catch (error) {
			if (error.code !== 'ENOENT') throw error;
		}
	}
	throw new Error(`No package.json above ${file}`);
}

async function licenceText(folder) {
	for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'License.md']) {
		try {
			return await readFile(join(folder, name), 'utf8');
		} catch (error) {
			if (error.code !== 'ENOENT') throw error;
		}
	}
	return '(the package carries no licence file)';
}

/** Bundles each vendor file in place, so that the installed package needs no dependencies. */
async function vendor() {
	const result = await esbuild.build({
		entryPoints: ['nodes/shared/vendor/*.ts'],
		outdir: VENDOR,
		bundle: true,
		minify: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		metafile: true,
		legalComments: 'none',
		logLevel: 'warning',
	});
	const packages = new Map();
	for (const input of Object.keys(result.metafile.inputs)) {
		if (!input.includes('node_modules')) continue;
		const found = packageFolder(join(__dirname, input));
		packages.set(`${found.name}@${found.version}`, found);
	}
	const parts = [];
	for (const [id, { folder, license }] of [...packages].sort(([a], [b]) => a.localeCompare(b))) {
		parts.push(`${id} (${license})\n\n${(await licenceText(folder)).trim()}\n`);
	}
	await writeFile(join(__dirname, 'dist/THIRD_PARTY_LICENSES.txt'), parts.join('\n----\n\n'));
	const files = Object.keys(result.metafile.outputs).map((file) => relative(__dirname, file));
	console.log(`bundled ${packages.size} packages into ${files.length} files`);
}

/** What is read by machines alone: n8n loads it sooner without its white space, and the package is a fifth smaller. */
async function shrink() {
	const files = readdirSync(join(__dirname, 'dist'), { recursive: true, encoding: 'utf8' });
	for (const file of files.filter((name) => /\.js(on)?$/.test(name))) {
		const path = join(__dirname, 'dist', file);
		const text = await readFile(path, 'utf8');
		const small = file.endsWith('.json')
			? JSON.stringify(JSON.parse(text))
			: (await esbuild.transform(text, { minifyWhitespace: true, legalComments: 'none' })).code;
		await writeFile(path, small);
	}
}

/** After the compiler and the bundler: the nodes themselves say what comes out of them. */
async function samples() {
	const { nodes } = packageJson.n8n;
	const operations = await writeOutputSchemas(__dirname, nodes);
	const events = await writeEventSamples(__dirname, nodes);
	console.log(`wrote output schemas of ${operations} operations and samples of ${events} events`);
}

/** After the samples, which are made from what the compiler wrote. */
async function bundle() {
	const { credentials, nodes } = packageJson.n8n;
	const bytes = await bundleNodes(__dirname, [...credentials, ...nodes]);
	console.log(`bundled nodes and credentials into one file of ${Math.round(bytes / 1000)} kB`);
}

/** A build that failed leaves nothing behind: half a package would be packed or loaded as if it were one. */
const wholeOrNothing = (build) => (done) =>
	build(async (error) => {
		if (error) await clean();
		done(error);
	});

exports.build = wholeOrNothing(
	series(clean, compile, parallel(icons, codex, vendor), samples, bundle, shrink),
);
exports.default = exports.build;
