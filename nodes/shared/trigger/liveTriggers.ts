import type { IDataObject, INode, INodeExecutionData, IWorkflowMetadata } from 'n8n-workflow';

import { deferred, type Deferred } from '../core/flow/deferred';
import { LruMap } from '../core/bounded/lruMap';
import { processWide } from '../processWide';
import { executionItems, type ItemsWithFiles } from './executionItems';

/** Where a node of a workflow runs; the key of everything its functions hand to each other. */
export function triggerKey(workflow: IWorkflowMetadata, node: INode): string {
	return `${workflow.id ?? ''}:${node.id}`;
}

/** A running `trigger()` that takes what `webhook()` of the same process receives. */
export interface LiveTrigger {
	/** Takes a document at once, and says what to answer. */
	receive(document: string): string;
	/** Stops maintaining the subscription, which is about to be deleted and must not be made again. */
	leave(): Promise<void>;
	/** The backend's id of the subscription it maintains now. */
	subscriptionId(): string | undefined;
	/** Whether a post with this secret is let in besides that of the present credential. */
	accepts?(secret: unknown): boolean;
}

/** Triggers that do not run any more of which something is remembered. */
const MOST_LEFT = 5_000;

/** Found by every version of this package: after an update `webhook()` is newer than `trigger()`. */
const { live, handovers, awaited, lastIds, tested } = processWide('liveTriggers', 1, () => ({
	live: new Map<string, LiveTrigger>(),
	handovers: new Map<string, Deferred<unknown>>(),
	/** Keys of handovers that a trigger waits for. */
	awaited: new Set<string>(),
	lastIds: new LruMap<string, string | undefined>(MOST_LEFT),
	tested: new LruMap<string, IDataObject[]>(MOST_LEFT),
}));

/** The files of the items that a test run has taken. */
const testedFiles = processWide(
	'testedFiles',
	1,
	() => new LruMap<string, ItemsWithFiles['files']>(MOST_LEFT),
);

/** Makes a running trigger known; the result takes it back. */
export function registerLive(key: string, trigger: LiveTrigger): () => void {
	live.set(key, trigger);
	return () => {
		if (live.get(key) !== trigger) return;
		lastIds.set(key, trigger.subscriptionId());
		live.delete(key);
	};
}

/** The subscription that the running trigger maintains, or the last one did. */
export function currentSubscription(key: string): string | undefined {
	return live.get(key)?.subscriptionId() ?? lastIds.get(key);
}

export function liveTrigger(key: string): LiveTrigger | undefined {
	return live.get(key);
}

/**
 * What n8n's webhook methods found out and `trigger()` needs, whichever n8n calls first: 2.x calls
 * `trigger()` before `create`, 1.x after (docs/n8n.md#one-node-with-trigger-and-webhook).
 */
export function handOver<T>(key: string, value: T): void {
	const known = handovers.get(key);
	const handover = known ?? deferred<unknown>();
	handover.resolve(value);
	handovers.set(key, handover);
	awaited.delete(key);
}

/** Whether a trigger runs already and waits for what the webhook methods find out, as in n8n 2.x. */
export const isAwaited = (key: string): boolean => awaited.has(key);

export async function handedOver<T>(key: string): Promise<T> {
	if (!handovers.has(key)) awaited.add(key);
	const handover = handovers.get(key) ?? deferred<unknown>();
	handovers.set(key, handover);
	return (await handover.promise) as T;
}

/** A trigger that waits goes on waiting: n8n 2.x deletes after every try to subscribe that failed. */
export function forgetHandover(key: string): void {
	if (!awaited.has(key)) handovers.delete(key);
	lastIds.delete(key);
}

/**
 * In a test run n8n takes the event in `webhook()` and then asks `trigger()` for it, which would
 * wait for ever without this.
 */
export function keepForTest(
	key: string,
	items: IDataObject[],
	files?: ItemsWithFiles['files'],
): void {
	tested.set(key, items);
	testedFiles.set(key, files);
}

export function takeForTest(key: string): INodeExecutionData[] | undefined {
	const items = tested.get(key);
	const files = testedFiles.get(key);
	tested.delete(key);
	testedFiles.delete(key);
	return items && executionItems({ items, files });
}
