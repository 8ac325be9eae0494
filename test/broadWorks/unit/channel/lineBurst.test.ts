import { getEventListeners } from 'node:events';

import {
	ACCEPTED,
	type Acknowledgement,
} from '../../../../nodes/BroadWorks/client/channel/channel';
import { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import type { HttpRequest, HttpStream } from '../../../../nodes/shared/core/ports';
import { systemClock } from '../../../../nodes/shared/systemPorts';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { eventXml, fakeConnection } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer, SETTINGS } from '../support/xsiServer';

const EVENTS_PER_CHUNK = 50;

/** Sends a burst as fast as it is read and counts what comes back; time is real. */
class BurstServer {
	acknowledged = 0;

	mostUnderWay = 0;

	/** The most that was read and not acknowledged. */
	mostOpen = 0;

	mostAbortListeners = 0;

	readonly done = deferred();

	private readonly closed = deferred();

	private underWay = 0;

	private read = 0;

	constructor(private readonly events: number) {}

	readonly http = {
		stream: async (): Promise<HttpStream> =>
			await Promise.resolve({
				status: 200,
				headers: {},
				body: this.chunks(),
				close: () => this.closed.resolve(),
			}),
		request: async (request: HttpRequest) => {
			const isAcknowledgement = request.url.endsWith('/eventresponse');
			if (isAcknowledgement) await this.acknowledge(request);
			const body = isAcknowledgement
				? ''
				: '<Subscription xmlns="http://schema.broadsoft.com/xsi"><subscriptionId>s1</subscriptionId><expires>86400</expires></Subscription>';
			return { status: 200, headers: {}, body: Buffer.from(body) };
		},
	};

	private async acknowledge({ signal }: HttpRequest): Promise<void> {
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		// As an HTTP client does.
		const listener = () => {};
		signal?.addEventListener('abort', listener);
		const listeners = signal ? getEventListeners(signal, 'abort').length : 0;
		this.mostAbortListeners = Math.max(this.mostAbortListeners, listeners);
		await new Promise((resolve) => setImmediate(resolve));
		signal?.removeEventListener('abort', listener);
		this.underWay--;
		if (++this.acknowledged === this.events) this.done.resolve();
	}

	private async *chunks(): AsyncGenerator<Uint8Array> {
		yield Buffer.from(
			'<Channel xmlns="http://schema.broadsoft.com/xsi"><channelId>c1</channelId><expires>86400</expires></Channel>',
		);
		await new Promise((resolve) => setTimeout(resolve, 20));
		while (this.read < this.events) {
			const documents = Array.from({ length: EVENTS_PER_CHUNK }, (_, index) => {
				const n = this.read + index + 1;
				return eventXml({ id: `e${n}`, subscription: 's1', sequence: n });
			});
			this.read += EVENTS_PER_CHUNK;
			yield Buffer.from(documents.join(''));
			this.mostOpen = Math.max(this.mostOpen, this.read - this.acknowledged);
		}
		await this.closed.promise;
	}
}

async function burst(events: number) {
	const server = new BurstServer(events);
	const connection = { ...fakeConnection(), http: server.http, clock: systemClock };
	const line = new XsiLine(connection, SETTINGS, new RecordingLog());
	const listener = new RecordingListener();
	await line.add(ALICE, listener, true);
	const before = process.cpuUsage();
	await server.done.promise;
	const { user } = process.cpuUsage(before);
	await line.remove(ALICE, listener);
	return { server, listener, time: user };
}

describe('A burst on the channel', () => {
	it('is acknowledged whole, in linear time, with little under way and little in memory', async () => {
		await burst(300);
		const once = await burst(1_500);
		const twice = await burst(3_000);
		expect(twice.listener.events).toHaveLength(3_000);
		expect(twice.listener.states()).toEqual(['up']);
		expect(twice.server.mostUnderWay).toBeLessThanOrEqual(8);
		expect(twice.server.mostOpen).toBeLessThanOrEqual(2_000 + EVENTS_PER_CHUNK);
		expect(twice.server.mostAbortListeners).toBeLessThanOrEqual(10);
		expect(twice.time / once.time).toBeLessThan(3);
	}, 60_000);
});

/** Answers nothing until it is told to. */
function slowListener(mostOpen?: number) {
	const answers: Array<(answer: Acknowledgement) => void> = [];
	const listener = new RecordingListener(
		async () => await new Promise<Acknowledgement>((resolve) => answers.push(resolve)),
	);
	const goOn = () => answers.splice(0).forEach((answer) => answer(ACCEPTED));
	return { listener: Object.assign(listener, { mostOpen }), goOn };
}

describe('An n8n that is slow', () => {
	const flood = (server: ScriptedServer, events: number) => {
		for (let n = 1; n <= events; n += EVENTS_PER_CHUNK) {
			const numbers = Array.from({ length: EVENTS_PER_CHUNK }, (_, index) => n + index);
			const event = (sequence: number) =>
				eventXml({ id: `e${sequence}`, subscription: 's1', sequence });
			server.stream.push(numbers.map(event).join(''));
		}
	};

	it.each([
		['the line', undefined, 2_000, 2_200],
		['one listener', 100, 100, 300],
	])(
		'stops reading at the bound of %s, and the channel is kept',
		async (_, mostOpen, bound, events) => {
			const server = new ScriptedServer();
			const { line } = lineTo(server);
			const { listener, goOn } = slowListener(mostOpen);
			void line.add(ALICE, listener, true);
			await server.clock.advance(0);
			server.echo = false;
			flood(server, events);
			await server.clock.advance(300_000);
			expect(listener.events.length).toBe(bound);
			expect(server.http.to('PUT', /heartbeat$/)).toHaveLength(20);
			expect(listener.states()).toEqual(['up']);
			server.echo = true;
			for (let round = 0; round <= events / bound; round++) {
				goOn();
				await server.clock.advance(0);
			}
			expect(listener.events).toHaveLength(events);
			expect(new Set(server.ackLines()).size).toBe(events);
			await server.clock.advance(60_000);
			expect(listener.states()).toEqual(['up']);
			await line.remove(ALICE, listener);
			expect(server.clock.sleeping).toBe(0);
		},
	);

	it('reads what the server had sent before it gave the channel up', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const { listener, goOn } = slowListener(100);
		void line.add(ALICE, listener, true);
		await server.clock.advance(0);
		flood(server, 300);
		server.http.on('PUT', /heartbeat$/, { status: 404 });
		await server.clock.advance(40_000);
		expect(server.streams).toHaveLength(1);
		for (let round = 0; round < 3; round++) {
			goOn();
			await server.clock.advance(100);
		}
		expect(listener.events).toHaveLength(300);
		await server.clock.advance(10_000);
		expect(server.streams.length).toBeGreaterThan(1);
		await line.remove(ALICE, listener);
	});

	it('misses a stream that has died while it was not read', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const { listener, goOn } = slowListener(100);
		void line.add(ALICE, listener, true);
		await server.clock.advance(0);
		server.echo = false;
		flood(server, 100);
		await server.clock.advance(120_000);
		goOn();
		await server.clock.advance(32_000);
		expect(listener.states().slice(0, 2)).toEqual(['up', 'down']);
		await line.remove(ALICE, listener);
	});
});
