import { processWide } from './processWide';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const end = processWide('processEnd', 1, () => ({ isNear: false, isWatched: false }));

/**
 * Notices from now on that n8n is being stopped: it closes triggers then as it does for a newer version of
 * their workflow, and tells them nothing. Ahead of its listener, which may close them at once. Only where
 * somebody handles the signal already, because a listener of ours alone would keep the process alive.
 */
export function watchProcessEnd(): void {
	if (end.isWatched) return;
	const handled = SIGNALS.filter((signal) => process.listenerCount(signal) > 0);
	for (const signal of handled) process.prependOnceListener(signal, () => (end.isNear = true));
	end.isWatched = handled.length > 0;
}

/** True when n8n ends, so that nothing can be put off any more. */
export const isProcessEnding = (): boolean => end.isNear;
