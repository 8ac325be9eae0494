import type { JsonObject, WorkflowDefinition } from '../../n8n-driver/rest/rest-types';
import type { Workbench } from '../../n8n-driver/workbench';

/** A credential as the templates ask for it, or for nodes that a person adds. */
export interface CredentialSeed {
	name: string;
	type: string;
	data: JsonObject;
	/** Whether its Connect button has to be pressed, as with OAuth2. */
	connects?: boolean;
}

/** Something to look at: a row of a table, a post in a chat, a message in a mailbox. */
export interface Sight {
	text: string;
	url: string;
}

/** Looks for what a deed brought about; undefined as long as it is not there. */
export type Look = (stage: Stage) => Promise<Sight | undefined>;

/** What a person can make happen on the demo's page. */
export interface Deed {
	label: string;
	/** What happens then. */
	then: string;
	/** The templates it starts, by file name. */
	templates: readonly string[];
	/** Makes it happen. @returns how to find each thing that comes of it */
	run(stage: Stage): Promise<Look[]>;
}

/** Something the workflows must have brought about. */
export interface Finding {
	what: string;
	holds: boolean;
	/** What was found instead. */
	found: string;
}

/** n8n with the templates. */
export interface Stage {
	bench: Workbench;
	/** Ids of the templates' workflows by file name. */
	workflowIds: Record<string, string>;
	signal: AbortSignal;
}

/** A simulated telephone system of the demo. The templates that use only its credentials are its own. */
export interface TelephoneSystem {
	name: string;
	/** Type of the action node, without the package. */
	node: string;
	credentials: readonly CredentialSeed[];
	/** Where a person places and steers its calls, and sees what goes over the line. */
	page: string;
	deeds: readonly Deed[];
	/** Last changes to a template before it is imported. */
	prepare?(definition: WorkflowDefinition): WorkflowDefinition;
	/** Told the address that its template's webhook has, once it is active. */
	pushTo?(webhookUrl: string): void;
	/** Makes everything happen by itself and looks what came of it. */
	demonstrate(stage: Stage): Promise<Finding[]>;
	close(): Promise<void>;
}
