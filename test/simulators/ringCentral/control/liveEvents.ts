import type { IncomingMessage, ServerResponse } from 'node:http';

import { systemClock } from '../../shared/clock';
import type { Control } from './control';

/** ms within which several changes are told as one. */
const PAUSE = 50;
/** ms between two comments that keep the connection open. */
const KEEP_ALIVE = 15_000;

/** Server-sent events for the page: `change` when something changed, `sent` for every notification. */
export class LiveEvents {
	private readonly clients = new Set<ServerResponse>();

	private pending?: () => void;

	private cancelKeepAlive?: () => void;

	private readonly onChange = () => {
		this.pending ??= systemClock.after(PAUSE, () => {
			this.pending = undefined;
			this.tell('change', {});
		});
	};

	private readonly onSent = (entry: unknown) => this.tell('sent', entry);

	constructor(private readonly control: Control) {}

	open(request: IncomingMessage, response: ServerResponse): void {
		response.writeHead(200, {
			'Content-Type': 'text/event-stream',
			'Cache-Control': 'no-store',
		});
		response.write(': connected\n\n');
		if (this.clients.size === 0) {
			this.control.world.signals.on('change', this.onChange);
			this.control.hub.signals.on('sent', this.onSent);
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
		this.control.world.signals.off('change', this.onChange);
		this.control.hub.signals.off('sent', this.onSent);
		this.cancelKeepAlive?.();
		this.pending?.();
		this.pending = undefined;
	}

	private keepAlive(): void {
		this.cancelKeepAlive = systemClock.after(KEEP_ALIVE, () => {
			for (const client of this.clients) client.write(':\n\n');
			this.keepAlive();
		});
	}

	private tell(name: string, data: unknown): void {
		const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
		for (const client of this.clients) client.write(text);
	}
}
