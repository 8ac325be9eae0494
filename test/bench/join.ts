import { strictEqual } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

import axios from 'axios';

import type { WorkflowDefinition } from '../../n8n-driver/rest/rest-types';
import type { Workbench } from '../../n8n-driver/workbench';
import { accessToken, pairsOf, startJoinWorld, type JoinSize } from './joinWorld';
import { operationWorkflow, plainWorkflow } from './joinWorkflows';
import { withN8n } from './benchN8n';
import { runToEnd } from './runToEnd';

/**
 * Calls and posts of the same users: the one operation against a chain of n8n's own nodes, in the same
 * n8n, against the same simulator, each in a fresh process. Only the ratios mean something. A number
 * after the name is how many calls and posts there are, 50,000 otherwise; five of each per user.
 */
const CALLS = Number(process.argv[3] ?? 50_000);
const SIZE: JoinSize = { calls: CALLS, posts: CALLS, users: CALLS / 5 };

/** How often each way runs. n8n's Merge compares every leg with every post, which takes minutes. */
const RUNS: Record<string, number> = { operation: 3, plain: 1 };

/** Heap of n8n, so that a run ends for want of time and not of memory. */
const HEAP_MB = 8_192;

interface Run {
	seconds: number;
	/** MB of n8n's process at its most, and before the run; undefined where the system does not tell. */
	peak?: number;
	before?: number;
	/** Call and post pairs found. */
	pairs: number;
}

/** MB from /proc: `VmHWM` is the most a process had, `VmRSS` what it has. */
async function memoryOf(pid: number | undefined, field: 'VmHWM' | 'VmRSS') {
	const file = `/proc/${pid}/status`;
	if (!existsSync(file)) return undefined;
	const found = new RegExp(`${field}:\\s+(\\d+) kB`).exec(await readFile(file, 'utf8'));
	return found ? Number(found[1]) / 1024 : undefined;
}

/** From now on `VmHWM` is the most since this moment (proc(5), clear_refs), not since the start. */
async function forgetPeak(pid: number | undefined) {
	const file = `/proc/${pid}/clear_refs`;
	if (existsSync(file)) await writeFile(file, '5');
}

/** Runs a workflow once, in an n8n that has run nothing before. */
async function runOnce(bench: Workbench, path: string): Promise<Run> {
	await bench.restart('stop');
	await forgetPeak(bench.server.pid);
	const before = await memoryOf(bench.server.pid, 'VmRSS');
	const start = performance.now();
	const { data } = await axios.post<Record<string, number>>(`${bench.server.url}/webhook/${path}`);
	const seconds = (performance.now() - start) / 1000;
	const peak = await memoryOf(bench.server.pid, 'VmHWM');
	return { seconds, peak, before, pairs: Object.values(data)[0] };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function prepare(bench: Workbench, server: string, token: string) {
	const { id: jwt } = await bench.api.createCredential('JWT', 'ringCentralJwtApi', {
		environment: 'other',
		serverUrl: server,
		clientId: 'demo-client',
		clientSecret: 'demo-secret',
		jwt: 'jwt-alice',
	});
	const { id: bearer } = await bench.api.createCredential('Bearer', 'httpHeaderAuth', {
		name: 'Authorization',
		value: `Bearer ${token}`,
	});
	const workflows: Record<string, WorkflowDefinition> = {
		operation: operationWorkflow('operation', { id: jwt, name: 'JWT' }),
		plain: plainWorkflow('plain', server, { id: bearer, name: 'Bearer' }),
	};
	for (const workflow of Object.values(workflows)) {
		await bench.api.activate((await bench.api.createWorkflow(workflow)).id);
	}
}

/** MB that a run needed beyond what n8n has anyway. */
const needed = ({ peak, before }: Run) =>
	peak === undefined || before === undefined ? undefined : peak - before;

function report(names: Record<string, string>, runs: Record<string, Run[]>): void {
	const seconds = (name: string) => median(runs[name].map((run) => run.seconds));
	const memory = (name: string) => {
		const values = runs[name].map(needed).filter((value) => value !== undefined);
		return values.length > 0 ? median(values) : undefined;
	};
	for (const [name, label] of Object.entries(names)) {
		const mb = memory(name);
		process.stdout.write(
			`${label}: ${seconds(name).toFixed(1)} s, ${mb === undefined ? 'memory not told by this system' : `${Math.round(mb)} MB more at the peak`}\n`,
		);
	}
	process.stdout.write(`ratio of time: ${(seconds('plain') / seconds('operation')).toFixed(2)}\n`);
	const [theirs, ours] = [memory('plain'), memory('operation')];
	if (theirs !== undefined && ours !== undefined) {
		process.stdout.write(`ratio of peak memory: ${(theirs / ours).toFixed(2)}\n`);
	}
}

async function main(): Promise<void> {
	const simulator = await startJoinWorld(SIZE);
	const names = {
		operation: 'RingCentral: Calls with Messages by User',
		plain: 'HTTP Request, Split Out, Merge',
	};
	const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` };
	try {
		await withN8n({ env }, async (bench) => {
			await prepare(bench, simulator.url, await accessToken(simulator));
			const runs: Record<string, Run[]> = {};
			for (const name of Object.keys(names)) {
				for (let count = 0; count < RUNS[name]; count++) {
					const run = await runOnce(bench, name);
					strictEqual(run.pairs, pairsOf(SIZE), `${name} found another number of pairs`);
					(runs[name] ??= []).push(run);
					process.stderr.write(
						`${name}: ${run.seconds.toFixed(1)} s, ${run.peak?.toFixed(0)} MB\n`,
					);
					// The simulator remembers its answers; they are large here.
					simulator.requests.length = 0;
				}
			}
			process.stdout.write(
				`${SIZE.calls} calls, ${SIZE.posts} posts, ${SIZE.users} users: ${pairsOf(SIZE)} pairs\n`,
			);
			report(names, runs);
		});
	} finally {
		await simulator.close();
	}
}

runToEnd(main);
