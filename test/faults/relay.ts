import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
	client: Socket;
	server: Socket;
	/** Whether a channel was opened on this connection. */
	stream: boolean;
	/** Nothing goes through any more, and neither side learns what became of the other. */
	dead: boolean;
}

const OPENS_CHANNEL = /^POST \S*\/v2\.0\/channel HTTP/;

/** A way between n8n and the telephone system on which a connection can die as on a real one. */
export class Relay {
	private readonly pairs = new Set<Pair>();

	/** ms that what a channel brings is on its way. */
	streamDelay = 0;

	private constructor(
		private readonly listener: Server,
		private readonly portOf: () => number,
	) {
		listener.on('connection', (client) => this.join(client));
	}

	/** `portOf`: the telephone system's port on loopback. */
	static async start(portOf: () => number): Promise<Relay> {
		const listener = createServer();
		const relay = new Relay(listener, portOf);
		listener.listen(0, '127.0.0.1');
		await once(listener, 'listening');
		return relay;
	}

	get port(): number {
		return (this.listener.address() as AddressInfo).port;
	}

	private join(client: Socket): void {
		const server = connect(this.portOf(), '127.0.0.1');
		const pair: Pair = { client, server, stream: false, dead: false };
		this.pairs.add(pair);
		client.on('data', (bytes) => {
			pair.stream ||= OPENS_CHANNEL.test(bytes.toString('latin1'));
			if (!pair.dead) server.write(bytes);
		});
		const later = (act: () => void) => {
			if (pair.stream && this.streamDelay > 0) setTimeout(act, this.streamDelay);
			else act();
		};
		server.on('data', (bytes) => {
			later(() => {
				if (!pair.dead && !client.destroyed) client.write(bytes);
			});
		});
		for (const [from, to] of [
			[client, server],
			[server, client],
		]) {
			from.on('end', () => {
				if (!pair.dead) later(() => to.end());
			});
			from.on('close', () => {
				if (!pair.dead) later(() => to.destroy());
			});
			// What broke is told by `close`.
			from.on('error', () => undefined);
		}
	}

	/**
	 * The open channels go dead; with `reset` n8n learns it at once, the telephone system never. Other
	 * connections, and new ones, are not touched.
	 */
	killStreams({ reset = false } = {}): void {
		for (const pair of this.pairs) {
			if (!pair.stream || pair.dead) continue;
			pair.dead = true;
			if (reset) pair.client.resetAndDestroy();
		}
	}

	async close(): Promise<void> {
		const closed = once(this.listener, 'close');
		this.listener.close();
		for (const { client, server } of this.pairs) {
			client.destroy();
			server.destroy();
		}
		await closed;
	}
}
