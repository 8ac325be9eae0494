import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

import type { RawData, WebSocket } from 'ws';

import { ApiFailure } from '../requests/failure';
import type { Gateway } from './gateway';
import { parseFrame, type ClientRequest, type FrameHead } from './frames';
import { answerRequest } from './requests';
import { RECOVERY_BUFFER, type Frame, type GatewaySession } from './session';

/** ms between two pings, and within which a pong must come (docs/protocols/ringcentral.md#websocket). */
const PING_EVERY = 30_000;
const PONG_TIME = 10_000;

/** One WebSocket: frames in, frames out, and the limits of its life. */
export class Connection {
	/** Nothing goes out any more, not even a pong; the socket stays open. */
	stalled = false;

	/** Where the session's notifications go; one that is stalled takes none. */
	readonly sink = (frame: Frame): boolean => {
		if (this.stalled) return false;
		this.touch();
		this.send(frame);
		return true;
	};

	private readonly id = randomUUID();

	constructor(
		private readonly gateway: Gateway,
		readonly session: GatewaySession,
		private readonly webSocket: WebSocket,
		readonly socket: Socket,
	) {
		webSocket.on('message', (data: RawData) => this.received(data));
		webSocket.on('pong', () => this.timers.cancel(`pong ${this.id}`));
		webSocket.on('close', () => this.closed());
		// A client that resets its connection is ordinary; `close` follows.
		webSocket.on('error', () => socket.destroy());
		const { webSocketLife } = gateway.world.options;
		this.timers.set(`life ${this.id}`, webSocketLife, () =>
			this.expire('WSG-903', 'Absolute timeout expired'),
		);
		this.touch();
		this.ping();
	}

	/** ConnectionDetails first, then what was missed (fixtures ws.*.json). */
	greet(recoveryState: 'Successful' | 'Failed' | undefined): void {
		const { world } = this.gateway;
		const { webSocketIdle, webSocketLife, webSocketRecovery } = world.options;
		const messageId = randomUUID();
		const { token, sequence } = this.session;
		this.send([
			{
				type: 'ConnectionDetails',
				messageId,
				status: 200,
				wsc: { token, sequence },
				headers: { RCRequestId: messageId },
			},
			{
				creationTime: world.iso(),
				maxConnectionsPerSession: 50,
				recoveryBufferSize: RECOVERY_BUFFER,
				recoveryTimeout: Math.floor(webSocketRecovery / 1_000),
				idleTimeout: Math.floor(webSocketIdle / 1_000),
				absoluteTimeout: Math.floor(webSocketLife / 1_000),
				maxActiveRequests: 10,
				...(recoveryState === undefined ? {} : { recoveryState }),
			},
		]);
		this.session.connect(this.sink);
		for (const frame of this.session.takeMissed()) this.send(frame);
	}

	private get timers() {
		return this.gateway.world.timers;
	}

	private send(frame: readonly unknown[]): void {
		if (!this.stalled) this.webSocket.send(JSON.stringify(frame));
	}

	/** Traffic starts the idle time anew. */
	private touch(): void {
		this.timers.set(`idle ${this.id}`, this.gateway.world.options.webSocketIdle, () =>
			this.expire('WSG-902', 'Idle timeout expired'),
		);
	}

	private ping(): void {
		this.timers.set(`ping ${this.id}`, PING_EVERY, () => {
			if (!this.stalled) this.webSocket.ping();
			this.timers.set(`pong ${this.id}`, PONG_TIME, () => this.socket.destroy());
			this.ping();
		});
	}

	private expire(errorCode: string, message: string): void {
		this.error(randomUUID(), 408, new ApiFailure(408, errorCode, message));
		this.webSocket.close(1001, message);
	}

	private closed(): void {
		for (const name of ['life', 'idle', 'ping', 'pong']) this.timers.cancel(`${name} ${this.id}`);
		this.gateway.lost(this);
	}

	private received(data: RawData): void {
		if (this.stalled) return;
		this.touch();
		const frame = parseFrame((data as Buffer).toString('utf8'));
		if (!frame) {
			this.error(randomUUID(), 400, new ApiFailure(400, 'WSG-901', 'Bad frame'));
			return;
		}
		const [head, body] = frame;
		if (head.type === 'Heartbeat') this.send([{ type: 'Heartbeat', messageId: head.messageId }]);
		else if (head.type === 'ClientRequest') this.answer(head as ClientRequest, body);
		else this.error(head.messageId, 400, new ApiFailure(400, 'WSG-901', 'Bad frame type'));
	}

	private answer(head: ClientRequest, body: unknown): void {
		try {
			const { status, json } = answerRequest(this.gateway, this.session, head, body);
			this.reply(head, status, json);
		} catch (error) {
			if (!(error instanceof ApiFailure)) throw error;
			this.error(head.messageId, error.status, error);
		}
	}

	private reply({ messageId }: FrameHead, status: number, json: unknown): void {
		const { token } = this.session;
		this.session.sequence += 1;
		const head = {
			type: 'ClientRequest',
			messageId,
			status,
			wsc: { token, sequence: this.session.sequence },
			headers: { RCRequestId: randomUUID() },
		};
		this.send(json === undefined ? [head] : [head, json]);
	}

	private error(messageId: string, status: number, failure: ApiFailure): void {
		const headers = { RCRequestId: randomUUID() };
		this.send([{ type: 'Error', messageId, status, headers }, failure.body]);
	}
}
