import { fork } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the server knows in the end. */
export interface BurstBook {
	/** Different events. */
	acknowledged: number;
	/** Acknowledgements of events that had one. */
	twice: number;
	/** Channels that were opened, and subscriptions that were made. */
	channels: number;
	subscriptions: number;
	/** All that came, acknowledgements too. */
	requests: number;
	/** Requests answered 429. */
	refused: number;
}

export interface BurstPlan {
	events: number;
	/** Calls of so many users in turn; without it all events are of one user's Do Not Disturb. */
	users?: number;
	/** Subscriptions that the events are spread over, once all of them have been made: 1. */
	subscriptions?: number;
	/** As fast as TCP takes them without it. */
	perSecond?: number;
	/** Subscriptions that are made in so many s; the server answers 429 to more, and asks to wait so long. */
	limit?: { subscriptions: number; seconds: number };
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

const doNotDisturb = (n: number) =>
	`<xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent"><xsi:eventID>e${n}</xsi:eventID><xsi:sequenceNumber>${n}</xsi:sequenceNumber><xsi:userId>alice@example.net</xsi:userId><xsi:externalApplicationId>bench</xsi:externalApplicationId><xsi:subscriptionId>s1</xsi:subscriptionId><xsi:eventData xsi1:type="xsi:DoNotDisturbEvent"><xsi:info><xsi:active>true</xsi:active></xsi:info></xsi:eventData></xsi:Event>`;

/** ms since the epoch, to a thousandth; processes of one machine share it. */
const now = () => performance.timeOrigin + performance.now();

/** When the event with this id was sent, ms since the epoch. */
export const sentAt = (eventId: string): number => Number(eventId.split('@')[1]);

/** A call of one of the users, whose subscription is one of so many. The id says when it was sent. */
const incomingCall = (n: number, sequence: number, user: number, subscription: number) =>
	`<xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent"><xsi:eventID>e${n}@${now()}</xsi:eventID><xsi:sequenceNumber>${sequence}</xsi:sequenceNumber><xsi:userId>admin@example.net</xsi:userId><xsi:externalApplicationId>bench</xsi:externalApplicationId><xsi:subscriptionId>s${subscription}</xsi:subscriptionId><xsi:targetId>user${user}@example.net</xsi:targetId><xsi:eventData xsi1:type="xsi:CallReceivedEvent"><xsi:call><xsi:callId>callhalf-${n}:0</xsi:callId><xsi:extTrackingId>${n}:2</xsi:extTrackingId><xsi:networkCallId>BW${n}@192.0.2.10</xsi:networkCallId><xsi:personality>Terminator</xsi:personality><xsi:state>Alerting</xsi:state><xsi:remoteParty><xsi:name>Jordan Smith</xsi:name><xsi:address countryCode="1">tel:+15550100</xsi:address><xsi:callType>Network</xsi:callType></xsi:remoteParty><xsi:endpoint xsi1:type="xsi:AccessEndpoint"><xsi:addressOfRecord>user${user}@example.net</xsi:addressOfRecord></xsi:endpoint><xsi:appearance>2</xsi:appearance><xsi:allowAnswer/><xsi:startTime>1568204580687</xsi:startTime></xsi:call></xsi:eventData></xsi:Event>`;

/** The least of an Xsi server that a burst needs: a channel, a subscription, heartbeats, acknowledgements. */
class Xsi {
	private readonly acknowledged = new Set<string>();

	private twice = 0;

	private channels = 0;

	private lastAt = 0;

	private requests = 0;

	private subscriptions = 0;

	private refused = 0;

	private window = { since: -Infinity, made: 0 };

	private stream?: ServerResponse;

	constructor(private readonly plan: BurstPlan) {}

	private documentOf(n: number): string {
		const { users, subscriptions = 1 } = this.plan;
		if (users === undefined) return doNotDisturb(n);
		const user = (n - 1) % users;
		const sequence = 1 + Math.floor((n - 1) / subscriptions);
		return incomingCall(n, sequence, user, 1 + (user % subscriptions));
	}

	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { url = '', method } = request;
		this.requests++;
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
		const isSubscription = method === 'POST' && body.includes('<Subscription');
		if (!isSubscription) {
			response.end(this.read(url, method));
			return;
		}
		if (this.isTooMuch()) {
			this.refused++;
			response.writeHead(429, { 'Retry-After': String(this.plan.limit?.seconds) });
			response.end();
			return;
		}
		const id = `s${++this.subscriptions}`;
		response.end(
			`<Subscription ${XMLNS}><subscriptionId>${id}</subscriptionId><expires>86400</expires></Subscription>`,
		);
		if (this.subscriptions === (this.plan.subscriptions ?? 1))
			setTimeout(() => void this.pour(), 100);
	}

	private isTooMuch(): boolean {
		const { limit } = this.plan;
		if (!limit) return false;
		if (now() - this.window.since > limit.seconds * 1_000) this.window = { since: now(), made: 0 };
		return ++this.window.made > limit.subscriptions;
	}

	/** The list of subscriptions, and one of them. */
	private read(url: string, method = ''): string {
		if (method !== 'GET' || !url.includes('/subscription')) return '';
		const one = (id: string) =>
			`<Subscription ${XMLNS}><subscriptionId>${id}</subscriptionId><expires>80000</expires></Subscription>`;
		const [, id] = /\/subscription\/(\w+)/.exec(url) ?? [];
		if (id) return one(id);
		const all = Array.from({ length: this.subscriptions }, (_, index) => one(`s${index + 1}`));
		return `<SubscriptionList ${XMLNS}>${all.join('')}</SubscriptionList>`;
	}

	private take(body: string): void {
		const [, id = ''] = /<eventID>([^<]+)</.exec(body) ?? [];
		if (this.acknowledged.has(id)) this.twice++;
		this.acknowledged.add(id);
		this.lastAt = performance.now();
	}

	private async pour(): Promise<void> {
		const { events, perSecond } = this.plan;
		const began = now();
		for (let n = 1; n <= events; ) {
			const due =
				perSecond === undefined ? n + 499 : Math.ceil(((now() - began) / 1_000) * perSecond);
			let block = '';
			for (const end = Math.min(events, due); n <= end; n++) block += this.documentOf(n);
			if (block && this.stream?.write(block) === false)
				await new Promise((ready) => this.stream?.once('drain', ready));
			if (perSecond !== undefined) await pause(5);
		}
	}

	async book(): Promise<BurstBook> {
		this.lastAt = performance.now();
		const isSilent = () => performance.now() - this.lastAt > SILENCE;
		while (this.acknowledged.size < this.plan.events && !isSilent())
			await new Promise((resolve) => setTimeout(resolve, 20));
		const { twice, channels, requests, subscriptions, refused } = this;
		const acknowledged = this.acknowledged.size;
		return { acknowledged, twice, channels, requests, subscriptions, refused };
	}
}

/** Starts the server in a process of its own. */
export async function startBurstServer(plan: BurstPlan): Promise<BurstServer> {
	const child = fork(__filename, [JSON.stringify(plan)], { execArgv: process.execArgv });
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

function serve(plan: BurstPlan): void {
	const xsi = new Xsi(plan);
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

if (require.main === module && process.send) serve(JSON.parse(process.argv[2]) as BurstPlan);
