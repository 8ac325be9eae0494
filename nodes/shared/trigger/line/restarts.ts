import type { INode, IWorkflowMetadata } from 'n8n-workflow';

import { LruMap } from '../../core/bounded/lruMap';
import { processWide } from '../../processWide';
import { systemClock } from '../../systemPorts';
import { triggerKey } from '../liveTriggers';

/** ms within which n8n 1.x starts a trigger again that has emitted an error. */
const RESTART = 30_000;

/** Triggers whose restart is waited for. */
const MOST = 1_000;

/** An outage that a trigger was restarted in, because n8n 1.x has no other way to run the error workflow. */
export interface Outage {
	/** ms since 1970 */
	since: number;
	cause: string;
}

const restarts = processWide(
	'alarmRestarts',
	1,
	() => new LruMap<string, { outage: Outage; at: number }>(MOST),
);

/** n8n starts this trigger again in a moment. */
export function noteRestart(key: string, outage: Outage): void {
	restarts.set(key, { outage, at: systemClock.elapsed() });
}

/** The outage that a trigger is restarted in just now. */
export function outageOfRestart(key: string): Outage | undefined {
	const restart = restarts.get(key);
	return restart && systemClock.elapsed() - restart.at < RESTART ? restart.outage : undefined;
}

interface Started {
	getWorkflow?(): IWorkflowMetadata;
	getNode?(): INode;
}

/** Whether an alarm of the trigger itself is why n8n starts it. */
export function isRestartOfAlarm(node: object): boolean {
	const { getWorkflow, getNode } = node as Started;
	if (restarts.size === 0 || !getWorkflow || !getNode) return false;
	return outageOfRestart(triggerKey(getWorkflow.call(node), getNode.call(node))) !== undefined;
}
