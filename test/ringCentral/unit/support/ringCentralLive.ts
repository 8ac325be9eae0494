import type { RingCentralConnection } from '../../../../nodes/RingCentral/client/transport/connection';
import { RateGroups } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import type { Socket, SocketHandlers, Sockets } from '../../../../nodes/shared/core/ports';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom, RecordingLog } from '../../../support/fakes/fakePorts';

export const SERVER = 'https://platform.example.net';

/** A connection whose time, chance, HTTP and log a test decides. */
export interface FakeRingCentral {
	clock: FakeClock;
	http: FakeHttp;
	log: RecordingLog;
	connection: RingCentralConnection;
}

export function fakeRingCentral(clock = new FakeClock()): FakeRingCentral {
	const http = new FakeHttp(clock);
	const log = new RecordingLog();
	const rates = new RateGroups(clock);
	const random = new FakeRandom();
	return {
		clock,
		http,
		log,
		connection: { server: SERVER, http, clock, random, log, rates, numberPlan: undefined },
	};
}

export const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });

/** One connection to the gateway, as the gateway sees it. */
export class GatewaySocket implements Socket {
	/** What the client sent, parsed. */
	readonly received: Array<[{ type: string; messageId: string; method?: string }, unknown]> = [];

	isOpen = true;

	isPaused = false;

	/** Does not answer, as a dead peer. */
	isSilent = false;

	constructor(
		readonly url: URL,
		private readonly handlers: SocketHandlers,
		private readonly answer: (socket: GatewaySocket, frame: GatewaySocket['received'][0]) => void,
	) {}

	send(text: string): void {
		const frame = JSON.parse(text) as GatewaySocket['received'][0];
		this.received.push(frame);
		if (!this.isSilent) this.answer(this, frame);
	}

	pause(): void {
		this.isPaused = true;
	}

	resume(): void {
		this.isPaused = false;
	}

	close(): void {
		this.drop(1000, '');
	}

	/** The gateway says something. */
	say(meta: object, body?: unknown): void {
		this.handlers.onText(JSON.stringify(body === undefined ? [meta] : [meta, body]));
	}

	text(text: string): void {
		this.handlers.onText(text);
	}

	notify(notification: object): void {
		this.say({ type: 'ServerNotification', wsc: { token: 'wsc-later' } }, notification);
	}

	/** The connection ends. */
	drop(code = 1006, reason = ''): void {
		if (!this.isOpen) return;
		this.isOpen = false;
		this.handlers.onClose(code, reason);
	}
}

export interface GatewayBehaviour {
	/** What the greeting says. */
	details?: object;
	/** Answer to the subscription: status and body. */
	subscription?: { status: number; body: object };
	/** Says nothing after the connection is open. */
	mute?: boolean;
}

/** A WebSocket gateway that greets, subscribes and answers heartbeats. */
export class FakeGateway implements Sockets {
	readonly sockets: GatewaySocket[] = [];

	behaviour: GatewayBehaviour = {};

	/** Thrown instead of connections, one after the other. */
	readonly refusals: Error[] = [];

	get last(): GatewaySocket {
		return this.sockets[this.sockets.length - 1];
	}

	async open(url: string, handlers: SocketHandlers): Promise<Socket> {
		const refusal = this.refusals.shift();
		if (refusal) throw refusal;
		const address = new URL(url);
		const socket = new GatewaySocket(address, handlers, (self, frame) => this.react(self, frame));
		this.sockets.push(socket);
		if (!this.behaviour.mute) this.greet(socket);
		return await Promise.resolve(socket);
	}

	private greet(socket: GatewaySocket): void {
		const isKnown = socket.url.searchParams.has('wsc');
		socket.say(
			{ type: 'ConnectionDetails', status: 200, wsc: { token: `wsc-${this.sockets.length}` } },
			{
				recoveryTimeout: 180,
				idleTimeout: 1800,
				absoluteTimeout: 86400,
				...(isKnown ? { recoveryState: 'Successful' } : {}),
				...this.behaviour.details,
			},
		);
	}

	private react(socket: GatewaySocket, [meta]: GatewaySocket['received'][0]): void {
		const { type, messageId } = meta;
		if (type === 'Heartbeat') {
			socket.say({ type, messageId });
			return;
		}
		const id = `sub-${this.sockets.indexOf(socket) + 1}`;
		const { status, body } = this.behaviour.subscription ?? { status: 200, body: {} };
		socket.say(
			{ type: 'ClientRequest', messageId, status },
			{ id, status: 'Active', eventFilters: [], ...body },
		);
	}
}
