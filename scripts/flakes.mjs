import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './bootstrap.mjs';

const USAGE = `Usage: npm run flakes -- [--times 10] [--loops 3] [WHAT ...] [FILE ...] [-t NAME]

Runs tests again and again beside processes that only count, and says what failed in any of the runs.

--times N  how often (10)
--loops N  busy processes beside them (one more than the machine has cores)
The rest is as for npm test, which --help of it explains.
`;

/** Busy for as long as whoever started it lives: a run that is killed leaves none behind. */
const LOOP = 'for (const parent = process.ppid; process.ppid === parent; );';

/** What npm test prints last, and what it says of failed tests. */
const TOTALS = /^\d+ passed, .*$/m;
const FAILED = /^Failed:\n([\s\S]*?)\n\n/m;

/** One run of npm test: what it printed, and whether all passed. */
async function run(args) {
	const child = spawn(process.execPath, [join(root, 'scripts/test.mjs'), ...args], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	let printed = '';
	child.stdout.on('data', (part) => (printed += part));
	const [code] = await once(child, 'close');
	return { printed, isGood: code === 0 };
}

const { values, tokens } = parseArgs({
	args: process.argv.slice(2),
	options: {
		times: { type: 'string', default: '10' },
		loops: { type: 'string', default: String(availableParallelism() + 1) },
		help: { type: 'boolean' },
	},
	strict: false,
	tokens: true,
});
const times = Number(values.times);
const loops = Number(values.loops);
if (values.help || !(times > 0) || !(loops >= 0)) {
	process.stderr.write(USAGE);
	process.exit(values.help ? 0 : 2);
}
const own = new Set(['times', 'loops']);
const given = tokens
	.filter(({ kind, name }) => kind !== 'option' || !own.has(name))
	.map(({ rawName, value }) => rawName ?? value);
const busy = Array.from({ length: loops }, () =>
	spawn(process.execPath, ['-e', LOOP], { stdio: 'ignore' }),
);
let failures = 0;
try {
	for (let nth = 1; nth <= times; nth++) {
		const { printed, isGood } = await run(given);
		process.stdout.write(`${nth}: ${TOTALS.exec(printed)?.[0] ?? 'it broke off'}\n`);
		if (isGood) continue;
		failures += 1;
		process.stdout.write(`${FAILED.exec(printed)?.[1] ?? printed.slice(-2_000)}\n`);
	}
} finally {
	for (const loop of busy) loop.kill();
}
process.stdout.write(`${failures} of ${times} runs failed, beside ${loops} busy loops\n`);
process.exit(failures === 0 ? 0 : 1);
