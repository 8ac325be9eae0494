import type { IHookFunctions } from 'n8n-workflow';

import { isRestricted, isTransient } from '../../../shared/core/errors';
import { placeOf } from '../../../shared/core/webAddress';
import { wordsOf } from '../../../shared/core/words';
import { markOf } from '../../../shared/trigger/credentialWatch';
import type {
	Handover,
	SubscribedWebhook,
} from '../../../shared/trigger/webhook/subscribed/subscribedWebhook';
import { webhookMethods } from '../../../shared/trigger/webhook/subscribed/webhookMethods';
import {
	deleteSubscription,
	describeDisabled,
	listSubscriptions,
	readSubscription,
	refusedFilters,
	type Subscription,
	type WebhookRequest,
} from '../../client/events/subscription';
import { makeWebhook, settleWebhook } from '../../client/events/webhook/settleWebhook';
import type { RingCentralConnection } from '../../client/transport/connection';
import { connect } from '../../connect';
import type { RingCentralContext } from '../../context';
import { triggerSettings } from '../settings';
import { webhookAddress, webhookRequest } from './address';

/** What n8n's webhook methods hand to the trigger. */
export type WebhookHandover = Handover<WebhookRequest, Subscription>;

function warnOf(node: IHookFunctions, subscription: Subscription, wanted: readonly string[]): void {
	const refused = refusedFilters(subscription, wanted);
	if (refused.length === 0) return;
	node.logger.warn(
		`RingCentral refuses some events of "${node.getNode().name}": ${describeDisabled(refused)}`,
	);
}

/**
 * How the server is asked for the subscription of a workflow. `subscribe` takes over what is there, so that
 * there is one way to exactly one subscription; the server lists all of them.
 */
const webhook: SubscribedWebhook<RingCentralConnection, WebhookRequest, Subscription> = {
	name: 'RingCentral',

	async side(node, webhookUrl) {
		const settings = triggerSettings(node);
		const events = markOf(settings.eventFilters);
		return {
			connection: await connect(node as unknown as RingCentralContext),
			// With its host: a copy of the workflow in another n8n has the same path.
			place: placeOf(webhookAddress(webhookUrl, settings.publicBaseUrl, '')),
			mark: events,
			events,
			want: async () => await webhookRequest(node, settings, webhookUrl),
		};
	},

	secretOf: ({ verificationToken }) => verificationToken,

	async subscribe(node, { connection }, request, known) {
		const replaced: string[] = [];
		const isTest = node.getMode() === 'manual';
		const subscription = isTest
			? await makeWebhook(connection, request)
			: await settleWebhook(connection, request, known[0], undefined, (ids) => {
					replaced.push(...ids);
				});
		warnOf(node, subscription, request.eventFilters);
		return { subscription, replaced };
	},

	passes: (error) => isTransient(error) && !isRestricted(error),

	leadsTo: async (connection, id, signal) =>
		(await readSubscription(connection, id, signal))?.address,

	end: deleteSubscription,

	// Reading and ending take that for an answer.
	isGone: () => false,

	async idsAt({ connection, place }) {
		const all = await listSubscriptions(connection);
		return all.filter(({ address }) => placeOf(address) === place).map(({ id }) => id);
	},

	async onOther(node, { connection, place }, id) {
		const other = await readSubscription(connection, id).catch((error: unknown) => {
			// The workflow's own subscription is active by now, so that nothing has failed.
			node.logger.warn(
				`RingCentral does not tell where subscription ${id} leads: ${wordsOf(error)}`,
			);
			return undefined;
		});
		if (other === undefined || placeOf(other.address) === place) return;
		node.logger.warn(
			`RingCentral also sends the events of "${node.getNode().name}" to ${placeOf(other.address)}: another n8n, of which this is a copy, or this one when it had another address. Where nothing answers there, RingCentral gives that up by itself`,
		);
	},
};

export const webhookHooks = webhookMethods(webhook);
