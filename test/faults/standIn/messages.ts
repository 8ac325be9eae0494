import type { IDataObject } from 'n8n-workflow';

/** Why n8n calls `trigger()`: a person switched the workflow on, or n8n has started. */
export type Activation = 'activate' | 'init' | 'update';

/** Telephone systems that push to a fixed address. */
export const PUSHING = ['cooCenter', 'dimensions', 'udesk'] as const;
export type Pushing = (typeof PUSHING)[number];

/** What the process needs to run one workflow with one trigger. */
export interface WorkflowStart {
	/** Whose trigger; BroadWorks where it is none of these. */
	pushing?: Pushing;
	parameters: IDataObject;
	credential: IDataObject;
	/** As the database has it. */
	staticData: IDataObject;
	activation: Activation;
	/** ms an execution takes. */
	executionMs: number;
	/** Times by which its long waits pass faster. */
	hurry?: number;
	/** Where the process listens for webhooks. */
	webhookPort: number;
}

/** From the database to the process. */
export type ToProcess =
	| { kind: 'start'; workflow: WorkflowStart }
	/** Loads the node of this file beside the one that runs, and publishes one more workflow with it. */
	| { kind: 'update'; program: string; workflow: WorkflowStart }
	/** Closes the trigger and starts it anew, as when a changed workflow is published. */
	| { kind: 'publish'; parameters: IDataObject }
	| { kind: 'stepClock'; ms: number }
	| { kind: 'resolve'; host: string; address: string }
	| { kind: 'credential'; changes: IDataObject }
	| { kind: 'stored'; number: number; executionId: number }
	| { kind: 'duplicate'; number: number };

/** From the process to the database. `number` ties an answer to its question. */
export type FromProcess =
	| { kind: 'active' }
	| { kind: 'failed'; message: string }
	| { kind: 'log'; level: string; message: string }
	| { kind: 'staticData'; data: IDataObject }
	| { kind: 'create'; number: number; items: IDataObject[]; deduplicationKey?: string }
	| { kind: 'running'; executionId: number }
	| { kind: 'finished'; executionId: number };
