import type { ITriggerFunctions } from 'n8n-workflow';

import { deferred, type Deferred } from '../../core/flow/deferred';
import {
	EventGate,
	isUndone,
	type GateSettings,
	type Outcome,
	type Verdict,
} from '../../core/flow/eventGate';
import type { Clock } from '../../core/ports';
import { emitExecution } from './emitExecution';
import { executionItems, type ItemsWithFiles } from '../executionItems';
import { InterruptedBatches } from './interruptedBatches';
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
	/** Puts what must outlive n8n into static data, which n8n saves with the emit that follows at once. */
	write(): void;
	/** An execution of these events has ended. Called when the memory knows, and before the verdict. */
	onEnd?(keys: readonly string[], outcome: Outcome): void;
	/** There is room again after an execution. */
	onRoom?(): void;
}

/** Entries that stay together; those of an execution that n8n was killed with have its name. */
interface Together {
	entries: LiveEntry[];
	name?: string;
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
		);
		this.interrupted = new InterruptedBatches(
			clock,
			async (name, entries) => await this.bound.accept({ entries, name }),
		);
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

	/** Resolves when there is room again; undefined when there is now. */
	room(): Promise<void> | undefined {
		if (this.hasRoom) return undefined;
		this.madeRoom ??= deferred();
		return this.madeRoom.promise;
	}

	/**
	 * Takes an event that the server sent. Resolves when it may be acknowledged. What was in an execution
	 * of several events when n8n was killed goes out together with the others, under the key of before.
	 */
	async gate(entry: LiveEntry): Promise<Verdict> {
		const { key, also = [] } = entry;
		const names = key === undefined ? also : [key, ...also];
		const name = this.context.memory.interruptedIn(names);
		if (name === undefined) return await this.gateOwn(entry);
		this.count++;
		return await this.interrupted.accept(name, entry);
	}

	/** Takes what the trigger found or made by itself, which no server sends again. */
	async gateOwn(entry: LiveEntry): Promise<Verdict> {
		this.count++;
		return await this.bound.accept({ entries: [entry] });
	}

	/** Sends out what waits. */
	close(): void {
		this.bound.close();
	}

	/** What n8n was killed with goes out by itself, so that n8n can refuse it. */
	private async launch(batch: Together[], stored: (isStored: boolean) => void): Promise<Outcome> {
		const again = batch.filter(({ name }) => name !== undefined);
		const fresh = batch.filter(({ name }) => name === undefined).flatMap(({ entries }) => entries);
		const parts = fresh.length > 0 ? [...again, { entries: fresh, name: nameOf(fresh) }] : again;
		const missing = new Set(parts);
		const emits = parts.map(
			async (part) =>
				await this.emit(part, (isStored) => {
					if (isStored) missing.delete(part);
					else missing.add(part);
					stored(missing.size === 0);
				}),
		);
		const outcomes = await Promise.all(emits);
		return outcomes.find(isUndone) ?? outcomes[0];
	}

	private async emit(
		{ entries, name }: Together,
		stored: (isStored: boolean) => void,
	): Promise<Outcome> {
		const { gate, clock, memory, write, onEnd, onRoom } = this.context;
		// An event that may run again after a failure must not be refused as a duplicate.
		const mayRepeat = gate.acknowledge === 'onlyWhenFinished';
		const run = { name: mayRepeat ? undefined : name, keys: entries.flatMap(({ keys }) => keys) };
		try {
			memory.begin(run);
			write();
			const items = entries.flatMap(executionItems);
			const key =
				run.name === undefined ? undefined : `${this.scope}:${memory.executionKey(run.name)}`;
			const outcome = await emitExecution(this.node, items, key, clock, stored);
			memory.end(run, outcome, mayRepeat);
			onEnd?.(run.keys, outcome);
			return outcome;
		} finally {
			this.count -= entries.length;
			if (this.hasRoom) {
				onRoom?.();
				this.madeRoom?.resolve();
				this.madeRoom = undefined;
			}
		}
	}
}
