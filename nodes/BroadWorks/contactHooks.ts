import type { IHookFunctions } from 'n8n-workflow';

import { startsByItself } from '../shared/activation';
import { isTransient, TelephonyError } from '../shared/core/errors';
import { withWords, wordsOf } from '../shared/core/words';
import {
	currentSubscription,
	forgetHandover,
	handOver,
	isAwaited,
	liveTrigger,
	triggerKey,
} from '../shared/liveTriggers';
import { toNodeError } from '../shared/nodeErrors';
import { processWide } from '../shared/processWide';
import { digestOf } from '../shared/secrets';
import { isWorthWaiting } from '../shared/tellFailure';
import type { XsiCredential } from './authorization';
import { CONTACT_EXPIRES } from './client/contact';
import type { XsiConnection } from './client/connection';
import { deleteSubscription, readSubscription, subscribe } from './client/subscriptions';
import { CREDENTIAL, liveConnection } from './connect';
import {
	contactAddress,
	contactIdOf,
	contactSecret,
	type ContactHandover,
	type StoredContact,
} from './contactAddress';
import { triggerSettings, type TriggerSettings } from './triggerSettings';

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

/** Subscriptions remembered that could not be deleted. */
const ENDED = 10;

/** s asked for in a test run, so that nothing stays for long if n8n is killed in the middle. */
const TEST_EXPIRES = 3_600;

interface Contact {
	key: string;
	connection: XsiConnection;
	settings: TriggerSettings;
	webhookUrl: string;
	httpContact: string;
	/** Digest of the secret in it. */
	address: string;
	stored: StoredContact;
}

async function contactOf(node: IHookFunctions): Promise<Contact> {
	const credential = await node.getCredentials<XsiCredential>(CREDENTIAL);
	const settings = triggerSettings(node, credential);
	const webhookUrl = node.getNodeWebhookUrl('default') ?? '';
	const secret = contactSecret(node, credential);
	return {
		key: triggerKey(node.getWorkflow(), node.getNode()),
		connection: liveConnection(node, credential),
		settings,
		webhookUrl,
		httpContact: contactAddress(webhookUrl, settings.contactBaseUrl, secret),
		address: digestOf(secret),
		stored: node.getWorkflowStaticData('node') as StoredContact,
	};
}

const isGone = (error: unknown) =>
	error instanceof TelephonyError &&
	(error.kind === 'forbidden' || error.kind === 'notFound' || error.status === 500);

/**
 * True when the stored subscription lives and leads here. It is handed to the trigger then. At a start of
 * n8n the trigger looks itself, and again and again while the server does not answer.
 */
async function checkExists(this: IHookFunctions): Promise<boolean> {
	if (this.getMode() === 'manual') return false;
	try {
		const { key, connection, webhookUrl, httpContact, address, stored } = await contactOf(this);
		const { subscriptionId } = stored;
		if (startsByItself(this)) {
			const leadsHere = (stored.address ?? address) === address;
			const known = leadsHere ? subscriptionId : undefined;
			handOver<ContactHandover>(key, { webhookUrl, subscriptionId: known });
			return true;
		}
		if (subscriptionId === undefined) return false;
		const standing = await readSubscription(connection, subscriptionId).catch((error: unknown) => {
			// What cannot be asked cannot be made either; `create` decides what that means.
			if (isGone(error) || isTransient(error)) return undefined;
			throw error;
		});
		if (standing?.httpContact !== httpContact) return false;
		stored.address = address;
		handOver<ContactHandover>(key, { webhookUrl, subscriptionId });
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), withWords(error));
	}
}

/**
 * Subscribes, and hands the subscription to the trigger. Where a trigger runs beside it (n8n 2.x), a server
 * that does not answer is left to that, which tries for ever.
 */
async function create(this: IHookFunctions): Promise<boolean> {
	try {
		const contact = await contactOf(this);
		if (this.getMode() === 'manual') return await createForTest(this, contact);
		const { key, connection, settings, webhookUrl, httpContact, address, stored } = contact;
		let subscriptionId: string | undefined;
		try {
			({ subscriptionId } = await subscribe(connection, {
				...settings.spec,
				httpContact,
				applicationId: contactIdOf(this),
				expires: CONTACT_EXPIRES,
			}));
			stored.subscriptionId = subscriptionId;
			stored.address = address;
		} catch (error) {
			if (!isWorthWaiting(error) || !isAwaited(key)) throw error;
			this.logger.warn(
				`BroadWorks cannot be subscribed to yet; trying again and again: ${wordsOf(error)}`,
			);
		}
		handOver<ContactHandover>(key, { webhookUrl, subscriptionId });
		return true;
	} catch (error) {
		throw toNodeError(this.getNode(), withWords(error));
	}
}

async function createForTest(node: IHookFunctions, contact: Contact): Promise<boolean> {
	const { key, connection, settings, webhookUrl, httpContact } = contact;
	const made = subscribe(connection, {
		...settings.spec,
		httpContact,
		applicationId: contactIdOf(node),
		expires: TEST_EXPIRES,
	});
	const subscriptionId = made.then(
		(grant) => grant.subscriptionId,
		() => undefined,
	);
	testSubscriptions.set(key, { webhookUrl, subscriptionId });
	await made;
	return true;
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
		delete stored.address;
		// 1.x deletes before it closes the trigger, which would make the subscription again.
		await liveTrigger(key)?.leave();
		forgetHandover(key);
	}
	for (const id of ids) {
		if (id === undefined) continue;
		try {
			await deleteSubscription(connection, id, 5_000);
		} catch (error) {
			// Gone already is as good; what cannot be reached expires by itself, and may post until then.
			if (isGone(error)) continue;
			stored.ended = [...(stored.ended ?? []), id].slice(-ENDED);
			this.logger.warn(`BroadWorks subscription ${id} was not deleted: ${String(error)}`);
		}
	}
	return true;
}

export const contactMethods = { checkExists, create, delete: remove };
