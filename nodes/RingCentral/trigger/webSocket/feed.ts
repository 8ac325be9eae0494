import type { RingCentralConnection } from '../../client/transport/connection';
import type { Notification } from '../../client/events/notification';
import type { WebSocketLine, WebSocketListener } from '../../client/events/webSocket/webSocketLine';
import type { LeftFeed } from './leftFeeds';
import type { LiveConnection } from '../liveConnection';
import type { Sink } from '../sink';

/** Makes a line, which is not started yet. */
export type MakeLine = (listener: WebSocketListener) => WebSocketLine;

/** One WebSocket line, which may be handed from one trigger to the one that takes its place. */
export class Feed implements LeftFeed {
	readonly line: WebSocketLine;

	/** What was read already when its trigger was closed. */
	private buffered: Notification[] = [];

	/** `onSubscription`: a subscription was made. */
	constructor(
		private readonly connection: LiveConnection,
		private sink: Sink | undefined,
		make: MakeLine,
		onSubscription: () => void,
	) {
		this.line = make({
			onNotification: (notification) => this.take(notification),
			onChange: (change) => this.sink?.changed(change),
			onSubscription,
		});
	}

	private take(notification: Notification): void {
		const { sink, line } = this;
		if (!sink) {
			this.buffered.push(notification);
			return;
		}
		sink.take(notification);
		if (!sink.hasRoom) line.pause();
	}

	get isRefused(): boolean {
		return this.line.refused;
	}

	get hasEvents(): boolean {
		return this.line.subscribed;
	}

	get downSince(): number | undefined {
		return this.line.downSince;
	}

	resume(): void {
		if (this.sink) this.line.resume();
	}

	hold(): void {
		this.sink = undefined;
		this.line.pause();
	}

	follow(sink: Sink, connection: RingCentralConnection): void {
		this.sink = sink;
		const { buffered } = this;
		this.buffered = [];
		for (const notification of buffered) sink.take(notification);
		this.connection.become(connection);
		this.line.resume();
		this.line.tryNow();
	}

	async end(): Promise<void> {
		await this.line.close();
	}
}
