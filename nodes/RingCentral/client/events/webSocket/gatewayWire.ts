import { TelephonyError } from '../../../../shared/core/errors';
import { TOO_LARGE, UNREADABLE, type Socket, type Sockets } from '../../../../shared/core/ports';
import type { JsonObject } from '../../transport/answers';
import type { RingCentralConnection } from '../../transport/connection';
import { AwaitedFrames, type Awaited } from './awaitedFrames';
import { Ending, type SessionEnd } from './ending';
import { answerOf, clientRequest, heartbeat, readFrame, type Frame } from './frames';
import { gatewayFailure } from './gatewayFailure';

/** How a connection ends behind whose end there was more, which counts as delivered. */
const UNFINISHED = new Set([TOO_LARGE, UNREADABLE]);

/** The greeting answers no request. */
const GREETING = 'ConnectionDetails';

/** What was heard of a gateway that was asked; nothing is wanted of one that is paused or over. */
export type SignOfLife = 'answer' | 'notification' | 'notWanted' | 'silence';

/** A gateway that answers with a refusal is reached, but refuses the token or the session, not the login. */
async function reached(opening: Promise<Socket>): Promise<Socket> {
	try {
		return await opening;
	} catch (error) {
		if (!(error instanceof TelephonyError) || error.status === undefined) throw error;
		throw gatewayFailure(error.message, error);
	}
}

/** One WebSocket to the gateway: frames in, requests with their answers, signs of life, the end. */
export class GatewayWire {
	private socket?: Socket;

	private readonly ending = new Ending();

	private readonly answers: AwaitedFrames;

	private paused = false;

	/** `clock.elapsed()` of the last message, and of the last one that is no notification. */
	private readonly heard = { anything: 0, answer: 0 };

	/** `answerWithin`: ms the gateway gets for each answer. `onFrame` gets every frame before anybody else. */
	constructor(
		private readonly connection: RingCentralConnection,
		private readonly answerWithin: number,
		private readonly onFrame: (frame: Frame) => void,
	) {
		this.answers = new AwaitedFrames(connection.clock, answerWithin, this.ending);
	}

	/** Connects. Resolves to the wait for the gateway's greeting, which may have come already. */
	async open(sockets: Sockets, address: string, signal: AbortSignal): Promise<Awaited> {
		const greeting = this.answers.expect(GREETING, 'greet');
		const handlers = {
			onText: (message: string) => this.take(message),
			onClose: (code: number, reason: string) => {
				const cause = `the gateway closed the connection (${[code, reason].filter(Boolean).join(', ')})`;
				this.end({ cause, planned: false, ...(UNFINISHED.has(code) && { incomplete: true }) });
			},
		};
		const options = { timeout: this.answerWithin, signal };
		this.socket = await reached(sockets.open(address, handlers, options));
		return greeting;
	}

	/** Asks the gateway as over HTTP. Throws what it refuses, and `unavailable` without an answer in time. */
	async request(method: string, path: string, body: JsonObject): Promise<JsonObject> {
		const messageId = this.connection.random.uuid();
		const answer = this.answers.expect(messageId, 'answer');
		try {
			this.socket?.send(clientRequest(messageId, method, path, body));
			return answerOf(await answer());
		} catch (error) {
			// The token ended after the gateway was asked for; the next try begins with another one.
			const isToken = error instanceof TelephonyError && error.kind === 'unauthorized';
			throw isToken ? gatewayFailure(error.message, error) : error;
		} finally {
			this.answers.forget(messageId);
		}
	}

	/** Asks for a sign of life. `silence` when nothing at all was heard in time. */
	async signOfLife(stop: AbortSignal): Promise<SignOfLife> {
		const { clock, random } = this.connection;
		if (this.paused) return 'notWanted';
		const askedAt = clock.elapsed();
		this.socket?.send(heartbeat(random.uuid()));
		await clock.sleep(this.answerWithin, stop);
		if (stop.aborted || this.paused) return 'notWanted';
		if (this.heard.answer >= askedAt) return 'answer';
		return this.heard.anything >= askedAt ? 'notification' : 'silence';
	}

	/** ms since the gateway was last heard. */
	get silence(): number {
		return this.connection.clock.elapsed() - this.heard.anything;
	}

	/** Aborted when the connection has ended. */
	get over(): AbortSignal {
		return this.ending.signal;
	}

	/** Resolves when the connection has ended. */
	get ended(): Promise<SessionEnd> {
		return this.ending.reached;
	}

	/** Lets nothing come in while too much waits. */
	pause(): void {
		this.paused = true;
		this.socket?.pause();
	}

	resume(): void {
		this.paused = false;
		this.heard.anything = this.connection.clock.elapsed();
		this.socket?.resume();
	}

	/** Closes the socket; only the first call says why. */
	end(end: SessionEnd): void {
		if (this.ending.declare(end)) this.socket?.close();
	}

	private take(message: string): void {
		this.heard.anything = this.connection.clock.elapsed();
		const frame = readFrame(message);
		if (!frame) {
			this.connection.log.warn(
				'The WebSocket gateway sent something that cannot be read; it is skipped',
			);
			return;
		}
		this.onFrame(frame);
		if (frame.type === 'ServerNotification') return;
		this.heard.answer = this.heard.anything;
		this.answers.give(frame.type === GREETING ? GREETING : (frame.messageId ?? ''), frame);
	}
}
