import { deferred } from '../../../shared/core/flow/deferred';
import { TelephonyError } from '../../../shared/core/errors';
import type { Clock, Log } from '../../../shared/core/ports';
import { messageOf } from '../../../shared/core/words';
import type { XsiConnection } from '../transport/connection';
import type { XsiChannel } from './channel';
import { ChannelKeeper, type DocumentReader, type KeeperSettings } from './channelKeeper';
import type { LineNotice } from '../delivery/listener';

/** Who wants the channels of a set. */
export interface ChannelsOwner {
	reader: DocumentReader;
	/** The first channel is open, so that the servers can be asked for subscriptions. */
	onOpen(): void;
	/** No channel is open any more. */
	onClosed(): void;
	/** Events can come, or cannot; said once each. */
	onNotice(notice: LineNotice): void;
	/** The last server refuses the login for good. */
	onRefused(error: TelephonyError): void;
}

/** Whether events can come. */
type SetState =
	/** Not yet, or not again, and no round of tries has failed. */
	| { name: 'opening' }
	| { name: 'up' }
	/** `since`: ms since 1970. */
	| { name: 'down'; since: number; cause: string };

/**
 * The channels of one set: one at each server, as the vendor advises. Events can come while one of them is
 * open. Each is opened again for ever (docs/design.md#never-silently-dead).
 */
export class OpenChannels {
	private readonly keepers: ChannelKeeper[];

	/** Those that are open now, oldest first, and their servers. */
	private readonly channels = new Map<XsiChannel, XsiConnection>();

	private state: SetState = { name: 'opening' };

	/** How the present round of tries to open a channel at any server ends. */
	private round = deferred();

	/** Servers whose try in this round has failed. */
	private readonly failed = new Set<XsiConnection>();

	private readonly clock: Clock;

	/** `servers`: those that answer for the same users. `settings` may change at any time. */
	constructor(
		servers: readonly XsiConnection[],
		settings: KeeperSettings,
		private readonly owner: ChannelsOwner,
		private readonly log: Log,
	) {
		this.clock = servers[0].clock;
		this.keepers = servers.map((server) => this.keeperOf(server, settings));
	}

	/** Ids of the channels that are open. */
	get ids(): string[] {
		return [...this.channels.keys()].map(({ channelId }) => channelId);
	}

	/** A server that is there. */
	get nearest(): XsiConnection | undefined {
		return [...this.channels.values()][0];
	}

	/** Since when events cannot come (ms since 1970), and why. */
	get outage(): { since: number; cause: string } | undefined {
		if (this.state.name !== 'down') return undefined;
		const { since, cause } = this.state;
		return { since, cause };
	}

	/** Resolves when a channel is open; rejects when the present round of tries has failed everywhere. */
	async opened(): Promise<void> {
		await this.round.promise;
	}

	/** Keeps channels open until `signal` is aborted or every server refuses the login for good. */
	async run(signal: AbortSignal): Promise<void> {
		await Promise.all(this.keepers.map(async (keeper) => await keeper.run(signal)));
		this.round.reject(new TelephonyError('unavailable', 'The line was closed'));
	}

	/** Tries again at once what was refused, as after a new password. */
	retry(): void {
		for (const keeper of this.keepers) keeper.retry();
	}

	/** Resolves when what the servers had sent before has been read. */
	async catchUp(): Promise<void> {
		await Promise.all([...this.channels.keys()].map(async (channel) => await channel.catchUp()));
	}

	/** Ends the channels at their servers. */
	async delete(): Promise<void> {
		await Promise.all(this.keepers.map(async (keeper) => await keeper.delete()));
	}

	private keeperOf(server: XsiConnection, settings: KeeperSettings): ChannelKeeper {
		const { owner, log } = this;
		const { url } = server.server;
		let channel: XsiChannel | undefined;
		/** Whether the log says that this server is missing while others go on. */
		let isMissing = false;
		const keeper = {
			reader: owner.reader,
			onUp: (opened: XsiChannel) => {
				channel = opened;
				if (isMissing) log.info('A BroadWorks channel is up again', { server: url });
				isMissing = false;
				this.channelUp(opened, server);
			},
			onDown: (error: unknown, silence: number) => {
				if (channel) this.channels.delete(channel);
				channel = undefined;
				this.failed.add(server);
				if (this.channels.size === 0) this.allDown(error, silence);
				else if (!isMissing) {
					isMissing = true;
					const cause = messageOf(error);
					log.info('A BroadWorks channel is down, another one goes on', { server: url, cause });
				}
			},
			onRefused: (error: TelephonyError) => {
				// Another server may still accept the login.
				if (this.channels.size === 0) owner.onRefused(error);
			},
		};
		return new ChannelKeeper(server, settings, keeper, log);
	}

	private channelUp(channel: XsiChannel, server: XsiConnection): void {
		this.round.resolve();
		this.failed.clear();
		this.channels.set(channel, server);
		if (this.channels.size > 1) return;
		const before = this.state;
		this.state = { name: 'up' };
		this.owner.onOpen();
		const outage =
			before.name === 'down' ? { downSince: before.since, cause: before.cause } : undefined;
		this.owner.onNotice({ state: 'up', channelId: channel.channelId, ...outage });
	}

	/** No channel is open after one was lost, or could not be opened. `silence`: see `ChannelOwner`. */
	private allDown(error: unknown, silence: number): void {
		const wasUp = this.state.name === 'up';
		if (wasUp) {
			this.state = { name: 'opening' };
			this.round = deferred();
			this.owner.onClosed();
		}
		const isRoundOver = this.failed.size === this.keepers.length;
		if (isRoundOver) {
			// Whoever is added later waits for the next round.
			this.round.reject(error);
			this.round = deferred();
			this.failed.clear();
		}
		if (this.state.name === 'down' || !(wasUp || isRoundOver)) return;
		const since = this.clock.now() - silence;
		const cause = messageOf(error);
		this.state = { name: 'down', since, cause };
		this.owner.onNotice({ state: 'down', cause, since });
	}
}
