import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The party of a telephony event. */
export interface EventParty {
	id: string;
	extensionId?: string;
	direction: string;
	status: { code: string; reason?: string; peerId?: Record<string, string> };
	missedCall: boolean;
	queueCall?: boolean;
	[name: string]: unknown;
}

/** A notification as it was received, perhaps wrapped. */
export interface Notification {
	uuid: string;
	event: string;
	timestamp: string;
	subscriptionId: string;
	ownerId: string;
	body: { sequence?: number; parties?: EventParty[]; [name: string]: unknown };
	pn_apns?: Omit<Notification, 'pn_apns'>;
}

/** What a webhook was sent. */
export interface Delivery {
	headers: IncomingHttpHeaders;
	text: string;
	/** JSON of the body; the handshake has none. */
	body?: Notification;
	at: number;
}

/** A webhook that does the handshake and keeps what comes. */
export class Receiver {
	readonly all: Delivery[] = [];

	/** Status of the answers; 0: none at all. */
	status = 200;

	/** Header `Validation-Token` of the answer instead of the right one. */
	validation?: (token: string) => string | undefined;

	/** Bytes of a body that answers carry. */
	filler = 0;

	private constructor(private readonly server: Server) {}

	static async start(): Promise<Receiver> {
		const server = createServer((request, response) => {
			let text = '';
			request.on('data', (part: Buffer) => (text += part.toString()));
			request.on('end', () => {
				const { headers } = request;
				const body = text === '' ? undefined : (JSON.parse(text) as Notification);
				receiver.all.push({ headers, text, body, at: Date.now() });
				if (receiver.status === 0) return;
				const token = headers['validation-token']?.toString();
				const given = token === undefined ? undefined : (receiver.validation ?? ((t) => t))(token);
				response.writeHead(
					receiver.status,
					given === undefined ? {} : { 'Validation-Token': given },
				);
				response.end('x'.repeat(receiver.filler));
			});
		});
		const receiver = new Receiver(server);
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		return receiver;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
	}

	/** Notifications, without handshakes. */
	get events(): Notification[] {
		return this.all.flatMap(({ body }) => (body === undefined ? [] : [body]));
	}

	get handshakes(): Delivery[] {
		return this.all.filter(({ headers }) => headers['validation-token'] !== undefined);
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise<void>((done) => this.server.close(() => done()));
	}
}
