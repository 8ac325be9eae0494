import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { bootstrap, root } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { parseTestArguments, planOf, USAGE } from './plan.mjs';

/**
 * Jest processes that share one n8n. Each file has several tests at work, which wait for n8n. Two of them take their next file at
 * once, the others when the machine has room (test/support/n8n/processes/roomEnvironment.ts).
 */
const N8N_WORKERS = 5;

/** Jest processes of each line of n8n where two are tested side by side. */
const N8N_WORKERS_OF_TWO = 4;

/** Jest processes of the suites that need nothing but Node; Jest itself would leave one core idle. */
const QUICK_WORKERS = '100%';

const SLOWEST = 10;

/** Lines of a failed test's message that the end of the run repeats. */
const MESSAGE_LINES = 12;

const totals = { passed: 0, failed: 0, skipped: 0 };
const times = [];
const repeated = [];
const spoiled = [];
const reasons = [];

/**
 * Runs jest, adds to the totals, and gives the files that failed. What it prints is shown as it comes, or kept in
 * `output` where another runs beside it.
 */
async function jest(
	{ suites, files, line, sharesN8n, workers = line ? N8N_WORKERS : QUICK_WORKERS },
	{ name, report, output },
) {
	const args = [
		...['--selectProjects', ...suites],
		// A connection that a test forgot must not hold the run up for ever.
		'--forceExit',
		...['--json', `--outputFile=${report}`],
		`--maxWorkers=${workers}`,
		...(suites.includes('unit') && !files && !name ? ['--coverage'] : []),
		...(name ? ['-t', name] : []),
		...(files ? ['--runTestsByPath', ...files] : []),
	];
	const kept = output && openSync(output, 'a');
	const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
		cwd: root,
		stdio: kept ? ['ignore', kept, kept] : 'inherit',
		env: {
			...process.env,
			...(line ? { TELEPHONY_N8N: line, TELEPHONY_N8N_SHARED: sharesN8n ? 'yes' : 'no' } : {}),
		},
	});
	const [status] = await once(child, 'exit');
	if (kept) closeSync(kept);
	if (!existsSync(report)) {
		// What runs beside it goes on, and its own words are above.
		totals.failed += 1;
		reasons.push(`${suites.join(', ')}${line ? ` (${line})` : ''} › could not begin`);
		return [];
	}
	const result = JSON.parse(readFileSync(report, 'utf8'));
	totals.passed += result.numPassedTests;
	totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
	totals.skipped += result.numPendingTests;
	// A threshold that was missed fails the run without failing a test.
	if (status !== 0 && result.success) totals.failed += 1;
	for (const { name: file, startTime, endTime } of result.testResults) {
		times.push({
			file: `${file.slice(root.length + 1)}${line ? ` (${line})` : ''}`,
			ms: endTime - startTime,
		});
	}
	return result.testResults
		.filter(({ status: outcome }) => outcome === 'failed')
		.map(({ name: file, assertionResults, message }) => ({
			file: file.slice(root.length + 1),
			passed: assertionResults.filter((test) => test.status === 'passed').length,
			failed: assertionResults.filter((test) => test.status === 'failed').length || 1,
			skipped: assertionResults.filter((test) => test.status === 'pending').length,
			reasons: reasonsOf(file.slice(root.length + 1), line, assertionResults, message),
		}));
}

/** What failed in a file, to be read at the end of a long run; a file that did not load has no tests. */
function reasonsOf(file, line, tests, message) {
	const failed = tests.filter(({ status }) => status === 'failed');
	const told = failed.map((test) => [test.fullName, test.failureMessages.join('\n')]);
	return (told.length > 0 ? told : [['(the file itself)', message]]).map(([name, words]) => {
		const start = stripVTControlCharacters(words)
			.split('\n')
			.slice(0, MESSAGE_LINES)
			.join('\n    ');
		return `${file}${line ? ` (${line})` : ''} › ${name}\n    ${start}`;
	});
}

/**
 * Runs files that failed once more, with nothing beside them: on a busy machine a neighbour may have spoiled
 * them. The second result counts; both are printed, and the totals name the files.
 */
async function again(run, failures, { name, report }) {
	for (const { passed, failed, skipped } of failures) {
		totals.passed -= passed;
		totals.failed -= failed;
		totals.skipped -= skipped;
	}
	const files = failures.map(({ file }) => file);
	say(`\nOnce more, alone: ${files.join(', ')}`);
	repeated.push(...files);
	return await jest({ ...run, files, workers: 1 }, { name, report });
}

const say = (text) => process.stdout.write(`${text}\n`);
const asked = parseTestArguments(process.argv.slice(2), process.env.TELEPHONY_N8N || 'two');
if (!asked) {
	process.stderr.write(USAGE);
	process.exit(process.argv.includes('--help') ? 0 : 2);
}
const began = performance.now();
bootstrap();
const { runs, leftOut } = planOf(asked);
process.stderr.write('Building ...\n');
buildWhenNeeded();
const folder = mkdtempSync(join(tmpdir(), 'telephony-test-'));
const { name } = asked;
const reportOf = (index, more = '') => join(folder, `${index}${more}.json`);

/** The runs at the same time; what the second prints is shown when the first has ended. */
async function sideBySide(group) {
	const workers = group.length > 1 ? { workers: N8N_WORKERS_OF_TWO } : {};
	const outputs = group.map((_, place) => (place > 0 ? join(folder, `${place}.txt`) : undefined));
	const failures = await Promise.all(
		group.map(async ({ run, index }, place) => {
			const options = { name, report: reportOf(index), output: outputs[place] };
			return await jest({ ...workers, ...run }, options);
		}),
	);
	for (const output of outputs) if (output) process.stdout.write(readFileSync(output));
	return group.map((member, place) => ({ ...member, failures: failures[place] }));
}

try {
	const numbered = runs.map((run, index) => ({ run, index }));
	// The quick suites take both cores; two lines of n8n mostly wait.
	const groups = [numbered.filter(({ run }) => !run.line), numbered.filter(({ run }) => run.line)];
	for (const group of groups) {
		for (const { run, index, failures } of await sideBySide(group)) {
			let last = failures;
			if (asked.again && last.length > 0) {
				spoiled.push(...last.flatMap((failure) => failure.reasons));
				last = await again(run, last, { name, report: reportOf(index, '-again') });
			}
			reasons.push(...last.flatMap((failure) => failure.reasons));
		}
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
const slowest = times.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
say(
	`\nSlowest: ${slowest.map(({ file, ms }) => `${file} ${(ms / 1000).toFixed(0)} s`).join(', ')}`,
);
for (const line of leftOut) say(`Left out: ${line}`);
if (spoiled.length > 0) say(`\nFailed at first:\n${spoiled.join('\n')}`);
if (reasons.length > 0) say(`\nFailed:\n${reasons.join('\n')}\n`);
if (repeated.length > 0) say(`Ran twice, as the first time failed: ${repeated.join(', ')}`);
const { passed, failed, skipped } = totals;
const seconds = ((performance.now() - began) / 1000).toFixed(0);
say(`${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
