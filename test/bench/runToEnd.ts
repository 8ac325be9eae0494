/** Runs a benchmark and ends its process, whatever is still open then; `failure`: exit code where it throws. */
export function runToEnd(main: () => Promise<void>, failure = 1): void {
	main().then(
		() => process.exit(),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(failure);
		},
	);
}
