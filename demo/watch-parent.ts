const lookEveryMs = 500;

/**
 * Calls back when the process that started this one is gone. npm that is ended by a signal leaves what it
 * started behind; nothing of the demo may stay behind.
 */
export function watchParent(whenGone: () => void): void {
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		whenGone();
	}, lookEveryMs);
	timer.unref();
}
