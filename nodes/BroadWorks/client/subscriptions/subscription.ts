import { deferred } from '../../../shared/core/flow/deferred';
import { Sequencer } from '../../../shared/core/flow/sequencer';
import type { TelephonyError } from '../../../shared/core/errors';
import type { Clock, Log } from '../../../shared/core/ports';
import { isRefusal, isTold } from '../../../shared/core/words';
import type { LineListener } from '../delivery/listener';
import type { LastEvents } from './lastEvents';
import type { SubscriptionChange } from './subscriber';
import type { SubscriptionSpec } from './subscriptions';

/** Failures after which subscribers are notified of a refusal. */
const NOTIFIED_AFTER = 3;

/**
 * The life of a subscription at the server. `id` is the server's; `confirmedAt` is `clock.elapsed()` when
 * the server is known to have had it last.
 */
export type SubscriptionState =
	/** It is to be made. */
	| { name: 'wanted' }
	/** Taken over from before, and not read yet. */
	| { name: 'adopted'; id: string; confirmedAt: number }
	| { name: 'active'; id: string; confirmedAt: number }
	/** A probe did not find it; the next refresh says for certain. */
	| { name: 'doubted'; id: string; confirmedAt: number }
	/** It was active, and subscribers know that it is not; it is to be made again. */
	| { name: 'lost' }
	/** It was given up; what the server had sent before is read to its end. Never made again. */
	| { name: 'ending'; id?: string; last: LastEvents };

/** How the tries to make and refresh it have ended. */
type Tries =
	| { result: 'fine' }
	| { result: 'failing'; times: number; error: TelephonyError }
	/** As failing, and subscribers know the server's reason. */
	| { result: 'refused'; times: number; error: TelephonyError };

/** A subscription that somebody else has maintained. */
export interface Known {
	id: string;
	/** Number of the event that was to come next, where that is known. */
	next?: number;
}

/**
 * A subscription with those who share it, and every way in which its state can change. It sends no
 * requests: `upkeep.ts` does, and says here what came of them.
 */
export class Subscription {
	readonly subscribers = new Set<LineListener>();

	/** Through this every event goes, so that order holds and gaps are seen. */
	readonly order: Sequencer<() => void>;

	/** Resolves when it is active; rejects when the server refuses it for good. */
	ready = deferred();

	/** `clock.elapsed()` at which it is to be made, read or refreshed. */
	due: number;

	private present: SubscriptionState = { name: 'wanted' };

	private tries: Tries = { result: 'fine' };

	/** ms that the server gave when it was asked last; unknown of one taken over. */
	private life = Infinity;

	/**
	 * A refresh or a new subscription makes the server send the present state
	 * (docs/protocols/broadworks.md#subscriptions).
	 */
	private initialState: 'expected' | 'none' = 'none';

	/** Due at once. */
	constructor(
		readonly spec: SubscriptionSpec,
		clock: Clock,
		log: Log,
	) {
		this.due = clock.elapsed();
		this.order = new Sequencer<() => void>(
			clock,
			(deliver) => deliver(),
			(gap) => this.notify({ state: 'gap', gap }, log),
		);
	}

	get state(): SubscriptionState {
		return this.present;
	}

	/** Of the subscription at the server, where there is one. */
	get id(): string | undefined {
		return 'id' in this.present ? this.present.id : undefined;
	}

	/** Failures since the last success. */
	get failures(): number {
		return this.tries.result === 'fine' ? 0 : this.tries.times;
	}

	/** The last of these failures. */
	get failure(): TelephonyError | undefined {
		return this.tries.result === 'fine' ? undefined : this.tries.error;
	}

	/** Takes over one that was made before. It is read when it is due. */
	adopt({ id, next }: Known, elapsed: number): void {
		this.order.goOnAt(next);
		this.present = { name: 'adopted', id, confirmedAt: elapsed };
		this.ready.resolve();
	}

