import { TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import type { SeenSet } from '../../../shared/core/bounded/seenSet';
import type { ChannelSetWatch } from '../../client/channel/channelSet';
import type { XsiLine } from '../../client/channel/line';
import type { LineListener } from '../../client/delivery/listener';
import type { SubscriptionSpec } from '../../client/subscriptions/subscriptions';
import type { SharedLine } from './lines';

const OTHERS =
	'Another n8n is connected to BroadWorks as this one: a copy or a restored backup of it, or a second main process.';

const SPLIT = `${OTHERS} This one uses a channel set of its own, so each of them gets every event`;

const TAKEN = `${OTHERS} It has taken its channel set, and each event goes to one of them only. Stop one of them, or give it another user in the credential`;

export interface LineClaim {
	/** Id of the channel set that is wanted. */
	id: string;
	/** The next id that no line of this process has. */
	otherId(): string;
	create(id: string): XsiLine;
	watch: ChannelSetWatch;
	/** Ids of the channels of this process. */
	ours: Pick<SeenSet, 'add'>;
}

/**
 * A line that first asks whether its channel set is in use by another n8n. Ids are derived from what a
 * copy of n8n has as well, so that a restart finds its subscriptions; two that run beside each other must
 * not have the same.
 */
export class ClaimedLine implements SharedLine {
	private readonly stop = new AbortController();

	private readonly members = new Set<LineListener>();

	private readonly ready: Promise<XsiLine>;

	private line?: XsiLine;

	private interval = Infinity;

	constructor(
		private readonly claim: LineClaim,
		private readonly log: Log,
	) {
		this.ready = this.begin();
	}

	get ended(): boolean {
		return this.stop.signal.aborted || this.line?.ended === true;
	}

	beatEvery(interval: number): void {
		this.interval = Math.min(this.interval, interval);
		this.line?.beatEvery(interval);
	}

	/** As `XsiLine.retry`. */
	retry(): void {
		this.line?.retry();
	}

	/** As `XsiLine.askForState`. */
	askForState(spec: SubscriptionSpec): void {
		this.line?.askForState(spec);
	}

	/** As `XsiLine.active`. */
	active(spec: SubscriptionSpec): ReturnType<XsiLine['active']> {
		return this.line?.active(spec);
	}

	/** As `XsiLine.add`. */
	async add(spec: SubscriptionSpec, listener: LineListener, wait: boolean): Promise<void> {
		if (this.ended) throw new TelephonyError('unavailable', 'The line was closed');
		this.members.add(listener);
		const joining = this.join(spec, listener, wait);
		if (wait) {
			await joining;
			return;
		}
		joining.catch((error: Error) => {
			this.log.error('A workflow could not join the line', { reason: error.message });
		});
	}

	/** As `XsiLine.remove`. Others may join until the last events have been read. */
	async remove(spec: SubscriptionSpec, listener: LineListener, longest?: number): Promise<void> {
		this.members.delete(listener);
		// The server may list it for a moment after its end.
		for (const id of this.line?.channelIds ?? []) this.claim.ours.add(id);
		await this.line?.remove(spec, listener, longest);
		if (this.members.size === 0) this.stop.abort();
	}

	private async join(spec: SubscriptionSpec, listener: LineListener, wait: boolean): Promise<void> {
		// Not a turn later: a line without listeners ends.
		const line = this.line ?? (await this.ready);
		if (!this.members.has(listener)) return;
		try {
			await line.add(spec, listener, wait);
		} catch (error) {
			this.members.delete(listener);
			if (this.members.size === 0) this.stop.abort();
			throw error;
		}
	}

	private async begin(): Promise<XsiLine> {
		const { watch, create, otherId } = this.claim;
		const { signal } = this.stop;
		let { id } = this.claim;
		while (!(await watch.isFree(id, signal))) {
			id = otherId();
			this.warn(SPLIT, id);
		}
		const line = create(id);
		this.line = line;
		line.beatEvery(this.interval);
		const taken = () => this.warn(TAKEN, id);
		watch
			.watch(id, () => line.channelIds, taken, signal)
			.catch((error: Error) => {
				this.log.warn('The channel set is not watched any more', { reason: error.message });
			});
		return line;
	}

	private warn(cause: string, channelSetId: string): void {
		this.log.error(cause, { channelSetId });
		for (const listener of this.members) listener.onNotice?.({ state: 'shared', cause });
	}
}
