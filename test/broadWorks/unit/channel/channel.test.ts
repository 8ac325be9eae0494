import {
	ACCEPTED,
	FAILED,
	UNKNOWN_SUBSCRIPTION,
	XsiChannel,
} from '../../../../nodes/BroadWorks/client/channel/channel';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { fixture } from '../../../support/fixtures';
import { settled } from '../../../support/fakes/turns';
import {
	errorInfo,
	EVENTS,
	eventXml,
	fakeConnection,
	HEARTBEAT,
	telephonyError,
} from '../support/xsi';

const ASYNC = '/com.broadsoft.async/com.broadsoft.xsi-events';
const REQUEST = { channelSetId: 'n8n-3f1c', applicationId: 'n8n-demo', expires: 86_400 };
const OPENED = fixture('chk-channel-response.xml');
const CHANNEL_ID = '64eddc79-b707-4827-aacd-487fb5cb8427';

/** An open channel over a stream that the test feeds. */
async function openChannel(headers: FakeStream['headers'] = {}, first: string | Buffer = OPENED) {
	const connection = fakeConnection();
	const stream = new FakeStream(200, headers);
	connection.http.onStream(() => stream.push(first));
	const channel = await XsiChannel.open(connection, REQUEST);
	return { connection, stream, channel };
}

