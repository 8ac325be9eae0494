import type { IHookFunctions } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import {
	currentSubscription,
	forgetHandover,
	handOver,
	liveTrigger,
	triggerKey,
} from '../shared/liveTriggers';
import { toNodeError } from '../shared/nodeErrors';
import { processWide } from '../shared/processWide';
import type { XsiCredential } from './authorization';
import { CONTACT_EXPIRES } from './client/contact';
import type { XsiConnection } from './client/connection';
import { deleteSubscription, readSubscription, subscribe } from './client/subscriptions';
import { CREDENTIAL, liveConnection } from './connect';
import { contactAddress, contactIdOf, contactSecret } from './contactAddress';
import { triggerSettings, type TriggerSettings } from './triggerSettings';

interface Stored {
	subscriptionId?: string;
}

interface TestSubscription {
	webhookUrl: string;
	/** Undefined when it could not be made. An event may end the test before it is there. */
	subscriptionId: Promise<string | undefined>;
}

/**
 * Subscriptions of test runs. Not in static data, which a test run shares with the live workflow: it
 * would delete the live subscription at its end.
 */
const testSubscriptions = processWide('contactTests', 1, () => new Map<string, TestSubscription>());

/** s asked for in a test run, so that nothing stays for long if n8n is killed in the middle. */
const TEST_EXPIRES = 3_600;

interface Contact {
	key: string;
	connection: XsiConnection;
	settings: TriggerSettings;
	webhookUrl: string;
	httpContact: string;
	stored: Stored;
}

async function contactOf(node: IHookFunctions): Promise<Contact> {
	const credential = await node.getCredentials<XsiCredential>(CREDENTIAL);
	const settings = triggerSettings(node, String(credential.userId ?? '').trim());
	const webhookUrl = node.getNodeWebhookUrl('default') ?? '';
	return {
		key: triggerKey(node.getWorkflow(), node.getNode()),
		connection: liveConnection(node, credential),
		settings,
		webhookUrl,
		httpContact: contactAddress(
			webhookUrl,
			settings.contactBaseUrl,
			contactSecret(node, credential),
		),
		stored: node.getWorkflowStaticData('node') as Stored,
	};
}

const isGone = (error: unknown) =>
	error instanceof TelephonyError &&
	(error.kind === 'forbidden' || error.kind === 'notFound' || error.status === 500);

/** True when the stored subscription lives and leads here. It is handed to the trigger then. */
async function checkExists(this: IHookFunctions): Promise<boolean> {
	if (this.getMode() === 'manual') return false;
	try {
		const { key, connection, httpContact, stored } = await contactOf(this);
		const { subscriptionId } = stored;
		if (subscriptionId === undefined) return false;
		const standing = await readSubscription(connection, subscriptionId).catch((error: unknown) => {
			if (isGone(error)) return undefined;
			throw error;
		});
		if (standing?.httpContact !== httpContact) return false;
		handOver(key, { httpContact, subscriptionId });
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** Subscribes, and hands the subscription to the trigger. */
async function create(this: IHookFunctions): Promise<boolean> {
	try {
		const contact = await contactOf(this);
		const { key, connection, settings, webhookUrl, httpContact, stored } = contact;
		const isTest = this.getMode() === 'manual';
		const made = subscribe(connection, {
			...settings.spec,
			httpContact,
			applicationId: contactIdOf(this),
			expires: isTest ? TEST_EXPIRES : CONTACT_EXPIRES,
		});
		if (isTest) {
			const id = made.then(
				(grant) => grant.subscriptionId,
				() => undefined,
			);
			testSubscriptions.set(key, { webhookUrl, subscriptionId: id });
		}
		const { subscriptionId } = await made;
		if (!isTest) {
			stored.subscriptionId = subscriptionId;
			handOver(key, { httpContact, subscriptionId });
		}
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

/** Ends the subscription: the stored one, and the one the trigger may have made in its place. */
async function remove(this: IHookFunctions): Promise<boolean> {
	const { key, connection, webhookUrl, stored } = await contactOf(this);
	const test = testSubscriptions.get(key);
	const ids = new Set<string | undefined>();
	// At the end of a test run the mode is not "manual", but the address is that of the test.
	if (this.getMode() === 'manual' || test?.webhookUrl === webhookUrl) {
		ids.add(await test?.subscriptionId);
		testSubscriptions.delete(key);
	} else {
		ids.add(stored.subscriptionId).add(currentSubscription(key));
		delete stored.subscriptionId;
		// 1.x deletes before it closes the trigger, which would make the subscription again.
		await liveTrigger(key)?.leave();
		forgetHandover(key);
	}
	for (const id of ids) {
		if (id === undefined) continue;
		try {
			await deleteSubscription(connection, id, 5_000);
		} catch (error) {
			// Gone already is as good; what cannot be reached expires by itself.
			if (!isGone(error))
				this.logger.warn(`BroadWorks subscription ${id} was not deleted: ${String(error)}`);
		}
	}
	return true;
}

export const contactMethods = { checkExists, create, delete: remove };
