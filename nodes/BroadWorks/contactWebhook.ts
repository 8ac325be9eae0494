import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { SeenSet } from '../shared/core/seenSet';
import { keepForTest, liveTrigger, triggerKey } from '../shared/liveTriggers';
import { processWide } from '../shared/processWide';
import { refusePost } from '../shared/refusePost';
import { equalSecrets } from '../shared/secrets';
import type { XsiCredential } from './authorization';
import { readEvent } from './client/decode';
import { MAX_DOCUMENT_BYTES } from './client/splitter';
import { beginsWithState } from './client/subscriptionBook';
import { CREDENTIAL } from './connect';
import { contactSecret } from './contactAddress';
import { selection } from './liveListener';
import { triggerSettings } from './triggerSettings';

const STATUS: Record<string, number> = { unknownSubscription: 403, unreadable: 400 };

/** Every event repeats the address it is posted to; its secret must not get into items or logs. */
const withoutSecret = (document: string) =>
	document.replace(/([?&;]token=)[\w-]+/g, (_all, name: string) => `${name}hidden`);

/** Takes one posted event: secret, size, subscription; then it goes to the trigger. */
export async function receiveContact(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	const credential = await node.getCredentials<XsiCredential>(CREDENTIAL);
	const { token } = node.getQueryData() as { token?: unknown };
	if (!equalSecrets(token, contactSecret(node, credential))) return refusePost(node, 401);
	const body = (node.getRequestObject() as unknown as { rawBody?: Buffer }).rawBody;
	if (!body || body.length === 0) return refusePost(node, 400);
	if (body.length > MAX_DOCUMENT_BYTES) return refusePost(node, 413);
	const document = withoutSecret(body.toString('utf8'));
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const isTest = node.getMode() === 'manual';
	const live = isTest ? undefined : liveTrigger(key);
	if (live) {
		const reception = live.receive(document);
		return reception === 'accepted'
			? { webhookResponse: 'OK' }
			: refusePost(node, STATUS[reception] ?? 500);
	}
	return withoutTrigger(node, document, credential, key, isTest);
}

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
	key: string,
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
	const { subscriptionId } = node.getWorkflowStaticData('node') as { subscriptionId?: string };
	if (subscriptionId !== undefined && event.subscriptionId !== subscriptionId) {
		return refusePost(node, 403);
	}
	if (!isTest && isRepeated(key, event.eventId)) return { webhookResponse: 'OK' };
	const settings = triggerSettings(node, String(credential.userId ?? '').trim());
	const items = selection(settings)(event, beginsWithState(settings.spec.target, event));
	if (items.length === 0) return { webhookResponse: 'OK' };
	if (isTest) keepForTest(key, items);
	return { webhookResponse: 'OK', workflowData: [items.map((json) => ({ json }))] };
}
