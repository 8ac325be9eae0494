import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { settled } from '../../../support/fakes/turns';
import { channelTerminatedXml, errorInfo, eventXml, HEARTBEAT } from '../support/xsi';
import { ALICE, lineTo, QUEUE, RecordingListener, ScriptedServer } from '../support/xsiServer';

const UNREACHABLE = new TelephonyError('unavailable', 'no route');

async function upLine() {
	const server = new ScriptedServer();
	const { line, log } = lineTo(server);
	const listener = new RecordingListener();
	await line.add(ALICE, listener, true);
	return { server, line, log, listener };
}

function refusal(status: number, headers = {}): FakeStream {
	const stream = new FakeStream(status, headers);
	stream.end();
	return stream;
}

describe('heartbeats', () => {
	it('go out at the interval for as long as the line is up', async () => {
		const { server, listener } = await upLine();
		await server.clock.advance(15 * 60_000);
		const beats = server.http.to('PUT', /channel\/c1\/heartbeat$/);
		expect(beats.map(({ at }) => at)).toEqual([...Array(60).keys()].map((n) => (n + 1) * 15_000));
		expect(beats[0].address).toBe('192.0.2.1');
		expect(listener.states()).toEqual(['up']);
		expect(server.openings()).toHaveLength(1);
	});

	it('go on though one gets no answer in time', async () => {
		const { server } = await upLine();
		server.http.once('PUT', /heartbeat$/, async () => await new Promise(() => {}));
		server.http.once('PUT', /heartbeat$/, { status: 503 });
		await server.clock.advance(14_000);
		server.stream.push(' ');
		await server.clock.advance(15_000);
		server.stream.push(' ');
		await server.clock.advance(46_000);
		expect(server.http.to('PUT', /heartbeat$/)).toHaveLength(5);
		expect(server.openings()).toHaveLength(1);
	});

	it.each([401, 403, 404])(
		'reopen the channel at once when they are answered with %i',
		async (status) => {
			const { server, listener } = await upLine();
			server.http.once('PUT', /heartbeat$/, { status });
			await server.clock.advance(15_000);
			expect(listener.states()).toEqual(['up', 'down']);
			await server.clock.advance(5_000);
			expect(server.openings()).toHaveLength(2);
			expect(listener.states()).toEqual(['up', 'down', 'up']);
		},
	);

	it.each([403, 404, 200])('go on when a proxy answers one with a page and %i', async (status) => {
		const { server, listener } = await upLine();
		server.http.once('PUT', /heartbeat$/, { status, body: '<html>default backend</html>' });
		await server.clock.advance(60_000);
		expect([server.openings().length, listener.states()]).toEqual([1, ['up']]);
	});
});

describe('silence', () => {
	it('of two heartbeats is a dead line, though the socket looks alive', async () => {
		const { server, listener } = await upLine();
		await server.clock.advance(60_000);
		server.echo = false;
		await server.clock.advance(30_999);
		expect(listener.states()).toEqual(['up']);
		await server.clock.advance(1);
		expect(listener.notices[1]).toMatchObject({
			state: 'down',
			cause: 'nothing came from the server for 31 s',
			since: server.clock.now() - 31_000,
		});
		expect(server.streams[0].closed).toBe(true);
		server.echo = true;
		await server.clock.advance(2_000);
		expect(server.openings()).toHaveLength(2);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
	});

	it('is noticed at the same time where echoes take a while, as on every real line', async () => {
		const { server, listener } = await upLine();
		server.http.on('PUT', /heartbeat$/, async () => {
			await server.clock.sleep(50);
			if (server.echo) server.stream.push(HEARTBEAT);
			return {};
		});
		await server.clock.advance(60_050);
		server.echo = false;
		await server.clock.advance(30_999);
		expect(listener.states()).toEqual(['up']);
		await server.clock.advance(1);
		expect(listener.states()).toEqual(['up', 'down']);
	});

	it('is over when the second echo comes late', async () => {
		const { server, listener } = await upLine();
		await server.clock.advance(15_000);
		server.echo = false;
		await server.clock.advance(30_500);
		server.stream.push(HEARTBEAT);
		server.echo = true;
		await server.clock.advance(60_000);
		expect(listener.states()).toEqual(['up']);
	});

	it('is measured by the shortest event timeout that a listener knows', async () => {
		const { server, line, listener } = await upLine();
		line.beatEvery(5_000);
		line.beatEvery(20_000);
		await server.clock.advance(30_000);
		expect(server.http.to('PUT', /heartbeat$/).map(({ at }) => at)).toEqual([
			15_000, 20_000, 25_000, 30_000,
		]);
		server.echo = false;
		await server.clock.advance(11_000);
		expect(listener.states()).toEqual(['up', 'down']);
	});

	it('is broken by any byte, also in the middle of a document', async () => {
		const { server, listener } = await upLine();
		server.echo = false;
		for (const byte of Buffer.from(eventXml({ id: 'e', subscription: 's1' }).slice(0, 20))) {
			server.stream.push(Uint8Array.of(byte));
			await server.clock.advance(14_000);
		}
		expect(listener.states()).toEqual(['up']);
	});

	it('is not made by setting the wall clock', async () => {
		const { server, listener } = await upLine();
		server.clock.stepWall(3_600_000);
		await server.clock.advance(60_000);
		server.clock.stepWall(-7_200_000);
		await server.clock.advance(60_000);
		expect(listener.states()).toEqual(['up']);
	});
});

