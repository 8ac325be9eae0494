/** A value as it comes out of JSON. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: JsonObject;
	credentials?: Record<string, { id?: string; name: string }>;
	webhookId?: string;
	[setting: string]: unknown;
}

/** A workflow as it is imported and exported. */
export interface WorkflowDefinition {
	name: string;
	/** By name; n8n makes those that are missing when a person imports the file. */
	tags?: Array<{ name: string }>;
	nodes: WorkflowNode[];
	connections: Record<
		string,
		{ [kind: string]: Array<Array<{ node: string; type: string; index: number }> | null> }
	>;
	settings?: JsonObject;
	/** What nodes give in runs by hand without being executed, by their names. */
	pinData?: Record<string, Array<{ json: JsonObject }>>;
}

/** A workflow as n8n keeps it. */
export interface StoredWorkflow extends WorkflowDefinition {
	id: string;
	versionId: string;
	active: boolean;
}

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

export type ExecutionStatus =
	| 'new'
	| 'running'
	| 'success'
	| 'error'
	| 'crashed'
	| 'canceled'
	| 'waiting'
	| 'unknown';

export interface ExecutionSummary {
	id: string;
	status: ExecutionStatus;
	mode: string;
	workflowId: string;
	startedAt: string;
	stoppedAt?: string;
	/** What n8n refuses a second one by; 2.x only, and only of one execution. */
	deduplicationKey?: string | null;
}

/** One execution with what its nodes gave. */
export interface Execution extends ExecutionSummary {
	/** Per node, the items of all its outputs and runs, in order. */
	output: Record<string, JsonObject[]>;
	/** The message of the failure, if it failed. */
	error?: string;
	/** The name of the node that failed, if one did. */
	failedNode?: string;
}

export interface NodeTypeDescription {
	name: string;
	displayName: string;
	version: number | number[];
	description?: string;
	codex?: { alias?: string[]; categories?: string[] };
	credentials?: Array<{ name: string }>;
	properties: Array<{ name: string; [setting: string]: unknown }>;
	[setting: string]: unknown;
}

/** One entry of a dropdown or resource locator. */
export interface ListEntry {
	name: string;
	value: string | number | boolean;
	url?: string;
	description?: string;
}
