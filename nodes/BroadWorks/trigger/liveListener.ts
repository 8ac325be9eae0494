import type { ITriggerFunctions } from 'n8n-workflow';

import { within } from '../../shared/core/flow/deadline';
import { deferred } from '../../shared/core/flow/deferred';
import type { Log } from '../../shared/core/ports';
import { systemClock } from '../../shared/systemPorts';
import { staticDataOf } from '../../shared/trigger/staticData';
import { reportFailure } from '../../shared/trigger/reportFailure';
import { leaveUnread, startAfter, takeUnread } from '../../shared/trigger/starts';
import type { LineListener } from '../client/delivery/listener';
import type { XsiEvent } from '../client/channel/decode';
import { specKey } from '../client/subscriptions/subscriptions';
import type { XsiConnection } from '../client/transport/connection';
import { TriggerMemory } from './memory';
import { Outages } from './outages';
import type { TriggerSettings } from './settings';
import { mailboxAt } from './shapes/mailbox';
import { shapeOf } from './shapes/shape';
import type { Shape } from './shapes/shaped';
import { EventStages } from './stages';

/**
 * Events with an execution of their own that a workflow may have open: more wait at the server, so that
 * few are started when it can wait no longer.
 */
const MOST_OPEN_SINGLES = 100;

/** ms in which a server sends the state of a new subscription. */
const STATE_WITHIN = 500;

export interface LiveListener {
	listener: LineListener;
	/** Notifies the workflow that the credential was changed; `cause`: why it does not work. */
	credentialChanged(cause?: string): void;
	/** Waits a moment for the present state of a service, which n8n then saves with the activation. */
	settle(): Promise<void>;
	/** False while as much is open as may be: whoever cannot wait is refused. */
	takesMore(): boolean;
	/** Events whose executions have not ended. */
	waiting(): number;
	/** Whether it has taken an event with this id. */
	has(eventId: string | undefined): boolean;
	/** It goes on where the trigger of an older version of the workflow has stopped. */
	goOn(): void;
	/** Tells of outages no more; events that are still under way go on. */
	leave(): void;
	close(): void;
}

/** What a trigger remembers, as it was left where n8n runs again. */
function memoryOf(node: ITriggerFunctions, { moment }: TriggerSettings): TriggerMemory {
	const memory = new TriggerMemory(staticDataOf(node), moment === undefined ? 'begun' : 'ended');
	if (startAfter(node) === 'downtime') memory.resume();
	return memory;
}

/** What the trigger makes of events. */
function shapeFor(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	connection: XsiConnection,
	memory: TriggerMemory,
	log: Log,
): Shape {
	const mailbox = () =>
		mailboxAt(connection, node, settings, log, {
			since: memory.messagesSince(startAfter(node), specKey(settings.spec), systemClock.now()),
			isKnown: (name) => memory.events.has(name),
			onRefused: (error) => reportFailure(node, error),
		});
	return shapeOf(settings, { clock: systemClock, states: memory.states, mailbox });
}

/** The server replaces the whole state, as after a failover: what happened meanwhile it has told nobody. */
const isResync = ({ type }: XsiEvent) => /SubscriptionResyncEvent$/.test(type);

/** Says whether there is room, and tells the log when there is none any more. */
function roomWatch({ executions }: EventStages, log: Log): () => boolean {
	let hadRoom = true;
	return () => {
		const { hasRoom } = executions;
		if (hadRoom && !hasRoom) log.warn('Too many events are open; more are refused for now');
		hadRoom = hasRoom;
		return hasRoom;
	};
}

/**
 * One live workflow, as its line or contact sees it. `ownUserId`: of the credential, or what gives the present one.
 */
export function liveListener(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	connection: XsiConnection,
	ownUserId: string | (() => string),
	log: Log,
): LiveListener {
	const memory = memoryOf(node, settings);
	const shape = shapeFor(node, settings, connection, memory, log);
	const stated = deferred();
	const stages: EventStages = new EventStages({
		node,
		settings,
		memory,
		shape,
		onEvent(event, isWanted) {
			stated.resolve();
			if (isResync(event)) outages.resync();
			if (!outages.recovers) return;
			outages.present(event);
			if (isWanted) memory.hold(event, systemClock.now());
			memory.calls.see(event);
		},
		log,
	});
	const outages = new Outages({
		connection,
		settings,
		memory,
		log,
		allStored: async () => await stages.executions.allStored(),
		send: (items, id) => stages.send(items, id),
		get ownUserId() {
			return typeof ownUserId === 'string' ? ownUserId : ownUserId();
		},
	});
	let hasLeft = false;
	const leave = () => {
		// A newer version may have taken it by the time the last events have ended.
		if (!hasLeft) leaveUnread(node, memory.unread?.from);
		hasLeft = true;
		outages.close();
	};
	outages.started(startAfter(node), takeUnread(node));
	return {
		credentialChanged: (cause) => outages.credentialChanged(cause),
		async settle() {
			if (settings.spec.target.kind !== 'user') return;
			await within(systemClock, STATE_WITHIN, stated.promise, () => {});
			memory.write(systemClock.now());
		},
		takesMore: roomWatch(stages, log),
		waiting: () => stages.executions.open,
		has: (eventId) => eventId !== undefined && memory.events.has(eventId),
		goOn: () => memory.goOn(),
		leave,
		close() {
			leave();
			stages.executions.close();
		},
		listener: {
			mostOpen: settings.gate.oneEventPerExecution
				? Math.max(MOST_OPEN_SINGLES, 2 * settings.gate.maxInFlight)
				: undefined,
			onEvent: stages.onEvent,
			onNotice: (notice) => outages.notice(notice),
			onActive: () => outages.active(),
			onSubscription: (change) => outages.subscription(change),
		},
	};
}
