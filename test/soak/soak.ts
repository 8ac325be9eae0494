import { setTimeout as pause } from 'node:timers/promises';

import { ExecutionReader } from '../faults/executionReader';
import type { ExecutionRecord } from '../faults/n8n';
import { BroadWorksSoak } from './broadWorks';
import { Draw, type Round } from './draw';
import { judgeAccount, judgeHeld, judgeLeft } from './judge';
import { parseSoakOptions, usage, type SoakOptions } from './options';
import type { Sample } from './process';
import { CooCenterSoak, DimensionsSoak, UdeskSoak } from './pushing';
import { RingCentralSoak } from './ringCentral';
import { SoakN8n } from './soakN8n';
import type { Downtime, SoakAccount, SoakFault, SoakSystem } from './system';
import { faultsOf, heldOf, tableOf } from './table';

/** s of load before the first thing goes wrong. */
const BEFORE = 8;

/** s within which everything listens again after a round (docs/promises.md#never-silently-dead), on a busy machine. */
const LISTENS_WITHIN = 90;

/** s that stragglers get when the load is over. */
const LONGEST_QUIET = 180;

/** s after everything has come in which something could still come twice. */
const QUIET = 3;

/** s for which subscriptions and kept connections may stay after the last workflow is switched off; RingCentral keeps a session of a killed n8n for 180. */
const STAYS = 200;

const say = (text: string) => void process.stderr.write(`${text}\n`);

async function until(isSo: () => Promise<boolean>, seconds: number): Promise<boolean> {
	const deadline = performance.now() + seconds * 1_000;
	while (!(await isSo())) {
		if (performance.now() > deadline) return false;
		await pause(1_000);
	}
	return true;
}

/** One soak: all systems, one n8n, and what went wrong so far. */
class Soak {
	private readonly readers = new Map<SoakSystem, ExecutionReader>();

	private readonly workflows: string[] = [];

	private readonly downtimes: Downtime[] = [];

	private readonly happened: string[] = [];

	/** `performance.now()` at which a fault came last. */
	private readonly lastAt = new Map<SoakFault, number>();

	/** What may go wrong with each system. */
	private readonly faults: ReadonlyArray<readonly SoakFault[]>;

	readonly complaints: string[] = [];

	constructor(
		private readonly options: SoakOptions,
		private readonly n8n: SoakN8n,
		private readonly systems: readonly SoakSystem[],
	) {
		this.faults = systems.map(({ faults }) =>
			faults.filter(({ name }) => name.includes(options.only)),
		);
	}

	async run(): Promise<void> {
		const { api, server } = this.n8n.bench;
		const atRest = await this.n8n.sample();
		for (const system of this.systems) {
			const id = await system.install(api, server.url);
			this.workflows.push(id);
			this.readers.set(system, new ExecutionReader(api, id));
		}
		await this.untilListening('after they were switched on');
		const watching = new AbortController();
		const watch = this.n8n.watch(watching.signal);
		try {
			await this.goWrong();
			await this.settle();
		} finally {
			watching.abort();
			await watch;
		}
		const held = judgeHeld(this.n8n.samples);
		const accounts = await this.accounts();
		for (const [name, account] of accounts) this.complaints.push(...judgeAccount(name, account));
		this.complaints.push(...held.complaints);
		await this.switchOff(atRest);
		process.stdout.write(
			`${tableOf(accounts)}\n\n${heldOf(held)}\n\nWhat went wrong on purpose:\n${faultsOf(this.happened)}\n`,
		);
	}

	/** Load on all, and one round of faults after the other. */
	private async goWrong(): Promise<void> {
		const { minutes, seed, load, line, restarts } = this.options;
		const draw = new Draw(
			seed,
			this.faults.map((faults) => faults.length),
			...(restarts ? [1] : []),
		);
		for (const system of this.systems) system.beginLoad(load);
		const began = performance.now();
		const share = () => (performance.now() - began) / (minutes * 60_000);
		await pause(BEFORE * 1_000);
		while (share() < 1) {
			const round = draw.next(restarts || share() < 0.5);
			if (round.kind === 'n8n' && line === 'one') round.how = 'stop';
			await this.play(round);
			await this.untilListening(`after: ${this.happened.at(-1)}`);
		}
		for (const system of this.systems) await system.endLoad();
	}