	/** The server made it. True when one that was lost is active again. */
	made(id: string, elapsed: number): boolean {
		const { present } = this;
		this.order.restart();
		this.present =
			present.name === 'ending' ? { ...present, id } : { name: 'active', id, confirmedAt: elapsed };
		this.ready.resolve();
		return present.name === 'lost';
	}

	/** The server gave it another id at a refresh. */
	renamed(id: string): void {
		if (!('id' in this.present)) return;
		this.present = { ...this.present, id };
		this.order.restart();
	}

	/** The server has it, by what a request said that is over now. `expires`: s it gives from now on. */
	confirmed(expires: number, elapsed: number): void {
		this.tries = { result: 'fine' };
		const { present } = this;
		this.life = expires * 1000;
		if (present.name === 'lost' || present.name === 'wanted') return;
		this.due = elapsed + (expires * 1000) / 2;
		if (present.name === 'ending') return;
		this.present = { name: 'active', id: present.id, confirmedAt: elapsed };
	}

	/**
	 * What a probe has found that began at `since` (`clock.elapsed()`). True when the subscription is due for
	 * that. It may have been confirmed in another way while the server was asked.
	 */
	probed(isThere: boolean, since: number, elapsed: number): boolean {
		const { present } = this;
		if (!('confirmedAt' in present) || present.confirmedAt > since) return false;
		if (isThere) {
			this.present = { ...present, confirmedAt: since };
			return false;
		}
		// One taken over is only read, which says for certain too.
		if (present.name !== 'adopted') this.present = { ...present, name: 'doubted' };
		this.due = elapsed;
		return true;
	}

	/**
	 * Whether the life that the server gave is over, so that it has it no more, whatever is answered in its
	 * place.
	 */
	isOver(elapsed: number): boolean {
		const { present } = this;
		return 'confirmedAt' in present && elapsed - present.confirmedAt >= this.life;
	}

	/** The server no longer has it. Gives `clock.elapsed()` when it is known to have had it last. */
	lost(elapsed: number): number {
		const { present } = this;
		this.due = elapsed;
		if (present.name === 'ending') this.present = { ...present, id: undefined };
		else this.present = { name: 'lost' };
		return 'confirmedAt' in present ? present.confirmedAt : elapsed;
	}

	/** A try failed; the next one is at `due`. True when subscribers are to be notified of the refusal. */
	failed(error: TelephonyError, due: number): boolean {
		const times = this.failures + 1;
		this.due = due;
		if (isRefusal(error)) {
			this.ready.reject(error);
			this.ready = deferred();
		}
		const wasRefused = this.tries.result === 'refused';
		const isNews = !wasRefused && isTold(error) && times >= NOTIFIED_AFTER;
		this.tries = { result: wasRefused || isNews ? 'refused' : 'failing', times, error };
		return isNews;
	}

	/** Its last subscriber gives it up. What waits goes out: it is not sent again, because it ends now. */
	end(last: LastEvents, error: TelephonyError): void {
		const { id } = this;
		this.ready.reject(error);
		this.order.restart();
		this.order.close();
		this.present = { name: 'ending', id, last };
	}

	/** The server is asked for something after which it sends the present state. */
	expectInitialState(): void {
		this.initialState = this.spec.target.kind === 'user' ? 'expected' : 'none';
	}

	/** An event came: whether it is the first after such a request. */
	takeInitialState(): boolean {
		const isExpected = this.initialState === 'expected';
		this.initialState = 'none';
		return isExpected;
	}

	/** Notifies every subscriber of a change; a fault of one of them harms no other. */
	notify(change: Omit<SubscriptionChange, 'spec'>, log: Log): void {
		for (const subscriber of this.subscribers) {
			try {
				subscriber.onSubscription?.({ ...change, spec: this.spec });
			} catch (error) {
				log.error('A change could not be handled', { reason: String(error) });
			}
		}
	}
}
