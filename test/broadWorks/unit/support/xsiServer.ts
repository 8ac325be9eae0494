import type { HttpRequest } from '../../../../nodes/shared/core/ports';
import type { LineSettings } from '../../../../nodes/BroadWorks/client/channel/line';
import type {
	LineNotice,
	LineListener,
} from '../../../../nodes/BroadWorks/client/delivery/listener';
import { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import type { XsiEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import {
	ACCEPTED,
	type Acknowledgement,
} from '../../../../nodes/BroadWorks/client/channel/channel';
import type { SubscriptionSpec } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import type { SubscriptionChange } from '../../../../nodes/BroadWorks/client/delivery/listener';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { eventXml, fakeConnection, HEARTBEAT } from './xsi';

const XMLNS = 'xmlns="http://schema.broadsoft.com/xsi"';
const SUBSCRIBE = /\/v2\.0\/(?:user|enterprise|system)\b/;

/** The end of a subscription, behind its last event. */
export const endXml = (subscription: string): string =>
	eventXml({
		id: `end-${subscription}`,
		subscription,
		type: 'SubscriptionTerminatedEvent',
		sequence: 1_000,
		data: '',
	});

/** An acknowledgement the server got. */
export interface Ack {
	eventId: string;
	statusCode: string;
	at: number;
}

/** Answers like a healthy server; a test overrides single answers with `http.on` and `http.once`. */
export class ScriptedServer {
	readonly connection = fakeConnection();

	readonly http = this.connection.http;

	readonly clock = this.connection.clock;

	readonly streams: FakeStream[] = [];

	/** s given for channels and for subscriptions. */
	channelExpires = 86_400;

	subscriptionExpires = 86_400;

	/** Whether heartbeats are echoed on the stream. */
	echo = true;

	/** Whether the end of a subscription is told on the stream. */
	tellsEnd = true;

	private subscriptions = 0;

	constructor() {
		this.http
			.onStream((): FakeStream | Error => this.openChannel())
			.on('POST', SUBSCRIBE, () => this.grant(`s${++this.subscriptions}`))
			.on('GET', /\/v2\.0\/subscription\//, ({ url }) => this.grant(url.split('/').pop() ?? ''))
			.on('PUT', /\/v2\.0\/subscription\//, ({ url }) => this.grant(url.split('/').pop() ?? ''))
			.on('DELETE', /\/v2\.0\/channel\//, {})
			.on('DELETE', /\/v2\.0\/subscription\//, ({ url }) => {
				if (this.tellsEnd) this.stream?.push(endXml(url.split('/').pop() ?? ''));
				return {};
			})
			.on('PUT', /\/v2\.0\/channel\/[^/]+$/, {})
			.on('POST', /\/eventresponse$/, {})
			.on('PUT', /\/heartbeat$/, () => {
				if (this.echo) this.stream.push(HEARTBEAT);
				return {};
			});
	}

	/** The newest stream. */
	get stream(): FakeStream {
		return this.streams[this.streams.length - 1];
	}

	/** A stream that begins as a new channel does; ids are c1, c2 and so on. */
	openChannel(): FakeStream {
		const stream = new FakeStream(
			200,
			{ 'set-cookie': ['JSESSIONID=node1; Path=/; Secure'] },
			'192.0.2.1',
		);
		this.streams.push(stream);
		return stream.push(
			`<?xml version="1.0" encoding="UTF-8"?>\n<Channel ${XMLNS}><channelId>c${this.streams.length}</channelId><expires>${this.channelExpires}</expires></Channel>`,
		);
	}

	grant(subscriptionId: string) {
		return {
			body: `<?xml version="1.0" encoding="UTF-8"?><Subscription ${XMLNS}><subscriptionId>${subscriptionId}</subscriptionId><expires>${this.subscriptionExpires}</expires></Subscription>`,
		};
	}

	openings(): HttpRequest[] {
		return this.http.to('POST', /\/v2\.0\/channel$/);
	}

	subscribes(): HttpRequest[] {
		return this.http.to('POST', SUBSCRIBE);
	}

	acks(): Ack[] {
		return this.http.to('POST', /\/eventresponse$/).map(({ body = '', at }) => ({
			eventId: /<eventID>(.*)<\/eventID>/.exec(String(body))?.[1] ?? '',
			statusCode: /<statusCode>(.*)<\/statusCode>/.exec(String(body))?.[1] ?? '',
			at,
		}));
	}

	/** `eventId:statusCode` of every acknowledgement, in order. */
	ackLines(): string[] {
		return this.acks().map(({ eventId, statusCode }) => `${eventId}:${statusCode}`);
	}
}

/** Listens and remembers; `answer` decides how an event is acknowledged. */
export class RecordingListener implements LineListener {
	readonly events: XsiEvent[] = [];

	readonly notices: LineNotice[] = [];

	readonly changes: SubscriptionChange[] = [];

	constructor(
		private readonly answer: (event: XsiEvent) => Promise<Acknowledgement> = async () => ACCEPTED,
	) {}

	async onEvent(event: XsiEvent, _spec: SubscriptionSpec): Promise<Acknowledgement> {
		this.events.push(event);
		return await this.answer(event);
	}

	onNotice(notice: LineNotice): void {
		this.notices.push(notice);
	}

	onSubscription(change: SubscriptionChange): void {
		this.changes.push(change);
	}

	ids(): string[] {
		return this.events.map(({ eventId }) => eventId ?? '');
	}

	states(): string[] {
		return this.notices.map(({ state }) => state);
	}
}

export const SETTINGS: LineSettings = {
	channelSetId: 'n8n-3f1c',
	applicationId: 'n8n-demo',
	expires: 86_400,
	heartbeatInterval: 15_000,
};

export const ALICE: SubscriptionSpec = {
	target: { kind: 'user', userId: 'alice@example.net' },
	package: 'Do Not Disturb',
};

export const QUEUE: SubscriptionSpec = {
	target: { kind: 'enterprise', enterpriseId: 'Example Co' },
	package: 'Call Center Queue',
};

/** A line to a scripted server. */
export function lineTo(server: ScriptedServer): { line: XsiLine; log: RecordingLog } {
	const log = new RecordingLog();
	return { line: new XsiLine(server.connection, SETTINGS, log), log };
}
