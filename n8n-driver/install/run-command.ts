import { spawn } from 'node:child_process';
import { signalGroup } from '../process-group';

export interface CommandOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	/** Ends the command and everything it started. */
	signal?: AbortSignal;
}

/** A command that ended with something other than 0. `output` is both of its streams. */
export class CommandError extends Error {
	constructor(
		readonly commandLine: string,
		readonly exitCode: number | null,
		readonly output: string,
	) {
		super(`"${commandLine}" ended with ${exitCode ?? 'a signal'}:\n${lastLines(output, 30)}`);
		this.name = 'CommandError';
	}
}

/**
 * Runs a command to its end and gives its stdout.
 * @throws CommandError with the end of its output
 */
export async function runCommand(
	command: string,
	args: string[],
	{ cwd, env = process.env, signal }: CommandOptions,
): Promise<string> {
	signal?.throwIfAborted();
	const windows = process.platform === 'win32';
	const commandLine = [command, ...args].join(' ');
	return await new Promise((resolve, reject) => {
		// A group of its own: npm starts compilers, which must end with it.
		const child = spawn(command, args, {
			cwd,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: !windows,
			shell: windows,
		});
		const stdout: string[] = [];
		const all: string[] = [];
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout.push(text);
			all.push(text);
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => all.push(text));
		const abort = () => {
			if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
		};
		signal?.addEventListener('abort', abort, { once: true });
		child.once('error', (error) => {
			signal?.removeEventListener('abort', abort);
			reject(
				new Error(`"${commandLine}" could not be started: ${error.message}`, { cause: error }),
			);
		});
		child.once('close', (code) => {
			signal?.removeEventListener('abort', abort);
			if (signal?.aborted) reject(signal.reason);
			else if (code === 0) resolve(stdout.join(''));
			else reject(new CommandError(commandLine, code, all.join('')));
		});
	});
}

export function lastLines(text: string, count: number): string {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}