describe('a lost channel', () => {
	it.each([
		['the server ends the stream', (stream: FakeStream) => stream.end(), /closed the channel/],
		['the connection breaks', (stream: FakeStream) => stream.fail(), /hang up/],
		[
			'the server terminates it',
			(stream: FakeStream) => stream.push(channelTerminatedXml('NonResponsiveChannel')),
			/NonResponsiveChannel/,
		],
		[
			'a document never ends',
			(stream: FakeStream) => {
				stream.push('<a>');
				for (let part = 0; part < 5; part++) stream.push(Buffer.alloc(1024 * 1024, 0x78));
			},
			/more than \d+ bytes/,
		],
	])('is opened again with the same channel set when %s', async (_name, end, cause) => {
		const { server, listener, line } = await upLine();
		await server.clock.advance(20_000);
		end(server.stream);
		await settled();
		expect(listener.notices[1]).toMatchObject({
			state: 'down',
			cause: expect.stringMatching(cause),
		});
		const since = server.clock.now();
		await server.clock.advance(1_000);
		const [first, second] = server.openings();
		expect(second.body).toBe(first.body);
		expect(listener.notices[2]).toMatchObject({
			state: 'up',
			channelId: 'c2',
			downSince: since,
			cause: expect.stringMatching(cause),
		});
		expect(server.streams[0].closed).toBe(true);
		expect(server.acks()).toEqual([]);
		await line.remove(ALICE, listener);
	});

	it('keeps the subscriptions: they are checked by PUT, not made again', async () => {
		const { server, line, listener } = await upLine();
		await line.add(QUEUE, new RecordingListener(), true);
		server.stream.end();
		await server.clock.advance(1_000);
		expect(server.subscribes()).toHaveLength(2);
		expect(server.http.to('PUT', /subscription\/s[12]$/)).toHaveLength(2);
		server.stream.push(eventXml({ id: 'e9', subscription: 's1' }));
		await settled();
		expect(listener.ids()).toEqual(['e9']);
		expect(listener.changes).toEqual([]);
	});

	it.each([
		[403, errorInfo('no such subscription', '110862')],
		[404, ''],
		[500, errorInfo('gone', '1')],
	])('makes subscriptions again that are answered with %i', async (status, body) => {
		const { server, listener } = await upLine();
		server.http.once('PUT', /subscription\/s1$/, { status, body });
		server.stream.end();
		await server.clock.advance(1_000);
		expect(server.subscribes()).toHaveLength(2);
		expect(listener.changes.map(({ state }) => state)).toEqual(['lost', 'active']);
		server.stream.push(eventXml({ id: 'e1', subscription: 's2' }));
		server.stream.push(eventXml({ id: 'e0', subscription: 's1' }));
		await server.clock.advance(5_000);
		expect(listener.ids()).toEqual(['e1']);
		expect(server.ackLines().sort()).toEqual(['e0:481', 'e1:200']);
	});

	it('does not take a 500 without ErrorInfo for a lost subscription', async () => {
		const { server, listener } = await upLine();
		server.http.once('PUT', /subscription\/s1$/, { status: 500 });
		server.stream.end();
		await server.clock.advance(3_000);
		expect(server.subscribes()).toHaveLength(1);
		expect(server.http.to('PUT', /subscription\/s1$/)).toHaveLength(2);
		expect(listener.changes).toEqual([]);
	});

	it('takes no acknowledgement any more', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const answer = new RecordingListener(async () => {
			await server.clock.sleep(1_500);
			return { statusCode: 200, reason: 'OK' };
		});
		await line.add(ALICE, answer, true);
		server.stream.push(eventXml({ id: 'e1', subscription: 's1' }));
		await settled();
		server.stream.end();
		await server.clock.advance(10_000);
		expect(answer.ids()).toEqual(['e1']);
		expect(server.acks()).toEqual([]);
	});
});

