import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { charsetOf, xmlText } from '../../../shared/core/parsing/xmlText';
import {
	receivePost,
	type PostedWebhook,
} from '../../../shared/trigger/webhook/subscribed/receivePost';
import type { XsiCredential } from '../../authorization';
import { readEvent, type XsiEvent } from '../../client/channel/decode';
import { MAX_DOCUMENT_BYTES } from '../../client/channel/frames';
import { beginsWithState } from '../../client/subscriptions/subscription';
import { CREDENTIAL } from '../../connect';
import { selection } from '../item';
import { triggerSettings } from '../settings';
import { contactSecret } from './address';

/** Every event repeats the address it is posted to; its secret must not get into items or logs. */
const withoutSecret = (document: string) =>
	document.replace(/([?&;]token=)[\w-]+/g, (_all, name: string) => `${name}hidden`);

const credentialOf = async (node: IWebhookFunctions) =>
	await node.getCredentials<XsiCredential>(CREDENTIAL);

const contactPosts: PostedWebhook<XsiEvent> = {
	name: 'BroadWorks',
	limit: MAX_DOCUMENT_BYTES,
	givenSecret: (node) => (node.getQueryData() as { token?: unknown }).token,
	presentSecret: async (node) => contactSecret(node, await credentialOf(node)),
	textOf: (body, contentType) => withoutSecret(xmlText(body, charsetOf(contentType))),
	decode: readEvent,
	envelopeOf: ({ eventId: id, subscriptionId, type }) => ({
		id,
		subscriptionId,
		isForTrigger: type === 'SubscriptionTerminatedEvent',
	}),
	async itemsOf(node, event) {
		const settings = triggerSettings(node, await credentialOf(node));
		return selection(settings)(event, beginsWithState(settings.spec.target, event));
	},
};

/** Takes one event that the server posts. */
export async function receiveContact(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receivePost(node, contactPosts);
}
