import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TelephoneSystem } from '../systems/system';

export interface DemoPage {
	url: string;
	close(): Promise<void>;
}

const files: Record<string, { file: string; type: string }> = {
	'/': { file: 'index.html', type: 'text/html; charset=utf-8' },
	'/page.js': { file: 'browser.js', type: 'text/javascript; charset=utf-8' },
};

/** A page with a button for every example of the demo. */
export async function startPage(
	systems: readonly TelephoneSystem[],
	n8nUrl: string,
): Promise<DemoPage> {
	const shown = {
		n8n: n8nUrl,
		systems: systems.map(({ name, page, deeds }) => ({
			name,
			page,
			deeds: deeds.map(({ label, then }) => ({ label, then })),
		})),
	};
	const answer = async ({ method, url = '/' }: IncomingMessage, response: ServerResponse) => {
		const [, system, deed] = /^\/deeds\/(\d+)\/(\d+)$/.exec(url) ?? [];
		const chosen = method === 'POST' ? systems[Number(system)]?.deeds[Number(deed)] : undefined;
		if (chosen) {
			await chosen.run();
			response.writeHead(204).end();
		} else if (method === 'GET' && url === '/systems') {
			response.writeHead(200, { 'Content-Type': 'application/json' });
			response.end(JSON.stringify(shown));
		} else if (method === 'GET' && url in files) {
			response.writeHead(200, { 'Content-Type': files[url].type });
			response.end(readFileSync(join(__dirname, files[url].file)));
		} else {
			response.writeHead(404).end('There is nothing here');
		}
	};
	const server = createServer((request, response) => {
		answer(request, response).catch((error: Error) => {
			response.writeHead(500, { 'Content-Type': 'text/plain' }).end(error.message);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(0, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
