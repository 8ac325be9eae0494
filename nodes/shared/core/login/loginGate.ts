import type { Clock } from '../ports';
import { refusedLoginDelay } from '../flow/backoff';
import { deferred } from '../flow/deferred';

/** What is known of a login. */
type State =
	/** Nothing: who comes first asks, and the others wait for what the server says. */
	| { name: 'unknown'; refusals: number }
	| { name: 'asking'; refusals: number; heard: Promise<void> }
	| { name: 'accepted' }
	/** The server has said no; nobody asks before `until`, `elapsed` ms. */
	| { name: 'refused'; refusals: number; until: number };

/**
 * One login, shared by all who send with it: where a server refuses it, they ask again together, once per step of
 * `refusedLoginDelay`, and not each of them. More could lock the account.
 */
export class LoginGate {
	private state: State = { name: 'unknown', refusals: 0 };

	constructor(
		private readonly clock: Pick<Clock, 'elapsed'>,
		/** The error of whoever is not let through; `wait`: ms until the server is asked again. */
		private readonly refusal: (wait: number) => Error,
	) {}

	/**
	 * Sends, where the login may be tried now. Throws the refusal where it may not, and whatever `send` throws,
	 * which says nothing of the login.
	 */
	async pass<Answer extends { status: number }>(send: () => Promise<Answer>): Promise<Answer> {
		if (this.state.name === 'asking') {
			await this.state.heard;
			// No answer came to who asked: the others need not wait for one after the other.
			if (this.isUnknown) return this.judged(await send());
		}
		const { state } = this;
		if (state.name === 'accepted' || state.name === 'asking') return this.judged(await send());
		if (state.name === 'refused') {
			const wait = state.until - this.clock.elapsed();
			if (wait > 0) throw this.refusal(wait);
		}
		return await this.ask(send, state.refusals);
	}

	private get isUnknown(): boolean {
		return this.state.name === 'unknown';
	}

	/** A person asks: the next request goes out, whatever was refused before. */
	askAgain(): void {
		if (this.state.name === 'refused') this.state = { name: 'unknown', refusals: 0 };
	}

	private async ask<Answer extends { status: number }>(
		send: () => Promise<Answer>,
		refusals: number,
	): Promise<Answer> {
		const heard = deferred();
		const asking: State = { name: 'asking', refusals, heard: heard.promise };
		this.state = asking;
		try {
			const answer = await send();
			if (this.state === asking) this.state = { name: 'accepted' };
			return this.judged(answer, refusals);
		} finally {
			if (this.state === asking) this.state = { name: 'unknown', refusals };
			heard.resolve();
		}
	}

	private judged<Answer extends { status: number }>(answer: Answer, refusals = 0): Answer {
		// Of several that were under way one refusal counts.
		if (answer.status === 401 && this.state.name !== 'refused') {
			const until = this.clock.elapsed() + refusedLoginDelay(refusals);
			this.state = { name: 'refused', refusals: refusals + 1, until };
		}
		return answer;
	}
}
