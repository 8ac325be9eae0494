import { lookup } from 'node:dns';

import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	INode,
	IRun,
	ITriggerFunctions,
	IWebhookFunctions,
	Logger,
} from 'n8n-workflow';

import { requestWithAuthentication } from './requestHelper';
import type { WorkflowStart } from './messages';

const EVERYTHING = {
	validateUrl: async () => await Promise.resolve({ ok: true }),
	validateConnectionHost: () => ({ ok: true }),
	createSecureLookup: () => lookup,
};

export const NODE: INode = {
	id: 'b7d3a2f0-0000-4000-8000-000000000001',
	name: 'Event',
	type: 'n8n-nodes-telephony.broadWorksTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

export const WORKFLOW = { id: 'faultTable', name: 'Fault table', active: true };

/** An emit as n8n takes it: four arguments, no answer. */
export type Emit = (
	items: IDataObject[],
	done: { resolve(run: IRun | undefined): void } | undefined,
	deduplicationKey: string | undefined,
) => void;

export interface Surroundings {
	workflow: WorkflowStart;
	/** The one object of this run of n8n; only what is saved outlives it. */
	staticData: IDataObject;
	logger: Logger;
	webhookUrl: string;
	/** Id of a workflow that is not the only one. */
	workflowId?: string;
	emit: Emit;
	emitError(error: Error): void;
}

/** n8n gives the value inside a resource locator with `extractValue`. */
function valueOf(parameter: unknown): unknown {
	const locator = parameter as { __rl?: boolean; value?: unknown } | undefined;
	return locator?.__rl ? locator.value : parameter;
}

/** What the contexts of a node's functions have in common, as far as this package uses it. */
function common({ workflow, staticData, logger, workflowId = WORKFLOW.id }: Surroundings) {
	const { parameters, activation } = workflow;
	return {
		logger,
		getMode: () => 'trigger',
		getActivationMode: () => activation,
		getNode: () => ({ ...NODE, parameters }),
		getWorkflow: () => ({ ...WORKFLOW, id: workflowId }),
		getInstanceId: () => 'instance-of-the-fault-table',
		getNodeParameter: (name: string, fallback?: unknown) => {
			const value = valueOf(parameters[name]);
			if (value === undefined && fallback === undefined) {
				throw new Error(`Could not get parameter "${name}"`);
			}
			return value ?? fallback;
		},
		getCredentials: async () => await Promise.resolve({ ...workflow.credential }),
		getWorkflowStaticData: () => staticData,
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await requestWithAuthentication(workflow.credential, options),
			// As with N8N_SSRF_PROTECTION_ENABLED off.
			getSecureEgressFilter: () => EVERYTHING,
		},
	};
}

export function triggerContext(surroundings: Surroundings): ITriggerFunctions {
	const emit: ITriggerFunctions['emit'] = (data, _response, done, deduplicationKey) =>
		surroundings.emit(
			data.flat().map(({ json }) => json),
			// Resolved with nothing when the execution was refused, which the type does not say.
			done as Parameters<Emit>[1],
			deduplicationKey,
		);
	// The stand-in has what this package's trigger uses, not all of n8n's interface.
	return {
		...common(surroundings),
		emit,
		emitError: (error: Error) => surroundings.emitError(error),
		saveFailedExecution: ({ message }: Error) =>
			surroundings.logger.error(`A failed execution was stored: ${message}`),
	} as unknown as ITriggerFunctions;
}

export function hookContext(surroundings: Surroundings): IHookFunctions {
	return {
		...common(surroundings),
		getNodeWebhookUrl: () => surroundings.webhookUrl,
	} as unknown as IHookFunctions;
}

/**
 * n8n 2.x loses what `webhook()` changes in static data (docs/n8n.md#traps-worth-reading-first), so it gets a
 * copy.
 */
export function webhookContext(
	surroundings: Surroundings,
	{ query, rawBody, respond }: WebhookCall,
): IWebhookFunctions {
	const response = {
		status: (status: number) => ({ end: () => respond(status) }),
	};
	return {
		...common(surroundings),
		getWorkflowStaticData: () => structuredClone(surroundings.staticData),
		getQueryData: () => query,
		getRequestObject: () => ({ rawBody }),
		getResponseObject: () => response,
	} as unknown as IWebhookFunctions;
}

export interface WebhookCall {
	query: Record<string, string>;
	rawBody: Buffer;
	respond(status: number): void;
}
