import type { IHookFunctions } from 'n8n-workflow';

import { startsByItself } from '../../../shared/trigger/activation';
import type { TelephonyError } from '../../../shared/core/errors';
import { withWords, wordsOf } from '../../../shared/core/words';
import {
	currentSubscription,
	forgetHandover,
	handOver,
	isAwaited,
	liveTrigger,
	triggerKey,
} from '../../../shared/trigger/liveTriggers';
import { toNodeError } from '../../../shared/action/nodeErrors';
import { processWide } from '../../../shared/processWide';
import { bringsOther, idsPutOff, putOff, takeBack } from '../../../shared/trigger/webhook/putOff';
import { digestOf } from '../../../shared/secrets';
import { isWorthWaiting } from '../../../shared/trigger/tellFailure';
import type { XsiCredential } from '../../authorization';
import { CONTACT_EXPIRES } from '../../client/subscriptions/contact';
import type { XsiConnection } from '../../client/transport/connection';
import {
	deleteSubscription,
	meansGone,
	readSubscription,
	subscribe,
} from '../../client/subscriptions/subscriptions';
import { CREDENTIAL, liveConnection, serverOf } from '../../connect';
import { tryLoginAgain } from '../../loginGates';
import {
	contactAddress,
	contactIdOf,
	contactSecret,
	placeOf,
	type ContactHandover,
	type StoredContact,
} from './address';
import { contactMark } from '../credentialMarks';
import { triggerSettings, type TriggerSettings } from '../settings';

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

/** ms that the end of a subscription may take: n8n waits for it. */
const END_WITHIN = 5_000;

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
	/** Equal for subscriptions that bring the same events. */
	mark: string;
	stored: StoredContact;
}

async function contactOf(node: IHookFunctions): Promise<Contact> {
	const credential = await node.getCredentials<XsiCredential>(CREDENTIAL);
	if (!startsByItself(node)) tryLoginAgain(credential, serverOf(credential).url);
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
		mark: contactMark(settings, credential),
		stored: node.getWorkflowStaticData('node') as StoredContact,
	};
}

/** What the server says of the subscriptions that are known. */
type Found =
	| { state: 'standing'; id: string }
	/** It could not be asked: a proxy or firewall answers in its place, or it is too busy. */
	| { state: 'unknown'; id: string; error: TelephonyError }
	| { state: 'gone' };

/** The first of the subscriptions that stands and leads to this address. */
async function firstLeading(
	connection: XsiConnection,
	ids: readonly string[],
	httpContact: string,
): Promise<Found> {
	let found: Found = { state: 'gone' };
	for (const id of ids) {
		try {
			const standing = await readSubscription(connection, id);
			if (standing.httpContact === httpContact) return { state: 'standing', id };
		} catch (error) {
			if (meansGone(error)) continue;
			if (!isWorthWaiting(error)) throw error;
			if (found.state === 'gone') found = { state: 'unknown', id, error: error as TelephonyError };
		}
	}
	return found;
}

/**
 * Ends subscriptions that lead here. What leads elsewhere is another n8n's, of which this one is a copy
 * that was restored from a backup.
 */
async function endAll(
	node: IHookFunctions,
	{ connection, httpContact, stored }: Contact,
	ids: readonly string[],
): Promise<void> {
	for (const id of ids) {
		try {
			const late = AbortSignal.timeout(END_WITHIN);
			const { httpContact: leadsTo } = await readSubscription(connection, id, late);
			if (leadsTo !== undefined && placeOf(leadsTo) !== placeOf(httpContact)) {
				node.logger.warn(
					`BroadWorks subscription ${id} leads to ${placeOf(leadsTo)}, so it is left to the n8n there`,
				);
				continue;
			}
			await deleteSubscription(connection, id, END_WITHIN);
		} catch (error) {
			// Gone already is as good; what cannot be reached expires by itself, and may post until then.
			if (meansGone(error)) continue;
			stored.ended = [...(stored.ended ?? []), id].slice(-ENDED);
			node.logger.warn(`BroadWorks subscription ${id} was not deleted: ${String(error)}`);
		}
	}
}

/** Ends subscriptions some seconds later, unless the trigger is there again by then. */
function endLater(node: IHookFunctions, contact: Contact, ids: string[]): void {
	putOff(contact.key, ids, async (left) => await endAll(node, contact, left), contact.mark);
}

/** This subscription is not to be ended any more. */
function goOnWith(node: IHookFunctions, contact: Contact, kept: string | undefined): void {
	const others = takeBack(contact.key).filter((id) => id !== kept);
	if (others.length > 0) endLater(node, contact, others);
}

/**
 * True when the stored subscription lives and leads here, or may: another beside one that lives would double
 * every event. It is handed to the trigger then, which looks itself at a start of n8n, and again and again
 * while the server does not answer.
 */
async function checkExists(this: IHookFunctions): Promise<boolean> {
	if (this.getMode() === 'manual') return false;
	try {
		const contact = await contactOf(this);
		const { key, connection, webhookUrl, httpContact, address, mark, stored } = contact;
		const { subscriptionId } = stored;
		if (startsByItself(this)) {
			const leadsHere = (stored.address ?? address) === address;
			const known = leadsHere ? subscriptionId : undefined;
			handOver<ContactHandover>(key, { webhookUrl, subscriptionId: known });
			return true;
		}
		// Those of an older version of the workflow stay until `create` has made another.
		if (bringsOther(key, mark)) return false;
		const known = [...new Set([subscriptionId, ...idsPutOff(key)])].filter(
			(id) => id !== undefined,
		);
		const found = await firstLeading(connection, known, httpContact);
		if (found.state === 'gone') return false;
		if (found.state === 'unknown') {
			const { id, error } = found;
			// Nobody answers at all: n8n 1.x can still tell whoever clicks.
			if (error.status === undefined && !isAwaited(key)) throw error;
			this.logger.warn(
				`BroadWorks does not tell whether subscription ${id} stands; it is asked again and again: ${wordsOf(error)}`,
			);
		}
		goOnWith(this, contact, found.id);
		stored.subscriptionId = found.id;
		stored.address = address;
		handOver<ContactHandover>(key, { webhookUrl, subscriptionId: found.id });
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
				applicationId: contactIdOf(this, httpContact),
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
		// The server may have put it in the place of the old one, under the same id; others end by themselves.
		if (idsPutOff(key).some((id) => id === subscriptionId)) goOnWith(this, contact, subscriptionId);
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
		applicationId: contactIdOf(node, httpContact),
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
	const contact = await contactOf(this);
	const { key, webhookUrl, stored } = contact;
	const test = testSubscriptions.get(key);
	// At the end of a test run the mode is not "manual", but the address is that of the test.
	if (this.getMode() === 'manual' || test?.webhookUrl === webhookUrl) {
		const id = await test?.subscriptionId;
		testSubscriptions.delete(key);
		if (id !== undefined) await endAll(this, contact, [id]);
		return true;
	}
	const known = [stored.subscriptionId, currentSubscription(key), ...takeBack(key)];
	const ids = [...new Set(known)].filter((id) => id !== undefined);
	const live = liveTrigger(key);
	// 1.x deletes before it closes the trigger, which would make the subscription again.
	await live?.leave();
	forgetHandover(key);
	// A newer version of a workflow that runs may follow at once, and goes on with the subscription.
	if (live) endLater(this, contact, ids);
	else {
		delete stored.subscriptionId;
		delete stored.address;
		await endAll(this, contact, ids);
	}
	return true;
}

export const contactMethods = { checkExists, create, delete: remove };
