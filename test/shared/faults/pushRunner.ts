import { setTimeout as pause } from 'node:timers/promises';

import type { Result } from '../../faults/runner';
import { StandIn } from '../../faults/standIn/standIn';
import { webhookUrl } from '../../faults/standIn/webhooks';
import { Pusher, pushedCalls } from './pushes';
import type { PushBench, PushRow } from './pushRows';

const SECRET = 'a-secret-of-32-random-characters';
const PUSHES_PER_SECOND = 20;

/** ms an execution takes: what a workflow of two nodes takes in a real one. */
const EXECUTION_MS = 30;

/** s within which events must flow again (docs/design.md#what-every-trigger-promises). */
const RECOVERY_LIMIT = 35;
const LONGEST_QUIET = 60;

async function until(isSo: () => Promise<boolean>, seconds: number): Promise<boolean> {
	const deadline = performance.now() + seconds * 1000;
	while (!(await isSo())) {
		if (performance.now() > deadline) return false;
		await pause(100);
	}
	return true;
}

async function load(pusher: Pusher, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		pusher.push();
		await pause(1000 / PUSHES_PER_SECOND);
	}
}

/** Runs one row: a fresh n8n, its own books. */
export async function runPushRow(row: PushRow): Promise<Result> {
	const began = performance.now();
	const complaints: string[] = [];
	const call = pushedCalls[row.pushing];
	const stop = new AbortController();
	let n8n: StandIn | undefined;
	let pusher: Pusher | undefined;
	let account: Result['account'];
	try {
		const running = await StandIn.start({
			pushing: row.pushing,
			parameters: call.parameters,
			credential: { secret: SECRET, timeZone: 'Asia/Shanghai' },
			executionMs: EXECUTION_MS,
		});
		n8n = running;
		const books = new Pusher(webhookUrl(running.webhookPort), call, SECRET);
		pusher = books;
		const bench: PushBench = {
			n8n: running,
			pusher: books,
			wait: async (seconds) => await pause(seconds * 1000),
			complain: (text) => void complaints.push(text),
		};
		const loading = load(books, stop.signal);
		await bench.wait(2);
		await row.inject(bench);
		const over = Date.now();
		await bench.wait(2);
		const flows = async () => books.flowsSince(over, await running.executions());
		if (!(await until(flows, LONGEST_QUIET))) complaints.push('pushes did not flow again');
		stop.abort();
		await loading;
		const settled = async () =>
			books.waiting === 0 && books.outstanding(await running.executions()) === 0;
		await until(settled, LONGEST_QUIET);
		await bench.wait(1.5);
		account = books.account(await running.executions(), over);
		complaints.push(...judge(account));
	} catch (error) {
		complaints.push((error as Error).message);
	} finally {
		stop.abort();
		pusher?.close();
		await n8n?.close();
	}
	const took = (performance.now() - began) / 1000;
	return { name: row.name, where: 'small', account, took, complaints, log: n8n?.logTail() };
}

function judge({ events, lost, firstLost, doubled, recovery }: NonNullable<Result['account']>) {
	return [
		events === 0 ? 'nothing was pushed' : '',
		lost > 0 ? `${lost} lost (${firstLost?.join('; ')})` : '',
		doubled > 0 ? `${doubled} doubled` : '',
		recovery > RECOVERY_LIMIT ? `recovery took ${recovery.toFixed(1)} s` : '',
	].filter(Boolean);
}
