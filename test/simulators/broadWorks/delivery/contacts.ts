import { Agent, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import type { OutgoingEvent, SubscriptionState } from '../state';
import type { XsiWorld } from '../world';
import { eventDocument } from './eventDocument';

/** ms the server waits for a contact's answer; an n8n that serves many tests at once takes its time. */
const PATIENCE = 30_000;

/**
 * HTTP contact delivery (docs/protocols/broadworks.md#http-contact): one POST per event, in order per
 * subscription, no authentication, the answer's body ignored. An event that cannot be posted is lost.
 */
export class ContactDelivery {
	private readonly agents = {
		http: new Agent({ keepAlive: true }),
		https: new TlsAgent({ keepAlive: true, rejectUnauthorized: false }),
	};

	private readonly lines = new Map<string, Promise<void>>();

	constructor(private readonly world: XsiWorld) {}

	deliver(subscription: SubscriptionState, event: OutgoingEvent): void {
		const contact = subscription.contact ?? '';
		const body = eventDocument(event, { contact }, this.world.faults.prefix());
		const before = this.lines.get(subscription.id) ?? Promise.resolve();
		const line = before.then(async () => {
			event.attempts += 1;
			event.sentAt = this.world.now();
			try {
				event.statusCode = await this.post(contact, body);
				event.delivered = true;
				event.acked = event.statusCode >= 200 && event.statusCode < 300;
				if (!event.acked) event.lost = `the contact answered ${event.statusCode}`;
				if (this.world.faults.duplicates(event)) await this.post(contact, body);
			} catch (error) {
				event.lost = error instanceof Error ? error.message : String(error);
			}
			this.world.sent.changed(event);
			if (this.lines.get(subscription.id) === line) this.lines.delete(subscription.id);
		});
		this.lines.set(subscription.id, line);
	}

	/** Resolves when everything handed over so far was posted. */
	async idle(): Promise<void> {
		while (this.lines.size > 0) await Promise.all(this.lines.values());
	}

	/** Ends idle connections; posts still waiting are dropped. */
	close(): void {
		this.agents.http.destroy();
		this.agents.https.destroy();
		this.lines.clear();
	}

	private post(contact: string, body: string): Promise<number> {
		// The scheme may be missing (docs/protocols/broadworks.md#subscriptions).
		const url = new URL(/^https?:\/\//i.test(contact) ? contact : `http://${contact}`);
		const tls = url.protocol === 'https:';
		return new Promise((resolve, reject) => {
			const request = (tls ? httpsRequest : httpRequest)(
				url,
				{
					method: 'POST',
					agent: tls ? this.agents.https : this.agents.http,
					timeout: PATIENCE,
					headers: {
						'Content-Type': 'application/xml; charset=UTF-8',
						'Content-Length': Buffer.byteLength(body),
					},
				},
				(response) => {
					response.resume();
					response.on('end', () => resolve(response.statusCode ?? 0));
					response.on('error', reject);
				},
			);
			request.on('timeout', () => request.destroy(new Error('the contact did not answer')));
			request.on('error', reject);
			request.end(body);
		});
	}
}
