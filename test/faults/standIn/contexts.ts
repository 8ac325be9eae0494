import { lookup } from 'node:dns';

import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	INode,
	ITriggerFunctions,
	IWebhookFunctions,
	Logger,
} from 'n8n-workflow';

import { n8nContext, type Emit, type N8nContextOptions } from '../../support/contexts/n8nContext';
import { requestWithAuthentication } from './requestHelper';
import type { Pushing, WorkflowStart } from './messages';

const EVERYTHING = {
	validateUrl: async () => await Promise.resolve({ ok: true }),
	validateConnectionHost: () => ({ ok: true }),
	createSecureLookup: () => lookup,
};

const NODE: Partial<INode> = {
	id: 'b7d3a2f0-0000-4000-8000-000000000001',
	type: 'n8n-nodes-telephony.broadWorksTrigger',
};

/** Every one may be asked for its secret under the name of its credential. */
const pushedNode = (pushing: Pushing): Partial<INode> => ({
	...NODE,
	type: `n8n-nodes-telephony.${pushing}Trigger`,
	credentials: { [`${pushing}WebhookApi`]: { id: '1', name: 'Secret' } },
});

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

/** What the contexts of a node's functions have in common. */
function common(surroundings: Surroundings): N8nContextOptions {
	const { workflow, staticData, logger, workflowId: id = 'faultTable', webhookUrl } = surroundings;
	const { parameters, activation, pushing } = workflow;
	return {
		parameters,
		credential: () => workflow.credential,
		workflow: { id, name: 'Fault table' },
		node: pushing ? pushedNode(pushing) : NODE,
		activation,
		staticData,
		logger,
		webhookUrl,
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await requestWithAuthentication(workflow.credential, options),
			// As with N8N_SSRF_PROTECTION_ENABLED off.
			getSecureEgressFilter: () => EVERYTHING,
		},
	};
}

export function triggerContext(surroundings: Surroundings): ITriggerFunctions {
	const { emit, emitError, logger } = surroundings;
	return {
		...n8nContext({ ...common(surroundings), emit, storesAtOnce: false, emitError }),
		saveFailedExecution: ({ message }) => logger.error(`A failed execution was stored: ${message}`),
	};
}

export const hookContext = (surroundings: Surroundings): IHookFunctions =>
	n8nContext(common(surroundings));

/**
 * n8n 2.x loses what `webhook()` changes in static data (docs/n8n.md#traps-worth-reading-first), so it gets a
 * copy.
 */
export function webhookContext(
	surroundings: Surroundings,
	{ query, headers, rawBody, respond, staticData }: WebhookCall,
): IWebhookFunctions {
	return n8nContext({
		...common(surroundings),
		mode: 'webhook',
		staticData: () => staticData ?? structuredClone(surroundings.staticData),
		query,
		headers,
		request: { rawBody, ip: '127.0.0.1' },
		answered: ({ status }) => respond(status),
	});
}

export interface WebhookCall {
	query: Record<string, string>;
	headers?: object;
	rawBody: Buffer;
	/** As it was saved last, where it is saved again afterwards. */
	staticData?: IDataObject;
	respond(status: number): void;
}
