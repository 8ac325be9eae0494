import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

import { WebSocketServer, type WebSocket } from 'ws';

import type { EventHub } from '../events/hub';
import type { Router } from '../requests/router';
import type { World } from '../world';
import { Connection } from './connection';
import { GatewaySession } from './session';

/** s a token for connecting is good (fixture ws.wstoken.response.json: 60; the guide: 30). */
const TOKEN_LIFE = 60;
const PATH = '/ws';

/** The WebSocket gateway (docs/protocols/ringcentral.md#websocket). */
export class Gateway {
	readonly connections = new Set<Connection>();

	/** Sessions that are connected, or can be taken up again. */
	readonly sessions = new Set<GatewaySession>();

	private readonly tokens = new Map<string, { ownerId: string; until: number }>();

	private readonly server = new WebSocketServer({ noServer: true });

	constructor(
		readonly world: World,
		readonly hub: EventHub,
	) {}

	addRoutes(router: Router): void {
		const access = { scope: 'WebSocket OR WebSocketsSubscription', group: 'auth' } as const;
		router.add('POST', '/restapi/oauth/wstoken', access, ({ user }) => ({
			json: {
				uri: `${this.world.baseUrl.replace(/^http/, 'ws')}${PATH}`,
				ws_access_token: this.issueToken(user.id),
				expires_in: TOKEN_LIFE,
			},
		}));
	}

	/** Takes a connection over; false when its path is another. */
	upgrade(request: IncomingMessage, socket: Socket, head: Buffer): boolean {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
		if (pathname !== PATH) return false;
		const ownerId = this.takeToken(searchParams.get('access_token') ?? '');
		if (ownerId === undefined) {
			socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
			return true;
		}
		this.server.handleUpgrade(request, socket, head, (webSocket) => {
			this.open(webSocket, socket, ownerId, searchParams.get('wsc'));
		});
		return true;
	}

	/** Destroys every connection; their sessions can be taken up again. */
	cut(): void {
		for (const { socket } of this.connections) socket.destroy();
	}

	/** Every open connection goes silent and stays open. */
	stall(): void {
		for (const connection of this.connections) connection.stalled = true;
	}

	/** No session that is open now can be recovered. */
	forget(): void {
		for (const session of [...this.sessions]) this.end(session);
		this.cut();
	}

	close(): void {
		for (const { socket } of this.connections) socket.destroy();
		this.connections.clear();
		this.sessions.clear();
		this.server.close();
	}

	/** A session is over for good, and its subscription with it. */
	end(session: GatewaySession): void {
		this.sessions.delete(session);
		this.world.timers.cancel(`recovery ${session.token}`);
		if (session.subscription) this.hub.subscriptions.remove(session.subscription);
		session.subscription = undefined;
	}

	/** The connection of a session is lost: it waits for another. */
	lost(connection: Connection): void {
		const { session } = connection;
		this.connections.delete(connection);
		if (!session.disconnect(connection.sink) || !this.sessions.has(session)) return;
		const { webSocketRecovery } = this.world.options;
		this.world.timers.set(`recovery ${session.token}`, webSocketRecovery, () => {
			this.end(session);
		});
	}

	private issueToken(ownerId: string): string {
		const token = randomUUID().replaceAll('-', '');
		this.tokens.set(token, { ownerId, until: this.world.now() + TOKEN_LIFE * 1_000 });
		return token;
	}

	/** A token is good for one connection. */
	private takeToken(token: string): string | undefined {
		const found = this.tokens.get(token);
		this.tokens.delete(token);
		return found && found.until > this.world.now() ? found.ownerId : undefined;
	}

	private open(webSocket: WebSocket, socket: Socket, ownerId: string, wsc: string | null): void {
		const earlier =
			wsc === null
				? undefined
				: [...this.sessions].find((item) => item.token === wsc && item.ownerId === ownerId);
		if (earlier) this.world.timers.cancel(`recovery ${earlier.token}`);
		const session = earlier ?? new GatewaySession(ownerId);
		session.renewToken();
		this.sessions.add(session);
		const recovery = wsc === null ? undefined : earlier === undefined ? 'Failed' : 'Successful';
		const connection = new Connection(this, session, webSocket, socket);
		this.connections.add(connection);
		connection.greet(recovery);
	}
}
