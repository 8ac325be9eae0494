import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { XsiSimulator } from './index';
import { validate } from './xml/schema';
import { child, childText, parseXml, XSI_NAMESPACE, type XmlElement } from './xml/xml';

/** An answer of the simulator. */
export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	/** The document, when the body is XML. */
	xml?: XmlElement;
}

/** An event as it came over a stream. */
export interface SeenEvent {
	document: XmlElement;
	text: string;
	/** eventData's type, or the root's for ChannelTerminatedEvent. */
	type: string;
	eventId?: string;
	sequenceNumber: number;
	targetId?: string;
	subscriptionId?: string;
	data?: XmlElement;
}

/** Every document the simulator sent in this test process: names and schema problems. */
export const seen = {
	roots: new Set<string>(),
	types: new Set<string>(),
	problems: [] as string[],
};

/** What is outside the schema on purpose: an event that is none, and what Webex alone has. */
const OUTSIDE_SCHEMA = /CallHistoryEvent|<VoiceMessageTranscript /;

function note(text: string, document: XmlElement): void {
	seen.roots.add(document.name);
	for (const part of [document, child(document, 'eventData')]) {
		const type = part?.attributes.type?.replace(/^.*:/, '');
		if (type) seen.types.add(type);
	}
	if (OUTSIDE_SCHEMA.test(text)) return;
	for (const problem of validate(document)) seen.problems.push(`${problem} in ${text.slice(-400)}`);
}

const basic = (userId: string, password: string) =>
	`Basic ${Buffer.from(`${userId}:${password}`).toString('base64')}`;

/** Waits until `look` gives something; fails after a minute, which only something broken takes. */
export async function until<T>(look: () => T | undefined | false | null, what: string): Promise<T> {
	const end = Date.now() + 60_000;
	for (;;) {
		const found = look();
		if (found) return found;
		if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
		await new Promise((done) => setTimeout(done, 5));
	}
}

/** One open channel and what came over it, one entry per HTTP chunk write seen. */
export class TestChannel {
	raw = '';

	readonly events: SeenEvent[] = [];

	readonly documents: string[] = [];

	ended = false;

	id = '';

	cookie = '';

	constructor(
		private readonly client: TestClient,
		readonly setId: string,
		readonly response: IncomingMessage,
		private readonly options: { ack?: boolean },
	) {
		const [cookie] = response.headers['set-cookie'] ?? [];
		this.cookie = cookie?.split(';')[0] ?? '';
		response.setEncoding('utf8');
		response.on('data', (part: string) => this.take(part));
		response.on('end', () => (this.ended = true));
		response.on('error', () => (this.ended = true));
		response.on('close', () => (this.ended = true));
	}

	types(): string[] {
		return this.events.map((event) => event.type);
	}

	of(type: string): SeenEvent[] {
		return this.events.filter((event) => event.type === type);
	}

	/** Waits for the n-th event of a type. */
	async next(type: string, n = 1): Promise<SeenEvent> {
		return until(() => this.of(type)[n - 1], `${type} no. ${n}, got ${this.types().join()}`);
	}

	heartbeat(): Promise<Answer> {
		return this.client.events('PUT', `/channel/${this.id}/heartbeat`);
	}

	close(): void {
		this.response.destroy();
	}

	private take(part: string): void {
		this.raw += part;
		const ends = /<\/(?:\w+:)?Event>|<\/Channel>|<ChannelHeartBeat xmlns="[^"]*"\/>/;
		for (let end = ends.exec(this.raw); end; end = ends.exec(this.raw)) {
			const text = this.raw.slice(0, end.index + end[0].length);
			this.raw = this.raw.slice(text.length);
			this.documents.push(text);
			this.read(text);
		}
	}

	private read(text: string): void {
		let document: XmlElement;
		try {
			document = parseXml(text);
		} catch {
			// Faults send documents that cannot be read; they stay in `documents`.
			return;
		}
		note(text, document);
		if (document.name === 'Channel') this.id = childText(document, 'channelId') ?? '';
		if (document.name !== 'Event') return;
		const data = child(document, 'eventData');
		const event: SeenEvent = {
			document,
			text,
			type: (data ?? document).attributes.type.replace(/^.*:/, ''),
			eventId: childText(document, 'eventID'),
			sequenceNumber: Number(childText(document, 'sequenceNumber')),
			targetId: childText(document, 'targetId'),
			subscriptionId: childText(document, 'subscriptionId'),
			data,
		};
		this.events.push(event);
		if (this.options.ack !== false && event.eventId) {
			// The stream may end before the answer; the test looks at what arrived.
			this.client.acknowledge(event.eventId).catch(() => undefined);
		}
	}
}

/** A client of the simulator that checks every document it gets against the schema. */
export class TestClient {
	constructor(
		readonly simulator: Pick<XsiSimulator, 'url'>,
		readonly userId = 'admin@example.net',
		private readonly password = 'secret',
	) {}

