import type { TelephonyError } from '../../../shared/core/errors';

/** What happened to the way that events come by. Times in ms since 1970. */
export type LineChange =
	/** `isSilent`: the server does not answer, so nobody knows whether the subscription brings anything. */
	| { state: 'lost'; cause: string; since: number; isSilent?: true }
	/** `complete`: nothing can have been missed meanwhile. */
	| { state: 'active'; since: number; complete: boolean; cause?: string; isSilent?: true }
	| { state: 'refused'; error: TelephonyError };
