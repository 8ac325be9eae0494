import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that has no API of anybody. */
export async function startOtherServer() {
	const server = createServer((_request, response) => {
		response.writeHead(404, { 'Content-Type': 'text/html' });
		response.end('<h1>Not here</h1>');
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
