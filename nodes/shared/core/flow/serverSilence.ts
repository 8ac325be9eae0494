import type { Clock } from '../ports';

/** What becomes of a server that is asked again and again. Times in ms since 1970. */
export type SilenceChange =
	/** It answers for the first time. */
	| { state: 'answers' }
	/** `since`: when it was heard of last. */
	| { state: 'silent'; since: number; cause: string }
	| { state: 'answersAgain'; since: number; cause: string };

type State =
	| { name: 'awaited' | 'answering'; heardAt: number }
	| { name: 'silent'; since: number; cause: string };

/**
 * Notifies when a server that posts events cannot be asked any more, and when it answers again, once each. Whether
 * it posts meanwhile nobody knows; that it does not answer is all there is to see of a line that was cut.
 */
export class ServerSilence {
	private state: State;

	constructor(
		private readonly clock: Clock,
		private readonly notify: (change: SilenceChange) => void,
	) {
		this.state = { name: 'awaited', heardAt: clock.now() };
	}

	/** Notified, and not over. */
	get isSilent(): boolean {
		return this.state.name === 'silent';
	}

	answered(): void {
		const { state } = this;
		this.forget();
		if (state.name === 'awaited') this.notify({ state: 'answers' });
		if (state.name === 'silent') {
			this.notify({ state: 'answersAgain', since: state.since, cause: state.cause });
		}
	}

	/** `begin`: ms since 1970 from which on something may have been missed, where that is not when it was heard of last. */
	unanswered(cause: string, begin?: number): void {
		if (this.state.name === 'silent') return;
		const since = begin ?? this.state.heardAt;
		this.state = { name: 'silent', since, cause };
		this.notify({ state: 'silent', since, cause });
	}

	/** It answers, and somebody else notifies of what it says. */
	forget(): void {
		this.state = { name: 'answering', heardAt: this.clock.now() };
	}
}
