import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { triggerKey } from '../liveTriggers';
import { systemClock } from '../../systemPorts';
import { shortened, type Recurring } from '../seenEvents';
import { staticDataOf, type EventsStaticData } from '../staticData';
import { memoryOf } from './pushMemories';

/** A pushed event with its key. */
export interface Waiting extends Recurring {
	key: string;
	items: IDataObject[];
}

/** Whether an execution of this event had not ended when static data was written: it may end, or be lost with n8n. */
const isOpen = ({ running = [] }: EventsStaticData, key: string): boolean =>
	running.some(([, events]) => Array.isArray(events) && events.includes(shortened(key)));

/**
 * An answer with an execution. n8n 2.x forgets that static data has changed when it starts the execution, and
 * asks for the answer afterwards, just before it saves: so it is written then.
 */
function answerAndRemember(
	answer: IDataObject | string,
	items: IDataObject[],
	remember: () => void,
): IWebhookResponseData {
	remember();
	return {
		workflowData: [items.map((json) => ({ json }))],
		get webhookResponse() {
			remember();
			return answer;
		},
	};
}

/**
 * Takes a push where no trigger runs in this process: each becomes an execution of its own. Undefined while another
 * process, or n8n before it was killed, has one of its events in hand and may have lost it: then the sender is to come
 * again.
 */
export function takeOutside(
	node: IWebhookFunctions,
	answer: IDataObject | string,
	entries: Waiting[],
): IWebhookResponseData | undefined {
	const staticData = staticDataOf<EventsStaticData>(node);
	const seen = memoryOf(triggerKey(node.getWorkflow(), node.getNode()), staticData);
	const named = entries.filter(({ subject }) => subject === undefined);
	const isElsewhere = ({ key }: Waiting) =>
		!seen.has(key) && (seen.isTakenElsewhere(key) || isOpen(staticData, key));
	if (named.some(isElsewhere)) return undefined;
	const fresh = entries.filter((entry) => seen.isNew(entry.key, entry, systemClock.elapsed()));
	if (fresh.length === 0) return { webhookResponse: answer };
	const keys = fresh.filter(({ subject }) => subject === undefined).map((entry) => entry.key);
	seen.finish(keys);
	return answerAndRemember(
		answer,
		fresh.flatMap((entry) => entry.items),
		() => {
			if (keys.length > 0) seen.writeSeen(staticData, systemClock.now());
		},
	);
}
