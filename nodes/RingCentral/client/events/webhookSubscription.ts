import { backoffDelay } from '../../../shared/core/flow/backoff';
import { pauseAfter, type TelephonyError } from '../../../shared/core/errors';
import { placeOf } from '../../../shared/core/webAddress';
import type { RingCentralConnection } from '../transport/connection';
import type { LineChange } from './lineChange';
import {
	createWebhook,
	deleteSubscription,
	listSubscriptions,
	readSubscription,
	refusedFilters,
	renewSubscription,
	type Subscription,
	type WebhookRequest,
} from './subscription';

export interface WatchSettings {
	/** ms between looks whether the subscription still stands: a blacklisted one tells nobody. */
	checkInterval: number;
}

const href = (address: string | undefined) => {
	try {
		return new URL(address ?? '').href;
	} catch {
		// The server may hold subscriptions of others with whatever they wrote.
		return '';
	}
};

const pathOf = (address: string | undefined): string =>
	placeOf(address).replace(/^\w+:\/\/[^/]*/, '');

/**
 * Makes sure there is exactly one live subscription for the address: takes over what is there, ends
 * what is blacklisted or leads to an older address of the same webhook (`known`: the id of the last one that
 * is certainly of this n8n and not of one that it is a copy of), and makes a new one where none is left. A new one stands before those go that it takes the place of; `end`
 * is how those end, at once where nothing is given.
 */
export async function settleWebhook(
	connection: RingCentralConnection,
	request: WebhookRequest,
	known?: string,
	signal?: AbortSignal,
	end: (ids: readonly string[]) => Promise<void> | void = async (ids) =>
		await endAll(connection, ids, signal),
): Promise<Subscription> {
	const wanted = href(request.address);
	const place = placeOf(request.address);
	const all = await listSubscriptions(connection, signal);
	// A blacklisted one brings nothing to anybody, wherever n8n was when it was made.
	const ours = all.filter(({ id, address, active }) =>
		active ? placeOf(address) === place || id === known : pathOf(address) === pathOf(place),
	);
	const standing = ours.find(({ active, address }) => active && href(address) === wanted);
	// A blacklisted one brings nothing, but counts; those that bring events stay until the new one stands.
	for (const { id, active } of ours) {
		if (!active) await deleteSubscription(connection, id, signal);
	}
	const made = standing ?? (await makeWebhook(connection, request, signal));
	const others = ours.filter(({ id, active }) => active && id !== made.id);
	const idsOf = (isHere: boolean) =>
		others.filter(({ address }) => (placeOf(address) === place) === isHere).map(({ id }) => id);
	// One that leads elsewhere brings nothing here.
	await endAll(connection, idsOf(false), signal);
	if (idsOf(true).length > 0) await end(idsOf(true));
	return made;
}

/**
 * ms for which a subscription stays when another has taken its place: what the server has not posted yet
 * would go with it, and a busy n8n takes a second or more for each post.
 */
export const DRAIN = 10_000;

/** Ends subscriptions; one that is gone already is as good. */
export async function endAll(
	connection: RingCentralConnection,
	ids: readonly string[],
	signal?: AbortSignal,
): Promise<void> {
	for (const id of ids) await deleteSubscription(connection, id, signal);
}

/** Subscribes. One that brings none of the events is ended again; that throws `forbidden` (`refusedFilters`). */
export async function makeWebhook(
	connection: RingCentralConnection,
	request: WebhookRequest,
	signal?: AbortSignal,
): Promise<Subscription> {
	const made = await createWebhook(connection, request, signal);
	try {
		refusedFilters(made, request.eventFilters);
	} catch (error) {
		await deleteSubscription(connection, made.id, signal);
		throw error;
	}
	return made;
}

/** Failures after which they are told. */
const TOLD_AFTER = 3;

/** ms between tries of a login that is refused, once that was told. */
const REFUSED_BACKOFF = { first: 60_000, most: 300_000 };

/** What was subscribed with before, while the subscription of the present login is made. */
interface Before {
	connection: RingCentralConnection;
	id?: string;
}

/**
 * Looks after one webhook subscription: renews it at half of its life or when reminded, looks at it
 * now and then, and makes it again when it was lost, ran out or was blacklisted
 * (docs/design.md#never-silently-dead).
 */
export class WebhookSubscription {
	private readonly stop = new AbortController();

	private wake = new AbortController();

	private running?: Promise<void>;

	private standing?: Subscription;

	/** `clock.elapsed()` of half of its life. */
	private renewAt = 0;

	/** ms since 1970 at which it last stood for certain. */
	private confirmedAt: number;

	private lost = false;

	private before?: Before;

	constructor(
		private readonly connection: RingCentralConnection,
		private request: WebhookRequest,
		private readonly settings: WatchSettings,
		private readonly tell: (change: LineChange) => void,
		/** The subscription of the present request stands, and no other of before brings anything more. */
		private readonly onPlaced: () => void = () => {},
	) {
		this.confirmedAt = connection.clock.now();
	}

	get subscriptionId(): string | undefined {
		return this.standing?.id;
	}

	/** Begins to look after a subscription that stands, or makes one when there is none yet. */
	begin(subscription: Subscription | undefined): void {
		if (subscription) this.confirm(subscription, true);
		else this.lose('it could not be made yet');
		this.running ??= this.maintain();
	}

