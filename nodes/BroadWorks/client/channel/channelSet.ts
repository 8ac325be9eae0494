import { TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import type { SeenSet } from '../../../shared/core/bounded/seenSet';
import { childText } from '../../../shared/core/parsing/xml';
import { bodyXml } from '../transport/answers';
import { segment, send, type XsiConnection } from '../transport/connection';
import { meansGone } from '../subscriptions/subscriptions';

/** ms between probes whether a channel of before has ended: at first, and at most. */
const FIRST_PROBE = 250;
const LONGEST_PROBE = 2_000;

/** ms between probes for channels of others while a line is open. */
const WATCH = 30_000;

/**
 * Ids of the channels that are open in a set (docs/protocols/broadworks.md#channels); undefined where the
 * server does not say.
 */
export async function channelsOf(
	connection: XsiConnection,
	channelSetId: string,
	signal?: AbortSignal,
): Promise<string[] | undefined> {
	try {
		const response = await send(connection, {
			method: 'GET',
			context: 'events',
			path: `/v2.0/channelset/${segment(channelSetId)}`,
			signal,
			retries: 0,
		});
		const { children } = bodyXml(response);
		return children.flatMap((channel) => childText(channel, 'channelId') ?? []);
	} catch (error) {
		// Refused is what a set is that nobody has opened.
		if (meansGone(error)) return [];
		if (error instanceof TelephonyError) return undefined;
		throw error;
	}
}

/**
 * Tells whether somebody else has channels in a set: a copy of this n8n with the same ids, as a restored
 * backup, or a second main process. The server would give each event to one of them only.
 */
export class ChannelSetWatch {
	/**
	 * `ours`: ids of channels of this process, to which those that are seen are added. `gracePeriod`: ms within
	 * which the server ends the channel of a client that is gone.
	 */
	constructor(
		private readonly connection: XsiConnection,
		private readonly ours: Pick<SeenSet, 'has' | 'add'>,
		private readonly gracePeriod: () => number,
		private readonly log: Log,
	) {}

	/** True when nobody else has a channel in the set, or the server does not say. */
	async isFree(channelSetId: string, signal: AbortSignal): Promise<boolean> {
		const { clock } = this.connection;
		const begun = clock.elapsed();
		for (let probes = 0; ; probes++) {
			const channels = await channelsOf(this.connection, channelSetId, signal);
			const others = channels?.filter((id) => !this.ours.has(id)) ?? [];
			if (signal.aborted || others.length === 0) return true;
			const left = begun + this.gracePeriod() - clock.elapsed();
			if (left <= 0) return false;
			if (probes === 0) {
				this.log.info(
					'BroadWorks has a channel of this n8n from before, or of a copy of it; waiting to see whether it ends',
					{ channelSetId, waitMs: left },
				);
			}
			const wait = Math.min(FIRST_PROBE * 2 ** probes, LONGEST_PROBE, left);
			await clock.sleep(wait, signal);
		}
	}

	/**
	 * Calls `notify` for each channel in the set that is not among `own` and stays. Ends with `signal`, or
	 * where the server does not list the own ones.
	 */
	async watch(
		channelSetId: string,
		own: () => readonly string[],
		notify: () => void,
		signal: AbortSignal,
	): Promise<void> {
		const { clock } = this.connection;
		const notified = new Set<string>();
		let suspects = new Set<string>();
		for (;;) {
			await clock.sleep(Math.max(WATCH, this.gracePeriod()), signal);
			if (signal.aborted) return;
			const open = own();
			for (const id of open) this.ours.add(id);
			const channels = await channelsOf(this.connection, channelSetId, signal);
			if (signal.aborted) return;
			for (const id of own()) this.ours.add(id);
			// During an outage there is nothing to compare.
			if (channels === undefined || open.length === 0) continue;
			if (!channels.some((id) => this.ours.has(id))) return;
			const others = channels.filter((id) => !this.ours.has(id));
			const stayed = others.filter((id) => suspects.has(id) && !notified.has(id));
			suspects = new Set(others);
			if (stayed.length === 0) continue;
			for (const id of stayed) notified.add(id);
			notify();
		}
	}
}
