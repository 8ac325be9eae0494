import { randomUUID } from 'node:crypto';

import type { Subscription } from '../subscriptions/store';

/** A notification as a frame. */
export type Frame = [head: Record<string, unknown>, body: Record<string, unknown>];

/** Frames kept for a client that is away (fixture ws.connection-details.json). */
export const RECOVERY_BUFFER = 100;

/** What a WebSocket connection leaves behind for the one that takes its place. */
export class GatewaySession {
	/** `wsc.token` of the last ConnectionDetails. */
	token = randomUUID();

	sequence = 1;

	subscription?: Subscription;

	/** What came while nobody was connected, the newest 100. */
	private missed: { sequence: number; message: Record<string, unknown> }[] = [];

	/** Takes frames out; false when it cannot. */
	private sink?: (frame: Frame) => boolean;

	constructor(readonly ownerId: string) {}

	/** A connection takes the place of the one before. */
	connect(sink: (frame: Frame) => boolean): void {
		this.sink = sink;
	}

	/** Takes the token of the connection before out of use. */
	renewToken(): void {
		this.token = randomUUID();
	}

	/** False when another connection has taken over already. */
	disconnect(sink: (frame: Frame) => boolean): boolean {
		if (this.sink !== undefined && this.sink !== sink) return false;
		this.sink = undefined;
		return true;
	}

	/** What was missed, oldest first; it is given out once. */
	takeMissed(): Frame[] {
		const { missed } = this;
		this.missed = [];
		return missed.map(({ sequence, message }) => this.frame(sequence, message));
	}

	notify(message: Record<string, unknown>): void {
		this.sequence += 1;
		const { sequence } = this;
		if (this.sink?.(this.frame(sequence, message))) return;
		this.missed.push({ sequence, message });
		if (this.missed.length > RECOVERY_BUFFER) this.missed.shift();
	}

	private frame(sequence: number, message: Record<string, unknown>): Frame {
		const wsc = { token: this.token, sequence };
		return [{ type: 'ServerNotification', messageId: randomUUID(), status: 200, wsc }, message];
	}
}
