import type {
	IBinaryKeyData,
	IDataObject,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { LruMap } from '../../../shared/core/bounded/lruMap';
import { SeenSet } from '../../../shared/core/bounded/seenSet';
import { declaredCharset, decodedText } from '../../../shared/core/parsing/charset';
import { processWide } from '../../../shared/processWide';
import { systemClock } from '../../../shared/systemPorts';
import { refusePost } from '../../../shared/trigger/webhook/refusePost';
import {
	receivePost,
	type PostedWebhook,
} from '../../../shared/trigger/webhook/subscribed/receivePost';
import {
	isReminder,
	MAX_NOTIFICATION_BYTES,
	readNotification,
	type Notification,
} from '../../client/events/notification';
import { SessionBook } from '../../client/events/sessionBook';
import { connect } from '../../connect';
import type { RingCentralContext } from '../../context';
import { recordingFiles } from '../../recordingFiles';
import { EventReader } from '../eventReader';
import { RECORD_EVENTS, triggerSettings } from '../settings';
import { verificationToken } from './address';

/** Characters a handshake may have; its answer must stay below 1024 bytes in all. */
const MAX_HANDSHAKE = 512;

/**
 * The vendor asks whether somebody listens here: at once and whenever it likes
 * (docs/protocols/ringcentral.md#webhook-subscriptions).
 */
function shakeHands(node: IWebhookFunctions, token: string): IWebhookResponseData {
	if (!/^[\x21-\x7e]+$/.test(token) || token.length > MAX_HANDSHAKE) return refusePost(node, 400);
	const response = node.getResponseObject();
	response.setHeader('Validation-Token', token);
	response.setHeader('Content-Type', 'application/json');
	response.status(200).end();
	return { noWebhookResponse: true };
}

/** A header of a post; undefined for none and for an empty one. */
function headerOf(node: IWebhookFunctions, name: string): string | undefined {
	const value = (node.getHeaderData() as Record<string, unknown>)[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What this process knows of the calls of workflows whose trigger runs elsewhere. */
interface Stray {
	book: SessionBook;
	/** Calls whose end is waited for or was told. */
	calls: SeenSet;
}

/** Triggers elsewhere whose calls are remembered; those posted to last. */
const MOST_STRAYS = 1_000;

const strays = processWide('ringCentralStrays', 2, () => new LruMap<string, Stray>(MOST_STRAYS));

const strayOf = (key: string): Stray =>
	strays.get(key, () => ({ book: new SessionBook(), calls: new SeenSet(1_000) }));

/** ms between two checks whether a call log record or a text has come. */
const POLL_INTERVAL = 250;

const webhookPosts: PostedWebhook<Notification> = {
	name: 'RingCentral',
	limit: MAX_NOTIFICATION_BYTES,

	handshake(node) {
		const token = headerOf(node, 'validation-token');
		if (token === undefined) return undefined;
		const hasSecret = headerOf(node, 'verification-token') !== undefined;
		return { hasSecret, answer: () => shakeHands(node, token) };
	},

	// The older guide names the header so (docs/protocols/ringcentral.md#webhook-subscriptions).
	givenSecret: (node) => headerOf(node, 'verification-token') ?? headerOf(node, 'validation-token'),

	presentSecret: verificationToken,
	textOf: (body, contentType) => decodedText(body, declaredCharset(contentType)),
	decode: readNotification,

	envelopeOf: (notification) => ({
		id: notification.uuid,
		isForTrigger: isReminder(notification),
	}),

	async itemsOf(node, notification, { key, answer, isWanted }) {
		const stray = strayOf(key);
		const settings = { ...triggerSettings(node), orderGracePeriod: 0 };
		const connection = await connect(node as unknown as RingCentralContext);
		const items: IDataObject[] = [];
		const files: Array<IBinaryKeyData | undefined> = [];
		const { audioField } = settings;
		const reader = new EventReader({
			settings,
			connection,
			book: stray.book,
			fetchRecordings: recordingFiles(connection, { helpers: node.helpers, audioField }),
			send: (reading) => {
				const name = RECORD_EVENTS.has(settings.event) ? reading.id : undefined;
				if (name !== undefined && !stray.calls.add(name)) return;
				items.push(...reading.items);
				files.push(...reading.items.map((_item, index) => reading.files?.[index]));
			},
		});
		reader.take(notification);
		// With no grace period it is out after one turn.
		await systemClock.sleep(0);
		while (items.length === 0 && reader.isWaiting && isWanted()) {
			answer();
			await systemClock.sleep(POLL_INTERVAL);
		}
		await reader.close();
		return { items, files };
	},
};

/** Takes one post of the server: a handshake or a notification. */
export async function receiveWebhook(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	return await receivePost(node, webhookPosts);
}
