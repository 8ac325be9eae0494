import { mapBounded } from '../../nodes/shared/core/flow/concurrency';
import { lanesOf, mapInLanes, type Lanes } from './lanes';
import { parseFaultOptions, usage, type FaultOptions } from './options';
import { RealN8n } from './realN8n';
import { ringCentralOperatorRows } from '../ringCentral/faults/operatorRows';
import { ringCentralRows, type RingCentralRow } from '../ringCentral/faults/rows';
import { runRingCentralRow } from '../ringCentral/faults/runner';
import { pushRows, type PushRow } from '../shared/faults/pushRows';
import { runPushRow } from '../shared/faults/pushRunner';
import type { FaultRow } from './row';
import { channelRows } from '../broadWorks/faults/channel';
import { connectionRows } from '../broadWorks/faults/connection';
import { contactRows } from '../broadWorks/faults/contact';
import { documentRows } from '../broadWorks/faults/documents';
import { machineRows } from '../broadWorks/faults/machines';
import { momentRows } from '../broadWorks/faults/moments';
import { operatorRows } from '../broadWorks/faults/operators';
import { overloadRows } from '../broadWorks/faults/overload';
import { alsoOnServices, serviceRows } from '../broadWorks/faults/services';
import { EVENTS_PER_SECOND, runRow, type Ground, type Result } from './runner';
import { StandIn } from './standIn/standIn';
import { complaintsOf, footOf, tableOf } from './table';

const commonRows = [
	...connectionRows,
	...channelRows,
	...machineRows,
	...operatorRows,
	...overloadRows,
	...documentRows,
	...contactRows,
];

const allRows = [...commonRows, ...serviceRows, ...alsoOnServices(commonRows), ...momentRows];

/** ms an execution takes in the small n8n: what a workflow of two nodes takes in a real one. */
const EXECUTION_MS = 30;

/** Real n8n beside each other, each with one row at a time. */
const REAL_N8N = 1;

/** Rows in the small n8n, where nobody says how many: at least, and while the machine is idle. */
const FEWEST_ROWS = 6;
const MOST_ROWS = 16;

const smallN8n: Ground<StandIn> = {
	where: 'small',
	eventTimeout: 4,
	lookEvery: 100,
	loadOf: ({ eventsPerSecond }) => eventsPerSecond ?? EVENTS_PER_SECOND,
	start: async ({ host, hurry }, parameters, credential) =>
		await StandIn.start(
			{ parameters, credential, executionMs: EXECUTION_MS, hurry },
			host ? [{ host: host.name, address: host.address }] : [],
		),
};

function say({ name, where, complaints, took }: Result): void {
	const outcome = complaints.length === 0 ? 'ok' : `FAILED: ${complaints.join('; ')}`;
	process.stderr.write(`${name} (${where}, ${took.toFixed(0)} s): ${outcome}\n`);
}

/** A row on its ground, ready to run as often as it must. */
type Task = () => Promise<Result>;

async function tryAll(tasks: readonly Task[], lanes: Lanes): Promise<Result[]> {
	return await mapInLanes(tasks, lanes, async (run) => {
		const result = await run();
		say(result);
		return result;
	});
}

/** Afterwards and alone, as a row's neighbours may have spoiled it. */
async function tryAgain(tasks: readonly Task[], results: readonly Result[]): Promise<Result[]> {
	return await mapBounded(results, 1, async (result, index) => {
		if (result.complaints.length === 0) return result;
		process.stderr.write(`${result.name}: once more\n`);
		const [repeated] = await tryAll([tasks[index]], lanesOf(1, 1));
		return repeated;
	});
}

const inSmallN8n = (rows: readonly FaultRow[]): Task[] =>
	rows.map((row) => async () => await runRow(row, smallN8n));

/** Rows of another telephone system, in a small n8n of their own. */
const withRingCentral = (rows: readonly RingCentralRow[]): Task[] =>
	rows.map((row) => async () => await runRingCentralRow(row));

