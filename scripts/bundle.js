const { readdirSync, rmSync, rmdirSync } = require('node:fs');
const { mkdir, writeFile } = require('node:fs/promises');
const { basename, dirname, join, relative } = require('node:path');
const esbuild = require('esbuild');

/** What has everything that n8n loads, below `dist`. */
const BUNDLE = 'telephony.js';

/** Modules that are loaded when first used, or that are bundled by themselves: they stay files of their own. */
const APART = /^nodes\/shared\/(vendor\/\w+|trigger\/eventSamples)(\.js)?$/;

/** What the build writes for n8n beside the nodes. */
const BESIDE = /\/__schema__\/|\/samples\.json$|\.node\.json$/;

/** Leaves what stands apart where the compiler has put it. */
const apart = (root) => ({
	name: 'apart',
	setup(build) {
		build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
			const file = relative(root, join(resolveDir, path));
			return APART.test(file) ? { path: `./${file}`, external: true } : undefined;
		});
	},
});

/** Removes compiled files, and the folders that are empty then. */
function remove(folder, isKept) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) remove(path, isKept);
		else if (!isKept(path)) rmSync(path);
	}
	if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/** n8n takes from a file the class that is called as the file is. */
async function writeEntry(root, file) {
	const target = join(root, file);
	const [name] = basename(file).split('.');
	const bundle = relative(dirname(target), join(root, 'dist', BUNDLE));
	await mkdir(dirname(target), { recursive: true });
	await writeFile(target, `exports.${name} = require('${bundle}').${name};\n`);
}

/**
 * Makes one file of all that n8n loads: Node finds, reads and compiles one sooner than five hundred, and it packs
 * smaller. Names stay as they are, so that a stack trace can be read.
 * @param root the folder of the package, compiled into `dist`
 * @param files of nodes and credentials, as package.json names them; each becomes a line that takes its class
 * from the bundle
 * @returns bytes of the bundle before it is shrunk
 */
async function bundleNodes(root, files) {
	const sources = files.map((file) => file.replace(/^dist\//, './').replace(/\.js$/, ''));
	const { metafile } = await esbuild.build({
		stdin: {
			contents: sources.map((file) => `export * from '${file}';`).join('\n'),
			resolveDir: root,
		},
		absWorkingDir: root,
		outfile: join('dist', BUNDLE),
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		external: ['n8n-workflow'],
		plugins: [apart(root)],
		minifySyntax: true,
		metafile: true,
		legalComments: 'none',
		logLevel: 'warning',
	});
	const dist = join(root, 'dist');
	const isKept = (path) => BESIDE.test(path) || APART.test(relative(dist, path));
	for (const folder of ['credentials', 'nodes']) remove(join(dist, folder), isKept);
	for (const file of files) await writeEntry(root, file);
	return Object.values(metafile.outputs)[0].bytes;
}

module.exports = { bundleNodes };
