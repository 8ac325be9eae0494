import { deferred } from '../../../../shared/core/flow/deferred';

/** Why a session ended. `planned`: on our own wish, because its time was over. */
export interface SessionEnd {
	cause: string;
	planned: boolean;
	/** What came after a message that could not be read counts as delivered, so that no session brings it again. */
	incomplete?: true;
}

/** The end of a connection: it comes once, and what waits meanwhile is notified. */
export class Ending {
	private readonly over = new AbortController();

	private readonly end = deferred<SessionEnd>();

	get signal(): AbortSignal {
		return this.over.signal;
	}

	get reached(): Promise<SessionEnd> {
		return this.end.promise;
	}

	/** False when it has ended already. */
	declare(end: SessionEnd): boolean {
		if (this.over.signal.aborted) return false;
		this.end.resolve(end);
		this.over.abort();
		return true;
	}
}
