import type { ServerResponse } from 'node:http';
import { systemClock } from '../../shared/clock';

/** What a fault does to the bytes of a stream. */
export interface StreamShape {
	/** Bytes per chunk instead of one document per chunk. */
	splitBytes?: number;
	/** ms before each chunk. */
	delay?: number;
}

/**
 * The open response of a channel: one document per HTTP chunk. It can be bent by faults: stalled
 * (half-open: nothing is written any more, the connection stays), split into small chunks, slow.
 */
export class ChannelStream {
	/** Nothing reaches the client any more, and nobody notices. */
	stalled = false;

	shape: StreamShape = {};

	private line: Promise<void> = Promise.resolve();

	private waiting = 0;

	constructor(private readonly response: ServerResponse) {}

	get open(): boolean {
		return !this.response.destroyed && !this.response.writableEnded;
	}

	/** Bytes written that the client has not taken yet. */
	get buffered(): number {
		return this.response.writableLength;
	}

	write(document: string | Buffer): void {
		if (this.stalled || !this.open) return;
		const { splitBytes, delay = 0 } = this.shape;
		if (!splitBytes && delay === 0 && this.waiting === 0) {
			this.response.write(document);
			return;
		}
		this.queue(async () => {
			const bytes = typeof document === 'string' ? Buffer.from(document) : document;
			const size = splitBytes || bytes.length;
			for (let start = 0; start < bytes.length; start += size) {
				if (delay > 0) await new Promise<void>((done) => void systemClock.after(delay, done));
				if (this.stalled || !this.open) return;
				this.response.write(bytes.subarray(start, start + size));
			}
		});
	}

	/** Writes without end until `bytes` are out, as fast as the client takes them. */
	flood(head: string, bytes: number): void {
		this.queue(async () => {
			this.response.write(head);
			const block = 'A'.repeat(65_536);
			for (let sent = 0; sent < bytes && this.open && !this.stalled; sent += block.length) {
				if (!this.response.write(block)) await this.drained();
			}
		});
	}

	/** Ends the response properly once everything is written. */
	end(): void {
		if (this.stalled) return;
		if (this.waiting === 0) this.response.end();
		else this.queue(async () => void this.response.end());
	}

	/** Resets the connection. */
	destroy(): void {
		const { socket } = this.response;
		if (socket && 'resetAndDestroy' in socket && !('encrypted' in socket)) socket.resetAndDestroy();
		else this.response.destroy();
	}

	/** Resolves when the client has taken what was written, or is gone. */
	private drained(): Promise<void> {
		return new Promise((resolve) => {
			const done = () => {
				this.response.off('drain', done);
				this.response.off('close', done);
				resolve();
			};
			this.response.on('drain', done);
			this.response.on('close', done);
		});
	}

	private queue(work: () => Promise<void>): void {
		this.waiting += 1;
		this.line = this.line.then(work).finally(() => {
			this.waiting -= 1;
		});
	}
}
