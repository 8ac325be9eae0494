import { mapBounded } from '../../nodes/shared/core/concurrency';
import { parseFaultOptions, usage, type FaultOptions } from './options';
import type { N8n } from './n8n';
import { RealN8n } from './realN8n';
import { ringCentralRows, type RingCentralRow } from './ringCentral/rows';
import { runRingCentralRow } from './ringCentral/runner';
import type { FaultRow } from './row';
import { channelRows } from './rows/channel';
import { connectionRows } from './rows/connection';
import { contactRows } from './rows/contact';
import { documentRows } from './rows/documents';
import { machineRows } from './rows/machines';
import { EVENTS_PER_SECOND, runRow, type Ground, type Result } from './runner';
import { StandIn } from './standIn/standIn';
import { complaintsOf, footOf, tableOf } from './table';

const allRows = [
	...connectionRows,
	...channelRows,
	...machineRows,
	...documentRows,
	...contactRows,
];

/** ms an execution takes in the small n8n: what a workflow of two nodes takes in a real one. */
const EXECUTION_MS = 30;

const smallN8n: Ground<StandIn> = {
	where: 'small',
	eventTimeout: 4,
	loadOf: () => EVENTS_PER_SECOND,
	start: async ({ host }, parameters, credential) =>
		await StandIn.start(
			{ parameters, credential, executionMs: EXECUTION_MS },
			host ? [{ host: host.name, address: host.address }] : [],
		),
};

function say({ name, where, complaints, took }: Result): void {
	const outcome = complaints.length === 0 ? 'ok' : `FAILED: ${complaints.join('; ')}`;
	process.stderr.write(`${name} (${where}, ${took.toFixed(0)} s): ${outcome}\n`);
}

async function tryRow<Kind extends N8n>(row: FaultRow, ground: Ground<Kind>): Promise<Result> {
	const result = await runRow(row, ground);
	say(result);
	return result;
}

async function tryAgain<Kind extends N8n>(row: FaultRow, ground: Ground<Kind>): Promise<Result> {
	process.stderr.write(`${row.name}: once more\n`);
	return await tryRow(row, ground);
}

async function inSmallN8n(
	rows: readonly FaultRow[],
	{ jobs, again }: FaultOptions,
): Promise<Result[]> {
	const results = await mapBounded(rows, jobs, async (row) => await tryRow(row, smallN8n));
	if (!again) return results;
	// Afterwards and alone, as its neighbours may have spoiled it.
	return await mapBounded(results, 1, async (result, index) =>
		result.complaints.length === 0 ? result : await tryAgain(rows[index], smallN8n),
	);
}

/** Rows of another telephone system, in a small n8n of their own. */
async function withRingCentral(
	rows: readonly RingCentralRow[],
	{ jobs, again }: FaultOptions,
): Promise<Result[]> {
	const run = async (row: RingCentralRow) => {
		const result = await runRingCentralRow(row);
		say(result);
		return result;
	};
	const results = await mapBounded(rows, jobs, run);
	if (!again) return results;
	return await mapBounded(results, 1, async (result, index) =>
		result.complaints.length === 0 ? result : await run(rows[index]),
	);
}

async function inRealN8n(
	rows: readonly FaultRow[],
	real: RealN8n,
	again: boolean,
): Promise<Result[]> {
	const results: Result[] = [];
	for (const row of rows) {
		if (row.realToo && row.onlyTwo && real.line === 'one') {
			process.stderr.write(`${row.name}: what it promises needs n8n 2.x; left out\n`);
			continue;
		}
		const result = await tryRow(row, real.ground);
		const repeat = again && result.complaints.length > 0;
		results.push(repeat ? await tryAgain(row, real.ground) : result);
	}
	return results;
}

async function everywhere(rows: readonly FaultRow[], options: FaultOptions): Promise<Result[]> {
	const starred = options.inProcess ? [] : rows.filter(({ realToo }) => realToo);
	if (starred.length === 0) return await inSmallN8n(rows, options);
	// First, so that a package that cannot be built is known at once.
	const real = await RealN8n.install(options.line);
	try {
		return [
			...(await inSmallN8n(rows, options)),
			...(await inRealN8n(starred, real, options.again)),
		];
	} finally {
		await real.remove();
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
	const ringCentral = ringCentralRows.filter(isWanted);
	if (options.list) {
		for (const { name, realToo } of rows) process.stdout.write(`${name}${realToo ? ' *' : ''}\n`);
		for (const { name } of ringCentral) process.stdout.write(`${name}\n`);
		return 0;
	}
	if (rows.length + ringCentral.length === 0)
		throw new Error(`No row is called "${only}"; --list shows them all.`);
	const began = performance.now();
	const unsorted = await everywhere(rows, options);
	const results = [
		...rows.flatMap(({ name }) => unsorted.filter((result) => result.name === name)),
		...(await withRingCentral(ringCentral, options)),
	];
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
