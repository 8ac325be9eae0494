import type { IDataObject } from 'n8n-workflow';

/**
 * What every live trigger keeps of events in n8n's static data of its node, which outlives n8n. Names and
 * shapes stay: what an earlier version wrote is read. A backend that keeps more extends this in its own
 * `trigger/staticData.ts`.
 *
 * Events are known by the first ten characters of the hash of their id; some earlier versions wrote longer
 * ones, which begin in the same way.
 */
export interface EventsStaticData {
	/** Events whose executions have ended, oldest first. */
	events?: string[];
	/** Events that a process has just taken, and when (ms since 1970): for the other processes of n8n. */
	taken?: Array<[event: string, at: number]>;
	/**
	 * Executions that had not ended, oldest first: their name, their events, and since when it is written that n8n was
	 * killed with them (ms since 1970). Some earlier versions wrote events alone.
	 */
	running?: KeptRun[];
}

/** An execution that had not ended, as in static data. */
export type KeptRun = [name: string, events: string[], since?: number] | string;

/** The parts of n8n's contexts that are needed to reach static data. */
export interface StaticDataHolder {
	getWorkflowStaticData(type: 'node'): IDataObject;
}

/**
 * n8n's static data of this node in the shape of its backend. A trigger's own copy is saved with each of its
 * emits; that of a webhook call is read anew for the call (docs/n8n.md#one-node-with-trigger-and-webhook).
 */
export const staticDataOf = <Schema extends object>(node: StaticDataHolder): Schema =>
	node.getWorkflowStaticData('node') as Schema;
