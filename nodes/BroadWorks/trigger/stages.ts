import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { SeenSet } from '../../shared/core/bounded/seenSet';
import {
	isUndone,
	LONGEST_EXECUTION,
	type Outcome,
	type Verdict,
} from '../../shared/core/flow/eventGate';
import type { Log } from '../../shared/core/ports';
import { systemClock } from '../../shared/systemPorts';
import { LiveExecutions, type LiveEntry } from '../../shared/trigger/executions/liveExecutions';
import { ACCEPTED, FAILED, type Acknowledgement } from '../client/channel/channel';
import type { XsiEvent } from '../client/channel/decode';
import type { LineListener } from '../client/delivery/listener';
import { isWanted } from './item';
import type { TriggerMemory } from './memory';
import { Redeliveries } from './redeliveries';
import type { TriggerSettings } from './settings';
import type { Shape, Shaped } from './shapes/shaped';

/** Events whose execution was ended with its worker once; a second time they are not run again. */
const CRASHED = 1_000;

/** What the stages of one live workflow work with. */
export interface StagesContext {
	node: ITriggerFunctions;
	settings: TriggerSettings;
	memory: TriggerMemory;
	/** Makes items of an event. */
	shape: Shape;
	/** Sees every event that was not seen before. */
	onEvent(event: XsiEvent, isWanted: boolean): void;
	log: Log;
}

/** What becomes items of an execution; without the event's id it may not be recognised again. */
const entryOf = ({ items, files, names }: Shaped, eventId: string | undefined): LiveEntry => ({
	key: eventId,
	keys: [...(eventId === undefined ? [] : [eventId]), ...names],
	items,
	files,
});

const acknowledgement = (verdict: Verdict) => (verdict === 'accept' ? ACCEPTED : FAILED);

/**
 * The way of an event from its subscription to an execution of one live workflow, which ends with the answer to the
 * server (docs/design.md#the-stages-of-an-event):
 *
 * 1. admit: what no one wants, and what was seen before, goes no further
 * 2. shape: the event becomes items; a message has to be read from its mailbox first
 * 3. gate: it waits for room, and for its turn; emit follows by itself (`LiveExecutions`)
 */
export class EventStages {
	readonly executions: LiveExecutions;

	private readonly redeliveries = new Redeliveries<Shaped>(systemClock);

	private readonly crashed = new SeenSet(CRASHED);

	/** Answers to events that are being shaped, by their ids. */
	private readonly shaping = new Map<string, Promise<Acknowledgement>>();

	/** The last event that waits for others to be done. */
	private queued?: Promise<void>;

	/** Takes an event, as `LineListener.onEvent`; resolves with the answer when it may be acknowledged. */
	readonly onEvent: LineListener['onEvent'] = async (event, _spec, stateExpected) =>
		await this.take(event, stateExpected);

	constructor(private readonly context: StagesContext) {
		const { node, settings, memory } = context;
		this.executions = new LiveExecutions(node, {
			gate: settings.gate,
			clock: systemClock,
			memory: memory.events,
			write(entries) {
				for (const { key } of entries) memory.untold.free(key);
				memory.write(systemClock.now());
			},
			onLeftOut: ({ key }) => memory.untold.free(key),
			onEnd: (eventIds, outcome) => this.ended(eventIds, outcome),
		});
	}

	private async take(event: XsiEvent, stateExpected = false): Promise<Acknowledgement> {
		const { settings, memory, onEvent } = this.context;
		const { eventId } = event;
		if (!isWanted(settings, event)) {
			onEvent(event, false);
			return ACCEPTED;
		}
		const isKnown = eventId !== undefined && !memory.events.isNew(eventId);
		if (isKnown && settings.moment !== 'newMessage') return await this.redelivered(event, eventId);
		const undone = eventId === undefined ? undefined : this.redeliveries.takeUndone(eventId);
		if (undone) return await this.gate(undone, eventId);
		onEvent(event, true);
		return await this.shape(event, stateExpected);
	}

	/** Sends what the trigger made by itself; `id` for what must not come twice. */
	send(items: IDataObject[], id?: string): void {
		const entry = entryOf({ items, names: [] }, id);
		void this.executions.gate({ ...entry, isNotice: id === undefined });
	}

