import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { LruMap } from '../../../core/bounded/lruMap';
import { SeenSet } from '../../../core/bounded/seenSet';
import { TelephonyError } from '../../../core/errors';
import { countPush } from '../../line/liveLines';
import { processWide } from '../../../processWide';
import { digestOf, equalSecrets } from '../../../secrets';
import { systemClock } from '../../../systemPorts';
import { executionItems, type ItemsWithFiles } from '../../executionItems';
import { keepForTest, liveTrigger, triggerKey } from '../../liveTriggers';
import { staticDataOf } from '../../staticData';
import { bodyOf, type RawRequest } from '../rawBody';
import { refusePost } from '../refusePost';
import { untilStarted } from '../untilStarted';
import { RecentSecrets } from './recentSecrets';
import type { StoredSubscription } from './storedSubscription';
import { isTesting } from './testSubscriptions';

/** A question of the server whether somebody listens at this address. */
export interface Handshake {
	/** Not every one has the secret; one with another is for a subscription of somebody else. */
	hasSecret: boolean;
	answer(): IWebhookResponseData;
}

/** What is known of an event from its envelope. */
export interface Envelope {
	/** Equal in every repetition of the event. */
	id?: string;
	subscriptionId?: string;
	/** About the subscription, for the trigger, which finds it out by itself where it runs elsewhere. */
	isForTrigger: boolean;
}

/** A post for which no trigger runs in this process. */
export interface Outside {
	/** The trigger and its mode. */
	key: string;
	/** Answers the server at once, for whoever has to wait for the rest of the event. */
	answer(): void;
	/** False once the test run is over that the event is for. */
	isWanted(): boolean;
}

/** The seam of a backend whose server posts events to a subscribed address: who may come in, and what it says. */
export interface PostedWebhook<Event> {
	/** For messages, as `RingCentral`. */
	name: string;
	/** Most bytes of a post. */
	limit: number;
	/** The question whether somebody listens, by the headers of a post, which counts if it is empty; undefined for none. */
	handshake?(node: IWebhookFunctions): Handshake | undefined;
	/** The secret that the post brings. */
	givenSecret(node: IWebhookFunctions): unknown;
	/** The secret that the present credential gives. Throws `badRequest` where it gives none. */
	presentSecret(node: IWebhookFunctions): Promise<string>;
	/** The body as text, without secrets that must not get into items or logs. */
	textOf(body: Buffer, contentType: string | undefined): string;
	/** Throws for text that is no event of the backend. */
	decode(document: string): Event;
	envelopeOf(event: Event): Envelope;
	/** What the workflow gets of it; empty for what it does not want. */
	itemsOf(
		node: IWebhookFunctions,
		event: Event,
		outside: Outside,
	): Promise<IDataObject[] | ItemsWithFiles>;
}

/** Answers to what the running trigger says (`LiveTrigger.receive`). */
const STATUS: Record<string, number> = { unknownSubscription: 403, unreadable: 400, full: 503 };

/** Bytes of "{}", which is as empty as nothing. */
const NOTHING = 2;

/** Triggers elsewhere whose events are remembered. */
const MOST_TRIGGERS = 1_000;

/** ms for which a post waits for its trigger to start: RingCentral wants an answer within 3 s. */
const START_WITHIN = 2_000;

const accepted = (): IWebhookResponseData => ({ webhookResponse: 'OK' });

const recent = processWide('recentSecrets', 1, () => new RecentSecrets(systemClock));

/** Events that this process took for workflows whose trigger runs elsewhere. */
const taken = processWide('postsTaken', 1, () => new LruMap<string, SeenSet>(MOST_TRIGGERS));

function isRepeated(key: string, id: string | undefined): boolean {
	const seen = taken.get(key, () => new SeenSet(1_000));
	return id !== undefined && !seen.add(id);
}

/**
 * Whether the secret is that of a subscription of this trigger: the one that the present credential gives, or
 * that of a subscription made before the credential was changed, which posts until another is active.
 */
