import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { charsetOf, xmlText } from '../../../shared/core/parsing/xmlText';
import {
	receivePost,
	type PostedWebhook,
} from '../../../shared/trigger/webhook/subscribed/receivePost';
import { LruMap } from '../../../shared/core/bounded/lruMap';
import { SeenSet } from '../../../shared/core/bounded/seenSet';
import { processWide } from '../../../shared/processWide';
import { logOf, systemClock } from '../../../shared/systemPorts';
import { staticDataOf } from '../../../shared/trigger/staticData';
import { RingingCalls } from '../../client/calls/callMoments';
import { readEvent, type XsiEvent } from '../../client/channel/decode';
import { MAX_DOCUMENT_BYTES } from '../../client/channel/frames';
import { beginsWithState } from '../../client/subscriptions/subscription';
import { specKey } from '../../client/subscriptions/subscriptions';
import { liveConnection } from '../../connect';
import { loginOf, secretOf } from '../../login/login';
import { triggerSettings } from '../settings';
import { mailboxAt } from '../shapes/mailbox';
import { shapeOf } from '../shapes/shape';
import { onlyNew } from '../shapes/shaped';
import type { BroadWorksStaticData } from '../staticData';
import { contactSecret } from './address';

/** Every event repeats the address it is posted to; its secret must not get into items or logs. */
const withoutSecret = (document: string) =>
	document.replace(/([?&;]token=)[\w-]+/g, (_all, name: string) => `${name}hidden`);

/** ms in which a message was left that is told by a process that knows of no activation. */
const MESSAGES_WITHIN = 60_000;

/** What is known of the calls of triggers that run elsewhere, by trigger and what it listens to. */
const known = processWide(
	'contactCalls',
	1,
	() => new LruMap<string, { calls: RingingCalls; seen: SeenSet }>(1_000),
);

const contactPosts: PostedWebhook<XsiEvent> = {
	name: 'BroadWorks',
	limit: MAX_DOCUMENT_BYTES,
	givenSecret: (node) => (node.getQueryData() as { token?: unknown }).token,
	presentSecret: async (node) => contactSecret(node, await secretOf(node)),
	textOf: (body, contentType) => withoutSecret(xmlText(body, charsetOf(contentType))),
	decode: readEvent,
	envelopeOf: ({ eventId: id, subscriptionId, type }) => ({
		id,
		subscriptionId,
		isForTrigger: type === 'SubscriptionTerminatedEvent',
	}),
	async itemsOf(node, event, { key, answer: onWait }) {
		const credential = await loginOf(node);
		const settings = triggerSettings(node, credential);
		const { spec, moment } = settings;
		const { calls, seen } = known.get(JSON.stringify([key, moment, specKey(spec)]), () => ({
			calls: new RingingCalls(),
			seen: new SeenSet(1_000),
		}));
		const { messagesSince: since = systemClock.now() - MESSAGES_WITHIN } =
			staticDataOf<BroadWorksStaticData>(node);
		const isKnown = (name: string) => seen.has(name);
		const log = logOf(node.logger, 'BroadWorks');
		const mailbox = () =>
			mailboxAt(liveConnection(node, credential), node, settings, log, { since, isKnown });
		const shape = shapeOf(settings, { clock: systemClock, calls, onWait, mailbox });
		const shaped = await shape(event, beginsWithState(spec, event));
		const fresh = onlyNew(shaped, isKnown);
		for (const name of fresh.names) seen.add(name);
		return fresh;
	},
};

/** Takes one event that the server posts. */
export async function receiveContact(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receivePost(node, contactPosts);
}
