import type { N8nApi } from '../../n8n-driver/rest/api';
import type { ExecutionRecord } from '../faults/n8n';

/** A time in which n8n was not there, epoch ms: from the stop until its addresses answered again. */
export interface Downtime {
	from: number;
	until: number;
}

/** What became of the events of one system. */
export interface SoakAccount {
	/** Events that the system sent and had taken, or still had. */
	events: number;
	executions: number;
	/** Events and calls that reached no execution, by name. */
	lost: string[];
	/** Events and calls that reached more than one, by name. */
	doubled: string[];
	/** Pushes that the system gave up, as its vendor documents, because n8n was away. */
	givenUp: number;
	/** Calls that came from the call log. */
	recovered: number;
}

/** Something that goes wrong with one system. */
export interface SoakFault {
	name: string;
	/** s from one to the next at least, where more often would be another fault. */
	apart?: number;
	/** Makes it happen; resolves when it is over. */
	inject(): Promise<void> | void;
}

/** A telephone system of the soak: a simulator with load, faults and books of its own. */
export interface SoakSystem {
	readonly name: string;
	readonly faults: readonly SoakFault[];
	/** Creates credential and workflow and switches it on; gives the id of the workflow. */
	install(api: N8nApi, n8nUrl: string): Promise<string>;
	/** What people do, `factor` times as much as usual. */
	beginLoad(factor: number): void;
	endLoad(): Promise<void>;
	/** Whether events can come: subscribed, or the address of pushes is there. */
	isListening(): Promise<boolean>;
	/** How many events are still to come. */
	outstanding(executions: readonly ExecutionRecord[]): number;
	account(executions: readonly ExecutionRecord[], downtimes: readonly Downtime[]): SoakAccount;
	/** Subscriptions and channels that it keeps for n8n. */
	left(): number;
	close(): Promise<void>;
}
