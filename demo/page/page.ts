import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Stage, TelephoneSystem } from '../systems/system';
import { demoPort } from '../systems/ports';
import { DeedRuns } from './deed-runs';

export interface DemoPage {
	url: string;
	close(): Promise<void>;
}

const files: Record<string, { file: string; type: string }> = {
	'/': { file: 'index.html', type: 'text/html; charset=utf-8' },
	'/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
	'/page.js': { file: 'browser.js', type: 'text/javascript; charset=utf-8' },
};

interface Answer {
	status: number;
	body?: unknown;
}

/** What the page asks: what there is, to make something happen, and what has come of it. */
async function answerOf(
	runs: DeedRuns,
	systems: readonly TelephoneSystem[],
	n8nUrl: string,
	line: string,
): Promise<Answer | undefined> {
	if (line === 'GET /systems') {
		const shown = systems.map(({ name, page, deeds }) => ({
			name,
			page,
			deeds: deeds.map(({ label, then, templates }) => ({
				label,
				then,
				workflows: templates.map((file) => runs.workflow(file)),
			})),
		}));
		return { status: 200, body: { n8n: `${n8nUrl}/home/workflows`, systems: shown } };
	}
	const [, system, deed] = /^POST \/deeds\/(\d+)\/(\d+)$/.exec(line) ?? [];
	const chosen = systems[Number(system)]?.deeds[Number(deed)];
	if (chosen) return { status: 201, body: { run: await runs.start(chosen) } };
	const [, number] = /^GET \/runs\/(\d+)$/.exec(line) ?? [];
	const view = number === undefined ? undefined : await runs.view(Number(number));
	return view && { status: 200, body: view };
}

/** A page with a button for every deed of the demo, which shows what comes of it. */
export async function startPage(
	systems: readonly TelephoneSystem[],
	stage: Stage,
): Promise<DemoPage> {
	const runs = new DeedRuns(stage);
	const answer = async ({ method, url = '/' }: IncomingMessage, response: ServerResponse) => {
		const file = method === 'GET' && Object.hasOwn(files, url) ? files[url] : undefined;
		if (file) {
			response.writeHead(200, { 'Content-Type': file.type });
			response.end(readFileSync(join(__dirname, file.file)));
			return;
		}
		const found = await answerOf(runs, systems, stage.bench.server.url, `${method} ${url}`);
		response.writeHead(found?.status ?? 404, { 'Content-Type': 'application/json' });
		response.end(JSON.stringify(found?.body ?? { error: 'There is nothing here' }));
	};
	const server = createServer((request, response) => {
		answer(request, response).catch((error: Error) => {
			response.writeHead(500, { 'Content-Type': 'text/plain' }).end(error.message);
		});
	});
	const port = await demoPort(0);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(port, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
