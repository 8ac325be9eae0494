import type { INode, ITriggerFunctions, IWorkflowMetadata } from 'n8n-workflow';

import { LruMap } from '../core/bounded/lruMap';
import { processWide } from '../processWide';
import { startsByItself } from './activation';
import { triggerKey } from './liveTriggers';

/**
 * What a start of a trigger comes after.
 *
 * - `downtime`: n8n, or the trigger in it, was down and nobody wanted that; what happened meanwhile is wanted.
 * - `version`: an older version of the workflow ran in this process until now.
 * - `off`: the workflow was switched off, so nothing from before is wanted.
 */
export type StartAfter = 'downtime' | 'version' | 'off';

/** Triggers that are remembered. */
const MOST = 5_000;

const { started, known } = processWide('startedTriggers', 1, () => ({
	/** Triggers that have started in this process, whatever became of them, and what they left to be read. */
	started: new LruMap<string, { unreadFrom?: number }>(MOST),
	/** By n8n's context of the trigger, of which each start has its own. */
	known: new WeakMap<object, StartAfter>(),
}));

type Started = Pick<ITriggerFunctions, 'getActivationMode'> & {
	getWorkflow(): IWorkflowMetadata;
	getNode(): INode;
};

const keyOf = (node: Started) => triggerKey(node.getWorkflow(), node.getNode());

function findOut(node: Started): StartAfter {
	if (startsByItself(node)) return 'downtime';
	if (node.getActivationMode() !== 'update') return 'off';
	// n8n 2.41 starts with this mode what it did not get to before it was stopped (docs/n8n.md#a-start-that-a-kill-cuts).
	return started.get(keyOf(node)) ? 'version' : 'downtime';
}

/** What this start of a trigger comes after; every call for one start gives the same. */
export function startAfter(node: Started): StartAfter {
	const before = known.get(node);
	if (before) return before;
	const after = findOut(node);
	known.set(node, after);
	// What was left before it was switched off is for nobody.
	if (after === 'off') started.set(keyOf(node), {});
	return after;
}

/** The trigger has started: a newer version of its workflow goes on from here, not from a downtime. */
export function noteStarted(node: Started): void {
	started.get(keyOf(node), () => ({}));
}

/** The trigger ends. `unreadFrom`: since when something is still to be read, ms since 1970. */
export function leaveUnread(node: Started, unreadFrom: number | undefined): void {
	started.set(keyOf(node), { unreadFrom });
}

/** Since when the version before had something to read, ms since 1970. */
export function takeUnread(node: Started): number | undefined {
	if (startAfter(node) !== 'version') return undefined;
	const { unreadFrom } = started.get(keyOf(node)) ?? {};
	started.set(keyOf(node), {});
	return unreadFrom;
}