	async send(
		method: string,
		path: string,
		options: { body?: string; headers?: Record<string, string | undefined> } = {},
	): Promise<Answer> {
		const response = await this.open(method, path, options);
		const parts: Buffer[] = [];
		for await (const part of response) parts.push(part as Buffer);
		const text = Buffer.concat(parts).toString('utf8');
		const answer: Answer = {
			status: response.statusCode ?? 0,
			headers: response.headers,
			text,
		};
		if (/xml/.test(response.headers['content-type'] ?? '') && text.startsWith('<?xml')) {
			answer.xml = parseXml(text);
			if (answer.xml.namespace === XSI_NAMESPACE) note(text, answer.xml);
		}
		return answer;
	}

	open(
		method: string,
		path: string,
		options: { body?: string; headers?: Record<string, string | undefined> } = {},
	): Promise<IncomingMessage> {
		const url = `${this.simulator.url}${path}`;
		const send = url.startsWith('https') ? httpsRequest : httpRequest;
		const authorization = basic(this.userId, this.password);
		const given = Object.entries({ authorization, ...options.headers });
		const headers = Object.fromEntries(given.filter(([, value]) => value !== undefined));
		return new Promise((resolve, reject) => {
			const request = send(
				url,
				// A connection of its own each time: a kept one would die with a restarted simulator.
				{ method, headers, rejectUnauthorized: false, agent: false },
				resolve,
			);
			request.on('error', reject);
			request.end(options.body);
		});
	}

	/** `path` below /v2.0 of the actions context. */
	actions(method: string, path: string, body?: string): Promise<Answer> {
		return this.send(method, `/com.broadsoft.xsi-actions/v2.0${path}`, { body });
	}

	/** `path` below /v2.0 of the events context. */
	events(method: string, path: string, body?: string): Promise<Answer> {
		return this.send(method, `/com.broadsoft.xsi-events/v2.0${path}`, { body });
	}

	async channel(
		setId: string,
		options: { ack?: boolean; more?: string } = {},
	): Promise<TestChannel> {
		const path = '/com.broadsoft.async/com.broadsoft.xsi-events/v2.0/channel';
		const body = `<Channel xmlns="${XSI_NAMESPACE}"><channelSetId>${setId}</channelSetId>${options.more ?? ''}</Channel>`;
		const response = await this.open('POST', path, { body });
		const channel = new TestChannel(this, setId, response, options);
		await until(() => channel.id, 'the first document of a channel');
		return channel;
	}

	/** Subscribes and returns the subscription id. `target`: path below /v2.0. */
	async subscribe(
		target: string,
		name: string,
		destination: { setId?: string; contact?: string; expires?: number; applicationId?: string },
	): Promise<string> {
		const answer = await this.events('POST', target, subscription(name, destination));
		if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
		return childText(answer.xml, 'subscriptionId') ?? '';
	}

	acknowledge(eventId: string, statusCode = 200, reason = 'OK'): Promise<Answer> {
		const body = `<EventResponse xmlns="${XSI_NAMESPACE}"><eventID>${eventId}</eventID><statusCode>${statusCode}</statusCode><reason>${reason}</reason></EventResponse>`;
		return this.events('POST', '/channel/eventresponse', body);
	}

	/** Control interface. */
	async control<T = Record<string, unknown>>(
		method: string,
		path: string,
		body?: unknown,
	): Promise<T> {
		const text = body === undefined ? undefined : JSON.stringify(body);
		const answer = await this.send(method, `/control/${path}`, {
			body: text,
			headers: { authorization: undefined },
		});
		if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
		return JSON.parse(answer.text) as T;
	}

	/** An outside call; returns the callee's call id. */
	async call(to: string, from = '+15550100', name = 'Jordan Smith'): Promise<string> {
		const { callId } = await this.control<{ callId: string }>('POST', 'calls', { from, name, to });
		return callId;
	}
}

/** A subscription request body. */
export function subscription(
	name: string,
	to: { setId?: string; contact?: string; expires?: number; applicationId?: string },
): string {
	const expires = to.expires === undefined ? '' : `<expires>${to.expires}</expires>`;
	const where =
		to.contact === undefined
			? `<channelSetId>${to.setId ?? ''}</channelSetId>`
			: `<httpContact><uri>${to.contact}</uri></httpContact>`;
	return `<Subscription xmlns="${XSI_NAMESPACE}"><event>${name}</event>${expires}${where}<applicationId>${to.applicationId ?? 'test'}</applicationId></Subscription>`;
}

/** Text somewhere below an element: `textAt(event.data, 'call', 'state')`. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string | undefined {
	let at = element;
	for (const name of path) at = child(at, name);
	return at?.text;
}