	/**
	 * Subscribes anew with another request, and perhaps another login of the same connection, at once. The
	 * subscription before is ended with the connection it was made with (`before`) when the new one stands.
	 */
	change(request: WebhookRequest, before: RingCentralConnection): void {
		this.request = request;
		this.before ??= { connection: before, id: this.standing?.id };
		this.wake.abort();
	}

	private lose(cause: string): void {
		this.lost = true;
		this.tell({ state: 'lost', cause, since: this.confirmedAt });
	}

	/** The server reminds of its end: it is renewed at once. */
	remind(): void {
		this.renewAt = 0;
		this.wake.abort();
	}

	/** What waits for the next try is tried at once: the credential has another token. */
	tryNow(): void {
		if (this.lost || this.before) this.wake.abort();
	}

	/** Stops; the subscription stays at the server. */
	async leave(): Promise<void> {
		this.stop.abort();
		await this.running;
	}

	private confirm(subscription: Subscription, isNewLife: boolean): void {
		const { clock } = this.connection;
		this.standing = subscription;
		this.confirmedAt = clock.now();
		const life = (subscription.expiresIn ?? this.request.expiresIn) * 1000;
		if (isNewLife) this.renewAt = clock.elapsed() + life / 2;
	}

	private async maintain(): Promise<void> {
		const { clock, random, log } = this.connection;
		const { signal } = this.stop;
		let failures = 0;
		let wait = this.untilNextLook();
		while (!signal.aborted) {
			if (wait > 0) await clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
			if (signal.aborted) return;
			this.wake = new AbortController();
			try {
				await this.look(signal);
				failures = 0;
				wait = this.untilNextLook();
			} catch (error) {
				if (signal.aborted) return;
				const failure = error as TelephonyError;
				const isLogin = failure.kind === 'unauthorized' && failures >= TOLD_AFTER;
				const least = isLogin
					? backoffDelay(failures - TOLD_AFTER, random, REFUSED_BACKOFF)
					: backoffDelay(failures, random);
				failures += 1;
				const pause = pauseAfter(failure, least, clock.now());
				wait = pause.ms;
				log.warn('RingCentral subscription could not be looked after; trying again', {
					reason: failure.message,
					...pause.details,
				});
				const isWanted = this.lost || this.before !== undefined;
				if (isWanted && failures === TOLD_AFTER) this.tell({ state: 'refused', error: failure });
			}
		}
	}

	private untilNextLook(): number {
		if (this.standing === undefined || this.before) return 0;
		const untilRenewal = this.renewAt - this.connection.clock.elapsed();
		return Math.max(0, Math.min(this.settings.checkInterval, untilRenewal));
	}

	private async look(signal: AbortSignal): Promise<void> {
		const { connection, request } = this;
		const known = this.standing?.id;
		if (this.before && !this.lost) {
			await this.takePlaceOf(this.before, signal);
			return;
		}
		if (!this.lost && known !== undefined) {
			const isDue = connection.clock.elapsed() >= this.renewAt;
			const found = isDue
				? await renewSubscription(connection, known, request, signal)
				: await readSubscription(connection, known, signal);
			const cause = whyLost(found, request.address);
			if (found && cause === undefined) {
				this.confirm(found, isDue);
				return;
			}
			this.lose(cause ?? '');
		}
		const since = this.confirmedAt;
		const later: string[] = [];
		const made = await settleWebhook(connection, request, known, signal, (ids) => {
			later.push(...ids);
		});
		this.confirm(made, true);
		this.before = undefined;
		this.lost = false;
		// One of the same webhook that stood all the time has brought the events.
		const complete = known === undefined && later.length > 0;
		this.tell({ state: 'standing', since, complete });
		if (later.length > 0) void this.drain({ connection }, made.id, later, signal);
		else if (this.request === request) this.onPlaced();
	}

	/** Both bring events for a moment, so that none is missed. */
	private async takePlaceOf(before: Before, signal: AbortSignal): Promise<void> {
		const { connection, request } = this;
		const later: string[] = [];
		const made = await settleWebhook(connection, request, undefined, signal, (ids) => {
			later.push(...ids);
		});
		this.confirm(made, true);
		if (this.before === before) this.before = undefined;
		connection.log.info('RingCentral subscription stands with the changed credential');
		void this.drain(before, made.id, later, signal);
	}

	private async drain(
		before: Before,
		made: string,
		others: readonly string[],
		signal: AbortSignal,
	) {
		const { connection } = this;
		await connection.clock.sleep(DRAIN, signal);
		// Whoever follows finds them by their address.
		if (signal.aborted) return;
		try {
			// Somebody may have changed the credential back.
			const unused = others.filter((id) => id !== this.standing?.id);
			await endAll(connection, unused, signal);
			if (before.id !== undefined && before.id !== made && before.id !== this.standing?.id) {
				await deleteSubscription(before.connection, before.id, signal);
			}
		} catch (error) {
			connection.log.debug('The subscription of the earlier login was not deleted', {
				reason: (error as Error).message,
			});
		}
		if (!this.before) this.onPlaced();
	}
}

function whyLost(found: Subscription | undefined, address: string): string | undefined {
	if (!found) return 'the server no longer has it';
	if (!found.active) {
		const why = found.blacklistReason === undefined ? '' : `: ${found.blacklistReason}`;
		return `it was blacklisted${why}`;
	}
	return href(found.address) === href(address) ? undefined : 'it leads to another address';
}
