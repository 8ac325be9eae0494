import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { charsetOf, xmlText } from '../../../shared/core/parsing/xmlText';
import {
	receivePost,
	type PostedWebhook,
} from '../../../shared/trigger/webhook/subscribed/receivePost';
import { LruMap } from '../../../shared/core/bounded/lruMap';
import { SeenSet } from '../../../shared/core/bounded/seenSet';
import { processWide } from '../../../shared/processWide';
import { systemClock } from '../../../shared/systemPorts';
import type { XsiCredential } from '../../authorization';
import { RingingCalls } from '../../client/calls/callMoments';
import { readEvent, type XsiEvent } from '../../client/channel/decode';
import { MAX_DOCUMENT_BYTES } from '../../client/channel/frames';
import { beginsWithState } from '../../client/subscriptions/subscription';
import { specKey } from '../../client/subscriptions/subscriptions';
import { CREDENTIAL } from '../../connect';
import { triggerSettings } from '../settings';
import { shapeOf } from '../shapes/shape';
import { contactSecret } from './address';

/** Every event repeats the address it is posted to; its secret must not get into items or logs. */
const withoutSecret = (document: string) =>
	document.replace(/([?&;]token=)[\w-]+/g, (_all, name: string) => `${name}hidden`);

const credentialOf = async (node: IWebhookFunctions) =>
	await node.getCredentials<XsiCredential>(CREDENTIAL);

/** What is known of the calls of triggers that run elsewhere, by trigger and what it listens to. */
const known = processWide(
	'contactCalls',
	1,
	() => new LruMap<string, { calls: RingingCalls; told: SeenSet }>(1_000),
);

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
	async itemsOf(node, event, { key, answer: onWait }) {
		const settings = triggerSettings(node, await credentialOf(node));
		const { spec, tells } = settings;
		const { calls, told } = known.get(JSON.stringify([key, tells, specKey(spec)]), () => ({
			calls: new RingingCalls(),
			told: new SeenSet(1_000),
		}));
		const shape = shapeOf(settings, { clock: systemClock, calls, onWait });
		const { items, names } = await shape(event, beginsWithState(spec.target, event));
		const isTold = names.some((name) => told.has(name));
		for (const name of names) told.add(name);
		return isTold ? [] : items;
	},
};

/** Takes one event that the server posts. */
export async function receiveContact(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receivePost(node, contactPosts);
}
