import { commands, USAGE } from './commands';

async function main(): Promise<void> {
	const [name, ...args] = process.argv.slice(2);
	const start = commands[name];
	if (!start) {
		process.stderr.write(USAGE);
		process.exitCode = name === undefined || name === '--help' ? 0 : 2;
		return;
	}
	const running = await start(args);
	const stop = () => {
		running.close().then(
			() => process.exit(0),
			(error: unknown) => fail(error),
		);
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	// One line of JSON is all that ever goes to stdout: programs wait for it, and may end this right after.
	process.stdout.write(`${JSON.stringify(running.description)}\n`);
}

function fail(error: unknown): void {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

main().catch(fail);