async function isAdmitted<Event>(
	node: IWebhookFunctions,
	backend: PostedWebhook<Event>,
	key: string,
	isTest: boolean,
): Promise<boolean> {
	const given = backend.givenSecret(node);
	const live = isTest ? undefined : liveTrigger(key);
	if (live?.accepts?.(given)) return true;
	const present = await backend.presentSecret(node);
	if (equalSecrets(given, present)) {
		if (!isTest) recent.use(key, digestOf(present));
		return true;
	}
	if (isTest || live) return false;
	return recent.isRecent(key, given, staticDataOf<StoredSubscription>(node));
}

/** Whether a post has no content; what cannot be unpacked has some. */
async function isEmptyPost(request: RawRequest, limit: number): Promise<boolean> {
	try {
		const body = await bodyOf(request, limit);
		return body !== 'tooLarge' && body.length <= NOTHING;
	} catch (error) {
		if (error instanceof TelephonyError) return false;
		throw error;
	}
}

/** The document of a post, or the status with which it is refused. */
async function documentOf<Event>(request: RawRequest, backend: PostedWebhook<Event>) {
	try {
		const body = await bodyOf(request, backend.limit);
		if (body === 'tooLarge') return 413;
		if (body.length <= NOTHING) return 400;
		const contentType = String(request.headers['content-type'] ?? '') || undefined;
		return { document: backend.textOf(body, contentType) };
	} catch (error) {
		if (error instanceof TelephonyError) return 400;
		throw error;
	}
}

/**
 * Takes one post: secret, size, form; then it goes to the running trigger, and the answer goes out before
 * any work. No refusal tells what was wrong.
 */
export async function receivePost<Event>(
	node: IWebhookFunctions,
	backend: PostedWebhook<Event>,
): Promise<IWebhookResponseData> {
	const request = node.getRequestObject() as unknown as RawRequest;
	const asked = backend.handshake?.(node);
	// Only a question is looked at before its secret, because most have none.
	const handshake = asked && (await isEmptyPost(request, backend.limit)) ? asked : undefined;
	if (handshake?.hasSecret === false) return handshake.answer();
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const isTest = node.getMode() === 'manual';
	if (!(await isAdmitted(node, backend, key, isTest))) return refusePost(node, 401);
	if (handshake) return handshake.answer();
	const read = await documentOf(request, backend);
	if (typeof read === 'number') return refusePost(node, read);
	countPush(node);
	const { document } = read;
	const live = isTest ? undefined : await untilStarted(() => liveTrigger(key), START_WITHIN);
	if (!live) return await withoutTrigger(node, backend, document, key, isTest);
	const reception = live.receive(document);
	return reception === 'accepted' ? accepted() : refusePost(node, STATUS[reception] ?? 500);
}

/**
 * In a test run, and in a webhook process of queue mode, no trigger runs in this process: the event
 * becomes an execution of its own here.
 */
async function withoutTrigger<Event>(
	node: IWebhookFunctions,
	backend: PostedWebhook<Event>,
	document: string,
	trigger: string,
	isTest: boolean,
): Promise<IWebhookResponseData> {
	let event: Event;
	try {
		event = backend.decode(document);
	} catch (error) {
		node.logger.warn(
			`${backend.name} posted something that cannot be read: ${(error as Error).message}`,
		);
		return refusePost(node, 400);
	}
	const { id, subscriptionId, isForTrigger } = backend.envelopeOf(event);
	if (isForTrigger) return accepted();
	// The present id is known to the trigger only, which may have subscribed again since n8n saved one.
	const { ended } = staticDataOf<StoredSubscription>(node);
	if (ended?.includes(subscriptionId ?? '')) return refusePost(node, 403);
	const key = `${trigger}:${isTest ? 'test' : 'live'}`;
	if (isRepeated(key, id)) return accepted();
	let answered = false;
	const answer = () => {
		if (!answered) node.getResponseObject().status(200).end('OK');
		answered = true;
	};
	const isWanted = () => !isTest || isTesting(trigger);
	const given = await backend.itemsOf(node, event, { key, answer, isWanted });
	const { items, files } = Array.isArray(given) ? { items: given, files: undefined } : given;
	const response = answered ? { noWebhookResponse: true } : accepted();
	if (items.length === 0 || (answered && !isWanted())) return response;
	if (isTest) keepForTest(trigger, items, files);
	return { ...response, workflowData: [executionItems({ items, files })] };
}
