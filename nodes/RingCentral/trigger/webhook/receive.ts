import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { TelephonyError } from '../../../shared/core/errors';
import { SeenSet } from '../../../shared/core/flow/seenSet';
import { keepForTest, liveTrigger, triggerKey } from '../../../shared/trigger/liveTriggers';
import { processWide } from '../../../shared/processWide';
import { refusePost } from '../../../shared/trigger/webhook/refusePost';
import { isTesting } from '../../../shared/trigger/webhook/subscribed/testSubscriptions';
import { systemClock } from '../../../shared/systemPorts';
import {
	isReminder,
	MAX_NOTIFICATION_BYTES,
	readNotification,
	type Notification,
} from '../../client/events/notification';
import { SessionBook } from '../../client/events/sessionBook';
import { connect } from '../../connect';
import type { RingCentralContext } from '../../context';
import { EventReader } from '../eventReader';
import { triggerSettings } from '../settings';
import { isAcceptedToken } from './address';

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

const single = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const STATUS: Record<string, number> = { full: 503, unreadable: 400 };

/** Takes one post: a handshake or a notification, whose token is checked; answers at once. */
export async function receiveWebhook(node: IWebhookFunctions): Promise<IWebhookResponseData> {
	const headers = node.getHeaderData() as Record<string, unknown>;
	const handshake = single(headers['validation-token']);
	const body = (node.getRequestObject() as unknown as { rawBody?: Buffer }).rawBody;
	// "{}" is nothing as well.
	const isEmpty = body === undefined || body.length <= 2;
	const secret = single(headers['verification-token']);
	const isHandshake = handshake !== undefined && isEmpty;
	// Not every handshake has the secret; one with another is for a subscription of somebody else.
	if (isHandshake && secret === undefined) return shakeHands(node, handshake);
	// The older guide names the header so (docs/protocols/ringcentral.md#webhook-subscriptions).
	const given = secret ?? handshake;
	if (!(await isAcceptedToken(node, given))) return refusePost(node, 401);
	if (isHandshake) return shakeHands(node, handshake);
	if (isEmpty) return refusePost(node, 400);
	if (body.length > MAX_NOTIFICATION_BYTES) return refusePost(node, 413);
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const isTest = node.getMode() === 'manual';
	const live = isTest ? undefined : liveTrigger(key);
	if (live) {
		const reception = live.receive(body.toString('utf8'));
		const status = STATUS[reception];
		return status === undefined ? { webhookResponse: 'OK' } : refusePost(node, status);
	}
	return await withoutTrigger(node, body.toString('utf8'), key, isTest);
}

/** What this process knows of the calls of workflows whose trigger runs elsewhere. */
interface Stray {
	book: SessionBook;
	uuids: SeenSet;
	/** Calls whose end is waited for or was told. */
	calls: SeenSet;
}

const strays = processWide('ringCentralStrays', 1, () => new Map<string, Stray>());

function strayOf(key: string): Stray {
	const stray = strays.get(key) ?? {
		book: new SessionBook(),
		uuids: new SeenSet(1_000),
		calls: new SeenSet(1_000),
	};
	strays.set(key, stray);
	return stray;
}

/** ms between looks whether a call log record or a text has come. */
const LOOK = 250;

/**
 * In a test run, and in a webhook process of queue mode, no trigger runs in this process: the event
 * becomes an execution of its own here. The answer goes out first where something must be waited for.
 */
async function withoutTrigger(
	node: IWebhookFunctions,
	document: string,
	key: string,
	isTest: boolean,
): Promise<IWebhookResponseData> {
	let notification: Notification;
	try {
		notification = readNotification(document);
	} catch (error) {
		node.logger.warn(
			`RingCentral posted what cannot be read: ${(error as TelephonyError).message}`,
		);
		return refusePost(node, 400);
	}
	if (isReminder(notification)) return { webhookResponse: 'OK' };
	const { uuid } = notification;
	const stray = strayOf(`${key}:${isTest ? 'test' : 'live'}`);
	if (uuid !== undefined && !stray.uuids.add(uuid)) return { webhookResponse: 'OK' };
	const settings = { ...triggerSettings(node), orderPatience: 0 };
	const connection = await connect(node as unknown as RingCentralContext);
	const items: IDataObject[] = [];
	const reader = new EventReader({
		settings,
		connection,
		book: stray.book,
		send: (reading) => {
			const name = settings.event === 'callEnded' ? reading.id : undefined;
			if (name === undefined || stray.calls.add(name)) items.push(...reading.items);
		},
	});
	reader.take(notification);
	// With no patience it is out after one turn.
	await systemClock.sleep(0);
	let answered = false;
	while (items.length === 0 && reader.isWaiting && (!isTest || isTesting(key))) {
		if (!answered) node.getResponseObject().status(200).end('OK');
		answered = true;
		await systemClock.sleep(LOOK);
	}
	await reader.close();
	const response: IWebhookResponseData = answered
		? { noWebhookResponse: true }
		: { webhookResponse: 'OK' };
	if (items.length === 0 || (isTest && !isTesting(key))) return response;
	if (isTest) keepForTest(key, items);
	return { ...response, workflowData: [items.map((json) => ({ json }))] };
}
