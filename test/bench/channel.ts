import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseStringPromise } from 'xml2js';

import { ACCEPTED } from '../../nodes/BroadWorks/client/channel/channel';
import { readEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { XsiLine } from '../../nodes/BroadWorks/client/channel/line';
import { deferred } from '../../nodes/shared/core/flow/deferred';
import { systemClock, systemRandom } from '../../nodes/shared/systemPorts';
import { keepAliveHttp } from '../../nodes/shared/transport/keepAliveHttp';
import { ratiosOf } from './pairs';
import { spreadOf, type Row } from './spread';
import { startBurstServer } from './burstServer';

/**
 * The BroadWorks client against clients that nobody here wrote: events with their acknowledgement against wxcadm's on
 * the same feeder, and the decoder against xml2js alone. In pairs, in alternating order; processor time.
 */
const EVENTS = 4_000;
const WARM_UP = 12_000;
const PAIRS = 9;

/** Documents that one round of the decoder reads. */
const DOCUMENTS = 3_000;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const spec = {
	target: { kind: 'user', userId: 'alice@example.net' },
	package: 'Do Not Disturb',
} as const;

const secondsSince = (before: NodeJS.CpuUsage) => {
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
};

/** s of processor time that our client takes for so many events, each acknowledged. */
async function ours(events: number): Promise<number> {
	const server = await startBurstServer({ events });
	const http = keepAliveHttp({
		allowUnauthorizedCerts: false,
		authorization: () => 'Basic x',
		repeats: 'all',
	});
	const paths = {
		actionsPath: '/com.broadsoft.xsi-actions',
		eventsPath: '/com.broadsoft.xsi-events',
		asyncPath: '/com.broadsoft.async/com.broadsoft.xsi-events',
	};
	const connection = {
		server: { url: server.url, ...paths },
		http,
		clock: systemClock,
		random: systemRandom,
	};
	const ids = { channelSetId: 'bench', applicationId: 'bench' };
	const line = new XsiLine(
		connection,
		{ ...ids, expires: 86_400, heartbeatInterval: 15_000 },
		silent,
	);
	const all = deferred();
	let taken = 0;
	const listener = {
		async onEvent() {
			if (++taken === events) all.resolve();
			return await Promise.resolve(ACCEPTED);
		},
	};
	const before = process.cpuUsage();
	await line.add(spec, listener, true);
	await all.promise;
	await server.allAcknowledged();
	const seconds = secondsSince(before);
	await line.remove(spec, listener, 0);
	await server.close();
	return seconds;
}

/** What `wxcadmClient.py` exits with where Python has no wxcadm. */
const NO_WXCADM = 3;

/** s of processor time of wxcadm's client; undefined where Python has no wxcadm. */
async function wxcadm(events: number): Promise<number | undefined> {
	const server = await startBurstServer({ events });
	try {
		const script = join(__dirname, 'wxcadmClient.py');
		const child = spawn('python3', [script, server.url, String(events)], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let told = '';
		child.stdout.on('data', (part) => (told += String(part)));
		const code = await new Promise((resolve) => child.once('exit', resolve));
		if (code === NO_WXCADM) return undefined;
		if (code !== 0) throw new Error(`wxcadm's client has ended with ${String(code)}`);
		return Number(told);
	} finally {
		await server.close();
	}
}

async function acknowledgements(): Promise<Row> {
	const row = { what: "Events with acknowledgement, against wxcadm's client", goal: '10 times' };
	await ours(WARM_UP);
	if ((await wxcadm(50)) === undefined)
		return { ...row, measured: 'not measured: Python has no wxcadm' };
	const ratios: number[] = [];
	const rates: number[] = [];
	for (let pair = 0; pair < PAIRS; pair++) {
		const few = EVENTS / 8;
		const first = pair % 2 === 0 ? await wxcadm(few) : undefined;
		const own = (await ours(EVENTS)) / EVENTS;
		const theirs = ((first ?? (await wxcadm(few))) as number) / few;
		ratios.push(theirs / own);
		rates.push(1 / own);
	}
	return {
		...row,
		measured: `${spreadOf(ratios)} times; ${spreadOf(rates, 0)} a second of processor time`,
	};
}

async function decoding(): Promise<Row> {
	const xml = readFileSync(
		join(__dirname, '../broadWorks/fixtures/composed/event-call-received.xml'),
		'utf8',
	);
	const own = async () => {
		for (let nth = 0; nth < DOCUMENTS; nth++) readEvent(xml);
		return await Promise.resolve();
	};
	const peer = async () => {
		for (let nth = 0; nth < DOCUMENTS; nth++) await parseStringPromise(xml);
	};
	const ratios = await ratiosOf(own, peer, { pairs: PAIRS });
	return {
		what: `Decode of one event of ${(xml.length / 1000).toFixed(1)} kB into fields, against xml2js alone`,
		goal: '1.2',
		measured: spreadOf(ratios),
	};
}

/** The rows of this part. */
export const channelRows = async (): Promise<Row[]> => [await decoding(), await acknowledgements()];