	private async play(round: Round): Promise<void> {
		if (round.kind === 'n8n') {
			const name = `n8n: ${round.how === 'kill' ? 'killed' : 'stopped'}, and started`;
			this.tell(name);
			const from = Date.now();
			await this.n8n.away(round.how, round.awayFor);
			await this.untilListening(`after: ${name}`);
			this.downtimes.push({ from, until: Date.now() });
			await pause(round.rest * 1_000);
			return;
		}
		await Promise.all(
			round.chosen.map(async ({ system, fault }) => {
				const chosen = this.faults[system][fault];
				if (this.isTooSoon(chosen)) return;
				this.tell(`${this.systems[system].name}: ${chosen.name}`);
				await chosen.inject();
			}),
		);
		await pause(round.rest * 1_000);
	}

	private isTooSoon(fault: SoakFault): boolean {
		const now = performance.now();
		const { apart = 0 } = fault;
		if (now - (this.lastAt.get(fault) ?? -Infinity) < apart * 1_000) return true;
		this.lastAt.set(fault, now);
		return false;
	}

	private tell(name: string): void {
		this.happened.push(name);
		say(`${this.n8n.seconds.toFixed(0)} s: ${name}`);
	}

	private async untilListening(when: string): Promise<void> {
		const deaf = async () => {
			const listening = await Promise.all(
				this.systems.map(async (system) => await system.isListening()),
			);
			return this.systems.filter((_, index) => !listening[index]);
		};
		if (await until(async () => (await deaf()).length === 0, LISTENS_WITHIN)) return;
		const names = (await deaf()).map(({ name }) => name).join(', ');
		if (names !== '') this.complain(`${names} did not listen ${when}`);
	}

	private complain(text: string): void {
		this.complaints.push(text);
		say(`${this.n8n.seconds.toFixed(0)} s: ${text}`);
	}

	private async executionsOf(system: SoakSystem): Promise<ExecutionRecord[]> {
		return (await this.readers.get(system)?.read()) ?? [];
	}

	/** Waits until everything has come, and a little longer for what should not. */
	private async settle(): Promise<void> {
		say(`${this.n8n.seconds.toFixed(0)} s: the load is over`);
		const isSettled = async () => {
			for (const system of this.systems) {
				if (system.outstanding(await this.executionsOf(system)) > 0) return false;
			}
			return true;
		};
		await until(isSettled, LONGEST_QUIET);
		await pause(QUIET * 1_000);
	}

	private async accounts(): Promise<Array<readonly [string, SoakAccount]>> {
		const accounts: Array<readonly [string, SoakAccount]> = [];
		for (const system of this.systems) {
			const executions = await this.executionsOf(system);
			accounts.push([system.name, system.account(executions, this.downtimes)]);
		}
		return accounts;
	}

	/** Nothing of the workflows may be left, at the systems nor in n8n. */
	private async switchOff(atRest: Sample | undefined): Promise<void> {
		for (const id of this.workflows) await this.n8n.bench.api.deactivate(id);
		const left = () => this.systems.filter((system) => system.left() > 0);
		await until(async () => await Promise.resolve(left().length === 0), STAYS);
		for (const system of left()) {
			this.complain(`${system.name}: ${system.left()} subscriptions or channels were left behind`);
		}
		if (!atRest) return;
		let found: string[] = [];
		await until(async () => {
			const now = await this.n8n.sample();
			found = now ? judgeLeft(atRest, now) : [];
			return found.length === 0;
		}, STAYS);
		this.complaints.push(...found);
	}
}

async function main(): Promise<number> {
	const options = parseSoakOptions(process.argv.slice(2), Date.now() % 1_000_000);
	if (options.help) {
		process.stdout.write(usage);
		return 0;
	}
	say(`--minutes ${options.minutes} --seed ${options.seed} --load ${options.load}`);
	const systems: SoakSystem[] = [
		await BroadWorksSoak.start(),
		await RingCentralSoak.start('webhook'),
		await RingCentralSoak.start('webSocket'),
		await CooCenterSoak.start(),
		await UdeskSoak.start(),
		await DimensionsSoak.start(),
	];
	const n8n = await SoakN8n.start(options);
	const soak = new Soak(options, n8n, systems);
	try {
		await soak.run();
	} finally {
		if (soak.complaints.length > 0) say(n8n.bench.server.logTail(400));
		await n8n.remove();
		for (const system of systems) await system.close();
	}
	for (const complaint of soak.complaints) process.stdout.write(`FAILED: ${complaint}\n`);
	if (soak.complaints.length === 0)
		process.stdout.write('Nothing lost, nothing doubled, nothing left.\n');
	return soak.complaints.length === 0 ? 0 : 1;
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(2);
	},
);
