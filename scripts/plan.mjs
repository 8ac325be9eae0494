import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './bootstrap.mjs';

/** Suites that need nothing but Node. */
const QUICK = ['unit', 'contract', 'simulators'];
const SUITES = [...QUICK, 'n8n'];

export const USAGE = `Usage: npm test [-- WHAT ...] [FILE ...] [-t NAME] [--line one|two] [--again]

WHAT    nothing: the quick suites, and a walk of every backend through a real n8n
        all: everything, in both lines of n8n
        rest: everything that "npm test" leaves out
        unit, contract, simulators, n8n: these suites, whole (in 1.123: those of parts.json)
FILE    parts of a test file's path, as broadworks/call: only such files
-t      part of a test's name: only such tests
--line  which n8n the suite "n8n" runs in: two = the newest 2.x that installs (default), one = 1.123
--again run files that failed once more, alone; both results are printed
`;

/** Where the test files of a suite are: of a backend, or of what all of them share, in a folder of its own. */
const PLACES = {
	unit: /^test\/[^/]+\/unit\//,
	contract: /^test\/contract\//,
	simulators: /^test\/simulators\//,
	n8n: /^test\/[^/]+\/n8n\//,
};

/** Paths of a suite's test files from the root, with slashes. */
function filesOf(suite) {
	return readdirSync(join(root, 'test'), { recursive: true })
		.map((file) => `test/${file.split(sep).join('/')}`)
		.filter((file) => file.endsWith('.test.ts') && PLACES[suite].test(file))
		.sort();
}

/** Files of the suite "n8n" by what they are for: test/support/n8n/parts.json says why. */
function n8nParts() {
	const { walk, lineOne, ownN8n } = JSON.parse(
		readFileSync(join(root, 'test/support/n8n/parts.json'), 'utf8'),
	);
	const whole = filesOf('n8n');
	const named = (reasons) =>
		Object.keys(reasons).map((name) => {
			const file = `test/${name.replace('/', '/n8n/')}.test.ts`;
			if (!whole.includes(file))
				throw new Error(`test/support/n8n/parts.json names ${file}, which is not there.`);
			return file;
		});
	return { whole, walk: named(walk), lineOne: named(lineOne), ownN8n: named(ownN8n) };
}

/** What the command line asks for; undefined when it cannot be read. */
export function parseTestArguments(args, line = 'two') {
	const asked = { words: [], files: [], line };
	for (let index = 0; index < args.length; index++) {
		const argument = args[index];
		const next = args[index + 1];
		if (argument === '-t' && next) asked.name = args[++index];
		else if (argument === '--line' && /^(one|two)$/.test(next ?? '')) asked.line = args[++index];
		else if (argument === '--again') asked.again = true;
		else if (argument.startsWith('-')) return undefined;
		else if (['all', 'rest', ...SUITES].includes(argument)) asked.words.push(argument);
		else asked.files.push(argument);
	}
	return asked;
}

/**
 * The runs of jest for it: suites, the files where not all of them are meant, the line of n8n; and what is
 * left out, as lines that say how to run it.
 */
export function planOf({ words, files, line }) {
	const { whole, walk, lineOne, ownN8n } = n8nParts();
	const n8n = (name, chosen) => ({
		suites: ['n8n'],
		line: name,
		files: chosen,
		sharesN8n: chosen.some((file) => !ownN8n.includes(file)),
	});
	const walked = `the ${whole.length - walk.length} other files in n8n 2.x and ${lineOne.length} in n8n 1.123: npm test -- rest`;
	const beside = 'the fault table: npm run faults; long fuzzing: npm run fuzz';
	if (words.includes('all')) {
		const runs = [{ suites: QUICK }, n8n('two', whole), n8n('one', lineOne)];
		return { runs, leftOut: [beside] };
	}
	if (words.includes('rest')) {
		const rest = whole.filter((file) => !walk.includes(file));
		return {
			runs: [n8n('two', rest), n8n('one', lineOne)],
			leftOut: ['what npm test runs', beside],
		};
	}
	if (words.length + files.length === 0) {
		return { runs: [{ suites: QUICK }, n8n(line, walk)], leftOut: [walked, beside] };
	}
	const suites = words.length > 0 ? words : SUITES;
	const quick = suites.filter((suite) => QUICK.includes(suite));
	const wanted = files.map(
		(part) => new RegExp(part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/', '.*/.*'), 'i'),
	);
	const fits = (file) => wanted.length === 0 || wanted.some((part) => part.test(file));
	// Not every file means something in 1.123; named ones run all the same.
	const offered = line === 'one' && files.length === 0 ? lineOne : whole;
	const inN8n = suites.includes('n8n') ? offered.filter(fits) : [];
	const quickFiles = quick.flatMap(filesOf).filter(fits);
	return {
		runs: [
			...(quick.length > 0 && files.length === 0 ? [{ suites: quick }] : []),
			...(files.length > 0 && quickFiles.length > 0 ? [{ suites: quick, files: quickFiles }] : []),
			...(inN8n.length > 0 ? [n8n(line, inN8n)] : []),
		],
		leftOut: ['everything else: npm test -- all'],
	};
}
