import { setTimeout as pause } from 'node:timers/promises';

import { startRingCentralSimulator } from '../../simulators/ringCentral';
import type { Control } from '../../simulators/ringCentral/control/control';
import type { Result } from '../../faults/runner';
import { Books } from './books';
import type { RingCentralBench, RingCentralRow } from './rows';
import { SmallN8n } from './smallN8n';

const CUSTOMER = '+14155550100';
const CALLS_PER_SECOND = 10;

/** s within which events must flow again (docs/design.md#what-every-trigger-promises). */
const RECOVERY_LIMIT = 35;
const LONGEST_QUIET = 60;

/** s for which subscriptions of a workflow that was taken down may stay. */
const SUBSCRIPTIONS_STAY = 15;

/** High enough that nothing waits for its turn. */
const RATE_LIMITS = { light: 10_000, medium: 10_000, heavy: 10_000, auth: 10_000 };

function call(control: Control, books: Books): void {
	const { telephonySessionId } = control.place({ from: CUSTOMER, to: 'alice' });
	books.enter(telephonySessionId);
	control.answer(telephonySessionId);
	control.hangUp(telephonySessionId);
}

/** Places calls until `signal` is aborted. */
async function load(
	control: Control,
	books: Books,
	perSecond: number,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) {
		call(control, books);
		await pause(1000 / perSecond);
	}
}

async function until(isSo: () => boolean, seconds: number): Promise<boolean> {
	const deadline = performance.now() + seconds * 1000;
	while (!isSo()) {
		if (performance.now() > deadline) return false;
		await pause(100);
	}
	return true;
}

const parametersOf = ({ delivery, options }: RingCentralRow) => ({
	authentication: 'jwt',
	triggerOn: 'telephonySession',
	delivery,
	targetType: 'extension',
	extensionIds: [],
	direction: 'Inbound',
	type: [],
	output: 'connector',
	options: { recoverMissedCalls: true, connectionItems: true, ...options },
});

/** Runs one row: a fresh account, a fresh workflow, its own books. */
export async function runRingCentralRow(row: RingCentralRow): Promise<Result> {
	const began = performance.now();
	const complaints: string[] = [];
	const simulator = await startRingCentralSimulator({
		logDelay: 300,
		rateLimits: RATE_LIMITS,
		...row.simulator,
	});
	const { control } = simulator.world;
	const books = new Books();
	const stop = new AbortController();
	const drops = row.drops ?? false;
	let n8n: SmallN8n | undefined;
	let log: string[] = [];
	let account: Result['account'];
	try {
		const running = await SmallN8n.start(parametersOf(row), {
			environment: 'other',
			serverUrl: simulator.url,
			clientId: 'demo-client',
			clientSecret: 'demo-secret',
			jwt: 'jwt-alice',
		});
		n8n = running;
		log = running.log;
		const bench: RingCentralBench = {
			control,
			n8n: running,
			wait: async (seconds) => await pause(seconds * 1000),
			complain: (text) => void complaints.push(text),
		};
		const perSecond = row.callsPerSecond ?? CALLS_PER_SECOND;
		const loading = load(control, books, perSecond, stop.signal);
		await bench.wait(2);
		await row.inject(bench);
		const over = Date.now();
		await bench.wait(2);
		if (!(await until(() => books.flowsSince(over, running.executions), LONGEST_QUIET))) {
			complaints.push('events did not flow again');
		}
		stop.abort();
		await loading;
		await until(() => books.outstanding(running.executions, drops).length === 0, LONGEST_QUIET);
		await bench.wait(1.5);
		await row.check?.(bench);
		account = books.account(running.executions, over, drops);
		complaints.push(...judge(account, books.disordered(running.executions)));
		await running.close();
		n8n = undefined;
		// n8n does not say whether a newer version of the workflow follows, so they go some seconds later.
		await until(() => control.hub.subscriptions.list().length === 0, SUBSCRIPTIONS_STAY);
		const left = control.hub.subscriptions.list().length;
		if (left > 0) complaints.push(`${left} subscriptions were left behind`);
	} catch (error) {
		complaints.push((error as Error).message);
	} finally {
		stop.abort();
		await n8n?.close();
		await simulator.close();
	}
	const took = (performance.now() - began) / 1000;
	const said = log.slice(-60).join('\n');
	return { name: row.name, where: 'small', account, took, complaints, log: said };
}

function judge(
	{ events, lost, doubled, doubledCalls, recovery }: NonNullable<Result['account']>,
	disordered: number,
): string[] {
	return [
		events === 0 ? 'no events were made' : '',
		lost > 0 ? `${lost} lost` : '',
		doubled > 0 ? `${doubled} doubled, ${doubledCalls} of them by the call logs` : '',
		disordered > 0 ? `${disordered} calls out of order` : '',
		recovery > RECOVERY_LIMIT ? `recovery took ${recovery.toFixed(1)} s` : '',
	].filter(Boolean);
}
