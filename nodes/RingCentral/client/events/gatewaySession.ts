import { deferred } from '../../../shared/core/flow/deferred';
import { TelephonyError, type ErrorDetails } from '../../../shared/core/errors';
import type { Socket, Sockets } from '../../../shared/core/ports';
import { isObject, text, type JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { notificationOf, type Notification } from './notification';
import { subscriptionOf, type Subscription } from './subscription';
import { answerOf, clientRequest, heartbeat, readFrame, type Frame } from './webSocketFrames';
import { segment } from '../transport/urls';

export interface SessionSettings {
	eventFilters: readonly string[];
	/** ms between signs of life asked for. */
	heartbeat: number;
	/** ms the gateway gets for each answer. */
	patience: number;
}

/**
 * The vendor cuts idle connections after 30 min and expects a pong within 10 s
 * (docs/protocols/ringcentral.md#websocket).
 */
export const SESSION_DEFAULTS = { heartbeat: 20_000, patience: 10_000 };

/** ms, until the gateway names others (docs/protocols/ringcentral.md#websocket). */
const RECOVERY = 180_000;
const LONGEST = 86_400_000;

/** ms before the gateway's limit at which a connection is changed for a new one. */
const MARGIN = 60_000;

/** Why a session ended. `planned`: on our own wish, because its time was over. */
export interface SessionEnd {
	cause: string;
	planned: boolean;
}

const GATEWAY_FAILURE = 'GatewayFailure';

/**
 * The gateway let nobody in, or broke off before it said who it is. Of kind `unavailable`: the login was
 * good, and the token for the gateway serves once.
 */
function gatewayFailure(message: string, details: ErrorDetails = {}): TelephonyError {
	const failure = new TelephonyError('unavailable', message, details);
	failure.name = GATEWAY_FAILURE;
	return failure;
}

/** True for a failure of the gateway, not of the login before it. */
export const isGatewayFailure = ({ name }: TelephonyError): boolean => name === GATEWAY_FAILURE;

interface WsToken extends JsonObject {
	uri?: unknown;
	ws_access_token?: unknown;
}

/** What a broken connection leaves to the one that takes its session up again. */
export interface Recovery {
	token: string;
	/** Number of the last notification. */
	sequence?: number;
}

/** What a session does with what comes. */
export interface SessionListener {
	onNotification(notification: Notification): void;
	/** The gateway had more for us than it keeps: the first it sent after a recovery was not the next. */
	onGap(): void;
}

/** Where to connect to: a token is good for one connection and about a minute. */
async function addressOf(
	connection: RingCentralConnection,
	recovery: string | undefined,
	signal: AbortSignal,
): Promise<string> {
	const answer = await send<WsToken>(connection, {
		method: 'POST',
		path: '/restapi/oauth/wstoken',
		group: 'auth',
		// A token that is not used runs out by itself.
		kind: 'read',
		signal,
	});
	const uri = text(answer?.uri);
	const token = text(answer?.ws_access_token);
	const isSafe = uri?.startsWith('wss:') || connection.server.startsWith('http:');
	if (uri === undefined || token === undefined || !isSafe) {
		throw new TelephonyError('protocolViolation', 'RingCentral named no WebSocket gateway');
	}
	const url = new URL(uri);
	url.searchParams.set('access_token', token);
	if (recovery !== undefined) url.searchParams.set('wsc', recovery);
	return url.href;
}

/** A gateway that answers with a refusal is reached, but refuses the token or the session, not the login. */
async function reached(opening: Promise<Socket>): Promise<Socket> {
	try {
		return await opening;
	} catch (error) {
		if (!(error instanceof TelephonyError) || error.status === undefined) throw error;
		throw gatewayFailure(error.message, error);
	}
}

/** s in the gateway's words as ms, where they are a number. */
function milliseconds(value: unknown, otherwise: number): number {
	const seconds = Number(text(value));
	return seconds > 0 ? seconds * 1000 : otherwise;
}

/** One connection to the WebSocket gateway, with the one subscription it may have. */
export class GatewaySession {
	/** The gateway has kept the subscription and sends what was missed. */
	recovered = false;

	/** The subscription that was made; undefined after a recovery. */
	subscription?: Subscription;

	/** With it a broken connection can be taken up again. */
	private recoveryToken?: string;

	/** Number of the last notification. */
	private sequence?: number;

	/** The next number is to be the first after a recovery. */
	private isResuming = false;

	/** ms for which it can. */
	recoveryTimeout = RECOVERY;

	private readonly ended = deferred<SessionEnd>();

	private readonly over = new AbortController();

	private readonly awaited = new Map<string, (frame: Frame) => void>();

	private readonly greeted = deferred<Frame>();

	private socket?: Socket;

	private paused = false;

	/** `clock.elapsed()` of the last message and of the opening. */
	private heardAt = 0;

	private openedAt = 0;

	private longest = LONGEST;

	private constructor(
		private readonly connection: RingCentralConnection,
		private readonly settings: SessionSettings,
		private readonly listener: SessionListener,
	) {}

	/**
	 * Connects and subscribes, or takes a broken connection up again with `recovery`. Throws what the
	 * server refuses, and `unavailable` when it does not answer.
	 */
	static async open(
		connection: RingCentralConnection,
		sockets: Sockets,
		settings: SessionSettings,
		listener: SessionListener,
		{ recovery, signal }: { recovery?: Recovery; signal: AbortSignal },
	): Promise<GatewaySession> {
		const session = new GatewaySession(connection, settings, listener);
		try {
			await session.connect(sockets, recovery, signal);
			return session;
		} catch (error) {
			session.cut('it could not be opened');
			throw error;
		}
	}

	private async connect(sockets: Sockets, recovery: Recovery | undefined, signal: AbortSignal) {
		const { clock, random } = this.connection;
		const address = await addressOf(this.connection, recovery?.token, signal);
		this.sequence = recovery?.sequence;
		this.isResuming = this.sequence !== undefined;
		const handlers = {
			onText: (message: string) => this.take(message),
			onClose: (code: number, reason: string) => {
				const cause = `the gateway closed the connection (${[code, reason].filter(Boolean).join(', ')})`;
				this.end({ cause, planned: false });
			},
		};
		const { patience, eventFilters } = this.settings;
		this.socket = await reached(sockets.open(address, handlers, { timeout: patience, signal }));
		this.openedAt = clock.elapsed();
		const greeting = await this.within(this.greeted.promise, 'greet');
		const details = answerOf(greeting);
		this.recoveryTimeout = milliseconds(details.recoveryTimeout, RECOVERY);
		this.longest = milliseconds(details.absoluteTimeout, LONGEST);
		this.recovered =
			recovery !== undefined && text(details.recoveryState)?.toLowerCase() === 'successful';
		if (this.recovered) return;
		this.isResuming = false;
		const body = { eventFilters: [...eventFilters], deliveryMode: { transportType: 'WebSocket' } };
		const answer = await this.request(random.uuid(), 'POST', '/restapi/v1.0/subscription', body);
		this.subscription = subscriptionOf(answer);
	}

	private async request(messageId: string, method: string, path: string, body: JsonObject) {
		const answered = deferred<Frame>();
		this.awaited.set(messageId, answered.resolve);
		try {
			this.socket?.send(clientRequest(messageId, method, path, body));
			return answerOf(await this.within(answered.promise, 'answer'));
		} catch (error) {
			// The token ended after the gateway was asked for; the next try begins with another one.
			const isToken = error instanceof TelephonyError && error.kind === 'unauthorized';
			throw isToken ? gatewayFailure(error.message, error) : error;
		} finally {
			this.awaited.delete(messageId);
		}
	}

	private async within(awaited: Promise<Frame>, what: string): Promise<Frame> {
		const done = new AbortController();
		const { patience } = this.settings;
		const late = this.connection.clock
			.sleep(patience, AbortSignal.any([done.signal, this.over.signal]))
			.then(() => undefined);
		const frame = await Promise.race([awaited, late]);
		done.abort();
		if (frame) return frame;
		const { cause } = this.over.signal.aborted
			? await this.ended.promise
			: { cause: `it did not ${what} in time` };
		throw gatewayFailure(`The WebSocket gateway failed: ${cause}`);
	}

	private take(message: string): void {
		this.heardAt = this.connection.clock.elapsed();
		const frame = readFrame(message);
		if (!frame) {
			this.connection.log.warn('The WebSocket gateway sent what cannot be read; it is left out');
			return;
		}
		this.recoveryToken = frame.recoveryToken ?? this.recoveryToken;
		if (frame.type === 'ConnectionDetails') this.greeted.resolve(frame);
		else if (frame.type === 'ServerNotification') {
			this.follow(frame.sequence);
			this.notify(frame.body);
		} else this.awaited.get(frame.messageId ?? '')?.(frame);
	}

	/** Only the first number after a recovery says whether something is missing. */
	private follow(sequence: number | undefined): void {
		if (sequence === undefined) return;
		const isGap = this.isResuming && sequence > (this.sequence ?? sequence) + 1;
		this.isResuming = false;
		this.sequence = sequence;
		if (isGap) this.listener.onGap();
	}

	/** What the next connection needs to go on here. */
	get recovery(): Recovery | undefined {
		const { recoveryToken: token, sequence } = this;
		return token === undefined ? undefined : { token, sequence };
	}

	/** ms since the gateway was last heard. */
	get silence(): number {
		return this.connection.clock.elapsed() - this.heardAt;
	}

	private notify(body: unknown): void {
		let notification: Notification;
		try {
			notification = notificationOf(isObject(body) ? body : undefined);
		} catch (error) {
			this.connection.log.warn('RingCentral sent what cannot be read; it is left out', {
				reason: (error as Error).message,
			});
			return;
		}
		this.listener.onNotification(notification);
	}

	/** Resolves when the connection has ended: it broke, fell silent, or its time was over. */
	async watch(signal: AbortSignal): Promise<SessionEnd> {
		const { clock, random } = this.connection;
		const stop = AbortSignal.any([signal, this.over.signal]);
		const until = this.openedAt + Math.max(this.longest - MARGIN, this.longest / 2);
		while (!stop.aborted) {
			const left = until - clock.elapsed();
			if (left <= 0) {
				this.end({ cause: 'its time was over', planned: true });
				break;
			}
			await clock.sleep(Math.min(this.settings.heartbeat, left), stop);
			if (stop.aborted || this.paused || clock.elapsed() >= until) continue;
			const askedAt = clock.elapsed();
			this.socket?.send(heartbeat(random.uuid()));
			await clock.sleep(this.settings.patience, stop);
			const isSilent = this.heardAt < askedAt && !this.paused;
			if (!stop.aborted && isSilent) this.cut('it did not answer a heartbeat');
		}
		if (signal.aborted) this.end({ cause: 'closed', planned: true });
		return await this.ended.promise;
	}

	/** Lets nothing come in while too much waits. */
	pause(): void {
		this.paused = true;
		this.socket?.pause();
	}

	resume(): void {
		this.paused = false;
		this.heardAt = this.connection.clock.elapsed();
		this.socket?.resume();
	}

	/** Ends the subscription and the connection. */
	async leave(id: string | undefined): Promise<void> {
		if (id !== undefined && !this.over.signal.aborted) {
			const path = `/restapi/v1.0/subscription/${segment(id, 'The subscription')}`;
			try {
				await this.request(this.connection.random.uuid(), 'DELETE', path, {});
			} catch (error) {
				// It ends with the connection in any case.
				this.connection.log.debug('The WebSocket subscription was not deleted', {
					reason: (error as Error).message,
				});
			}
		}
		this.cut('closed');
	}

	/** Ends the connection. */
	cut(cause: string): void {
		this.end({ cause, planned: false });
	}

	private end(end: SessionEnd): void {
		if (this.over.signal.aborted) return;
		this.ended.resolve(end);
		this.over.abort();
		this.socket?.close();
	}
}
