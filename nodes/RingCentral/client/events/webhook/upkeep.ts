import { within } from '../../../../shared/core/flow/deadline';
import { renewAfter } from '../../../../shared/core/flow/granted';
import { ServerSilence } from '../../../../shared/core/flow/serverSilence';
import type { RingCentralConnection } from '../../transport/connection';
import type { LineChange } from '../lineChange';
import {
	deleteSubscription,
	DRAIN,
	readSubscription,
	renewSubscription,
	type Subscription,
	type WebhookRequest,
} from '../subscription';
import { endAll, href, settleWebhook } from './settleWebhook';

/** ms in which the server tells of the subscription of the login before; the new one does not wait longer. */
const LOGIN_BEFORE_WITHIN = 10_000;

/** What was subscribed with before, while the subscription of the present login is made. */
interface Before extends Earlier {
	/** Where that subscription leads. */
	address: string;
}

/** A subscription that is to go, if there is one, and the login that it was made with. */
interface Earlier {
	connection: RingCentralConnection;
	id?: string;
}

type State =
	/** `id`: of the one that was lost, undefined where there was none. */
	| { name: 'lost'; id?: string }
	/** `renewAt`: `clock.elapsed()` of half of its life; `expiresAt`: ms since 1970 of its end. */
	| { name: 'active'; id: string; renewAt: number; expiresAt: number };

/** Who is notified of a subscription. */
export interface UpkeepListener {
	onChange(change: LineChange): void;
	/** The subscription of the present request is active, and no other of before brings anything more. */
	onPlaced(): void;
}

/**
 * One webhook subscription: whether it is active, and what is to be done so that it is. Each `probe` asks the
 * server and throws what fails; when to probe is for who calls.
 */
export class WebhookUpkeep {
	private state: State = { name: 'lost' };

	/** ms since 1970 at which it was last active for certain. */
	private confirmedAt: number;

	private before?: Before;

	private readonly silence: ServerSilence;

	/** `signal`: the subscription is left as it is. */
	constructor(
		private readonly connection: RingCentralConnection,
		private request: WebhookRequest,
		private readonly listener: UpkeepListener,
		private readonly signal: AbortSignal,
	) {
		this.confirmedAt = connection.clock.now();
		this.silence = new ServerSilence(connection.clock, (change) => {
			if (change.state === 'answers') return;
			const { since, cause } = change;
			// It is active as it was before the server fell silent, which may have kept events back.
			const news =
				change.state === 'silent'
					? ({ state: 'lost', cause } as const)
					: ({ state: 'active', complete: false } as const);
			listener.onChange({ ...news, since, isSilent: true });
		});
	}

	get id(): string | undefined {
		return this.state.id;
	}

	/** ms since 1970 at which the life that the server gave is over; undefined of one that is lost. */
	get expiresAt(): number | undefined {
		return this.state.name === 'active' ? this.state.expiresAt : undefined;
	}

	/** It brings nothing now, or is that of a login before. */
	get isUrgent(): boolean {
		return this.state.name === 'lost' || this.before !== undefined;
	}

	/** ms until the next probe is due for itself; 0 for one that is urgent or reminded of its end. */
	get untilDue(): number {
		if (this.state.name === 'lost' || this.before) return 0;
		return Math.max(0, this.state.renewAt - this.connection.clock.elapsed());
	}

	/** Begins with a subscription that is active, or with none. */
	begin(subscription: Subscription | undefined): void {
		if (subscription) this.confirm(subscription);
		else this.lose('it could not be made yet');
	}

	/** Wants another request, and perhaps another login of the same connection (`before`: the present one). */
	change(request: WebhookRequest, before: RingCentralConnection): void {
		this.before ??= { connection: before, id: this.id, address: this.request.address };
		this.request = request;
	}

	/**
	 * The server does not answer, since it was heard of last. Notified once, until it answers again; that a
	 * lost one is lost was notified before.
	 */
	unheard(cause: string): void {
		if (this.state.name !== 'lost') this.silence.unanswered(cause);
	}

	/** It does not answer a probe, so that nothing is certain since the last one. */
	unanswered(cause: string): void {
		if (this.state.name !== 'lost') this.silence.unanswered(cause, this.confirmedAt);
	}

	/** The server answers something. True where the subscription is to be probed now: it fell silent before. */
	heard(): boolean {
		if (this.silence.isSilent) return true;
		this.silence.answered();
		return false;
	}

	/** The server reminds of its end. */
	remind(): void {
		if (this.state.name === 'active') this.state.renewAt = 0;
	}

