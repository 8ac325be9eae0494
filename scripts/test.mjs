import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';
import { buildWhenNeeded } from './build.mjs';
import { parseTestArguments, planOf, USAGE } from './plan.mjs';

/** Jest processes that share one n8n: the tests mostly wait, and n8n itself takes a core. */
const N8N_WORKERS = 4;

const SLOWEST = 10;

const totals = { passed: 0, failed: 0, skipped: 0 };
const times = [];

function jest({ suites, files, line, sharesN8n }, name, report) {
	const args = [
		...['--selectProjects', ...suites],
		// A connection that a test forgot must not hold the run up for ever.
		'--forceExit',
		...['--json', `--outputFile=${report}`],
		...(line ? [`--maxWorkers=${N8N_WORKERS}`] : []),
		...(suites.includes('unit') && !files && !name ? ['--coverage'] : []),
		...(name ? ['-t', name] : []),
		...(files ? ['--runTestsByPath', ...files] : []),
	];
	const { status } = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
		cwd: root,
		stdio: 'inherit',
		env: {
			...process.env,
			...(line ? { TELEPHONY_N8N: line, TELEPHONY_N8N_SHARED: sharesN8n ? 'yes' : 'no' } : {}),
		},
	});
	const result = JSON.parse(readFileSync(report, 'utf8'));
	totals.passed += result.numPassedTests;
	totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
	totals.skipped += result.numPendingTests;
	// A threshold that was missed fails the run without failing a test.
	if (status !== 0 && result.success) totals.failed += 1;
	for (const { name: file, startTime, endTime } of result.testResults) {
		times.push({ file: `${file.slice(root.length + 1)}${line ? ` (${line})` : ''}`, ms: endTime - startTime });
	}
}

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
try {
	runs.forEach((run, index) => jest(run, asked.name, join(folder, `${index}.json`)));
} finally {
	rmSync(folder, { recursive: true, force: true });
}
const say = (text) => process.stdout.write(`${text}\n`);
const slowest = times.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
say(`\nSlowest: ${slowest.map(({ file, ms }) => `${file} ${(ms / 1000).toFixed(0)} s`).join(', ')}`);
for (const line of leftOut) say(`Left out: ${line}`);
const { passed, failed, skipped } = totals;
const seconds = ((performance.now() - began) / 1000).toFixed(0);
say(`${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
