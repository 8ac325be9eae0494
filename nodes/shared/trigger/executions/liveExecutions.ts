import type { ITriggerFunctions } from 'n8n-workflow';

import { deferred, type Deferred } from '../../core/flow/deferred';
import {
	EventGate,
	isUndone,
	type GateSettings,
	type Newest,
	type Outcome,
	type Verdict,
} from '../../core/flow/eventGate';
import type { Clock } from '../../core/ports';
import { emitExecution } from './emitExecution';
import { executionItems, type ItemsWithFiles } from '../executionItems';
import { InterruptedBatches } from './interruptedBatches';
import type { InterruptedRun, Settled } from './interruptedRuns';
import { UnstoredEntries, type Unstored } from './unstored';
import { processWide } from '../../processWide';
import { triggerKey } from '../liveTriggers';
import { eventKey, type SeenEvents } from '../seenEvents';

/** What becomes items of an execution. */
export interface LiveEntry extends ItemsWithFiles {
	/** Names the event: what has the same key is the same event. Undefined for what may happen again. */
	key?: string;
	/** What is remembered when it has run: the key, and other names of the same. */
	keys: readonly string[];
	/** Other names under which it may have been in an execution that n8n was killed with. */
	also?: readonly string[];
	/** Made by the trigger itself and never sent again, as an item about the connection. */
	isNotice?: boolean;
}

export interface LiveContext {
	gate: GateSettings;
	clock: Clock;
	memory: SeenEvents;
	/** Puts what must outlive n8n into static data, which n8n saves with the emit of `entries` that follows at once. */
	write(entries: readonly LiveEntry[]): void;
	/** An execution of these events has ended. Called when the memory knows, and before the verdict. */
	onEnd?(keys: readonly string[], outcome: Outcome): void;
	/** n8n had stored the execution that an entry was in when n8n was killed: it starts none. */
	onLeftOut?(entry: LiveEntry): void;
	/** There is room again after an execution. */
	onRoom?(): void;
}

/** Entries that stay together; those of an execution that n8n was killed with go out as that. */
interface Together extends Unstored {
	entries: LiveEntry[];
	run?: InterruptedRun;
}

/** One execution that is started. */
interface Part {
	entries: LiveEntry[];
	name?: string;
	run?: InterruptedRun;
}

/**
 * The name of an execution, by which n8n refuses a second one: that of its event, or one made of all its
 * events. None where one of them has no name, because the same may then happen again and would be lost.
 * Notices ride along.
 */
function nameOf(entries: readonly LiveEntry[]): string | undefined {
	const events = entries.filter(({ isNotice }) => !isNotice);
	const keys = events.flatMap(({ key }) => key ?? []);
	if (keys.length === 0 || keys.length < events.length) return undefined;
	return keys.length === 1 ? keys[0] : eventKey(JSON.stringify(keys));
}

/** n8n stores the executions of all triggers one after the other (docs/n8n.md#what-emit-really-does). */
const newest = processWide('newestExecutions', 1, (): Newest => ({ started: 0, stored: 0 }));

/** What has no name goes out by itself, so that n8n keeps the others from running twice all the same. */
function byName(entries: readonly LiveEntry[]): LiveEntry[][] {
	const isNameless = ({ key, isNotice }: LiveEntry) => key === undefined && !isNotice;
	const named = entries.filter((entry) => !isNameless(entry));
	if (!named.some(({ key }) => key !== undefined)) return entries.length > 0 ? [[...entries]] : [];
	const nameless = entries.filter(isNameless);
	return nameless.length > 0 ? [named, nameless] : [named];
}

/**
 * The executions of one live workflow, which is the last two stages of an event
 * (docs/design.md#the-stages-of-an-event):
 *
 * 1. gate: a burst of entries becomes few executions (`EventGate`), and what is open is counted
 * 2. emit: what must outlive n8n is saved, then an execution starts under a key by which n8n refuses a second
 *    one (docs/n8n.md#what-emit-really-does); how it ends goes back to the memory
 */
export class LiveExecutions {
	private readonly bound: EventGate<Together>;

	private readonly interrupted: InterruptedBatches<LiveEntry>;

	private readonly scope: string;

	/** Entries whose execution has not ended: those that wait and those that run. */
	private count = 0;

	private readonly unstored = new UnstoredEntries();

	private madeRoom?: Deferred<void>;

	constructor(
		private readonly node: ITriggerFunctions,
		private readonly context: LiveContext,
	) {
		const { gate, clock } = context;
		this.scope = triggerKey(node.getWorkflow(), node.getNode());
		this.bound = new EventGate(
			gate,
			clock,
			async (batch, stored) => await this.launch(batch, stored),
			newest,
		);
		this.interrupted = new InterruptedBatches(clock, {
			send: async (entries, run) => await this.accept(entries, run),
			leaveOut: (entry) => {
				context.onLeftOut?.(entry);
				this.leave(1);
			},
		});
	}