const withPushes = (rows: readonly PushRow[]): Task[] =>
	rows.map((row) => async () => await runPushRow(row));

function inRealN8n(rows: readonly FaultRow[], real: RealN8n): Task[] {
	const tasks: Task[] = [];
	for (const row of rows) {
		if (row.realToo && row.onlyTwo && real.line === 'one') {
			process.stderr.write(`${row.name}: what it promises needs n8n 2.x; left out\n`);
			continue;
		}
		tasks.push(async () => await real.runRow(row));
	}
	return tasks;
}

/** Rows mostly wait, so that many run at once; those of RingCentral, which have the longest, begin. */
async function everywhere(
	rows: readonly FaultRow[],
	ringCentral: readonly RingCentralRow[],
	pushes: readonly PushRow[],
	{ inProcess, jobs, again, line }: FaultOptions,
): Promise<Result[]> {
	const small = [...withRingCentral(ringCentral), ...withPushes(pushes), ...inSmallN8n(rows)];
	const starred = inProcess ? [] : rows.filter(({ realToo }) => realToo);
	// First, so that a package that cannot be built is known at once.
	const real = starred.length > 0 ? await RealN8n.install(line, REAL_N8N) : undefined;
	try {
		const large = real ? inRealN8n(starred, real) : [];
		const lanes = lanesOf(jobs ?? FEWEST_ROWS, jobs ?? MOST_ROWS);
		const realLanes = real?.lanes ?? 1;
		const results = (
			await Promise.all([tryAll(small, lanes), tryAll(large, lanesOf(realLanes, realLanes))])
		).flat();
		return again ? await tryAgain([...small, ...large], results) : results;
	} finally {
		await real?.remove();
	}
}

async function main(): Promise<number> {
	const options = parseFaultOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(usage);
		return 0;
	}
	const { only = '' } = options;
	const isWanted = ({ name }: { name: string }) => name.toLowerCase().includes(only.toLowerCase());
	const rows = allRows.filter(isWanted);
	const ringCentral = [...ringCentralRows, ...ringCentralOperatorRows].filter(isWanted);
	const pushes = pushRows.filter(isWanted);
	if (options.list) {
		for (const { name, realToo } of rows) process.stdout.write(`${name}${realToo ? ' *' : ''}\n`);
		for (const { name } of [...ringCentral, ...pushes]) process.stdout.write(`${name}\n`);
		return 0;
	}
	if (rows.length + ringCentral.length + pushes.length === 0)
		throw new Error(`No row is called "${only}"; --list shows them all.`);
	const began = performance.now();
	const unsorted = await everywhere(rows, ringCentral, pushes, options);
	const results = [...rows, ...ringCentral, ...pushes].flatMap(({ name }) =>
		unsorted.filter((result) => result.name === name),
	);
	if (options.verbose) {
		for (const { name, where, log } of results) {
			process.stderr.write(`--- ${name} (${where})\n${log ?? ''}\n`);
		}
	}
	const timeouts: Record<string, number> = { small: smallN8n.eventTimeout };
	if (results.some(({ where }) => where !== smallN8n.where))
		timeouts['real n8n'] = RealN8n.EVENT_TIMEOUT;
	process.stdout.write(`${tableOf(results)}\n\n${footOf(results, timeouts)}\n`);
	const seconds = ((performance.now() - began) / 1000).toFixed(0);
	const failed = results.filter(({ complaints }) => complaints.length > 0).length;
	process.stdout.write(`${results.length} rows in ${seconds} s, ${failed} failed\n`);
	if (failed > 0) process.stdout.write(`\n${complaintsOf(results)}\n`);
	return failed === 0 ? 0 : 1;
}

main().then(
	(code) => process.exit(code),
	(error: Error) => {
		process.stderr.write(`${error.message}\n`);
		process.exit(2);
	},
);