	/** Renews, replaces, or makes again what is to be; says nothing of one that is active as it should be. */
	async probe(): Promise<void> {
		const { state, before, request } = this;
		if (state.name === 'lost') await this.make(request);
		else if (before) await this.follow(before, state.id, request);
		else if (!(await this.isActive(state, request))) await this.make(request);
	}

	/** Asks the server, and renews at half of the life. What is not as it should be is notified as lost. */
	private async isActive(
		{ id, renewAt }: State & { name: 'active' },
		request: WebhookRequest,
	): Promise<boolean> {
		const { connection, signal } = this;
		const isDue = connection.clock.elapsed() >= renewAt;
		const found = isDue
			? await renewSubscription(connection, id, request, signal)
			: await readSubscription(connection, id, signal);
		const cause = whyLost(found, request.address);
		if (!found || cause !== undefined) {
			this.lose(cause ?? '');
			return false;
		}
		if (isDue) this.confirm(found);
		else this.confirmedAt = connection.clock.now();
		this.silence.answered();
		return true;
	}

	/** Makes it again, or takes over one of the same webhook. */
	private async make(request: WebhookRequest): Promise<void> {
		const { connection, confirmedAt: since, id: known } = this;
		const before: Earlier = this.before ?? { connection };
		const { made, others } = await this.settle(request, known);
		this.confirm(made);
		this.before = undefined;
		// One of the same webhook that was active all the time has brought the events.
		const complete = known === undefined && others.length > 0;
		this.listener.onChange({ state: 'active', since, complete });
		if (others.length > 0 || before.id !== undefined) void this.drain(before, made.id, others);
		else if (this.request === request) this.listener.onPlaced();
	}

	/** Makes the subscription of a changed login. That before it may have been lost since the last probe, which is notified. */
	private async follow(before: Before, id: string, request: WebhookRequest): Promise<void> {
		const cause = await this.whyLostBefore(before, id);
		if (cause === undefined) {
			await this.takePlaceOf(before);
			return;
		}
		this.lose(cause);
		await this.make(request);
	}

	/**
	 * Why a subscription of the login before may not have brought everything; undefined for one that is active. A login
	 * that is refused by now cannot tell, and its server may be gone: then nothing is certain since the last probe.
	 */
	private async whyLostBefore(
		{ connection, address }: Before,
		id: string,
	): Promise<string | undefined> {
		const done = new AbortController();
		const signal = AbortSignal.any([this.signal, done.signal]);
		try {
			return await within(
				this.connection.clock,
				LOGIN_BEFORE_WITHIN,
				readSubscription(connection, id, signal).then((found) => whyLost(found, address)),
				() => 'nothing is known of it: the server of the login before does not answer',
			);
		} catch (error) {
			if (this.signal.aborted) throw error;
			return `nothing is known of it: ${(error as Error).message}`;
		} finally {
			done.abort();
		}
	}

	/** Both bring events for a moment, so that none is missed. */
	private async takePlaceOf(before: Before): Promise<void> {
		const { made, others } = await this.settle(this.request, undefined);
		this.confirm(made);
		if (this.before === before) this.before = undefined;
		this.connection.log.info('RingCentral subscription is active with the changed credential');
		this.silence.answered();
		void this.drain(before, made.id, others);
	}

	private async settle(request: WebhookRequest, known: string | undefined) {
		const others: string[] = [];
		const { connection, signal } = this;
		const made = await settleWebhook(connection, request, known, signal, (ids) => {
			others.push(...ids);
		});
		return { made, others };
	}

	private async drain(before: Earlier, made: string, others: readonly string[]): Promise<void> {
		const { connection, signal } = this;
		await connection.clock.sleep(DRAIN, signal);
		// Whoever follows finds them by their address.
		if (signal.aborted) return;
		try {
			// Somebody may have changed the credential back.
			const unused = others.filter((id) => id !== this.id);
			await endAll(connection, unused, signal);
			if (before.id !== undefined && before.id !== made && before.id !== this.id) {
				await deleteSubscription(before.connection, before.id, signal);
			}
		} catch (error) {
			connection.log.debug('The subscription of the earlier login was not deleted', {
				reason: (error as Error).message,
			});
		}
		if (!this.before) this.listener.onPlaced();
	}

	private lose(cause: string): void {
		this.silence.forget();
		this.state = { name: 'lost', id: this.id };
		this.listener.onChange({ state: 'lost', cause, since: this.confirmedAt });
	}

	/** It is active, at the beginning of a life. */
	private confirm({ id, expiresIn }: Subscription): void {
		const { clock } = this.connection;
		const life = (expiresIn ?? this.request.expiresIn) * 1000;
		this.confirmedAt = clock.now();
		const expiresAt = clock.now() + life;
		this.state = { name: 'active', id, renewAt: clock.elapsed() + renewAfter(life), expiresAt };
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
