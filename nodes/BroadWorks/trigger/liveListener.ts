import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { startsByItself } from '../../shared/trigger/activation';
import { within } from '../../shared/core/flow/deadline';
import { deferred, type Deferred } from '../../shared/core/flow/deferred';
import { SeenSet } from '../../shared/core/bounded/seenSet';
import { dropOldest } from '../../shared/core/bounded/dropOldest';
import {
	isUndone,
	LONGEST_EXECUTION,
	type Outcome,
	type Verdict,
} from '../../shared/core/flow/eventGate';
import type { Clock, Log } from '../../shared/core/ports';
import { LiveExecutions, type LiveEntry } from '../../shared/trigger/liveExecutions';
import { staticDataOf } from '../../shared/trigger/staticData';
import { tellFailure } from '../../shared/trigger/tellFailure';
import { systemClock } from '../../shared/systemPorts';
import { ACCEPTED, FAILED, type Acknowledgement } from '../client/channel/channel';
import type { XsiConnection } from '../client/transport/connection';
import type { XsiEvent } from '../client/channel/decode';
import type { LineListener } from '../client/delivery/listener';
import { Outages } from './outages';
import { TriggerMemory } from './memory';
import { mailboxAt } from './shapes/mailbox';
import { shapeOf } from './shapes/shape';
import type { Shaped } from './shapes/shaped';
import type { TriggerSettings } from './settings';

/** What becomes items of an execution; without the event's id it may not be recognised again. */
const entryOf = ({ items, files, names }: Shaped, eventId: string | undefined): LiveEntry => ({
	key: eventId,
	keys: [...(eventId === undefined ? [] : [eventId]), ...names],
	items,
	files,
});

const acknowledgement = (verdict: Verdict) => (verdict === 'accept' ? ACCEPTED : FAILED);

/**
 * Events with an execution of their own that a workflow may have open: more wait at the server, so that
 * few are started when it can wait no longer.
 */
const MOST_OPEN_SINGLES = 100;

/** ms in which a server sends the state of a new subscription. */
const STATE_WITHIN = 500;

/** Events kept whose execution did not do its work. */
const KEPT = 1_000;

interface OpenEvent<Items> {
	items: Items;
	/** How it is to be acknowledged. */
	verdict: Promise<Verdict>;
	ended: Deferred<Outcome>;
}

/**
 * Events whose execution has not ended yet, waiting ones too, with their items. A server that misses the
 * acknowledgement sends such an event again; what to answer then is known when the execution has ended.
 * The items of an event that was not done are kept for its redelivery.
 */
export class Redeliveries<Items = IDataObject[]> {
	private readonly open = new Map<string, OpenEvent<Items>>();

	private readonly undone = new Map<string, Items>();

	constructor(private readonly clock: Clock) {}

	/** An event goes to an execution. */
	begin(id: string, items: Items, verdict: Promise<Verdict>): void {
		if (!this.open.has(id)) this.open.set(id, { items, verdict, ended: deferred<Outcome>() });
	}

	/** The execution of these events has ended. */
	end(ids: readonly string[], outcome: Outcome): void {
		for (const id of ids) {
			const event = this.open.get(id);
			if (!event) continue;
			this.open.delete(id);
			if (isUndone(outcome)) this.undone.set(id, event.items);
			event.ended.resolve(outcome);
		}
		dropOldest(this.undone, KEPT);
	}

	/** The items of an event that was not done; once. */
	takeUndone(id: string): Items | undefined {
		const items = this.undone.get(id);
		this.undone.delete(id);
		return items;
	}

	/** How an event is to be acknowledged; undefined when it is not open. */
	verdictOf(id: string): Promise<Verdict> | undefined {
		return this.open.get(id)?.verdict;
	}

	/**
	 * How the execution of an event ended; `running` when it has not after `longest` ms. Undefined when the
	 * event is not open.
	 */
	async outcomeOf(id: string, longest: number): Promise<Outcome | 'running' | undefined> {
		const event = this.open.get(id);
		return event && (await within(this.clock, longest, event.ended.promise, () => 'running'));
	}
}

