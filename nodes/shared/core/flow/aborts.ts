/** What has to be done by signal; each signal has one listener, however many wait for it. */
const waiting = new WeakMap<AbortSignal, Waiting>();

interface Waiting {
	acts: Set<() => void>;
	onAbort(): void;
}

function listen(signal: AbortSignal): Waiting {
	const acts = new Set<() => void>();
	const onAbort = () => {
		waiting.delete(signal);
		for (const act of acts) act();
	};
	signal.addEventListener('abort', onAbort, { once: true });
	const made = { acts, onAbort };
	waiting.set(signal, made);
	return made;
}

/**
 * Calls `act` when `signal` is aborted; the result takes that back. Adding a listener to a signal costs
 * time for each that is there already, and Node warns of a leak from the eleventh on: here many share one.
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
	const known = waiting.get(signal) ?? listen(signal);
	known.acts.add(act);
	return () => {
		known.acts.delete(act);
		if (known.acts.size > 0 || waiting.get(signal) !== known) return;
		waiting.delete(signal);
		signal.removeEventListener('abort', known.onAbort);
	};
}

/** Resolves with `work`, or as soon as `signal` is aborted. */
export async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	let takeBack = () => {};
	const aborted = new Promise<void>((resolve) => {
		takeBack = whenAborted(signal, resolve);
	});
	try {
		await Promise.race([work, aborted]);
	} finally {
		takeBack();
	}
}
