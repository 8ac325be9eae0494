import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { EventGate } from '../shared/core/eventGate';
import type { Log } from '../shared/core/ports';
import { SeenSet } from '../shared/core/seenSet';
import { emitAndWait } from '../shared/emitter';
import { toNodeError } from '../shared/nodeErrors';
import { systemClock } from '../shared/systemPorts';
import { ACCEPTED, FAILED } from './client/channel';
import type { XsiEvent } from './client/decode';
import type { LineListener, LineNotice } from './client/line';
import type { SubscriptionChange } from './client/subscriptionBook';
import { describeTarget } from './client/subscriptions';
import { itemsOf } from './eventItem';
import { InitialStates } from './initialState';
import type { TriggerSettings } from './triggerSettings';

/** Event ids remembered per trigger, to know a redelivered event again. */
const REMEMBERED_EVENTS = 5_000;

interface Batched {
	event: XsiEvent;
	items: IDataObject[];
}

/** Which events of the subscription start this workflow, as items. */
export function selection(settings: TriggerSettings): (event: XsiEvent) => IDataObject[] {
	const seen = new SeenSet(REMEMBERED_EVENTS);
	const states = new InitialStates();
	return (event) => {
		if (event.eventId !== undefined && !seen.add(event.eventId)) return [];
		const initialState = states.isInitial(event);
		if (initialState && !settings.includeInitialState) return [];
		if (settings.types.size > 0 && !settings.types.has(event.type)) return [];
		return itemsOf(event, {
			output: settings.output,
			package: settings.spec.package,
			initialState,
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
		log.error(`Subscription to ${spec.package} is refused`, { target, reason: error?.message });
	}
	if (state === 'gap') log.warn(`Events of ${spec.package} are missing`, { target, ...gap });
}

function liveGate(node: ITriggerFunctions, settings: TriggerSettings): EventGate<Batched> {
	const scope = `${node.getWorkflow().id}:${node.getNode().id}`;
	return new EventGate<Batched>(settings.gate, systemClock, async (batch) => {
		const items = batch.flatMap((entry) => entry.items).map((json) => ({ json }));
		const single = batch.length === 1 ? batch[0].event.eventId : undefined;
		const deduplicationKey = single === undefined ? undefined : `${scope}:${single}`;
		return await emitAndWait(node, { items, deduplicationKey });
	});
}

/** What stands between a line or contact and the executions of one live workflow. */
export function liveListener(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	log: Log,
): { listener: LineListener; close(): void } {
	const gate = liveGate(node, settings);
	const select = selection(settings);
	return {
		close: () => gate.close(),
		listener: {
			async onEvent(event) {
				const items = select(event);
				if (items.length === 0) return ACCEPTED;
				return (await gate.accept({ event, items })) === 'accept' ? ACCEPTED : FAILED;
			},
			onNotice(notice) {
				logNotice(log, notice);
				// Only what no retry can cure goes to n8n, which closes and starts the trigger again.
				if (notice.state === 'failed') node.emitError(toNodeError(node.getNode(), notice.error));
			},
			onSubscription: (change) => logChange(log, change),
		},
	};
}
