import { grantedSeconds, renewAfter } from '../../../../shared/core/flow/granted';
import type { Sockets } from '../../../../shared/core/ports';
import { text, type JsonObject } from '../../transport/answers';
import type { RingCentralConnection } from '../../transport/connection';
import { segment } from '../../transport/urls';
import { subscriptionOf, type Subscription } from '../subscription';
import type { SessionEnd } from './ending';
import { answerOf } from './frames';
import { gatewayAddress } from './gatewayAddress';
import { GatewayWire } from './gatewayWire';
import { Notifications, type Recovery, type SessionListener } from './notifications';

export interface SessionSettings {
	eventFilters: readonly string[];
	/** ms between signs of life asked for. */
	heartbeat: number;
	/** ms the gateway gets for each answer. */
	answerWithin: number;
}

/**
 * The vendor cuts idle connections after 30 min and expects a pong within 10 s
 * (docs/protocols/ringcentral.md#websocket).
 */
export const SESSION_DEFAULTS = { heartbeat: 20_000, answerWithin: 10_000 };

/** ms, until the gateway names others (docs/protocols/ringcentral.md#websocket). */
const RECOVERY = 180_000;
const LONGEST = 86_400_000;

/** ms before the gateway's limit at which a connection is changed for a new one. */
const MARGIN = 60_000;

/** s in the gateway's words as ms, where they are a number. */
const milliseconds = (value: unknown, otherwise: number): number =>
	grantedSeconds(text(value), otherwise / 1000) * 1000;

/** What the gateway says of a session in its greeting. */
interface Terms {
	/** The gateway has kept the subscription and sends what was missed. */
	recovered: boolean;
	/** ms for which a broken connection can be taken up again. */
	recoveryTimeout: number;
	/** `clock.elapsed()` at which the connection is changed for a new one. */
	until: number;
}

function termsOf(greeting: JsonObject, openedAt: number, recovery: Recovery | undefined): Terms {
	const longest = milliseconds(greeting.absoluteTimeout, LONGEST);
	const isGoodAgain = text(greeting.recoveryState)?.toLowerCase() === 'successful';
	return {
		recovered: recovery !== undefined && isGoodAgain,
		recoveryTimeout: milliseconds(greeting.recoveryTimeout, RECOVERY),
		until: openedAt + Math.max(longest - MARGIN, renewAfter(longest)),
	};
}

async function subscribe(wire: GatewayWire, eventFilters: readonly string[]) {
	const body = { eventFilters: [...eventFilters], deliveryMode: { transportType: 'WebSocket' } };
	return subscriptionOf(await wire.request('POST', '/restapi/v1.0/subscription', body));
}

/** One connection to the WebSocket gateway, with the one subscription it may have. */
export class GatewaySession {
	private constructor(
		private readonly connection: RingCentralConnection,
		private readonly settings: SessionSettings,
		private readonly wire: GatewayWire,
		private readonly notifications: Notifications,
		private readonly terms: Terms,
		/** The subscription that was made; undefined after a recovery. */
		readonly subscription?: Subscription,
	) {}

	/**
	 * Connects and subscribes, or takes a broken connection up again with `recovery`. Throws what the
	 * server refuses, and `unavailable` when it does not answer.
	 */
	static async open(
		connection: RingCentralConnection,
		sockets: Sockets,
		settings: SessionSettings,
		listener: SessionListener,
		{ recovery, signal }: { recovery?: Recovery; signal: AbortSignal },
	): Promise<GatewaySession> {
		const address = await gatewayAddress(connection, recovery?.token, signal);
		const notifications = new Notifications(connection.log, listener, recovery);
		const wire = new GatewayWire(connection, settings.answerWithin, (frame) =>
			notifications.take(frame),
		);
		try {
			const greeting = await wire.open(sockets, address, signal);
			const openedAt = connection.clock.elapsed();
			const terms = termsOf(answerOf(await greeting()), openedAt, recovery);
			if (!terms.recovered) notifications.beginAnew();
			const made = terms.recovered ? undefined : await subscribe(wire, settings.eventFilters);
			return new GatewaySession(connection, settings, wire, notifications, terms, made);
		} catch (error) {
			wire.end({ cause: 'it could not be opened', planned: false });
			throw error;
		}
	}

	/** The gateway has kept the subscription and sends what was missed. */
	get recovered(): boolean {
		return this.terms.recovered;
	}

	/** ms for which the connection can be taken up again once it is broken. */
	get recoveryTimeout(): number {
		return this.terms.recoveryTimeout;
	}

	/** What the next connection needs to go on here. */
	get recovery(): Recovery | undefined {
		return this.notifications.recovery;
	}

	/** ms since the gateway was last heard. */
	get silence(): number {
		return this.wire.silence;
	}

	/**
	 * Resolves when the connection has ended: it broke, fell silent, or its time was over. `onAnswer`: the gateway has
	 * answered, so that everything has come that it sent before.
	 */
	async watch(signal: AbortSignal, onAnswer: () => void): Promise<SessionEnd> {
		const { wire, terms } = this;
		const { clock } = this.connection;
		const stop = AbortSignal.any([signal, wire.over]);
		while (!stop.aborted) {
			const left = terms.until - clock.elapsed();
			if (left <= 0) {
				wire.end({ cause: 'its time was over', planned: true });
				break;
			}
			await clock.sleep(Math.min(this.settings.heartbeat, left), stop);
			if (stop.aborted || clock.elapsed() >= terms.until) continue;
			const sign = await wire.signOfLife(stop);
			if (sign === 'answer') onAnswer();
			if (sign === 'silence') this.cut('it did not answer a heartbeat');
		}
		if (signal.aborted) wire.end({ cause: 'closed', planned: true });
		return await wire.ended;
	}

	/** Lets nothing come in while too much waits. */
	pause(): void {
		this.wire.pause();
	}

	resume(): void {
		this.wire.resume();
	}

	/** Ends the subscription and the connection. */
	async leave(id: string | undefined): Promise<void> {
		if (id !== undefined && !this.wire.over.aborted) {
			const path = `/restapi/v1.0/subscription/${segment(id, 'The subscription')}`;
			try {
				await this.wire.request('DELETE', path, {});
			} catch (error) {
				// It ends with the connection in any case.
				this.connection.log.debug('The WebSocket subscription was not deleted', {
					reason: (error as Error).message,
				});
			}
		}
		this.cut('closed');
	}

	private cut(cause: string): void {
		this.wire.end({ cause, planned: false });
	}
}
