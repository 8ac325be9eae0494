/** The benchmarks by name; without one, those that need no n8n run. */
const BENCHMARKS = [
	'table',
	'guard',
	'sizing',
	'heap',
	'triggers',
	'idle',
	'actions',
	'burst',
	'users',
	'join',
];

async function main(name = 'table'): Promise<void> {
	if (BENCHMARKS.includes(name)) {
		await import(`./${name}`);
		return;
	}
	process.stderr.write(`Usage: npm run bench [-- ${BENCHMARKS.join(' | ')}]\n`);
	process.exit(name === '--help' ? 0 : 2);
}

main(process.argv[2]).catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exit(1);
});
