import type { RingCentralConnection } from '../../transport/connection';
import { deleteSubscription } from '../subscription';
import type { GatewaySession } from './gatewaySession';

/** ms for which n8n waits at most when a line ends that is down. */
const FORGETTING = 5_000;

/** The session a line has now, and the subscription that outlives it. */
export class PresentSession {
	private session?: GatewaySession;

	private subscriptionId?: string;

	private paused = false;

	constructor(private readonly connection: RingCentralConnection) {}

	/** There is a subscription, whose session may have to be taken up again. */
	get subscribed(): boolean {
		return this.session !== undefined || this.subscriptionId !== undefined;
	}

	/** The subscription was made. */
	subscribe(id: string): void {
		this.subscriptionId = id;
	}

	/** The session brings events from now on. */
	enter(session: GatewaySession): void {
		this.session = session;
		if (this.paused) session.pause();
	}

	/** The session has ended, its subscription not yet. */
	leave(): void {
		this.session = undefined;
	}

	pause(): void {
		this.paused = true;
		this.session?.pause();
	}

	resume(): void {
		if (!this.paused) return;
		this.paused = false;
		this.session?.resume();
	}

	/** Ends the subscription, with `session` where it is not entered yet. */
	async end(session: GatewaySession | undefined = this.session): Promise<void> {
		if (session) await session.leave(this.subscriptionId);
		else if (this.subscriptionId !== undefined) await this.forget(this.subscriptionId);
	}

	/** Ends a subscription that no session will take up again. */
	async giveUp(): Promise<void> {
		const { subscriptionId } = this;
		this.subscriptionId = undefined;
		if (subscriptionId !== undefined) await this.forget(subscriptionId);
	}

	/** Ends a subscription that the gateway keeps for a connection that will not come back. */
	private async forget(id: string): Promise<void> {
		const { connection } = this;
		const done = new AbortController();
		const late = new AbortController();
		void connection.clock.sleep(FORGETTING, done.signal).then(() => late.abort());
		try {
			await deleteSubscription(connection, id, late.signal);
		} catch (error) {
			connection.log.debug('The WebSocket subscription was not deleted; it ends by itself', {
				reason: (error as Error).message,
			});
		} finally {
			done.abort();
		}
	}
}
