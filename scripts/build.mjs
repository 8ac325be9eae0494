import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, root } from './bootstrap.mjs';

/** What a build is made of. */
const SOURCES = [
	'credentials',
	'gulpfile.js',
	'icons',
	'nodes',
	'package-lock.json',
	'package.json',
	'scripts/bundle.js',
	'scripts/eventSamples.js',
	'scripts/outputSchemas.js',
	...readdirSync(join(root, 'test'))
		.map((folder) => `test/${folder}/fixtures`)
		.filter((fixtures) => existsSync(join(root, fixtures))),
	'tsconfig.json',
];

const STAMP = join(root, '.cache', 'built-from');

/** There whenever a build has ended well. */
const BUILT = join(root, 'dist', 'THIRD_PARTY_LICENSES.txt');

/** Paths from the root: the file itself, or all files of a folder. */
function filesOf(path) {
	if (statSync(join(root, path)).isFile()) return [path];
	return readdirSync(join(root, path), { recursive: true })
		.map((name) => join(path, name))
		.filter((file) => statSync(join(root, file)).isFile())
		.sort();
}

/** One text for everything that a build is made of, contents included. */
function sources() {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap(filesOf)) {
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(root, file)))
			.update('\0');
	}
	return hash.digest('hex');
}

/**
 * Builds `dist` unless it is what these sources give already: tests, fault table and demo all want a built
 * package and run one after the other.
 * @returns whether it had to be built
 */
export function buildWhenNeeded() {
	const wanted = sources();
	if (existsSync(BUILT) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted)
		return false;
	rmSync(STAMP, { force: true });
	const gulp = join(root, 'node_modules/gulp/bin/gulp.js');
	execFileSync(process.execPath, [gulp, 'build', '--silent'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
	});
	mkdirSync(join(root, '.cache'), { recursive: true });
	writeFileSync(STAMP, wanted);
	return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	bootstrap();
	buildWhenNeeded();
}
