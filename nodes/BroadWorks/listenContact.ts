import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Log } from '../shared/core/ports';
import { handedOver, registerLive, takeForTest, triggerKey } from '../shared/liveTriggers';
import { CONTACT_DEFAULTS, XsiContact } from './client/contact';
import type { XsiConnection } from './client/connection';
import { contactIdOf, type ContactHandover } from './contactAddress';
import type { LiveListener } from './liveListener';
import type { TriggerSettings } from './triggerSettings';

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
	let closed = false;
	let contact: XsiContact | undefined;
	let unregister = () => {};
	const begin = async () => {
		const { httpContact, subscriptionId } = await handedOver<ContactHandover>(key);
		if (closed) return;
		contact = new XsiContact(
			connection,
			{ ...CONTACT_DEFAULTS, httpContact, applicationId: contactIdOf(node) },
			settings.spec,
			listener,
			log,
		);
		const running = contact;
		unregister = registerLive(key, {
			receive: (document) => running.receive(document),
			leave: async () => await running.leave(),
			subscriptionId: () => running.subscriptionId,
		});
		await contact.start(subscriptionId);
	};
	void begin().catch((error: Error) => {
		log.error('BroadWorks subscription cannot be looked after', { reason: error.message });
	});
	return {
		async closeFunction() {
			closed = true;
			unregister();
			await contact?.leave();
			close();
		},
	};
}

/** Test mode: the event came to `webhook()` already. */
export function listenContactTest(node: ITriggerFunctions): ITriggerResponse {
	return {
		async manualTriggerFunction() {
			const items = takeForTest(triggerKey(node.getWorkflow(), node.getNode()));
			if (!items) {
				throw new NodeOperationError(
					node.getNode(),
					'The test event arrived in another process of n8n',
					{
						description:
							'Test with Delivery "Streaming Channel", or run manual executions in the main process (OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS=false).',
					},
				);
			}
			node.emit([items.map((json) => ({ json }))]);
			await Promise.resolve();
		},
	};
}