describe('back-off', () => {
	it('grows from 1 s to 30 s with jitter and never ends; down is told once, up once', async () => {
		const server = new ScriptedServer();
		server.connection.random = { next: () => 0.5, uuid: () => 'u' };
		const { line } = lineTo(server);
		const listener = new RecordingListener();
		await line.add(ALICE, listener, true);
		server.http.onStream(() => UNREACHABLE);
		server.stream.end();
		await server.clock.advance(3_600_000);
		const tries = server.http.to('POST', /v2\.0\/channel$/).map(({ at }) => at);
		const waits = tries.slice(1).map((at, index) => at - tries[index]);
		expect(waits.slice(0, 7)).toEqual([1_000, 1_500, 3_000, 6_000, 12_000, 22_500, 22_500]);
		expect(tries.length).toBeGreaterThan(150);
		expect(listener.states()).toEqual(['up', 'down']);
		server.http.onStream(() => server.openChannel());
		await server.clock.advance(30_000);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
	});

	it('starts over after a channel that lived, however it ended', async () => {
		const { server } = await upLine();
		for (let loss = 0; loss < 8; loss++) {
			await server.clock.advance(60_000);
			const before = server.openings().length;
			server.stream.push(channelTerminatedXml('Expired'));
			await server.clock.advance(1_000);
			expect([loss, server.openings().length]).toEqual([loss, before + 1]);
		}
	});

	it('does not hammer a server that ends every channel at once', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.onStream(() =>
			server.openChannel().push(channelTerminatedXml('DuplicateChannelSet')),
		);
		await line.add(ALICE, new RecordingListener(), false);
		await server.clock.advance(600_000);
		expect(server.openings().length).toBeLessThan(50);
		expect(server.openings().length).toBeGreaterThan(20);
	});

	it('waits as long as the server asks', async () => {
		const { server, listener } = await upLine();
		server.http.onStream(() => refusal(503, { 'retry-after': '120' }));
		server.stream.end();
		await server.clock.advance(1_000);
		expect(server.openings()).toHaveLength(2);
		server.http.onStream(() => server.openChannel());
		await server.clock.advance(119_999);
		expect(server.openings()).toHaveLength(2);
		await server.clock.advance(30_000);
		expect(server.openings()).toHaveLength(3);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
	});

	it('does not hammer a server that asks for no wait at all', async () => {
		const { server } = await upLine();
		server.http.onStream(() => refusal(503, { 'retry-after': '0' }));
		server.stream.end();
		await server.clock.advance(60_000);
		expect(server.openings().length).toBeLessThan(12);
	});
});

describe('a refused login', () => {
	it.each([401, 403])(
		'ends the line after three tries with %i, and nothing is sent after',
		async (status) => {
			const server = new ScriptedServer();
			const { line } = lineTo(server);
			server.http.onStream(() => refusal(status));
			const listener = new RecordingListener();
			await line.add(ALICE, listener, false);
			await server.clock.advance(3_600_000);
			expect(server.openings()).toHaveLength(3);
			expect(server.http.sent).toHaveLength(3);
			expect(listener.states()).toEqual(['down', 'failed']);
			expect(listener.notices[1]).toMatchObject({ error: { status } });
			expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
		},
	);

	it('waits 5 s and 30 s between its tries', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.onStream(() => refusal(401));
		await line.add(ALICE, new RecordingListener(), false);
		await server.clock.advance(3_600_000);
		const tries = server.http.to('POST', /channel$/).map(({ at }) => at);
		expect(tries[1]).toBeGreaterThanOrEqual(5_000);
		expect(tries[2] - tries[1]).toBeGreaterThanOrEqual(30_000);
	});

	it('is forgiven when a later try is accepted', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		let tries = 0;
		server.http.onStream(() => (++tries % 3 === 0 ? server.openChannel() : refusal(401)));
		const listener = new RecordingListener();
		await line.add(ALICE, listener, false);
		await server.clock.advance(60_000);
		expect(listener.states()).toEqual(['down', 'up']);
		server.stream.end();
		await server.clock.advance(60_000);
		expect(listener.states()).toEqual(['down', 'up', 'down', 'up']);
	});
});
