import type { JsonObject, WorkflowDefinition } from '../n8n/rest-types';
import type { Workbench } from '../n8n/workbench';

/** A credential as the example workflows ask for it, or for nodes that a person adds. */
export interface CredentialSeed {
	name: string;
	type: string;
	data: JsonObject;
	/** Whether its Connect button has to be pressed, as with OAuth2. */
	connects?: boolean;
}

/** What a person can make happen on the demo's page. */
export interface Deed {
	label: string;
	/** What to look at afterwards. */
	then: string;
	run(): Promise<void>;
}

/** Something the workflows must have brought about. */
export interface Finding {
	what: string;
	holds: boolean;
	/** What was found instead. */
	found: string;
}

/** n8n with the active example workflows. */
export interface Stage {
	bench: Workbench;
	/** Ids of the active example workflows by file name. */
	workflowIds: Record<string, string>;
	signal: AbortSignal;
}

/** A simulated telephone system of the demo. The examples that use only its credentials are its own. */
export interface TelephoneSystem {
	name: string;
	credentials: readonly CredentialSeed[];
	/** A page of its own, where telephones are used by mouse. */
	page?: string;
	deeds: readonly Deed[];
	/** Last changes to an example before it is imported. */
	prepare?(definition: WorkflowDefinition): WorkflowDefinition;
	/** Told the address that its example's webhook has, once it is active. */
	pushTo?(webhookUrl: string): void;
	/** Makes everything happen by itself and looks what came of it. */
	demonstrate(stage: Stage): Promise<Finding[]>;
	close(): Promise<void>;
}