	/** False while as much is open as may be: whoever sends is to wait, or to come again. */
	get hasRoom(): boolean {
		return this.hasRoomFor(1);
	}

	hasRoomFor(count: number): boolean {
		return this.count + count <= this.context.gate.maxWaiting;
	}

	/** Entries whose execution has not ended. */
	get open(): number {
		return this.count;
	}

	/** ms since 1970 at which the oldest entry was taken that n8n has not stored; undefined when it has all. */
	get unstoredSince(): number | undefined {
		return this.unstored.since;
	}

	/** Resolves when there is room again; undefined when there is now. */
	room(): Promise<void> | undefined {
		if (this.hasRoom) return undefined;
		this.madeRoom ??= deferred();
		return this.madeRoom.promise;
	}

	/**
	 * Takes what came, or what the trigger has found or made by itself. Resolves when it may be acknowledged. What was
	 * in an execution when n8n was killed goes out together with the others, under the key of before.
	 */
	async gate(entry: LiveEntry): Promise<Verdict> {
		const { key, also = [] } = entry;
		const names = key === undefined ? also : [key, ...also];
		const run = this.context.memory.interruptedIn(names);
		this.count++;
		if (run === undefined) return await this.accept([entry]);
		const collected = this.unstored.take({}, this.context.clock.now());
		try {
			return await this.interrupted.accept(run, entry);
		} finally {
			this.unstored.mark(collected, true);
		}
	}

	/** Resolves when n8n has stored everything that was taken until now. */
	async allStored(): Promise<void> {
		await this.unstored.allStored();
	}

	private async accept(entries: LiveEntry[], run?: InterruptedRun): Promise<Verdict> {
		// What was collected was taken before much that is stored by now.
		const before = run === undefined ? undefined : 0;
		return await this.bound.accept(
			this.unstored.take({ entries, run }, this.context.clock.now(), before),
		);
	}

	/** Sends out what waits. */
	close(): void {
		this.bound.close();
	}

	/** What n8n was killed with goes out by itself, so that n8n can refuse it. */
	private async launch(batch: Together[], stored: (isStored: boolean) => void): Promise<Outcome> {
		const again = batch.flatMap(({ entries, run }): Part[] =>
			run === undefined ? [] : [{ entries, run, name: run.name }],
		);
		const fresh = batch.flatMap(({ entries, run }) => (run === undefined ? entries : []));
		const parts = [
			...again,
			...byName(fresh).map((entries): Part => ({ entries, name: nameOf(entries) })),
		];
		const missing = new Set(parts);
		const storing = (part: Part, isStored: boolean) => {
			if (isStored) missing.delete(part);
			else missing.add(part);
			const isAll = missing.size === 0;
			for (const together of batch) this.unstored.mark(together, isAll);
			stored(isAll);
		};
		const emits = parts.map(
			async (part) => await this.emit(part, (isStored) => storing(part, isStored)),
		);
		try {
			const outcomes = await Promise.all(emits);
			return outcomes.find(isUndone) ?? outcomes[0];
		} finally {
			for (const together of batch) this.unstored.mark(together, true);
		}
	}

	private async emit(
		{ entries, name, run: interrupted }: Part,
		stored: (isStored: boolean) => void,
	): Promise<Outcome> {
		const { gate, clock, memory, write, onEnd } = this.context;
		// An event that may run again after a failure must not be refused as a duplicate.
		const mayRepeat = gate.acknowledge === 'onlyWhenFinished';
		const run = { name: mayRepeat ? undefined : name, keys: entries.flatMap(({ keys }) => keys) };
		const settle = (how: Settled) => {
			if (interrupted?.state === 'asked') memory.settleInterrupted(interrupted, how);
		};
		try {
			memory.begin(run);
			write(entries);
			const items = entries.flatMap(executionItems);
			const key =
				run.name === undefined ? undefined : `${this.scope}:${memory.executionKey(run.name)}`;
			const outcome = await emitExecution(this.node, items, key, clock, (isStored) => {
				if (isStored) settle('ran');
				stored(isStored);
			});
			memory.end(run, outcome, mayRepeat);
			settle(outcome === 'skipped' ? 'refused' : 'ran');
			onEnd?.(run.keys, outcome);
			return outcome;
		} finally {
			settle('ran');
			this.leave(entries.length);
		}
	}

	/** So many entries are open no more. */
	private leave(count: number): void {
		this.count -= count;
		if (!this.hasRoom) return;
		this.context.onRoom?.();
		this.madeRoom?.resolve();
		this.madeRoom = undefined;
	}
}
