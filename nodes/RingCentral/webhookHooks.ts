import type { IHookFunctions } from 'n8n-workflow';

import {
	currentSubscription,
	forgetHandover,
	handOver,
	liveTrigger,
	triggerKey,
} from '../shared/liveTriggers';
import { toNodeError } from '../shared/nodeErrors';
import { processWide } from '../shared/processWide';
import type { RingCentralConnection } from './client/connection';
import {
	createWebhook,
	deleteSubscription,
	describeDisabled,
	listSubscriptions,
	refusedFilters,
	type Subscription,
	type WebhookRequest,
} from './client/subscription';
import { placeOf, settleWebhook } from './client/webhookSubscription';
import { connect, type RingCentralContext } from './connect';
import { triggerSettings } from './triggerSettings';
import { webhookAddress, webhookRequest } from './webhookAddress';

interface Stored {
	subscriptionId?: string;
}

/** What the webhook methods hand to the trigger. */
export interface WebhookHandover {
	request: WebhookRequest;
	subscription: Subscription;
}

/** Subscriptions of test runs. Not in static data, which a test run shares with the live workflow. */
interface TestSubscription {
	webhookUrl: string;
	/** Undefined when it could not be made. An event may end the test before it is there. */
	subscriptionId: Promise<string | undefined>;
}

const testSubscriptions = processWide(
	'ringCentralTests',
	1,
	() => new Map<string, TestSubscription>(),
);

/** True while a test run of this node listens. */
export const isTesting = (key: string) => testSubscriptions.has(key);

const contextOf = (node: IHookFunctions) => node as unknown as RingCentralContext;

/** Never: `create` takes over what is there, so that there is one way to exactly one subscription. */
async function checkExists(this: IHookFunctions): Promise<boolean> {
	return await Promise.resolve(false);
}

function warnOf(node: IHookFunctions, subscription: Subscription, wanted: readonly string[]): void {
	const refused = refusedFilters(subscription, wanted);
	if (refused.length === 0) return;
	node.logger.warn(
		`RingCentral refuses some events of "${node.getNode().name}": ${describeDisabled(refused)}`,
	);
}

async function createForTest(
	node: IHookFunctions,
	connection: RingCentralConnection,
	request: WebhookRequest,
	webhookUrl: string,
): Promise<void> {
	const made = createWebhook(connection, request);
	const subscriptionId = made.then(
		({ id }) => id,
		() => undefined,
	);
	testSubscriptions.set(triggerKey(node.getWorkflow(), node.getNode()), {
		webhookUrl,
		subscriptionId,
	});
	const subscription = await made;
	try {
		warnOf(node, subscription, request.eventFilters);
	} catch (error) {
		await deleteSubscription(connection, subscription.id);
		throw error;
	}
}

/** Takes the subscription over that is there, or subscribes, and hands it to the trigger. */
async function create(this: IHookFunctions): Promise<boolean> {
	try {
		const settings = triggerSettings(this);
		const connection = await connect(contextOf(this));
		const webhookUrl = this.getNodeWebhookUrl('default') ?? '';
		const request = await webhookRequest(this, settings, webhookUrl);
		if (this.getMode() === 'manual') {
			await createForTest(this, connection, request, webhookUrl);
			return true;
		}
		const key = triggerKey(this.getWorkflow(), this.getNode());
		const stored = this.getWorkflowStaticData('node') as Stored;
		const subscription = await settleWebhook(connection, request, stored.subscriptionId);
		warnOf(this, subscription, request.eventFilters);
		stored.subscriptionId = subscription.id;
		handOver<WebhookHandover>(key, { request, subscription });
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** The subscriptions to end: by what is known, else by the address of the webhook. */
async function idsToEnd(
	node: IHookFunctions,
	connection: RingCentralConnection,
	webhookUrl: string,
): Promise<string[]> {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const test = testSubscriptions.get(key);
	// At the end of a test run the mode is not "manual", but the address is that of the test.
	if (node.getMode() === 'manual' || test?.webhookUrl === webhookUrl) {
		testSubscriptions.delete(key);
		const id = await test?.subscriptionId;
		return id === undefined ? [] : [id];
	}
	const stored = node.getWorkflowStaticData('node') as Stored;
	// 1.x deletes before it closes the trigger, which would make the subscription again.
	await liveTrigger(key)?.leave();
	const known = [stored.subscriptionId, currentSubscription(key)].filter(
		(id): id is string => id !== undefined,
	);
	delete stored.subscriptionId;
	forgetHandover(key);
	if (known.length > 0) return [...new Set(known)];
	// With its host: a copy of the workflow in another n8n has the same path.
	const place = placeOf(webhookAddress(webhookUrl, triggerSettings(node).publicBaseUrl, ''));
	const all = await listSubscriptions(connection);
	return all.filter(({ address }) => placeOf(address) === place).map(({ id }) => id);
}

/** ms a subscription gets to end: n8n waits for it. */
const DELETE_WITHIN = 10_000;

/** Ends the subscription: the stored one, and the one the trigger may have made in its place. */
async function remove(this: IHookFunctions): Promise<boolean> {
	const connection = await connect(contextOf(this));
	const webhookUrl = this.getNodeWebhookUrl('default') ?? '';
	const late = new AbortController();
	const done = new AbortController();
	void connection.clock.sleep(DELETE_WITHIN, done.signal).then(() => late.abort());
	try {
		for (const id of await idsToEnd(this, connection, webhookUrl)) {
			await deleteSubscription(connection, id, late.signal);
		}
	} catch (error) {
		// The server blacklists what it cannot deliver; the next start takes care of it.
		this.logger.warn(`The RingCentral subscription was not deleted: ${String(error)}`);
	} finally {
		done.abort();
	}
	return true;
}

export const webhookHooks = { checkExists, create, delete: remove };
