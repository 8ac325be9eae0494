import { fork } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server knows in the end. */
export interface BurstBook {
	/** Different events. */
	acknowledged: number;
	/** Acknowledgements of events that had one. */
	twice: number;
	/** Channels that were opened. */
	channels: number;
}

export interface BurstServer {
	url: string;
	/** When every event has its acknowledgement, or none has come for ten seconds. */
	allAcknowledged(): Promise<BurstBook>;
	close(): Promise<void>;
}

type Message = { url: string } | { book: BurstBook };

const XMLNS = 'xmlns="http://schema.broadsoft.com/xsi"';

/** ms without an acknowledgement after which no more come. */
const SILENCE = 10_000;

const documentOf = (n: number) =>
	`<xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent"><xsi:eventID>e${n}</xsi:eventID><xsi:sequenceNumber>${n}</xsi:sequenceNumber><xsi:userId>alice@example.net</xsi:userId><xsi:externalApplicationId>bench</xsi:externalApplicationId><xsi:subscriptionId>s1</xsi:subscriptionId><xsi:eventData xsi1:type="xsi:DoNotDisturbEvent"><xsi:info><xsi:active>true</xsi:active></xsi:info></xsi:eventData></xsi:Event>`;

/** The least of an Xsi server that a burst needs: a channel, a subscription, heartbeats, acknowledgements. */
class Xsi {
	private readonly acknowledged = new Set<string>();

	private twice = 0;

	private channels = 0;

	private lastAt = 0;

	private stream?: ServerResponse;

	constructor(private readonly events: number) {}

	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { url = '', method } = request;
		if (method === 'POST' && url.includes('/com.broadsoft.async/')) {
			request.resume();
			this.channels++;
			this.stream = response;
			response.writeHead(200, { 'Content-Type': 'application/xml' });
			response.write(
				`<Channel ${XMLNS}><channelId>c1</channelId><expires>86400</expires></Channel>`,
			);
			return;
		}
		let body = '';
		for await (const part of request) body += String(part);
		if (url.endsWith('/heartbeat')) this.stream?.write(`<ChannelHeartBeat ${XMLNS}/>`);
		if (url.endsWith('/eventresponse')) this.take(body);
		const isSubscription = method === 'POST' && url.includes('/user/');
		response.end(
			isSubscription
				? `<Subscription ${XMLNS}><subscriptionId>s1</subscriptionId><expires>86400</expires></Subscription>`
				: '',
		);
		if (isSubscription) setTimeout(() => void this.pour(), 100);
	}

	private take(body: string): void {
		const [, id = ''] = /<eventID>([^<]+)</.exec(body) ?? [];
		if (this.acknowledged.has(id)) this.twice++;
		this.acknowledged.add(id);
		this.lastAt = performance.now();
	}

	/** As fast as TCP takes it. */
	private async pour(): Promise<void> {
		for (let n = 1; n <= this.events; ) {
			let block = '';
			for (const end = Math.min(this.events, n + 499); n <= end; n++) block += documentOf(n);
			if (this.stream?.write(block) === false)
				await new Promise((ready) => this.stream?.once('drain', ready));
		}
	}

	async book(): Promise<BurstBook> {
		const isSilent = () => performance.now() - this.lastAt > SILENCE;
		while (this.acknowledged.size < this.events && !isSilent())
			await new Promise((resolve) => setTimeout(resolve, 20));
		const { twice, channels } = this;
		return { acknowledged: this.acknowledged.size, twice, channels };
	}
}

/** Starts the server in a process of its own. */
export async function startBurstServer(events: number): Promise<BurstServer> {
	const child = fork(__filename, [String(events)], { execArgv: process.execArgv });
	const next = async () =>
		await new Promise<Message>((resolve, reject) => {
			child.once('message', resolve);
			child.once('exit', () => reject(new Error('The server has ended')));
		});
	const { url } = (await next()) as { url: string };
	return {
		url,
		async allAcknowledged() {
			const told = next();
			child.send('book');
			return ((await told) as { book: BurstBook }).book;
		},
		async close() {
			const ended = new Promise((resolve) => child.once('exit', resolve));
			child.disconnect();
			await ended;
		},
	};
}

function serve(events: number): void {
	const xsi = new Xsi(events);
	const server = createServer((request, response) => {
		xsi.answer(request, response).catch(() => response.destroy());
	});
	server.listen(0, '127.0.0.1', () => {
		const { port } = server.address() as AddressInfo;
		process.send?.({ url: `http://127.0.0.1:${port}` });
	});
	process.on('message', () => void xsi.book().then((book) => process.send?.({ book })));
	process.on('disconnect', () => process.exit());
}

if (require.main === module && process.send) serve(Number(process.argv[2]));
