import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

const USAGE = `Usage: npm test [-- SUITE ...] [-- --line one|two]

Suites: unit, contract, simulators, n8n (all by default)
--line  which n8n the suite "n8n" runs in: two = the newest 2.x that installs (default), one = 1.123
`;

function options(args) {
	const suites = [];
	let line = process.env.TELEPHONY_N8N ?? 'two';
	for (let index = 0; index < args.length; index++) {
		const argument = args[index];
		if (['unit', 'contract', 'simulators', 'n8n'].includes(argument)) suites.push(argument);
		else if (argument === '--line' && /^(one|two)$/.test(args[index + 1] ?? '')) line = args[++index];
		else {
			process.stderr.write(USAGE);
			process.exit(argument === '--help' ? 0 : 2);
		}
	}
	return { suites: suites.length > 0 ? suites : ['unit', 'contract', 'simulators', 'n8n'], line };
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const folder = mkdtempSync(join(tmpdir(), 'telephony-test-'));

function node(args, env = {}) {
	return spawnSync(process.execPath, args, {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...env },
	}).status;
}

function jest(projects, extra, env) {
	const report = join(folder, `${projects.join('-')}.json`);
	const status = node(
		[
			join(root, 'node_modules/jest/bin/jest.js'),
			'--selectProjects',
			...projects,
			...extra,
			// A connection that a test forgot must not hold the run up for ever.
			'--forceExit',
			'--json',
			`--outputFile=${report}`,
		],
		env,
	);
	const result = JSON.parse(readFileSync(report, 'utf8'));
	totals.passed += result.numPassedTests;
	totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
	totals.skipped += result.numPendingTests;
	// A threshold that was missed fails the run without failing a test.
	if (status !== 0 && totals.failed === 0) totals.failed += 1;
}

const { suites, line } = options(process.argv.slice(2));
bootstrap();
process.stderr.write('Building ...\n');
if (node([join(root, 'node_modules/gulp/bin/gulp.js'), 'build', '--silent']) !== 0) process.exit(1);
const quick = suites.filter((suite) => suite !== 'n8n');
const coverage = quick.includes('unit') ? ['--coverage'] : [];
if (quick.length > 0) jest(quick, coverage);
if (suites.includes('n8n')) jest(['n8n'], ['--runInBand'], { TELEPHONY_N8N: line });
rmSync(folder, { recursive: true, force: true });
const { passed, failed, skipped } = totals;
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
