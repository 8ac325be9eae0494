import type { TelephonyError } from '../../../shared/core/errors';

/** What happened to the way that events come by. Times in ms since 1970. */
export type LineChange =
	| { state: 'lost'; cause: string; since: number }
	/** `complete`: nothing can have been missed meanwhile. */
	| { state: 'standing'; since: number; complete: boolean; cause?: string }
	| { state: 'refused'; error: TelephonyError };
