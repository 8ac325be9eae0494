import { CleanUp } from './clean-up';
import { stderrProgress, type Progress } from '../n8n-driver/install/progress';
import { watchParent } from './watch-parent';

/** What a program that runs until it is stopped works with. */
export interface Running {
	progress: Progress;
	cleanUp: CleanUp;
	/** Aborted by Ctrl-C, and when whoever started this is gone. */
	signal: AbortSignal;
}

/**
 * Runs a program until it is stopped, and clears up behind it however it ends.
 * @param work gives an exit code, or undefined for a program that then goes on until it is stopped
 * @param stopped exit code when it was stopped before
 */
export async function untilStopped(
	work: (running: Running) => Promise<number | undefined>,
	stopped: number,
): Promise<number> {
	const progress = stderrProgress();
	const stopping = new AbortController();
	const stop = () => {
		if (stopping.signal.aborted) return;
		progress.say('Ending everything ...');
		stopping.abort(new Error('Ended by the user.'));
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	process.on('SIGHUP', stop);
	watchParent(stop);
	const cleanUp = new CleanUp();
	try {
		const code = await work({ progress, cleanUp, signal: stopping.signal });
		if (code !== undefined) return code;
		await untilAborted(stopping.signal);
		return 0;
	} catch (error) {
		if (stopping.signal.aborted) return stopped;
		throw error;
	} finally {
		await cleanUp.run();
	}
}

/** Ends the process with a program's exit code, or with what it failed of. */
export function exitWith(program: Promise<number>): void {
	program.then(
		(code) => process.exit(code),
		(error: unknown) => {
			process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
			process.exit(1);
		},
	);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
	// A timer, because waiting for a signal alone does not keep the process alive.
	const keepAlive = setInterval(() => {}, 60_000);
	await new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
	clearInterval(keepAlive);
}
