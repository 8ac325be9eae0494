import { refusedLoginDelay } from '../../../shared/core/flow/backoff';
import { isTransient, TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import type { XsiConnection } from '../transport/connection';
import { listSubscriptions, meansGone, readSubscription } from './subscriptions';

const isLoginRefusal = (error: unknown) =>
	error instanceof TelephonyError && error.kind === 'unauthorized';

const isUnavailable = (error: unknown): error is TelephonyError =>
	error instanceof TelephonyError && error.kind === 'unavailable';

/** Subscriptions asked for one by one in one probe; an operator's limit may be 100 requests a minute. */
const READS_PER_PROBE = 5;

/** What is probed. */
export interface Probed {
	/** ms until the next probe. */
	interval(): number;
	/** Ids of the subscriptions that should be active. */
	ids(): string[];
	/** The applications that they belong to. */
	applications(): string[];
	/** Called for every subscription asked for. `since`: `clock.elapsed()` at which the probe began. */
	verdict(subscriptionId: string, isThere: boolean, since: number): void;
	/** Called after each probe: why the server is not available, undefined where it answers. */
	heard?(failure: TelephonyError | undefined): void;
}

/**
 * Asks whether the server still has subscriptions, with few requests however many there are: for its
 * list, where it gives one that can be trusted, else for a few in turn.
 */
export class SubscriptionProbes {
	private trustsList = true;

	/** Ids of subscriptions that the server has and denies when it is asked. */
	private readonly denied = new Set<string>();

	/** Probes in a row at which the login was refused. */
	private refusals = 0;

	/** Ids in the order in which they are to be asked for. */
	private turn: string[] = [];

	constructor(
		private readonly connection: XsiConnection,
		private readonly probed: Probed,
		private readonly log: Log,
	) {}

	/** Probes again and again until `signal` is aborted. */
	async watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			const pause = this.refusals > 0 ? refusedLoginDelay(this.refusals - 1) : 0;
			await this.connection.clock.sleep(Math.max(this.probed.interval(), pause), signal);
			if (!signal.aborted) await this.probe(signal);
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

	/** One probe. Ends early when the server is busy or not available. */
	private async probe(signal: AbortSignal): Promise<void> {
		const since = this.connection.clock.elapsed();
		const ids = this.probed.ids().filter((id) => !this.denied.has(id));
		const judge = (id: string, isThere: boolean) => this.probed.verdict(id, isThere, since);
		try {
			const listed = this.trustsList ? await this.list(ids.length, signal) : undefined;
			if (listed) await this.compare(ids, listed, judge, signal);
			else await this.askInTurn(ids, judge, signal);
			this.refusals = 0;
			if (ids.length > 0) this.probed.heard?.(undefined);
		} catch (error) {
			if (signal.aborted) return;
			if (isLoginRefusal(error)) this.refusals += 1;
			if (isUnavailable(error)) this.probed.heard?.(error);
			this.log.debug('BroadWorks could not be asked for its subscriptions', {
				reason: (error as Error).message,
			});
		}
	}

	/** Undefined where the server gives no list, or where `count` of them are read with as few requests. */
	private async list(count: number, signal: AbortSignal): Promise<Set<string> | undefined> {
		const applications = this.probed.applications();
		// To read one is certain to be understood.
		if (applications.length >= Math.min(count, READS_PER_PROBE)) return undefined;
		try {
			const listed = new Set<string>();
			for (const application of applications) {
				const ids = await listSubscriptions(this.connection, application, signal);
				for (const id of ids) listed.add(id);
			}
			return listed;
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
		judge: (id: string, isThere: boolean) => void,
		signal: AbortSignal,
	): Promise<void> {
		const [first, ...rest] = ids.filter((id) => !listed.has(id));
		for (const id of ids.filter((known) => listed.has(known))) judge(id, true);
		if (first === undefined) return;
		// A list that is wrong would cost a refresh of everything that it leaves out.
		if ((await this.ask(first, signal)) === true) {
			judge(first, true);
			this.distrustList('it leaves out a subscription that the server has');
			return;
		}
		for (const id of [first, ...rest]) judge(id, false);
	}

	private async askInTurn(
		ids: readonly string[],
		judge: (id: string, isThere: boolean) => void,
		signal: AbortSignal,
	): Promise<void> {
		const present = new Set(ids);
		const waiting = new Set(this.turn.filter((id) => present.has(id)));
		const turn = [...waiting, ...ids.filter((id) => !waiting.has(id))];
		const now = turn.splice(0, READS_PER_PROBE);
		// Before they are asked, so that one whose answers fail does not keep the others waiting.
		this.turn = [...turn, ...now];
		for (const id of now) {
			const isThere = await this.ask(id, signal);
			if (isThere !== undefined) judge(id, isThere);
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
