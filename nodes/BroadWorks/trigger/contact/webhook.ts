import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { SeenSet } from '../../../shared/core/flow/seenSet';
import { charsetOf, xmlText } from '../../../shared/core/parsing/xmlText';
import { keepForTest, liveTrigger, triggerKey } from '../../../shared/trigger/liveTriggers';
import { processWide } from '../../../shared/processWide';
import { refusePost } from '../../../shared/trigger/webhook/refusePost';
import type { StoredSubscription } from '../../../shared/trigger/webhook/subscribed/storedSubscription';
import { digestOf, equalSecrets } from '../../../shared/secrets';
import { systemClock } from '../../../shared/systemPorts';
import type { XsiCredential } from '../../authorization';
import { readEvent } from '../../client/channel/decode';
import { MAX_DOCUMENT_BYTES } from '../../client/channel/splitter';
import { beginsWithState } from '../../client/subscriptions/presentState';
import { CREDENTIAL } from '../../connect';
import { contactSecret } from './address';
import { RecentSecrets } from '../../../shared/trigger/webhook/subscribed/recentSecrets';
import { selection } from '../liveListener';
import { triggerSettings } from '../settings';

const STATUS: Record<string, number> = { unknownSubscription: 403, unreadable: 400 };

/** Every event repeats the address it is posted to; its secret must not get into items or logs. */
const withoutSecret = (document: string) =>
	document.replace(/([?&;]token=)[\w-]+/g, (_all, name: string) => `${name}hidden`);

/** Takes one posted event: secret, size, subscription; then it goes to the trigger. */
export async function receiveContact(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	const credential = await node.getCredentials<XsiCredential>(CREDENTIAL);
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const isTest = node.getMode() === 'manual';
	const live = isTest ? undefined : liveTrigger(key);
	const { token } = node.getQueryData() as { token?: unknown };
	const present = contactSecret(node, credential);
	const isPresent = equalSecrets(token, present);
	const stored = node.getWorkflowStaticData('node') as StoredSubscription;
	if (isPresent && !isTest) recent.use(key, digestOf(present));
	else if (!isPresent) {
		// The credential may just have been changed: the server posts to the old address until it has the new.
		const isOld = live ? live.accepts?.(token) : !isTest && recent.isRecent(key, token, stored);
		if (!isOld) return refusePost(node, 401);
	}
	const { rawBody: body, headers } = node.getRequestObject() as unknown as {
		rawBody?: Buffer;
		headers?: Record<string, string | undefined>;
	};
	if (!body || body.length === 0) return refusePost(node, 400);
	if (body.length > MAX_DOCUMENT_BYTES) return refusePost(node, 413);
	const document = withoutSecret(xmlText(body, charsetOf(headers?.['content-type'])));
	if (live) {
		const reception = live.receive(document);
		return reception === 'accepted'
			? { webhookResponse: 'OK' }
			: refusePost(node, STATUS[reception] ?? 500);
	}
	return withoutTrigger(node, document, credential, stored, isTest);
}

const recent = processWide('recentSecrets', 1, () => new RecentSecrets(systemClock));

/** Events that this process took for workflows whose trigger runs elsewhere. */
const taken = processWide('contactEvents', 1, () => new Map<string, SeenSet>());

function isRepeated(key: string, eventId: string | undefined): boolean {
	const seen = taken.get(key) ?? new SeenSet(1_000);
	taken.set(key, seen);
	return eventId !== undefined && !seen.add(eventId);
}

/**
 * In a test run, and in a webhook process of queue mode, no trigger runs in this process: the event
 * becomes an execution of its own here.
 */
function withoutTrigger(
	node: IWebhookFunctions,
	document: string,
	credential: XsiCredential,
	stored: StoredSubscription,
	isTest: boolean,
): IWebhookResponseData {
	let event;
	try {
		event = readEvent(document);
	} catch (error) {
		node.logger.warn(
			`BroadWorks posted a document that cannot be read: ${(error as Error).message}`,
		);
		return refusePost(node, 400);
	}
	// The trigger notices it by itself.
	if (event.type === 'SubscriptionTerminatedEvent') return { webhookResponse: 'OK' };
	// The present id is known to the trigger only, which may have subscribed again since n8n saved one.
	if (stored.ended?.includes(event.subscriptionId ?? '')) return refusePost(node, 403);
	const key = triggerKey(node.getWorkflow(), node.getNode());
	if (!isTest && isRepeated(key, event.eventId)) return { webhookResponse: 'OK' };
	const settings = triggerSettings(node, credential);
	const items = selection(settings)(event, beginsWithState(settings.spec.target, event));
	if (items.length === 0) return { webhookResponse: 'OK' };
	if (isTest) keepForTest(key, items);
	return { webhookResponse: 'OK', workflowData: [items.map((json) => ({ json }))] };
}
