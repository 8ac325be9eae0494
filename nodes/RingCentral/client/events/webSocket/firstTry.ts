import { deferred } from '../../../../shared/core/flow/deferred';
import type { TelephonyError } from '../../../../shared/core/errors';

/**
 * What `start` waits for. True: the first try, and what it fails of is thrown. `unlessRefused`: the first
 * try, but only a refusal is thrown; a server that cannot be reached now is tried again. False: nothing.
 */
export type WaitFor = boolean | 'unlessRefused';

/** The first try of a line, for who waits for it. */
export class FirstTry {
	private readonly over = deferred();

	/** `wait`: false as soon as the line goes on by itself. */
	constructor(private wait: WaitFor) {}

	/** Resolves when the line goes on by itself; throws what it gives up on. */
	get done(): Promise<void> {
		return this.over.promise;
	}

	/** The line is active, or will be tried again. */
	pass(): void {
		this.wait = false;
		this.over.resolve();
	}

	/** True where the line is given up for this failure of it. */
	fails(failure: TelephonyError, isPermanent: boolean): boolean {
		const isEnd = this.wait === true || (this.wait === 'unlessRefused' && isPermanent);
		if (isEnd) this.over.reject(failure);
		return isEnd;
	}
}
