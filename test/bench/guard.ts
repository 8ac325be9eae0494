import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import axios from 'axios';
import { parseStringPromise } from 'xml2js';

import { readEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { keepAliveHttp } from '../../nodes/shared/transport/keepAliveHttp';
import { judge, type Guarded } from './guardRule';
import { ratiosOf } from './pairs';
import { growthOf } from './trigger';
import { runToEnd } from './runToEnd';

/**
 * Whether what was made fast is still so: processor time against a peer of the same run, in seconds and without
 * n8n. It says nothing of how fast anything is; the other benchmarks do.
 */
const PAIRS = 5;

const DOCUMENTS = 400;
const REQUESTS = 300;

/** Requests at a time, as acknowledgements go out. */
const AT_ONCE = 10;

const BODY = '<EventResponse><eventID>1</eventID><statusCode>200</statusCode></EventResponse>';

async function decoding(): Promise<Guarded> {
	const file = join(__dirname, '../broadWorks/fixtures/composed/event-call-received.xml');
	const xml = readFileSync(file, 'utf8');
	const own = async () => {
		for (let nth = 0; nth < DOCUMENTS; nth++) readEvent(xml);
		return await Promise.resolve();
	};
	const peer = async () => {
		for (let nth = 0; nth < DOCUMENTS; nth++) await parseStringPromise(xml);
	};
	const ratios = await ratiosOf(own, peer, { pairs: PAIRS, warmUp: 3 });
	return { what: 'an event into fields, xml2js alone', ratios, least: 1 };
}

/** An answering server in a process of its own, so that only clients are measured. */
async function startServer(): Promise<{ url: string; close(): void }> {
	const child = fork(__filename, ['serve'], { execArgv: process.execArgv });
	const port = await new Promise<number>((resolve, reject) => {
		child.once('message', (told) => resolve(Number(told)));
		child.once('exit', () => reject(new Error('The server has ended')));
	});
	return { url: `http://127.0.0.1:${port}/`, close: () => child.disconnect() };
}

function serve(): void {
	const server = createServer((request, response) => {
		request.resume();
		request.on('end', () => response.end());
	});
	server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
	process.on('disconnect', () => process.exit());
}

async function manyAtOnce(send: () => Promise<unknown>): Promise<void> {
	for (let sent = 0; sent < REQUESTS; sent += AT_ONCE)
		await Promise.all(Array.from({ length: AT_ONCE }, send));
}

async function requests(): Promise<Guarded> {
	const { url, close } = await startServer();
	const http = keepAliveHttp({ allowUnauthorizedCerts: false, authorization: () => 'Basic x' });
	const client = axios.create({
		proxy: false,
		maxRedirects: 0,
		httpAgent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }),
		headers: { Authorization: 'Basic x', 'Content-Type': 'application/xml' },
	});
	try {
		const headers = { 'Content-Type': 'application/xml' };
		const own = async () =>
			await http.request({ method: 'POST', url, headers, body: BODY, timeout: 30_000 });
		const peer = async () => await client.post(url, BODY, { timeout: 30_000 });
		const ratios = await ratiosOf(
			async () => await manyAtOnce(own),
			async () => await manyAtOnce(peer),
			{ pairs: PAIRS, warmUp: 2 },
		);
		return { what: 'a request over kept connections, axios', ratios, least: 0.6 };
	} finally {
		close();
	}
}

/** Its peer is itself when it was young: what it has seen must not make an event dearer. */
const growth = async (): Promise<Guarded> => ({
	what: 'an event of a trigger that has seen 2,000 calls, of one that has seen 200',
	ratios: await growthOf(PAIRS),
	least: 0.35,
});

async function main(): Promise<void> {
	for (const part of [decoding, requests, growth]) {
		const { line, isKept } = judge(await part());
		process.stdout.write(`${line}\n`);
		if (!isKept) process.exitCode = 1;
	}
}

if (process.send && process.argv[2] === 'serve') serve();
else runToEnd(main, 2);
