import { setTimeout as pause } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import type { XsiSimulatorOptions } from '../simulators/broadWorks';
import { Ledger, type Account } from './ledger';
import type { N8n } from './n8n';
import { Phones } from './phones';
import { Relay } from './relay';
import type { Bench, FaultRow } from './row';

export const ALICE = 'alice@example.net';
export const EVENTS_PER_SECOND = 50;

/** s within which events must flow again (docs/design.md#what-every-trigger-promises). */
const RECOVERY_LIMIT = 35;

/** s that the load goes on at most while events do not flow again, and that stragglers get. */
const LONGEST_LOAD = 60;
const LONGEST_QUIET = 45;

/** s after which a trigger listens at the latest; n8n on a busy machine is slow to start them. */
const LISTENS_WITHIN = 60;

/** s after everything has come in which something could still come twice. */
const QUIET = 1.5;

export interface Result {
	name: string;
	/** Which n8n. */
	where: string;
	account?: Account;
	/** s the whole row took. */
	took: number;
	/** Why the row failed; empty when it did not. */
	complaints: string[];
	log?: string;
}

/** What a row runs in. */
export interface Ground<Kind extends N8n> {
	where: string;
	/** s after which the server gives a channel up. */
	eventTimeout: number;
	/** ms between two looks at what n8n has executed. */
	lookEvery: number;
	/** Events per second. */
	loadOf(row: FaultRow): number;
	/** Starts n8n with the row's workflow switched on. */
	start(row: FaultRow, parameters: IDataObject, credential: IDataObject): Promise<Kind>;
}

/** The trigger's parameters in a row. */
function parametersOf(row: FaultRow, eventTimeout: number): IDataObject {
	const recovers = row.recovers ?? true;
	return {
		triggerOn: 'callEvent',
		delivery: 'channel',
		targetType: 'user',
		userId: { __rl: true, mode: 'id', value: ALICE },
		type: [],
		output: 'connector',
		...row.parameters,
		options: { eventTimeout, recoverMissedCalls: recovers, connectionItems: true, ...row.options },
	};
}

function credentialOf(row: FaultRow, port: number): IDataObject {
	const host = row.host?.name ?? '127.0.0.1';
	return {
		serverUrl: `http://${host}:${port}`,
		authentication: 'basic',
		userId: 'admin@example.net',
		password: 'secret',
		...row.credential,
	};
}

async function until(
	isSo: () => Promise<boolean>,
	seconds: number,
	lookEvery = 100,
): Promise<boolean> {
	const deadline = performance.now() + seconds * 1000;
	while (!(await isSo())) {
		if (performance.now() > deadline) return false;
		await pause(lookEvery);
	}
	return true;
}

/** Waits until the trigger listens: its subscription stands, and its channel where it has one. */
async function untilListening({ world }: Phones): Promise<void> {
	const listening = await until(async () => {
		const [subscription] = world.subscriptions.all();
		const channel = world.channels.all().length > 0 || subscription?.contact !== undefined;
		return await Promise.resolve(subscription !== undefined && channel);
	}, LISTENS_WITHIN);
	if (!listening) throw new Error('The trigger did not subscribe');
	// The first state that the server sends is not part of the load.
	await pause(300);
}

/** Runs one row in isolation: a fresh telephone system, a fresh workflow, its own books. */
export async function runRow<Kind extends N8n>(
	row: FaultRow,
	ground: Ground<Kind>,
): Promise<Result> {
	const began = performance.now();
	const complaints: string[] = [];
	const result = { name: row.name, where: ground.where, complaints };
	const ledger = new Ledger();
	const simulator: XsiSimulatorOptions = {
		eventTimeout: ground.eventTimeout * 1000,
		...row.simulator,
	};
	const phones = await Phones.start(simulator, ledger);
	const relay = row.relayed ? await Relay.start(() => phones.port) : undefined;
	const recovers = row.recovers ?? true;
	let n8n: Kind | undefined;
	let account: Account | undefined;
	try {
		const started = await ground.start(
			row,
			parametersOf(row, ground.eventTimeout),
			credentialOf(row, relay?.port ?? phones.port),
		);
		n8n = started;
		await untilListening(phones);
		const bench: Bench<Kind> = {
			phones,
			n8n: started,
			relay,
			wait: async (seconds) => await pause(seconds * 1000),
			async startN8n() {
				await started.start();
				await untilListening(phones);
			},
			complain: (text) => void complaints.push(text),
		};
		phones.beginLoad(row.userIds ?? [ALICE], ground.loadOf(row), row.load);
		await bench.wait(row.before ?? 2);
		// The row's kind of n8n and the ground's are matched by whoever chose both.
		await row.inject(bench as never);
		const over = Date.now();
		await bench.wait(row.after ?? 2);
		const flows = async () => ledger.flowsSince(over, await started.executions());
		if (!(await until(flows, LONGEST_LOAD, ground.lookEvery)))
			complaints.push('events did not flow again');
		await phones.endLoad();
		const settled = async () =>
			ledger.outstanding(await started.executions(), recovers).length === 0;
		await until(settled, LONGEST_QUIET, ground.lookEvery);
		await bench.wait(QUIET);
		await row.check?.(bench as never);
		account = ledger.account(await started.executions(), over, recovers);
		complaints.push(...judge(account, row.within ?? RECOVERY_LIMIT));
	} catch (error) {
		complaints.push((error as Error).message);
	} finally {
		for (const open of [n8n, relay, phones]) {
			await open?.close().catch((error: Error) => complaints.push(`not closed: ${error.message}`));
		}
	}
	const took = (performance.now() - began) / 1000;
	return { ...result, account, took, log: n8n?.logTail() };
}

function judge(account: Account, within: number): string[] {
	const {
		lost,
		firstLost = [],
		doubled,
		doubledCalls,
		firstDoubled = [],
		recovery,
		events,
	} = account;
	return [
		events === 0 ? 'no events were made' : '',
		lost > 0 ? `${lost} lost (${firstLost.join('; ')})` : '',
		doubled > 0
			? `${doubled} doubled, ${doubledCalls} of them by the call logs (${firstDoubled.join('; ')})`
			: '',
		recovery > within ? `recovery took ${recovery.toFixed(1)} s` : '',
	].filter(Boolean);
}
