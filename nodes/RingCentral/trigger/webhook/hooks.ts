import type { IHookFunctions } from 'n8n-workflow';

import {
	currentSubscription,
	forgetHandover,
	handOver,
	liveTrigger,
	triggerKey,
} from '../../../shared/trigger/liveTriggers';
import { isRestricted, isTransient } from '../../../shared/core/errors';
import { placeOf } from '../../../shared/core/webAddress';
import { withWords, wordsOf } from '../../../shared/core/words';
import { toNodeError } from '../../../shared/action/nodeErrors';
import { putOff, takeBack } from '../../../shared/trigger/webhook/subscribed/putOff';
import {
	endsTest,
	keepTest,
	takeTest,
} from '../../../shared/trigger/webhook/subscribed/testSubscriptions';
import type { RingCentralConnection } from '../../client/transport/connection';
import {
	createWebhook,
	deleteSubscription,
	describeDisabled,
	listSubscriptions,
	readSubscription,
	refusedFilters,
	type Subscription,
	type WebhookRequest,
} from '../../client/events/subscription';
import { settleWebhook } from '../../client/events/webhookSubscription';
import { connect } from '../../connect';
import type { RingCentralContext } from '../../context';
import { triggerSettings } from '../settings';
import { acceptTokens, forgetTokens, webhookAddress, webhookRequest } from './address';

interface Stored {
	subscriptionId?: string;
}

/** What the webhook methods hand to the trigger. */
export interface WebhookHandover {
	request: WebhookRequest;
	/** Undefined where the server could not be reached: the trigger makes it as soon as it can. */
	subscription?: Subscription;
}

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
	keepTest(triggerKey(node.getWorkflow(), node.getNode()), webhookUrl, made);
	const subscription = await made;
	try {
		warnOf(node, subscription, request.eventFilters);
	} catch (error) {
		await deleteSubscription(connection, subscription.id);
		throw error;
	}
}

/**
 * The subscription of a live workflow; undefined where the server cannot be reached now. n8n 2.x would give
 * the workflow up after some tries, and the trigger repairs what is missing anyway.
 */
async function settled(
	node: IHookFunctions,
	connection: RingCentralConnection,
	request: WebhookRequest,
	known: readonly string[],
): Promise<Subscription | undefined> {
	try {
		const others = new Set(known);
		const subscription = await settleWebhook(connection, request, known[0], undefined, (ids) => {
			for (const id of ids) others.add(id);
		});
		warnOf(node, subscription, request.eventFilters);
		others.delete(subscription.id);
		if (others.size > 0) endLater(node, connection, [...others]);
		return subscription;
	} catch (error) {
		if (!isTransient(error) || isRestricted(error)) throw error;
		node.logger.warn(
			`RingCentral cannot be reached, so "${node.getNode().name}" has no subscription yet; it is made as soon as the server answers: ${wordsOf(error)}`,
		);
		return undefined;
	}
}

/**
 * Of a subscription that static data names and that leads elsewhere: it is another n8n's, of which this one
 * is a copy that was restored from a backup, or of this one when it had another address.
 */
async function tellOther(
	node: IHookFunctions,
	connection: RingCentralConnection,
	id: string,
	address: string,
): Promise<void> {
	const other = await readSubscription(connection, id).catch((error: unknown) => {
		// The workflow's own subscription stands by now, so that nothing has failed.
		node.logger.warn(`RingCentral does not tell where subscription ${id} leads: ${wordsOf(error)}`);
		return undefined;
	});
	if (other === undefined || placeOf(other.address) === placeOf(address)) return;
	node.logger.warn(
		`RingCentral also sends the events of "${node.getNode().name}" to ${placeOf(other.address)}: another n8n, of which this is a copy, or this one when it had another address. Where nothing answers there, RingCentral gives that up by itself`,
	);
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
		const before = stored.subscriptionId;
		const subscription = await settled(this, connection, request, takeBack(key));
		if (subscription) stored.subscriptionId = subscription.id;
		if (subscription && before !== undefined && before !== subscription.id) {
			await tellOther(this, connection, before, request.address);
		}
		acceptTokens(this, [request.verificationToken]);
		handOver<WebhookHandover>(key, { request, subscription });
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), withWords(error));
	}
}

/** The id that static data names, unless its subscription leads to another n8n. */
async function ownOf(
	connection: RingCentralConnection,
	stored: string | undefined,
	current: string | undefined,
	place: string,
): Promise<string | undefined> {
	if (stored === undefined || stored === current) return stored;
	const found = await readSubscription(connection, stored);
	return found && placeOf(found.address) === place ? stored : undefined;
}

/** The subscriptions to end: by what is known, else by the address of the webhook. */
async function idsToEnd(
	node: IHookFunctions,
	connection: RingCentralConnection,
	webhookUrl: string,
): Promise<string[]> {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	if (endsTest(node, key, webhookUrl)) {
		const id = await takeTest(key);
		return id === undefined ? [] : [id];
	}
	const stored = node.getWorkflowStaticData('node') as Stored;
	// 1.x deletes before it closes the trigger, which would make the subscription again.
	await liveTrigger(key)?.leave();
	// With its host: a copy of the workflow in another n8n has the same path.
	const place = placeOf(webhookAddress(webhookUrl, triggerSettings(node).publicBaseUrl, ''));
	const current = currentSubscription(key);
	const known = [current, await ownOf(connection, stored.subscriptionId, current, place)].filter(
		(id): id is string => id !== undefined,
	);
	delete stored.subscriptionId;
	forgetTokens(node);
	forgetHandover(key);
	known.push(...takeBack(key));
	if (known.length > 0) return [...new Set(known)];
	const all = await listSubscriptions(connection);
	return all.filter(({ address }) => placeOf(address) === place).map(({ id }) => id);
}

/** ms a subscription gets to end: n8n waits for it. */
const DELETE_WITHIN = 10_000;

async function end(
	node: IHookFunctions,
	connection: RingCentralConnection,
	ids: () => Promise<string[]>,
): Promise<void> {
	const late = new AbortController();
	const done = new AbortController();
	void connection.clock.sleep(DELETE_WITHIN, done.signal).then(() => late.abort());
	try {
		for (const id of await ids()) await deleteSubscription(connection, id, late.signal);
	} catch (error) {
		// The server blacklists what it cannot deliver; the next start takes care of it.
		node.logger.warn(`The RingCentral subscription was not deleted: ${String(error)}`);
	} finally {
		done.abort();
	}
}

/** Ends subscriptions some seconds later, unless one is taken over again meanwhile. */
function endLater(node: IHookFunctions, connection: RingCentralConnection, ids: string[]): void {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	putOff(key, ids, async (left) => {
		await end(node, connection, async () => await Promise.resolve(left));
	});
}

/** Ends the subscription: the stored one, and the one the trigger may have made in its place. */
async function remove(this: IHookFunctions): Promise<boolean> {
	const connection = await connect(contextOf(this));
	const webhookUrl = this.getNodeWebhookUrl('default') ?? '';
	const key = triggerKey(this.getWorkflow(), this.getNode());
	const isTest = endsTest(this, key, webhookUrl);
	const ids = async () => await idsToEnd(this, connection, webhookUrl);
	// A newer version of a workflow that runs may follow at once.
	if (isTest || !liveTrigger(key)) await end(this, connection, ids);
	else {
		endLater(this, connection, await ids());
	}
	return true;
}

export const webhookHooks = { checkExists, create, delete: remove };
