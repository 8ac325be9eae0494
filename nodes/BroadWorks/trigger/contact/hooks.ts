import { startsByItself } from '../../../shared/trigger/activation';
import type { TelephonyError } from '../../../shared/core/errors';
import { placeOf } from '../../../shared/core/webAddress';
import { isWorthWaiting } from '../../../shared/trigger/reportFailure';
import type {
	Found,
	Handover,
	Named,
	Side,
	SubscribedWebhook,
} from '../../../shared/trigger/webhook/subscribed/subscribedWebhook';
import { TEST_LIFE } from '../../../shared/trigger/webhook/subscribed/testSubscriptions';
import { webhookMethods } from '../../../shared/trigger/webhook/subscribed/webhookMethods';
import { CONTACT_EXPIRES } from '../../client/subscriptions/contact';
import { namingTarget } from '../../client/subscriptions/missingTarget';
import {
	deleteSubscription,
	meansGone,
	readSubscription,
	subscribe,
	type SubscriptionRequest,
} from '../../client/subscriptions/subscriptions';
import type { XsiConnection } from '../../client/transport/connection';
import { liveConnection, serverOf } from '../../connect';
import { ownUserOf } from '../../authorization';
import { loginOf } from '../../login/login';
import { tryLoginAgain } from '../../loginGates';
import { contactMarks } from '../credential';
import { triggerSettings } from '../settings';
import { userAdvice } from '../../userAdvice';
import { contactAddress, contactIdOf, contactSecret } from './address';

/** What a workflow subscribes with, and the secret in its address. */
interface ContactRequest {
	address: string;
	secret: string;
	subscription: SubscriptionRequest;
	/** The credential's own user, where the trigger listens to that. */
	ownUserId?: string;
}

/** What n8n's webhook methods hand to the trigger. */
export type ContactHandover = Handover<ContactRequest, Named>;

/** ms that the end of a subscription may take: n8n waits for it. */
const END_WITHIN = 5_000;

/** How the server is asked for the HTTP contact of a workflow. */
const contact: SubscribedWebhook<XsiConnection, ContactRequest, Named> = {
	name: 'BroadWorks',

	async side(node, webhookUrl) {
		const credential = await loginOf(node);
		const settings = triggerSettings(node, credential);
		if (!startsByItself(node)) tryLoginAgain(credential, serverOf(credential).url);
		return {
			connection: liveConnection(node, credential),
			place: placeOf(contactAddress(webhookUrl, settings.contactBaseUrl, '')),
			...contactMarks(settings, credential),
			want() {
				const secret = contactSecret(node, credential);
				const address = contactAddress(webhookUrl, settings.contactBaseUrl, secret);
				const subscription = {
					...settings.spec,
					httpContact: address,
					applicationId: contactIdOf(node, address),
					expires: node.getMode() === 'manual' ? TEST_LIFE : CONTACT_EXPIRES,
				};
				const ownUserId = settings.listensToOwnUser ? ownUserOf(credential) : undefined;
				return { address, secret, subscription, ownUserId };
			},
		};
	},

	secretOf: ({ secret }) => secret,

	find: firstLeading,

	async subscribe(_node, { connection }, { subscription, ownUserId }) {
		const made = subscribe(connection, subscription).catch((error: unknown) => {
			const named = namingTarget(error, subscription.target);
			throw ownUserId === undefined ? named : userAdvice(named, { ownUserId });
		});
		const { subscriptionId: id } = await made;
		return { subscription: { id }, replaced: [] };
	},

	passes: (error, isAwaited) => isWorthWaiting(error) && isAwaited,

	leadsTo: async (connection, id, signal) =>
		(await readSubscription(connection, id, signal)).httpContact,

	end: async (connection, id) => await deleteSubscription(connection, id, END_WITHIN),

	isGone: meansGone,
};

/** The first of the subscriptions that is active and leads to this address. */
async function firstLeading(
	{ connection }: Side<XsiConnection>,
	{ address }: ContactRequest,
	ids: readonly string[],
): Promise<Found> {
	let found: Found = { state: 'gone' };
	for (const id of ids) {
		try {
			const { httpContact } = await readSubscription(connection, id);
			if (httpContact === address) return { state: 'active', id };
		} catch (error) {
			if (meansGone(error)) continue;
			if (!isWorthWaiting(error)) throw error;
			if (found.state === 'gone') found = { state: 'unknown', id, error: error as TelephonyError };
		}
	}
	return found;
}

export const contactMethods = webhookMethods(contact);
