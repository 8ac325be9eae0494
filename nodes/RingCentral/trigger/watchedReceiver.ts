import type { ITriggerFunctions } from 'n8n-workflow';

import type { Log } from '../../shared/core/ports';
import { wordsOf } from '../../shared/core/words';
import { LineWatch } from '../../shared/trigger/line/lineWatch';
import type { LineSubscription } from '../../shared/trigger/line/lineReport';
import { systemClock } from '../../shared/systemPorts';
import type { EventTarget } from '../client/events/eventFilters';
import type { LineChange } from '../client/events/lineChange';
import { authenticationOf, credentialTypeOf } from '../connect';
import type { RingCentralContext } from '../context';
import type { LiveReceiver } from './liveReceiver';
import type { TriggerSettings } from './settings';

/** A target in words. */
function describeTarget(target: EventTarget): string {
	switch (target.kind) {
		case 'account':
			return 'account';
		case 'extension':
			return `extensions ${target.extensionIds.join(', ')}`;
		case 'queue':
			return `queues ${target.queueIds.join(', ')}`;
		case 'filters':
			return target.filters.join(', ');
		case 'own':
			return 'own extension';
	}
}

/** The subscription as the state of the line has it; `expiresAt` in ms since 1970. */
export const subscriptionFacts = (
	{ event, target }: TriggerSettings,
	id: string | undefined,
	expiresAt: number | undefined,
): LineSubscription[] =>
	id === undefined ? [] : [{ id, target: describeTarget(target), events: event, expiresAt }];

/** What is to be known of the line of a live trigger. */
export function watchOf(
	node: ITriggerFunctions,
	{ delivery, event, errorWorkflowAfter }: TriggerSettings,
	receiver: LiveReceiver,
	log: Log,
): LineWatch {
	const credential = credentialTypeOf(authenticationOf(node as unknown as RingCentralContext));
	const about = { backend: 'RingCentral', delivery, events: event, errorWorkflowAfter };
	return new LineWatch(node, { ...about, credential, waiting: () => receiver.waiting }, log);
}

/** The first time that events can come, and each time that they can again. */
export function becameActive(watch: LineWatch, receiver: LiveReceiver): void {
	const before = watch.fine('start', 'line', 'login');
	if (before) receiver.changed({ state: 'active', ...before, complete: false });
}

function changed(watch: LineWatch, change: LineChange, isRaised: boolean): void {
	if (change.state === 'lost') watch.trouble('line', change);
	else if (change.state === 'active') watch.fine('start', 'line', 'login');
	else {
		const outage = { since: systemClock.now(), cause: wordsOf(change.error) };
		watch.trouble('login', outage, { isRefused: true, isRaised });
	}
}

/** A receiver that also notifies the watch how its line is. */
export function watchedReceiver(
	receiver: LiveReceiver,
	watch: LineWatch,
	{ delivery }: TriggerSettings,
): LiveReceiver {
	return {
		get hasRoom() {
			return receiver.hasRoom;
		},
		get waiting() {
			return receiver.waiting;
		},
		take(notification) {
			watch.event();
			receiver.take(notification);
		},
		changed(change) {
			// A refused WebSocket runs the error workflow in any case.
			changed(watch, change, delivery === 'webSocket');
			receiver.changed(change);
		},
		shared: (cause) => receiver.shared(cause),
		async close() {
			watch.close();
			await receiver.close();
		},
	};
}
