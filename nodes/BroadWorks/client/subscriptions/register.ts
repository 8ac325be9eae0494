import type { Subscription } from './subscription';
import { specKey, type SubscriptionSpec } from './subscriptions';

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
