import { connect, type Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { subscription, TestClient, until } from '../testClient';
import { fixturePath } from '../../../support/fixturePath';

const read = (name: string) => readFileSync(fixturePath(`broadWorks/${name}`), 'utf8');
const AUTHORIZATION = `Basic ${Buffer.from('alice@example.net:secret').toString('base64')}`;
const ASYNC = '/com.broadsoft.async/com.broadsoft.xsi-events/v2.0';
const EVENTS = '/com.broadsoft.xsi-events/v2.0';

/** Ids that make the simulator's documents comparable with captures. */
const CHANNEL_ID = '64eddc79-b707-4827-aacd-487fb5cb8427';
const SUBSCRIPTION_ID = '98ed3939-c113-419c-8012-092556b85c66';
const EVENT_ID = '957d0482-6cdd-4189-b477-19c6793f113a';

/** A request written byte by byte as given; what comes back is kept as it came. */
class RawConnection {
	received = '';

	readonly socket: Socket;

	constructor(port: number) {
		this.socket = connect(port, '127.0.0.1');
		this.socket.on('data', (data) => (this.received += data.toString('latin1')));
	}

	send(method: string, path: string, body: string): void {
		this.socket.write(
			`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${AUTHORIZATION}\r\n` +
				`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
		);
	}
}

describe('wire form, as captured from a server', () => {
	let simulator: XsiSimulator;
	let stream: RawConnection;
	let management: RawConnection;
	const ids = [CHANNEL_ID, SUBSCRIPTION_ID, EVENT_ID];

	beforeAll(async () => {
		let more = 0;
		const uuid = () => ids.shift() ?? `00000000-0000-4000-8000-${String(++more).padStart(12, '0')}`;
		simulator = await startXsiSimulator({
			uuid,
			subscriptionExpires: 86_400,
			channelExpires: 86_400,
		});
		stream = new RawConnection(simulator.port);
		management = new RawConnection(simulator.port);
		stream.send('POST', `${ASYNC}/channel`, read('chk-channel-request.xml'));
		await until(() => stream.received.includes('</Channel>\r\n'), 'the channel');
		management.send(
			'POST',
			`${EVENTS}/user/alice@example.net`,
			read('chk-subscription-request.xml'),
		);
		await until(() => stream.received.includes('</xsi:Event>\r\n'), 'the first event');
	});
	afterAll(async () => {
		stream.socket.destroy();
		management.socket.destroy();
		await simulator.close();
	});

	test('the channel answer has the captured headers', () => {
		const [head] = stream.received.split('\r\n\r\n');
		const names = head.split('\r\n').map((line) => line.split(':')[0].toLowerCase());
		const captured = read('chk-channel-response.http.txt').split(/\r?\n\r?\n/)[0];
		expect(head.startsWith('HTTP/1.1 200 OK\r\n')).toBe(true);
		for (const line of captured.split(/\r?\n/).slice(1)) {
			expect(names).toContain(line.split(':')[0].toLowerCase());
		}
		expect(head).toContain('\r\nTransfer-Encoding: chunked');
		expect(head).toContain('\r\nContent-Type: text/xml;charset=UTF-8');
		expect(head).toContain('\r\nKeep-Alive: timeout=4');
		expect(head).toMatch(
			/Set-Cookie: JSESSIONID=[0-9A-F]{32}; Path=\/com\.broadsoft\.xsi-events; HttpOnly/,
		);
	});

	test('the first chunk is the captured channel document, with its size', () => {
		const body = stream.received.slice(stream.received.indexOf('\r\n\r\n') + 4);
		// The captured file ends its lines after the document; the chunk does not.
		const document = read('chk-channel-response.xml').trimEnd();
		expect(body.startsWith(`b5\r\n${document}\r\n`)).toBe(true);
		expect(document.length).toBe(0xb5);
	});

	test('the first event is the captured one, in a chunk of its own', () => {
		const expected = read('chk-event-callsubscription-idle.xml')
			.trimEnd()
			.replaceAll('username@example.net', 'alice@example.net');
		const size = expected.length.toString(16);
		expect(stream.received.endsWith(`\r\n${size}\r\n${expected}\r\n`)).toBe(true);
	});

	test('the subscription answer is the captured one', () => {
		expect(management.received).toContain('Content-Type: text/xml;charset=UTF-8');
		expect(management.received.endsWith(read('chk-subscription-response.xml').trimEnd())).toBe(
			true,
		);
	});

	test('a heartbeat is answered 200 and echoed in exactly these bytes', async () => {
		const before = stream.received.length;
		management.received = '';
		management.send('PUT', `${EVENTS}/channel/${CHANNEL_ID}/heartbeat`, '');
		await until(() => stream.received.length > before, 'the echo');
		const echo = '<ChannelHeartBeat xmlns="http://schema.broadsoft.com/xsi"/>';
		expect(stream.received.slice(before)).toBe(`${echo.length.toString(16)}\r\n${echo}\r\n`);
		await until(() => management.received.startsWith('HTTP/1.1 200 OK'), 'the answer');
		expect(management.received).toContain('Content-Length: 0');
	});

	test('an explicit delete ends the stream with the reason', async () => {
		management.received = '';
		management.send('DELETE', `${EVENTS}/channel/${CHANNEL_ID}`, '');
		await until(() => stream.received.endsWith('\r\n0\r\n\r\n'), 'the last chunk');
		const document = read('composed/channel-terminated.xml')
			.trimEnd()
			.replace(/<xsi:channelId>[^<]*/, `<xsi:channelId>${CHANNEL_ID}`)
			.replace('DuplicateChannelSet', 'ExplicitDelete');
		expect(stream.received).toContain(document);
	});
});

describe('the same over TLS', () => {
	test('certificate, Secure cookie, localhost', async () => {
		const simulator = await startXsiSimulator({ tls: true });
		try {
			expect(simulator.url).toMatch(/^https:/);
			expect(readFileSync(simulator.certificate!, 'utf8')).toContain('BEGIN CERTIFICATE');
			const client = new TestClient({ url: `https://localhost:${simulator.port}` });
			const channel = await client.channel('set');
			expect(channel.response.headers['set-cookie']?.[0]).toMatch(
				/^JSESSIONID=[0-9A-F]{32}; Path=\/com\.broadsoft\.xsi-events; Secure; HttpOnly$/,
			);
			await client.subscribe('/user/alice@example.net', 'Do Not Disturb', { setId: 'set' });
			await channel.next('DoNotDisturbEvent');
		} finally {
			await simulator.close();
		}
		expect(() => readFileSync(simulator.certificate!)).toThrow(/ENOENT/);
	});
});

describe('contexts can be renamed and put behind a path', () => {
	test('renamed contexts answer, the usual ones do not', async () => {
		const simulator = await startXsiSimulator({
			contexts: { actions: 'act', events: 'ev', async: 'stream' },
			pathPrefix: '/xsi',
		});
		try {
			const client = new TestClient(simulator);
			const path = '/v2.0/user/alice@example.net';
			expect((await client.send('GET', `/xsi/act${path}/profile`)).status).toBe(200);
			expect((await client.actions('GET', '/user/alice@example.net/profile')).status).toBe(404);
			const body = subscription('Do Not Disturb', { contact: 'http://127.0.0.1:9/x' });
			expect((await client.send('POST', `/xsi/ev${path}`, { body })).status).toBe(200);
			const channel = await client.open('POST', '/xsi/stream/ev/v2.0/channel', {
				body: '<Channel xmlns="http://schema.broadsoft.com/xsi"><channelSetId>s</channelSetId></Channel>',
			});
			expect(channel.statusCode).toBe(200);
			expect(channel.headers['set-cookie']?.[0]).toContain('Path=/xsi/ev;');
			channel.destroy();
		} finally {
			await simulator.close();
		}
	});
});
