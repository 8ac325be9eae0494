import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../../shared/clock';
import type { XsiWorld } from '../world';

/** ms within which several changes are told as one. */
const PAUSE = 50;
/** ms between two comments that keep the connection open. */
const KEEP_ALIVE = 15_000;

/** Server-sent events for the page: `change` when the state changed, `sent` for every event. */
export class LiveEvents {
	private readonly clients = new Set<ServerResponse>();

	private pending = false;

	private readonly onChange = () => this.changed();

	private readonly onEvent = (record: unknown) => this.tell('sent', record);

	private cancelKeepAlive?: () => void;

	constructor(private readonly world: XsiWorld) {}

	open(request: IncomingMessage, response: ServerResponse): void {
		response.writeHead(200, {
			'Content-Type': 'text/event-stream',
			'Cache-Control': 'no-store',
		});
		response.write(': connected\n\n');
		if (this.clients.size === 0) {
			this.world.signals.on('change', this.onChange);
			this.world.signals.on('event', this.onEvent);
			this.keepAlive();
		}
		this.clients.add(response);
		request.on('close', () => this.leave(response));
	}

	close(): void {
		for (const client of this.clients) client.end();
		for (const client of [...this.clients]) this.leave(client);
	}

	private leave(client: ServerResponse): void {
		this.clients.delete(client);
		if (this.clients.size > 0) return;
		this.world.signals.off('change', this.onChange);
		this.world.signals.off('event', this.onEvent);
		this.cancelKeepAlive?.();
	}

	private keepAlive(): void {
		this.cancelKeepAlive = systemClock.after(KEEP_ALIVE, () => {
			for (const client of this.clients) client.write(':\n\n');
			this.keepAlive();
		});
	}

	private changed(): void {
		if (this.pending) return;
		this.pending = true;
		systemClock.after(PAUSE, () => {
			this.pending = false;
			this.tell('change', {});
		});
	}

	private tell(name: string, data: unknown): void {
		const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
		for (const client of this.clients) client.write(text);
	}
}
