import type { TelephonyError } from '../../../shared/core/errors';

/** What happened to the way that events come by. Times in ms since 1970. */
export type LineChange =
	/** `isSilent`: the server does not answer, so nobody knows whether the subscription brings anything. */
	| { state: 'lost'; cause: string; since: number; isSilent?: true }
	/**
	 * `complete`: nothing is missed, but what the server kept may still be on its way. `caughtUp` resolves when it has
	 * come, and never where the line is lost before.
	 */
	| {
			state: 'active';
			since: number;
			complete: boolean;
			caughtUp?: Promise<void>;
			cause?: string;
			isSilent?: true;
	  }
	| { state: 'refused'; error: TelephonyError };
