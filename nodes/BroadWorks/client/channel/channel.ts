import { unlessAborted } from '../../../shared/core/flow/aborts';
import { SharedReading } from '../../../shared/core/flow/sharedReading';
import { Slots } from '../../../shared/core/flow/slots';
import { segment, send, type XsiConnection, type XsiRequest } from '../transport/connection';
import { openChannel, type ChannelRequest, type OpenedChannel } from './channelOpening';
import { xsiDocument } from './documents';

const MANAGEMENT_TIMEOUT = 10_000;

/**
 * Acknowledgements under way at once: as many as the connections that are kept for them, so that none
 * waits for one after its time has begun.
 */
const MOST_ACKNOWLEDGEMENTS = 8;

/** Status code and reason of an acknowledgement (docs/protocols/broadworks.md#channels, step 4). */
export interface Acknowledgement {
	statusCode: 200 | 400 | 404 | 481 | 500;
	reason: string;
}

export const ACCEPTED: Acknowledgement = { statusCode: 200, reason: 'OK' };
export const UNKNOWN_SUBSCRIPTION: Acknowledgement = {
	statusCode: 481,
	reason: 'Subscription does not exist',
};
export const FAILED: Acknowledgement = { statusCode: 500, reason: 'Event could not be processed' };
export const UNREADABLE: Acknowledgement = { statusCode: 400, reason: 'Event could not be read' };

/**
 * Heartbeats of one channel and what the server echoes of them, one for one and in the order of what it
 * sends (docs/protocols/broadworks.md#channels): an echo says that everything before it has been read.
 */
class HeartbeatEchoes {
	private sent = 0;

	private read = 0;

	private awaited: Array<{ number: number; resolve(): void }> = [];

	/** A heartbeat goes out. */
	send(): void {
		this.sent++;
	}

	/** It did not get there. */
	failed(): void {
		this.sent--;
	}

	/** An echo was read. */
	echoed(): void {
		this.read++;
		this.awaited = this.awaited.filter(({ number, resolve }) => {
			if (number <= this.read) resolve();
			return number > this.read;
		});
	}

	/** Resolves when the echo of the last heartbeat that went out is read. */
	async ofLast(): Promise<void> {
		const number = this.sent;
		await new Promise<void>((resolve) => this.awaited.push({ number, resolve }));
	}
}

/**
 * One open comet channel. Heartbeats and acknowledgements carry its cookie and go to its address,
 * because they must reach the server that holds the stream (docs/protocols/broadworks.md#node-affinity).
 */
export class XsiChannel {
	private readonly echoes = new HeartbeatEchoes();

	private readonly acknowledging = new Slots(MOST_ACKNOWLEDGEMENTS);

	/** Ends what is under way for this channel. */
	private readonly closed = new AbortController();

	private readonly catchingUp: SharedReading<void>;

	private constructor(
		private readonly connection: XsiConnection,
		private readonly opened: OpenedChannel,
	) {
		this.catchingUp = new SharedReading(connection.clock);
	}

	/** Opens a channel and waits for its first document. Throws `TelephonyError`. */
	static async open(
		connection: XsiConnection,
		request: ChannelRequest,
		signal?: AbortSignal,
	): Promise<XsiChannel> {
		return new XsiChannel(connection, await openChannel(connection, request, signal));
	}

	get channelId(): string {
		return this.opened.channelId;
	}

	/** s the server gave. */
	get expires(): number {
		return this.opened.expires;
	}

	/** See `DocumentStream.documents`. */
	documents(
		onBytes: () => void,
		onOversized: (beginning: string, bytes: number) => void = () => {},
	): AsyncGenerator<string> {
		return this.opened.stream.documents(onBytes, onOversized);
	}

	/** Never waits behind other requests: the server ends a channel that it does not hear of. */
	async heartbeat(signal?: AbortSignal): Promise<void> {
		const path = `/v2.0/channel/${segment(this.channelId)}/heartbeat`;
		this.echoes.send();
		try {
			await this.manage({ method: 'PUT', path, body: '', signal, lane: 'heartbeat' });
		} catch (error) {
			this.echoes.failed();
			throw error;
		}
	}

	/** The echo of a heartbeat was read. */
	echoed(): void {
		this.echoes.echoed();
	}

	/**
	 * Resolves when what the server had sent before has been read. One heartbeat tells it for all who ask at the same time, as where
	 * a thousand workflows are switched off.
	 */
	async catchUp(): Promise<void> {
		await this.catchingUp.get(async () => {
			const { signal } = this.closed;
			const beat = this.heartbeat(signal);
			const echo = this.echoes.ofLast();
			await beat;
			await unlessAborted(echo, signal);
		});
	}

	/** Extends the channel's life by what the server gave at first. */
	async refresh(signal?: AbortSignal): Promise<void> {
		await this.manage({
			method: 'PUT',
			path: `/v2.0/channel/${segment(this.channelId)}`,
			body: xsiDocument('Channel', [['expires', this.expires]]),
			signal,
			retries: 2,
		});
	}

	/** Waits for its turn first. One whose turn comes after the channel was closed is not sent. */
	async acknowledge(eventId: string, { statusCode, reason }: Acknowledgement): Promise<void> {
		const body = xsiDocument('EventResponse', [
			['eventID', eventId],
			['statusCode', statusCode],
			['reason', reason],
		]);
		const path = '/v2.0/channel/eventresponse';
		await this.acknowledging.run(async () => {
			const { signal } = this.closed;
			if (signal.aborted) return;
			await this.manage({
				method: 'POST',
				path,
				body,
				signal,
				retries: 3,
				lane: 'acknowledgement',
			});
		});
	}

	/** Ends the channel at the server. */
	async delete(): Promise<void> {
		await this.manage({ method: 'DELETE', path: `/v2.0/channel/${segment(this.channelId)}` });
	}

	/** Ends the stream on this side. */
	close(): void {
		this.closed.abort();
		this.opened.stream.close();
	}

	private async manage(request: XsiRequest): Promise<void> {
		const { cookie, stream } = this.opened;
		await send(this.connection, {
			context: 'events',
			headers: cookie === undefined ? undefined : { Cookie: cookie },
			timeout: MANAGEMENT_TIMEOUT,
			address: stream.remoteAddress,
			retries: 0,
			...request,
		});
	}
}
