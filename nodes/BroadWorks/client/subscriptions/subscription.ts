import { deferred } from '../../../shared/core/flow/deferred';
import { renewAfter } from '../../../shared/core/flow/granted';
import { Sequencer } from '../delivery/sequencer';
import type { TelephonyError } from '../../../shared/core/errors';
import type { Clock, Log } from '../../../shared/core/ports';
import { isRefusal, hasReason } from '../../../shared/core/words';
import type { XsiEvent } from '../channel/decode';
import { notifyAll, type LineListener, type SubscriptionChange } from '../delivery/listener';
import type { LastEvents } from './lastEvents';
import { packageOf, packagesOf } from './packages';
import { specKey, type SubscriptionSpec } from './subscriptions';

/** Failures after which subscribers are notified of a refusal. */
const NOTIFIED_AFTER = 3;

/** A subscription that the server has. */
interface AtServer {
	/** The server's. */
	id: string;
	/** `clock.elapsed()` when the server is known to have had it last. */
	confirmedAt: number;
	/** ms that the server gave then; unknown of one taken over. */
	life: number;
}

/** Where a subscription is in its life. */
export type SubscriptionState =
	/** It is to be made. */
	| { name: 'wanted' }
	/** Taken over from before, and not read yet. */
	| ({ name: 'adopted' } & AtServer)
	| ({ name: 'active' } & AtServer)
	/** A probe did not find it; the next refresh says for certain. */
	| ({ name: 'doubted' } & AtServer)
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
 * The first event of each package of a subscription to a user is the present state
 * (docs/protocols/broadworks.md#subscriptions).
 */
export function beginsWithState(spec: SubscriptionSpec, { sequenceNumber = Infinity }: XsiEvent) {
	return spec.target.kind === 'user' && sequenceNumber <= packagesOf(spec).length;
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

	/**
	 * Packages of which the server is about to send the present state, as after a refresh or for a new
	 * subscription (docs/protocols/broadworks.md#subscriptions).
	 */
	private expected = new Set<string>();

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

	/** Id of the subscription at the server, where there is one. */
	get id(): string | undefined {
		return 'id' in this.present ? this.present.id : undefined;
	}

	/** `clock.elapsed()` at which the life that the server gave is over; Infinity where it is not known. */
	get endsAt(): number {
		return 'life' in this.present ? this.present.confirmedAt + this.present.life : Infinity;
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
		this.present = { name: 'adopted', id, confirmedAt: elapsed, life: Infinity };
		this.ready.resolve();
	}

	/** The server made it. True when one that was lost is active again. */
	made(id: string, elapsed: number): boolean {
		const { present } = this;
		this.order.restart();
		if (present.name === 'ending') this.present = { ...present, id };
		else this.present = { name: 'active', id, confirmedAt: elapsed, life: Infinity };
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
		const life = expires * 1000;
		if (present.name === 'lost' || present.name === 'wanted') return;
		this.due = elapsed + renewAfter(life);
		if (present.name === 'ending') return;
		this.present = { name: 'active', id: present.id, confirmedAt: elapsed, life };
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
		return 'confirmedAt' in present && elapsed - present.confirmedAt >= present.life;
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
		const isNews = !wasRefused && hasReason(error) && times >= NOTIFIED_AFTER;
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
		if (this.spec.target.kind === 'user') this.expected = new Set(packagesOf(this.spec));
	}

	/** An event came. Gives whether it may be the present state: it is the first of its package after such a request. */
	takes(event: XsiEvent): boolean {
		if (this.present.name === 'ending') this.present.last.sign();
		const isExpected = this.expected.delete(packageOf(this.spec, event.type));
		return isExpected || beginsWithState(this.spec, event);
	}

	/** Notifies every subscriber of a change. */
	notify(change: Omit<SubscriptionChange, 'spec'>, log: Log): void {
		const whole = { ...change, spec: this.spec };
		notifyAll(this.subscribers, (one) => one.onSubscription?.(whole), 'change', log);
	}
}

/** The subscriptions of a book, by what they are for and by the ids that the server gave them. */
export class SubscriptionRegister {
	private readonly byKey = new Map<string, Subscription>();

	private readonly byId = new Map<string, Subscription>();

	/** What is being ended at the server now, by key of the subscription. */
	private readonly endings = new Map<string, Promise<unknown>>();

	/** Those that are wanted; not those that are ending. */
	get wanted(): Subscription[] {
		return [...this.byKey.values()];
	}

	/** Ids of the subscriptions that the server should have. */
	get ids(): string[] {
		return [...this.byId].filter(([id, one]) => one.id === id).map(([id]) => id);
	}

	/** The wanted one for this, if there is one. */
	find(spec: SubscriptionSpec): Subscription | undefined {
		return this.byKey.get(specKey(spec));
	}

	/** The one that has this id or had it before, wanted or ending. */
	withId(id: string): Subscription | undefined {
		return this.byId.get(id);
	}

	isWanted(subscription: Subscription): boolean {
		return this.find(subscription.spec) === subscription;
	}

	add(subscription: Subscription): void {
		this.byKey.set(specKey(subscription.spec), subscription);
	}

	/** Events that are on their way still have an id of before, which is known until the subscription ends. */
	named(id: string, subscription: Subscription): void {
		this.byId.set(id, subscription);
	}

	/** It is not wanted any more; its ids are still known. */
	remove({ spec }: Subscription): void {
		this.byKey.delete(specKey(spec));
	}

	/** Its ids are those of another one, or of none. */
	forget(subscription: Subscription): void {
		for (const [id, known] of this.byId) if (known === subscription) this.byId.delete(id);
	}

	/** Notes that one for this is being ended, until it is. */
	noteEnding(spec: SubscriptionSpec, ending: Promise<unknown>): void {
		const key = specKey(spec);
		this.endings.set(key, ending);
		const over = () => {
			if (this.endings.get(key) === ending) this.endings.delete(key);
		};
		void ending.then(over, over);
	}

	/** Resolves when none for this is being ended: the server would give an equal one the same id. */
	async ended(spec: SubscriptionSpec): Promise<void> {
		await this.endings.get(specKey(spec));
	}
}
