import { randomUUID } from 'node:crypto';
import type { Logger } from 'n8n-workflow';

import { whenAborted } from './core/flow/aborts';
import type { Clock, Log, Random } from './core/ports';

/** The real clock. The only place where timers are made. */
export const systemClock: Clock = {
	now: () => Date.now(),
	elapsed: () => performance.now(),
	async sleep(ms, signal) {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			// Longer waits overflow Node's timers; whoever waits that long looks at the clock again.
			const timer = setTimeout(done, Math.min(Math.max(0, ms), 2 ** 31 - 1));
			const takeBack = signal && whenAborted(signal, done);
			function done() {
				clearTimeout(timer);
				takeBack?.();
				resolve();
			}
		});
	},
};

/** Calls `then` after `ms`, unless the function it gives is called before. */
export function later(ms: number, then: () => void): () => void {
	const timer = setTimeout(then, ms);
	return () => clearTimeout(timer);
}

export const systemRandom: Random = { next: () => Math.random(), uuid: () => randomUUID() };

/** n8n's logger, with the workflow and node in front, so that an operator knows whose line it is. */
export function logOf(logger: Logger, prefix: string): Log {
	const write =
		(level: 'debug' | 'info' | 'warn' | 'error') =>
		(message: string, details: Record<string, unknown> = {}) => {
			const facts = Object.entries(details)
				.filter(([, value]) => value !== undefined)
				.map(
					([name, value]) =>
						`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
				);
			const tail = facts.length > 0 ? ` (${facts.join(', ')})` : '';
			logger[level](`${prefix}: ${message}${tail}`);
		};
	return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
