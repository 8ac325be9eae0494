import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';

import { startCooCenterSimulator } from '../cooCenter';
import { startDimensionsSimulator } from '../dimensions';
import { startRingCentralSimulator } from '../ringCentral';
import { startUdeskSimulator } from '../udesk';
import { startXsiSimulator } from '../broadWorks';

/** Sends a request as it is and gives everything that comes back. */
async function sent(url: string, request: string): Promise<string> {
	const { protocol, hostname, port } = new URL(url);
	const to = { host: hostname, port: Number(port), rejectUnauthorized: false };
	const socket = protocol === 'https:' ? connectTls(to) : connect(to);
	socket.write(request);
	return await text(socket);
}

const lines = (end: string, method: string, path: string, body = '') =>
	[
		`${method} ${path} HTTP/1.1`,
		'Host: localhost',
		'Content-Type: application/x-www-form-urlencoded',
		`Content-Length: ${body.length}`,
		'Connection: close',
		'',
		body,
	].join(end);

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

describe.each([
	['xsi', startXsiSimulator, '/com.broadsoft.xsi-actions/v2.0/user/alice@example.net/profile', 401],
	['xsi over TLS', async () => await startXsiSimulator({ tls: true }), '/control/requests', 200],
	['ringcentral', startRingCentralSimulator, '/restapi/v1.0/account/~', 401],
	['coocenter', startCooCenterSimulator, '/coocenter-api/queues/queue-info', 401],
	['udesk', startUdeskSimulator, '/control/state', 200],
	['dimensions', startDimensionsSimulator, '/control/state', 200],
])('%s', (_name, start, path, status) => {
	test('header lines may end with a bare LF', async () => {
		const simulator = await start({});
		try {
			for (const end of ['\r\n', '\n']) {
				expect(statusOf(await sent(simulator.url, lines(end, 'GET', path)))).toBe(status);
			}
		} finally {
			await simulator.close();
		}
	});
});

test('a body comes whole after such lines', async () => {
	const simulator = await startRingCentralSimulator();
	try {
		const body = 'grant_type=password&username=nobody';
		await sent(simulator.url, lines('\n', 'POST', '/restapi/oauth/token', body));
		expect(simulator.requests.at(-1)?.body).toBe(body);
	} finally {
		await simulator.close();
	}
});
