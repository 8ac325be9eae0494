import { createServer } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';

import { connectFailure } from '../../../../nodes/shared/transport/connectFailure';

test('https against a port that speaks http says so', async () => {
	const server = createServer((_request, response) => response.end('hello'));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const url = `https://127.0.0.1:${port}/`;
	const error = await new Promise((resolve) => get(url, resolve).on('error', resolve));
	await new Promise((resolve) => server.close(resolve));
	expect(connectFailure(url, error).message).toBe(
		`127.0.0.1:${port} cannot be reached: it does not speak https at this port. Begin the address with http://, or enter the port for https`,
	);
});

test('what nobody listens to is told with its code', () => {
	const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
	expect(connectFailure('http://127.0.0.1:1/', error)).toMatchObject({
		message: '127.0.0.1:1 cannot be reached: nothing listens at this address and port',
		vendorCode: 'ECONNREFUSED',
	});
});
