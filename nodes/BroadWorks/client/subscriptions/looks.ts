import { refusedLoginDelay } from '../../../shared/core/flow/backoff';
import { isTransient, TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import type { XsiConnection } from '../transport/connection';
import { listSubscriptions, meansGone, readSubscription } from './subscriptions';

const isLoginRefusal = (error: unknown) =>
	error instanceof TelephonyError && error.kind === 'unauthorized';

/** Subscriptions asked for one by one in one look; an operator's limit may be 100 requests a minute. */
const READS_PER_LOOK = 5;

/** What a look has to do with. */
export interface Looked {
	/** ms until the next look. */
	interval(): number;
	/** Ids of the subscriptions that should stand. */
	ids(): string[];
	/** Told of every subscription looked at. `since`: `clock.elapsed()` at which the look began. */
	verdict(subscriptionId: string, stands: boolean, since: number): void;
}

/**
 * Looks whether the server still has subscriptions, with few requests however many there are: by its
 * list, where it gives one that can be trusted, else by asking for a few in turn.
 */
export class SubscriptionLooks {
	private trustsList = true;

	/** Ids of subscriptions that the server has and denies when it is asked. */
	private readonly denied = new Set<string>();

	/** Looks in a row at which the login was refused. */
	private refusals = 0;

	/** Ids in the order in which they are to be asked for. */
	private turn: string[] = [];

	constructor(
		private readonly connection: XsiConnection,
		private readonly applicationId: string,
		private readonly looked: Looked,
		private readonly log: Log,
	) {}

	/** Looks again and again until `signal` is aborted. */
	async watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			const pause = this.refusals > 0 ? refusedLoginDelay(this.refusals - 1) : 0;
			await this.connection.clock.sleep(Math.max(this.looked.interval(), pause), signal);
			if (!signal.aborted) await this.look(signal);
		}
	}

	/** The login is another one, so that it need not be refused. */
	loginChanged(): void {
		this.refusals = 0;
	}

	/** A verdict was wrong: the server does have this subscription. */
	wasWrong(subscriptionId: string): void {
		if (this.trustsList) this.distrustList('it leaves out a subscription that the server has');
		else this.denied.add(subscriptionId);
	}

	/** One look. Ends early when the server is busy or not available. */
	private async look(signal: AbortSignal): Promise<void> {
		const since = this.connection.clock.elapsed();
		const ids = this.looked.ids().filter((id) => !this.denied.has(id));
		const tell = (id: string, stands: boolean) => this.looked.verdict(id, stands, since);
		try {
			// One alone costs no more to read, and reading it is certain to be understood.
			const listed = this.trustsList && ids.length > 1 ? await this.list(signal) : undefined;
			if (listed) await this.compare(ids, listed, tell, signal);
			else await this.askInTurn(ids, tell, signal);
			this.refusals = 0;
		} catch (error) {
			if (signal.aborted) return;
			if (isLoginRefusal(error)) this.refusals += 1;
			this.log.debug('BroadWorks could not be asked for its subscriptions', {
				reason: (error as Error).message,
			});
		}
	}

	/** Undefined where the server gives no list. */
	private async list(signal: AbortSignal): Promise<Set<string> | undefined> {
		try {
			return await listSubscriptions(this.connection, this.applicationId, signal);
		} catch (error) {
			const { kind, message } = error as TelephonyError;
			if (signal.aborted || kind === 'rateLimited' || kind === 'unauthorized') throw error;
			// A server may also fail over what it does not know, so it is asked in the other way.
			if (kind !== 'unavailable') this.distrustList(message);
			return undefined;
		}
	}

	private distrustList(reason: string): void {
		this.trustsList = false;
		this.log.debug('The list of BroadWorks subscriptions is not used', { reason });
	}

	private async compare(
		ids: readonly string[],
		listed: ReadonlySet<string>,
		tell: (id: string, stands: boolean) => void,
		signal: AbortSignal,
	): Promise<void> {
		const [first, ...rest] = ids.filter((id) => !listed.has(id));
		for (const id of ids.filter((known) => listed.has(known))) tell(id, true);
		if (first === undefined) return;
		// A list that is wrong would cost a refresh of everything that it leaves out.
		if ((await this.ask(first, signal)) === true) {
			tell(first, true);
			this.distrustList('it leaves out a subscription that the server has');
			return;
		}
		for (const id of [first, ...rest]) tell(id, false);
	}

	private async askInTurn(
		ids: readonly string[],
		tell: (id: string, stands: boolean) => void,
		signal: AbortSignal,
	): Promise<void> {
		const waiting = this.turn.filter((id) => ids.includes(id));
		const turn = [...waiting, ...ids.filter((id) => !waiting.includes(id))];
		const now = turn.splice(0, READS_PER_LOOK);
		// Before they are asked, so that one whose answers fail does not keep the others waiting.
		this.turn = [...turn, ...now];
		for (const id of now) {
			const stands = await this.ask(id, signal);
			if (stands !== undefined) tell(id, stands);
		}
	}

	/** Undefined when the answer says neither. Throws `unavailable` and `rateLimited`. */
	private async ask(id: string, signal: AbortSignal): Promise<boolean | undefined> {
		try {
			await readSubscription(this.connection, id, signal);
			return true;
		} catch (error) {
			if (meansGone(error)) return false;
			if (signal.aborted || isTransient(error) || isLoginRefusal(error)) throw error;
			return undefined;
		}
	}
}