describe('opening a channel', () => {
	it('posts the channel document to the async context', async () => {
		const { connection, channel } = await openChannel();
		expect(connection.http.lines()).toEqual([`POST ${ASYNC}/v2.0/channel`]);
		expect(connection.http.sent[0].body).toBe(
			fixture('composed/channel-request.xml').replace(
				'</Channel>',
				'<applicationId>n8n-demo</applicationId></Channel>',
			),
		);
		expect(channel).toMatchObject({ channelId: CHANNEL_ID, expires: 86_400 });
		expect(connection.clock.sleeping).toBe(0);
	});

	it('waits for the whole first document, however it is cut', async () => {
		const connection = fakeConnection();
		const stream = new FakeStream();
		connection.http.onStream(() => stream);
		const work = XsiChannel.open(connection, REQUEST);
		for (const byte of Buffer.from(OPENED)) {
			await settled();
			stream.push(Uint8Array.of(byte));
		}
		expect((await work).channelId).toBe(CHANNEL_ID);
	});

	it('takes the lifetime asked for where the server gives none', async () => {
		const { channel } = await openChannel({}, '<Channel><channelId>c</channelId></Channel>');
		expect(channel.expires).toBe(86_400);
	});

	it('keeps events that came in the same read as the channel', async () => {
		const event = eventXml({ id: 'e1', subscription: 's1' });
		const { channel, stream } = await openChannel({}, OPENED + event + HEARTBEAT);
		stream.end();
		const documents: string[] = [];
		for await (const document of channel.documents(() => {})) documents.push(document);
		expect(documents).toEqual([event, HEARTBEAT]);
	});

	it.each([
		[401, 'unauthorized'],
		[403, 'forbidden'],
		[503, 'unavailable'],
	])(
		'passes on status %i with what the vendor says, and closes the stream',
		async (status, kind) => {
			const connection = fakeConnection();
			const stream = new FakeStream(status, { 'retry-after': '9' });
			connection.http.onStream(() => stream.push(errorInfo('because', '5')));
			stream.end();
			const error = await telephonyError(XsiChannel.open(connection, REQUEST));
			expect(error).toMatchObject({ kind, status, vendorText: 'because', waitMs: 9_000 });
			expect(stream.closed).toBe(true);
		},
	);

	it('does not read an endless refusal to its end', async () => {
		const connection = fakeConnection();
		const stream = new FakeStream(500);
		connection.http.onStream(() => stream);
		const work = telephonyError(XsiChannel.open(connection, REQUEST), 'unavailable');
		for (let part = 0; part < 20; part++) stream.push(Buffer.alloc(8 * 1024, 0x20));
		await work;
		expect(stream.closed).toBe(true);
	});

	it('does not wait for ever for the end of a refusal', async () => {
		const connection = fakeConnection();
		const stream = new FakeStream(503);
		connection.http.onStream(() => stream.push('<html>'));
		const work = telephonyError(XsiChannel.open(connection, REQUEST), 'unavailable');
		await connection.clock.advance(30_000);
		expect((await work).status).toBe(503);
		expect([stream.closed, connection.clock.sleeping]).toEqual([true, 0]);
	});

	it('gives up when nothing comes for 20 s', async () => {
		const connection = fakeConnection();
		const stream = new FakeStream();
		connection.http.onStream(() => stream);
		const work = telephonyError(XsiChannel.open(connection, REQUEST), 'unavailable');
		await connection.clock.advance(19_999);
		expect(stream.closed).toBe(false);
		await connection.clock.advance(1);
		expect((await work).message).toMatch(/20 s/);
		expect([stream.closed, connection.clock.sleeping]).toEqual([true, 0]);
	});

	it('says so when the server closes before the channel is open', async () => {
		const connection = fakeConnection();
		const stream = new FakeStream();
		connection.http.onStream(() => stream);
		stream.end();
		const error = await telephonyError(XsiChannel.open(connection, REQUEST), 'unavailable');
		expect(error.message).toMatch(/closed the channel/);
	});

	it.each([HEARTBEAT, '<Channel><expires>5</expires></Channel>', '<html><p>login</p></html>'])(
		'refuses a stream that begins with %s',
		async (first) => {
			const connection = fakeConnection();
			const stream = new FakeStream();
			connection.http.onStream(() => stream.push(first));
			await telephonyError(XsiChannel.open(connection, REQUEST), 'protocolViolation');
			expect([stream.closed, connection.clock.sleeping]).toEqual([true, 0]);
		},
	);

	it('repeats the POST where a redirect at the same host leads', async () => {
		const connection = fakeConnection();
		const redirect = new FakeStream(302, { location: 'https://xsp.example.net/node2/channel' });
		redirect.end();
		connection.http.onStream(({ url }) =>
			url.includes('node2') ? new FakeStream().push(OPENED) : redirect,
		);
		await XsiChannel.open(connection, REQUEST);
		const [first, second] = connection.http.sent;
		expect(second).toMatchObject({ method: 'POST', body: first.body });
		expect(redirect.closed).toBe(true);
	});

	it('follows no redirect to another host and none in a circle', async () => {
		const connection = fakeConnection();
		const streams: FakeStream[] = [];
		connection.http.onStream(() => {
			const location = streams.length < 1 ? 'https://evil.example/' : '/again';
			streams.push(new FakeStream(302, { location }));
			return streams[streams.length - 1];
		});
		const refused = await telephonyError(XsiChannel.open(connection, REQUEST));
		expect(refused.message).toMatch(/another host/);
		expect(connection.http.sent).toHaveLength(1);
		const circle = await telephonyError(XsiChannel.open(connection, REQUEST));
		expect(circle.message).toMatch(/circle/);
		expect(streams.every(({ closed }) => closed)).toBe(true);
	});

	it('stops when it is aborted', async () => {
		const connection = fakeConnection();
		const stream = new FakeStream();
		connection.http.onStream(() => stream);
		const stop = new AbortController();
		const work = telephonyError(XsiChannel.open(connection, REQUEST, stop.signal));
		await settled();
		stop.abort();
		await work;
		expect([stream.closed, connection.clock.sleeping]).toEqual([true, 0]);
	});
});