export interface LiveListener {
	listener: LineListener;
	/** Notifies the workflow that the credential was changed; `cause`: why it does not work. */
	credentialChanged(cause?: string): void;
	/** Waits a moment for the present state of a service, which n8n then saves with the activation. */
	settle(): Promise<void>;
	/** False while as much is open as may be: whoever cannot wait is refused. */
	takesMore(): boolean;
	/** Whether it has taken an event with this id. */
	has(eventId: string | undefined): boolean;
	/** It goes on where the trigger of an older version of the workflow has stopped. */
	goOn(): void;
	/** Tells of outages no more; events that are still under way go on. */
	leave(): void;
	close(): void;
}

/**
 * The way of events from a line or contact to the executions of one live workflow. `ownUserId`: of the
 * credential, or what gives the present one.
 */
export function liveListener(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	connection: XsiConnection,
	ownUserId: string | (() => string),
	log: Log,
): LiveListener {
	const told = settings.tells === undefined ? 'begun' : 'ended';
	const memory = new TriggerMemory(staticDataOf(node), told);
	const redeliveries = new Redeliveries<Shaped>(systemClock);
	const crashed = new SeenSet(KEPT);
	const executions = new LiveExecutions(node, {
		gate: settings.gate,
		clock: systemClock,
		memory: memory.events,
		write: () => memory.write(systemClock.now()),
		onEnd: (eventIds, outcome) => {
			redeliveries.end(eventIds, outcome);
			const { delivery, gate: own } = settings;
			const isOurs = delivery === 'httpContact' && own.acknowledge === 'onlyWhenFinished';
			if (isOurs && outcome === 'crashed') runAgain(eventIds);
		},
	});
	/** Nobody sends again what was posted. Once, because the event may be what ended the worker. */
	const runAgain = (eventIds: readonly string[]) => {
		for (const id of eventIds) {
			const shaped = redeliveries.takeUndone(id);
			if (!shaped || !crashed.add(id)) continue;
			log.warn('An execution was ended with its worker; it runs again', { eventId: id });
			memory.events.isNew(id);
			void gate(shaped, id);
		}
	};
	const isRestart = startsByItself(node);
	if (isRestart) memory.resume();
	const mailbox = () =>
		mailboxAt(connection, node, settings, log, {
			since: memory.messagesSince(isRestart, systemClock.now()),
			isTold: (name) => memory.events.has(name),
			onRefused: (error) => tellFailure(node, error),
		});
	const shape = shapeOf(settings, { clock: systemClock, states: memory.states, mailbox });
	const send = (items: IDataObject[], id?: string) =>
		void executions.gateOwn({ ...entryOf({ items, names: [] }, id), isNotice: id === undefined });
	const outages = new Outages({
		connection,
		settings,
		memory,
		log,
		send,
		get ownUserId() {
			return typeof ownUserId === 'string' ? ownUserId : ownUserId();
		},
	});
	outages.started(isRestart);
	const stated = deferred();
	let hadRoom = true;
	/** The last event that waits for others to be done. */
	let queued: Promise<void> | undefined;
	/**
	 * With too many open, as behind executions that sleep, an event waits unacknowledged: the line reads no
	 * further then, and the others wait at the server.
	 */
	const whenRoom = async (entry: LiveEntry): Promise<Verdict> => {
		if (queued || !executions.hasRoom) {
			const turn = (queued ?? Promise.resolve()).then(async () => {
				for (let room = executions.room(); room; room = executions.room()) await room;
			});
			queued = turn;
			await turn;
			if (queued === turn) queued = undefined;
		}
		return await executions.gate(entry);
	};
	const gate = async (shaped: Shaped, eventId: string | undefined): Promise<Acknowledgement> => {
		for (const name of shaped.names) memory.events.isNew(name);
		const verdict = whenRoom(entryOf(shaped, eventId));
		if (eventId !== undefined) redeliveries.begin(eventId, shaped, verdict);
		return acknowledgement(await verdict);
	};
	/** What is known by names of its own may be found by any event, so that the event's id says nothing. */
	const gateEach = async ({ items, files, names }: Shaped): Promise<Acknowledgement> => {
		const verdicts = names.map(async (name, index) => {
			if (!memory.events.isNew(name)) return 'accept';
			const file = files?.slice(index, index + 1);
			return await executions.gate({ key: name, keys: [name], items: [items[index]], files: file });
		});
		const all = await Promise.all(verdicts);
		return acknowledgement(all.find((verdict) => verdict !== 'accept') ?? 'accept');
	};
	const admit = async (shaped: Shaped, eventId?: string): Promise<Acknowledgement> => {
		if (shaped.each) return await gateEach(shaped);
		const isTold = shaped.names.some((name) => memory.events.has(name));
		return shaped.items.length === 0 || isTold ? ACCEPTED : await gate(shaped, eventId);
	};
	/** Answers to events that are being shaped, by their ids. */
	const shaping = new Map<string, Promise<Acknowledgement>>();
	const admitLater = async (shaped: Promise<Shaped>, eventId = ''): Promise<Acknowledgement> => {
		const answer = shaped.then(async (made) => await admit(made, eventId || undefined));
		shaping.set(eventId, answer);
		return await answer.finally(() => shaping.delete(eventId));
	};
	/** Sent again: seen is what has run, or is still running where that is enough for the server. */
	const redelivered = async (event: XsiEvent, eventId: string): Promise<Acknowledgement> => {
		await shaping.get(eventId);
		if (settings.gate.acknowledge !== 'onlyWhenFinished') {
			return acknowledgement((await redeliveries.verdictOf(eventId)) ?? 'accept');
		}
		const outcome = await redeliveries.outcomeOf(eventId, LONGEST_EXECUTION);
		if (outcome === 'running') return FAILED;
		if (outcome === undefined || !isUndone(outcome)) return ACCEPTED;
		return await onEvent(event);
	};
	/** Admit, shape, gate; emit follows by itself (docs/design.md#the-stages-of-an-event). */
	const onEvent = async (event: XsiEvent, stateExpected = false): Promise<Acknowledgement> => {
		const { eventId } = event;
		const isKnown = eventId !== undefined && !memory.events.isNew(eventId);
		if (isKnown && settings.tells !== 'newMessage') return await redelivered(event, eventId);
		const undone = eventId === undefined ? undefined : redeliveries.takeUndone(eventId);
		if (undone) return await gate(undone, eventId);
		if (outages.recovers) outages.present(event);
		memory.calls.see(event);
		const shaped = shape(event, stateExpected);
		stated.resolve();
		return 'then' in shaped ? await admitLater(shaped, eventId) : await admit(shaped, eventId);
	};
	return {
		credentialChanged: (cause) => outages.credentialChanged(cause),
		async settle() {
			if (settings.spec.target.kind !== 'user') return;
			await within(systemClock, STATE_WITHIN, stated.promise, () => {});
			memory.write(systemClock.now());
		},
		takesMore() {
			const { hasRoom } = executions;
			if (hadRoom && !hasRoom) log.warn('Too many events are open; more are refused for now');
			hadRoom = hasRoom;
			return hasRoom;
		},
		has: (eventId) => eventId !== undefined && memory.events.has(eventId),
		goOn: () => memory.goOn(),
		leave: () => outages.close(),
		close() {
			outages.close();
			executions.close();
		},
		listener: {
			mostOpen: settings.gate.oneEventPerExecution
				? Math.max(MOST_OPEN_SINGLES, 2 * settings.gate.maxInFlight)
				: undefined,
			onEvent: async (event, _spec, stateExpected) => await onEvent(event, stateExpected),
			onNotice: (notice) => outages.notice(notice),
			onStanding: () => outages.active(),
			onSubscription: (change) => outages.subscription(change),
		},
	};
}
