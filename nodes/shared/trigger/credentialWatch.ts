import type { Clock, Log } from '../core/ports';
import { digestOf } from '../secrets';

/** ms between two readings of the credential of a running trigger. */
export const READ_INTERVAL = 3_000;

/** Who follows a credential. */
export interface CredentialFollower<T> {
	/** Reads what is stored now. */
	stored(): Promise<T>;
	/** Equal where nothing differs that the trigger depends on; `markOf` makes one without secrets. */
	mark(credential: T): string;
	/** Something changed. Called once per change; what takes long goes on by itself. */
	onChange(now: T, before: T): void;
}

/** A text that differs when one of the values does, and gives none of them away. */
export function markOf(...values: unknown[]): string {
	return digestOf(JSON.stringify(values));
}

/**
 * Looks every few seconds whether a credential that a running trigger uses was changed: n8n tells nobody.
 * One that cannot be read any more is logged once, and the trigger goes on with what it has.
 */
export function watchCredential<T>(
	follower: CredentialFollower<T>,
	first: T,
	{ clock, log }: { clock: Clock; log: Log },
): { close(): void } {
	const closing = new AbortController();
	const { signal } = closing;
	let known = first;
	let isReadable = true;
	const read = async () => {
		try {
			const now = await follower.stored();
			if (!isReadable) log.info('The credential can be read again');
			isReadable = true;
			if (signal.aborted || follower.mark(now) === follower.mark(known)) return;
			const before = known;
			known = now;
			follower.onChange(now, before);
		} catch (error) {
			if (!isReadable || signal.aborted) return;
			isReadable = false;
			log.error('The credential cannot be read any more; the trigger goes on with what it had', {
				reason: (error as Error).message,
			});
		}
	};
	const run = async () => {
		while (!signal.aborted) {
			await clock.sleep(READ_INTERVAL, signal);
			if (!signal.aborted) await read();
		}
	};
	void run();
	return { close: () => closing.abort() };
}