describe('an open channel', () => {
	it('reports every read, gives documents in order and ends with the stream', async () => {
		const { stream, channel } = await openChannel();
		const documents: string[] = [];
		let reads = 0;
		const reading = (async () => {
			for await (const document of channel.documents(() => reads++)) documents.push(document);
		})();
		stream.push('<a>').push('1').push('</a><b/><c').push('/>').push('  ').end();
		await reading;
		expect(documents).toEqual(['<a>1</a>', '<b/>', '<c/>']);
		expect(reads).toBe(5);
	});

	it('passes on what breaks the stream', async () => {
		const { stream, channel } = await openChannel();
		const next = channel.documents(() => {}).next();
		stream.fail(new TelephonyError('unavailable', 'ECONNRESET'));
		await expect(next).rejects.toThrow('ECONNRESET');
	});

	it('ends reading when it is closed from this side', async () => {
		const { stream, channel } = await openChannel();
		const next = channel.documents(() => {}).next();
		await settled();
		channel.close();
		expect(await next).toEqual({ value: undefined, done: true });
		expect(stream.closed).toBe(true);
	});

	it('beats, refreshes and ends under its own id', async () => {
		const { connection, channel } = await openChannel();
		connection.http.on('PUT', /./, {}).on('DELETE', /./, {});
		await channel.heartbeat();
		await channel.refresh();
		await channel.delete();
		const channelPath = `${EVENTS}/v2.0/channel/${CHANNEL_ID}`;
		expect(connection.http.lines().slice(1)).toEqual([
			`PUT ${channelPath}/heartbeat`,
			`PUT ${channelPath}`,
			`DELETE ${channelPath}`,
		]);
		expect(connection.http.sent.slice(1).map(({ body }) => body)).toEqual([
			'',
			'<?xml version="1.0" encoding="UTF-8"?><Channel xmlns="http://schema.broadsoft.com/xsi"><expires>86400</expires></Channel>',
			undefined,
		]);
	});

	it('acknowledges in the exact form, with each status code', async () => {
		const { connection, channel } = await openChannel();
		connection.http.on('POST', /./, {});
		const id = '000000e0-0000-4000-8000-000000000001';
		await channel.acknowledge(id, ACCEPTED);
		await channel.acknowledge(id, UNKNOWN_SUBSCRIPTION);
		await channel.acknowledge(id, FAILED);
		expect(connection.http.lines()[1]).toBe(`POST ${EVENTS}/v2.0/channel/eventresponse`);
		const bodies = connection.http.sent.slice(1).map(({ body }) => body);
		expect(bodies[0]).toBe(fixture('composed/eventresponse-200.xml'));
		expect(bodies[1]).toBe(fixture('composed/eventresponse-481.xml'));
		expect(bodies[2]).toContain('<statusCode>500</statusCode>');
	});

	it('sends the cookies of the stream with all of it', async () => {
		const { connection, channel } = await openChannel({
			'set-cookie': ['JSESSIONID=abc; Path=/x; Secure; HttpOnly', 'LB=node1'],
		});
		connection.http.on('PUT', /./, {}).on('DELETE', /./, {}).on('POST', /./, {});
		await channel.heartbeat();
		await channel.refresh();
		await channel.acknowledge('e', ACCEPTED);
		await channel.delete();
		for (const { headers } of connection.http.sent.slice(1)) {
			expect(headers?.Cookie).toBe('JSESSIONID=abc; LB=node1');
		}
	});

	it('takes a single cookie header and sends none where there was none', async () => {
		const single = await openChannel({ 'set-cookie': 'A=1; Path=/' });
		single.connection.http.on('PUT', /./, {});
		await single.channel.heartbeat();
		expect(single.connection.http.sent[1].headers?.Cookie).toBe('A=1');
		const none = await openChannel();
		none.connection.http.on('PUT', /./, {});
		await none.channel.heartbeat();
		expect(none.connection.http.sent[1].headers).not.toHaveProperty('Cookie');
	});

	it('repeats an acknowledgement three times and a heartbeat never', async () => {
		const { connection, channel } = await openChannel();
		connection.http.on('POST', /./, { status: 503 }).on('PUT', /./, { status: 503 });
		const acknowledged = telephonyError(channel.acknowledge('e', ACCEPTED), 'unavailable');
		const beaten = telephonyError(channel.heartbeat(), 'unavailable');
		await connection.clock.advance(120_000);
		await Promise.all([acknowledged, beaten]);
		expect(connection.http.to('POST', /eventresponse/)).toHaveLength(4);
		expect(connection.http.to('PUT', /heartbeat/)).toHaveLength(1);
	});
});
