import { TelephonyError } from '../../../../shared/core/errors';
import type { SeenSet } from '../../../../shared/core/bounded/seenSet';
import type { RingCentralConnection } from '../../transport/connection';
import { listEventSubscriptions, type EventSubscription } from '../subscription';

/** ms until the first probe, and between probes: each is a request. */
const FIRST_PROBE = 60_000;
const PROBE_INTERVAL = 120_000;

/**
 * ms after which the gateway has ended the subscription of a client that is gone
 * (docs/protocols/ringcentral.md#websocket).
 */
const GONE = 240_000;

const isWebSocket = ({ subscription: { address, active } }: EventSubscription) =>
	active && address === undefined;

const sameEvents = (one: EventSubscription, other: EventSubscription) =>
	[...one.eventFilters].sort().join() === [...other.eventFilters].sort().join();

/**
 * Notifies when somebody else gets the same events over a WebSocket with the same app and user, as a second
 * main process of n8n or a copy of it does: each has a subscription of its own, so every event runs in both.
 */
export class OtherWebSockets {
	private readonly stop = new AbortController();

	private ownId?: string;

	private watching?: Promise<void>;

	/** `clock.elapsed()` at which a subscription was seen first. */
	private readonly since = new Map<string, number>();

	/** `ours`: ids of the subscriptions of this process. */
	constructor(
		private readonly connection: RingCentralConnection,
		private readonly ours: Pick<SeenSet, 'has' | 'add'>,
		private readonly notify: () => void,
	) {}

	/** The subscription of the line is this one now. */
	own(id: string): void {
		this.ours.add(id);
		this.ownId = id;
		this.watching ??= this.watch();
	}

	close(): void {
		this.stop.abort();
	}

	private async watch(): Promise<void> {
		const { clock, log } = this.connection;
		const { signal } = this.stop;
		for (let wait = FIRST_PROBE; !signal.aborted; wait = PROBE_INTERVAL) {
			await clock.sleep(wait, signal);
			if (signal.aborted) return;
			try {
				if (!(await this.othersListen(signal))) continue;
				this.notify();
				return;
			} catch (error) {
				if (signal.aborted) return;
				const reason = (error as Error).message;
				if (!(error instanceof TelephonyError)) {
					log.error('RingCentral subscriptions of others cannot be looked for', { reason });
					return;
				}
				log.debug('RingCentral subscriptions could not be listed', { reason });
			}
		}
	}

	private async othersListen(signal: AbortSignal): Promise<boolean> {
		const all = await listEventSubscriptions(this.connection, signal);
		const own = all.find(({ subscription }) => subscription.id === this.ownId);
		if (!own) return false;
		const now = this.connection.clock.elapsed();
		const others = all.filter(
			(one) => isWebSocket(one) && !this.ours.has(one.subscription.id) && sameEvents(one, own),
		);
		return others.some(({ subscription: { id }, createdAt = 0 }) => {
			const since = this.since.get(id) ?? now;
			this.since.set(id, since);
			// One from before may be left of this n8n, when it was killed; a newer one is not.
			return createdAt > (own.createdAt ?? Infinity) || now - since >= GONE;
		});
	}
}
