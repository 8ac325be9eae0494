import type { TelephonyError } from '../../../../shared/core/errors';
import type { Sockets } from '../../../../shared/core/ports';
import type { RingCentralConnection } from '../../transport/connection';
import { refusedFilters, type Subscription } from '../subscription';
import { isGatewayFailure } from './gatewayFailure';
import { GatewaySession, type SessionSettings } from './gatewaySession';
import type { Recovery, SessionListener } from './notifications';

/** Kinds of errors that no retry can cure. */
export const PERMANENT = new Set(['badRequest', 'unauthorized', 'forbidden', 'notFound']);

/** An answer that everybody gets now: it says nothing about the session. */
const isOutage = ({ status = 0 }: TelephonyError): boolean =>
	status >= 500 || status === 408 || status === 429;

/** Times that the gateway may break off in taking a session up, before a new one is asked for. */
const BROKEN_OFF = 3;

interface Recoverable {
	recovery: Recovery;
	/** Times the gateway broke off while it was being taken up. */
	brokenOff: number;
	/** `clock.elapsed()` until which the gateway keeps what was missed. */
	until: number;
}

/** What a line does with what its sessions bring. */
interface OpenerListener extends SessionListener {
	/** A new subscription was made; some of its filters may be refused. */
	onSubscription(subscription: Subscription): void;
}

/** Opens the sessions of a line, one after the other; each goes on with what the one before has left. */
export class SessionOpener {
	private recoverable?: Recoverable;

	constructor(
		private readonly connection: RingCentralConnection,
		private readonly sockets: Sockets,
		private readonly settings: SessionSettings,
		private readonly listener: OpenerListener,
	) {}

	/**
	 * A session with a subscription. Throws what the server refuses, all the filters among it, and
	 * `unavailable` when it does not answer.
	 */
	async open(signal: AbortSignal): Promise<GatewaySession> {
		const { connection, sockets, settings, listener } = this;
		const session = await GatewaySession.open(connection, sockets, settings, listener, {
			recovery: this.recoveryNow(),
			signal,
		});
		const { subscription } = session;
		if (!subscription) return session;
		try {
			refusedFilters(subscription, settings.eventFilters);
		} catch (error) {
			await session.leave(subscription.id);
			throw error;
		}
		listener.onSubscription(subscription);
		return session;
	}

	/** The session before has been taken up, or is given up. */
	settle(): void {
		this.recoverable = undefined;
	}

	/** A session has ended; the next one goes on there, as long as the gateway keeps it. */
	goOnFrom({ recovery, recoveryTimeout }: GatewaySession): void {
		if (!recovery) return;
		const until = this.connection.clock.elapsed() + recoveryTimeout;
		this.recoverable = { recovery, until, brokenOff: 0 };
	}

	/** True for a refusal of the old session, which a new one does not meet. */
	isOfOldSession(failure: TelephonyError): boolean {
		if (!this.recoverable) return false;
		// The login is asked for first, and its refusal says nothing about the session.
		const isRefusal = PERMANENT.has(failure.kind) && failure.kind !== 'unauthorized';
		const isAboutSession = isGatewayFailure(failure) && !isOutage(failure);
		const isBroken = isAboutSession && ++this.recoverable.brokenOff >= BROKEN_OFF;
		if (isRefusal || isBroken) this.settle();
		return isRefusal || isBroken;
	}

	/** What a broken connection left, while the gateway keeps it. */
	private recoveryNow(): Recovery | undefined {
		const { recoverable } = this;
		const isGood = recoverable && this.connection.clock.elapsed() < recoverable.until;
		if (!isGood) this.settle();
		return this.recoverable?.recovery;
	}
}
