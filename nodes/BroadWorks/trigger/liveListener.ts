import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { startsByItself } from '../../shared/trigger/activation';
import { deferred } from '../../shared/core/flow/deferred';
import { isUndone, LONGEST_EXECUTION, type Verdict } from '../../shared/core/flow/eventGate';
import type { Log } from '../../shared/core/ports';
import { UnderWay } from '../../shared/core/flow/underWay';
import { wordsOf } from '../../shared/core/words';
import { LiveExecutions, type LiveEntry } from '../../shared/trigger/liveExecutions';
import { staticDataOf } from '../../shared/trigger/staticData';
import { systemClock } from '../../shared/systemPorts';
import { ACCEPTED, FAILED, type Acknowledgement } from '../client/channel/channel';
import type { XsiConnection } from '../client/transport/connection';
import type { XsiEvent } from '../client/channel/decode';
import type { LineListener, LineNotice } from '../client/delivery/listener';
import type { SubscriptionChange } from '../client/delivery/listener';
import { describeTarget } from '../client/subscriptions/subscriptions';
import { itemsOf } from './item';
import { InitialStates } from './initialState';
import { Outages } from './outages';
import { TriggerMemory } from './memory';
import type { TriggerSettings } from './settings';

/** Which events of the subscription start this workflow, as items. */
export function selection(
	settings: TriggerSettings,
	states = new InitialStates(),
): (event: XsiEvent, stateExpected: boolean) => IDataObject[] {
	return (event, stateExpected) => {
		const initialState = states.isInitial(event, stateExpected);
		if (initialState && !settings.includeInitialState) return [];
		if (settings.types.size > 0 && !settings.types.has(event.type)) return [];
		return itemsOf(event, {
			output: settings.output,
			package: settings.spec.package,
			initialState,
			numberPlan: settings.numberPlan,
		});
	};
}

function logNotice(log: Log, notice: LineNotice): void {
	if (notice.state === 'down') {
		log.info('Connection to BroadWorks is down; reconnecting', { cause: notice.cause });
	} else if (notice.state === 'up' && notice.downSince !== undefined) {
		const seconds = Math.round((systemClock.now() - notice.downSince) / 1000);
		log.info(`Connection to BroadWorks is up again after ${seconds} s`, { cause: notice.cause });
	}
}

function logChange(log: Log, { state, cause, error, spec, gap }: SubscriptionChange): void {
	const target = describeTarget(spec.target);
	if (state === 'lost') log.info(`Subscription to ${spec.package} was lost`, { target, cause });
	if (state === 'standing') log.info(`Subscription to ${spec.package} stands again`, { target });
	if (state === 'refused') {
		log.error(`Subscription to ${spec.package} is refused`, {
			target,
			reason: error && wordsOf(error),
		});
	}
	if (state === 'gap') log.warn(`Events of ${spec.package} are missing`, { target, ...gap });
}

/** What becomes items of an execution; without the event's id it may not be recognised again. */
const entryOf = (items: IDataObject[], eventId: string | undefined): LiveEntry => ({
	key: eventId,
	keys: eventId === undefined ? [] : [eventId],
	items,
});

const acknowledgement = (verdict: Verdict) => (verdict === 'accept' ? ACCEPTED : FAILED);

/**
 * Events with an execution of their own that a workflow may have open: more wait at the server, so that
 * few are started when it can wait no longer.
 */
const MOST_OPEN_SINGLES = 100;

/** ms in which a server sends the state of a new subscription. */
const STATE_WITHIN = 500;

export interface LiveListener {
	listener: LineListener;
	/** Tells the workflow that the credential was changed; `cause`: why it does not work. */
	credentialChanged(cause?: string): void;
	/** Waits a moment for the present state of a service, which n8n then saves with the activation. */
	settle(): Promise<void>;
	close(): void;
}

/**
 * What stands between a line or contact and the executions of one live workflow. `ownUserId`: of the
 * credential, or what tells the present one.
 */
export function liveListener(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	connection: XsiConnection,
	ownUserId: string | (() => string),
	log: Log,
): LiveListener {
	const memory = new TriggerMemory(staticDataOf(node));
	const underWay = new UnderWay<IDataObject[]>(systemClock);
	const executions = new LiveExecutions(node, {
		gate: settings.gate,
		clock: systemClock,
		memory: memory.events,
		write: () => memory.write(systemClock.now()),
		onEnd: (eventIds, outcome) => underWay.end(eventIds, outcome),
	});
	const isRestart = startsByItself(node);
	if (isRestart) memory.resume();
	const shape = selection(settings, memory.states);
	const send = (items: IDataObject[], id?: string) =>
		void executions.gateOwn({ ...entryOf(items, id), isNotice: id === undefined });
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
	/** Those that wait or run. The server may send them again, and they are not acknowledged for that. */
	const open = new Map<string, Promise<Verdict>>();
	outages.started(isRestart);
	const stated = deferred();
	const gate = async (
		items: IDataObject[],
		eventId: string | undefined,
	): Promise<Acknowledgement> => {
		if (eventId !== undefined) underWay.begin(eventId, items);
		const verdict = executions.gate(entryOf(items, eventId));
		if (eventId !== undefined) open.set(eventId, verdict);
		try {
			return acknowledgement(await verdict);
		} finally {
			open.delete(eventId ?? '');
		}
	};
	/** Sent again: seen is what has run, or is still running where that is enough for the server. */
	const redelivered = async (event: XsiEvent, eventId: string): Promise<Acknowledgement> => {
		if (settings.gate.acknowledge !== 'onlyWhenFinished') {
			return acknowledgement((await open.get(eventId)) ?? 'accept');
		}
		const outcome = await underWay.outcomeOf(eventId, LONGEST_EXECUTION);
		if (outcome === 'running') return FAILED;
		if (outcome === undefined || !isUndone(outcome)) return ACCEPTED;
		return await onEvent(event);
	};
	/** Admit, shape, gate; emit follows by itself (docs/design.md#the-stages-of-an-event). */
	const onEvent = async (event: XsiEvent, stateExpected = false): Promise<Acknowledgement> => {
		const { eventId } = event;
		if (eventId !== undefined && !memory.isNew(eventId)) return await redelivered(event, eventId);
		const undone = eventId === undefined ? undefined : underWay.takeUndone(eventId);
		if (undone) return await gate(undone, eventId);
		outages.present(event);
		memory.calls.see(event);
		const items = shape(event, stateExpected);
		stated.resolve();
		return items.length === 0 ? ACCEPTED : await gate(items, eventId);
	};
	return {
		credentialChanged: (cause) => outages.credentialChanged(cause),
		async settle() {
			if (settings.spec.target.kind !== 'user') return;
			await Promise.race([stated.promise, systemClock.sleep(STATE_WITHIN)]);
			memory.write(systemClock.now());
		},
		close() {
			outages.close();
			executions.close();
		},
		listener: {
			mostOpen: settings.gate.oneEventPerExecution
				? Math.max(MOST_OPEN_SINGLES, 2 * settings.gate.maxInFlight)
				: undefined,
			onEvent: async (event, _spec, stateExpected) => await onEvent(event, stateExpected),
			onNotice(notice) {
				logNotice(log, notice);
				outages.notice(notice);
			},
			onStanding() {
				outages.standing();
			},
			onSubscription(change) {
				logChange(log, change);
				outages.subscription(change);
			},
		},
	};
}
