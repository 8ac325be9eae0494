import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import type { Log } from '../shared/core/ports';
import { handedOver, registerLive, triggerKey } from '../shared/liveTriggers';
import { systemClock } from '../shared/systemPorts';
import { CONTACT_EXPIRES, XsiContact, type Reception } from './client/contact';
import type { XsiConnection } from './client/connection';
import { readEvent, type XsiEvent } from './client/decode';
import { contactIdOf, type ContactHandover } from './contactAddress';
import { contactPace } from './contactPace';
import type { LiveListener } from './liveListener';
import type { TriggerSettings } from './triggerSettings';

/** ms for which posts that are on their way still find a trigger that was closed. */
const STRAGGLERS = 5_000;

/**
 * HTTP contact delivery: n8n's webhook methods make the subscription, and this looks after it,
 * because n8n 2.x calls none of them again at a restart for nodes without a trigger (handbook 3.4).
 */
export function listenContact(
	node: ITriggerFunctions,
	connection: XsiConnection,
	settings: TriggerSettings,
	{ listener, close }: LiveListener,
	log: Log,
): ITriggerResponse {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const stored = node.getWorkflowStaticData('node') as { subscriptionId?: string };
	let closed = false;
	let contact: XsiContact | undefined;
	// From the start: what is posted before the subscription was looked at is remembered all the same.
	const receiveEarly = (document: string): Reception => {
		let event: XsiEvent;
		try {
			event = readEvent(document);
		} catch (error) {
			log.warn('BroadWorks posted a document that cannot be read; it is left out', {
				reason: (error as Error).message,
			});
			return 'unreadable';
		}
		const { subscriptionId } = stored;
		const isNew = subscriptionId === undefined;
		if (!isNew && event.subscriptionId !== subscriptionId) return 'unknownSubscription';
		listener.onEvent(event, settings.spec, isNew).catch((error: unknown) => {
			log.error('BroadWorks event could not be processed', { reason: String(error) });
		});
		return 'accepted';
	};
	const unregister = registerLive(key, {
		receive: (document) => contact?.receive(document) ?? receiveEarly(document),
		leave: async () => await contact?.leave(),
		subscriptionId: () => contact?.subscriptionId,
	});
	const { checkInterval, leave } = contactPace(connection.server.url);
	const begin = async () => {
		const { httpContact, subscriptionId } = await handedOver<ContactHandover>(key);
		if (closed) return;
		contact = new XsiContact(
			connection,
			{ expires: CONTACT_EXPIRES, checkInterval, httpContact, applicationId: contactIdOf(node) },
			settings.spec,
			listener,
			log,
		);
		await contact.start(subscriptionId);
	};
	void begin().catch((error: Error) => {
		log.error('BroadWorks subscription cannot be looked after', { reason: error.message });
	});
	return {
		async closeFunction() {
			closed = true;
			void systemClock.sleep(STRAGGLERS).then(unregister);
			await contact?.leave();
			leave();
			close();
		},
	};
}
