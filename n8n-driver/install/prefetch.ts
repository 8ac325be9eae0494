import { installN8n } from './install';
import { lines, parseLineName } from './lines';
import { stderrProgress } from './progress';

/** Puts the lines of n8n named on the command line into the cache, so that nothing waits for them later. */
async function main(): Promise<void> {
	const names = process.argv.slice(2).map(parseLineName);
	for (const name of names) {
		await installN8n(lines[name], stderrProgress(`[n8n ${lines[name].version}] `));
	}
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});