	/** Sent again: seen is what has run, or is still running where that is enough for the server. */
	private async redelivered(event: XsiEvent, eventId: string): Promise<Acknowledgement> {
		const { redeliveries, context } = this;
		await this.shaping.get(eventId);
		if (context.settings.gate.acknowledge !== 'onlyWhenFinished') {
			return acknowledgement((await redeliveries.verdictOf(eventId)) ?? 'accept');
		}
		const outcome = await redeliveries.outcomeOf(eventId, LONGEST_EXECUTION);
		if (outcome === 'running') return FAILED;
		if (outcome === undefined || !isUndone(outcome)) return ACCEPTED;
		return await this.take(event);
	}

	private async shape(event: XsiEvent, stateExpected: boolean): Promise<Acknowledgement> {
		const { eventId } = event;
		const shaped = this.context.shape(event, stateExpected);
		if (!('then' in shaped)) return await this.start(shaped, eventId);
		const answer = shaped.then(async (made) => await this.start(made, eventId));
		if (eventId === undefined) return await answer;
		this.shaping.set(eventId, answer);
		return await answer.finally(() => this.shaping.delete(eventId));
	}

	private async start(shaped: Shaped, eventId: string | undefined): Promise<Acknowledgement> {
		const { events } = this.context.memory;
		if (shaped.each) return await this.gateEach(shaped);
		const isKnown = shaped.names.some((name) => events.has(name));
		if (shaped.items.length > 0 && !isKnown) return await this.gate(shaped, eventId);
		this.context.memory.untold.free(eventId);
		return ACCEPTED;
	}

	private async gate(shaped: Shaped, eventId: string | undefined): Promise<Acknowledgement> {
		for (const name of shaped.names) this.context.memory.events.isNew(name);
		const verdict = this.whenRoom(entryOf(shaped, eventId));
		if (eventId !== undefined) this.redeliveries.begin(eventId, shaped, verdict);
		return acknowledgement(await verdict);
	}

	/** What is known by names of its own may be found by any event, so that the event's id says nothing. */
	private async gateEach({ items, files, names }: Shaped): Promise<Acknowledgement> {
		const verdicts = names.map(async (name, index) => {
			if (!this.context.memory.events.isNew(name)) return 'accept';
			const file = files?.slice(index, index + 1);
			const entry = { key: name, keys: [name], items: [items[index]], files: file };
			return await this.executions.gate(entry);
		});
		const all = await Promise.all(verdicts);
		return acknowledgement(all.find((verdict) => verdict !== 'accept') ?? 'accept');
	}

	/**
	 * With too many open, as behind executions that sleep, an event waits unacknowledged: the line reads no
	 * further then, and the others wait at the server.
	 */
	private async whenRoom(entry: LiveEntry): Promise<Verdict> {
		const { executions } = this;
		if (this.queued || !executions.hasRoom) {
			const turn = (this.queued ?? Promise.resolve()).then(async () => {
				for (let room = executions.room(); room; room = executions.room()) await room;
			});
			this.queued = turn;
			await turn;
			if (this.queued === turn) this.queued = undefined;
		}
		return await executions.gate(entry);
	}

	private ended(eventIds: readonly string[], outcome: Outcome): void {
		const { delivery, gate } = this.context.settings;
		this.redeliveries.end(eventIds, outcome);
		const isOurs = delivery === 'httpContact' && gate.acknowledge === 'onlyWhenFinished';
		if (isOurs && outcome === 'crashed') this.runAgain(eventIds);
	}

	/** Nobody sends again what was posted. Once, because the event may be what ended the worker. */
	private runAgain(eventIds: readonly string[]): void {
		const { memory, log } = this.context;
		for (const eventId of eventIds) {
			const shaped = this.redeliveries.takeUndone(eventId);
			if (!shaped || !this.crashed.add(eventId)) continue;
			log.warn('An execution was ended with its worker; it runs again', { eventId });
			memory.events.isNew(eventId);
			void this.gate(shaped, eventId);
		}
	}
}
