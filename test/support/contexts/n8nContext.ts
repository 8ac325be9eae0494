import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	IRun,
	ITriggerFunctions,
	IWebhookFunctions,
	IWorkflowMetadata,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { RecordingLog } from '../fakes/fakePorts';

/** The contexts n8n gives the functions of a node; each reads of it what its own has. */
export type N8nContext = ITriggerFunctions &
	IWebhookFunctions &
	IHookFunctions &
	ILoadOptionsFunctions &
	IExecuteFunctions;

/**
 * An emit as n8n takes it; it resolves with nothing what it refused by its key, which n8n's type does not say. `write`
 * turns what was emitted into JSON, as n8n does when it stores an execution.
 */
export type Emit = (
	items: IDataObject[],
	done: { resolve(run: IRun | undefined): void; reject(error: Error): void } | undefined,
	deduplicationKey: string | undefined,
	write: () => void,
) => void;

/** What a webhook has answered by itself. */
export interface WebhookAnswer {
	status: number;
	headers: Record<string, string>;
	body?: string;
}

/** What a test says of its node; the rest is as of a live workflow with one trigger. */
export interface N8nContextOptions {
	parameters?: IDataObject;
	/** As it is stored: a function is asked anew each time, as n8n reads its database. */
	credential?: object | (() => object | Promise<object>);
	workflow?: Partial<IWorkflowMetadata>;
	node?: Partial<INode>;
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
	/** The object of a trigger, or a function that gives a webhook its copy. */
	staticData?: object | (() => object);
	logger?: object;
	helpers?: object;
	/** Address of the node's webhook. */
	webhookUrl?: string;
	query?: object;
	/** Values of the placeholders in a webhook's path. */
	params?: object;
	headers?: object;
	/** More of a post, such as `rawBody`. */
	request?: object;
	/** Takes what the webhook answers by itself, once that has ended. */
	answered?: (answer: WebhookAnswer) => void;
	emit?: Emit;
	/** Otherwise `emit` says when executions are stored. */
	storesAtOnce?: boolean;
	emitError?: (error: Error) => void;
	/** Items of an action: `getNodeParameter` has an item before the fallback then. */
	items?: IDataObject[];
	continueOnFail?: boolean;
}

const unexpected = (what: string) => () => {
	throw new Error(`The test expects no ${what}`);
};

const called = <T extends object>(value: T | (() => T)): T =>
	typeof value === 'function' ? (value as () => T)() : value;

/** n8n gives the value inside a resource locator when it is asked to. */
function extracted(parameter: unknown, options: { extractValue?: boolean } = {}): unknown {
	const locator = parameter as { __rl?: boolean; value?: unknown } | null | undefined;
	return options.extractValue && locator?.__rl ? locator.value : parameter;
}

function parametersOf(parameters: IDataObject, isAction: boolean) {
	return (name: string, ...rest: unknown[]) => {
		const [fallback, options] = isAction ? rest.slice(1) : rest;
		const value = parameters[name] === undefined ? fallback : parameters[name];
		if (value === undefined) throw new Error(`Could not get parameter "${name}"`);
		return extracted(value, options as object | undefined);
	};
}

/** The part of Express' response that webhooks here use; as that one it ends once. */
function responseFor(answered: (answer: WebhookAnswer) => void) {
	const answer: WebhookAnswer = { status: 200, headers: {} };
	let isEnded = false;
	const response = {
		status(status: number) {
			answer.status = status;
			return response;
		},
		setHeader(name: string, value: string) {
			answer.headers[name] = value;
			return response;
		},
		end(body?: string) {
			if (isEnded) throw new Error('The webhook has answered already');
			isEnded = true;
			answered({ ...answer, body });
			return response;
		},
	};
	return response;
}

/**
 * The one fake of n8n's contexts, for tests of what stands between n8n and the clients. It has what this package
 * uses of n8n's interfaces, and refuses as n8n does: a parameter that is neither set nor has a fallback throws. A
 * webhook has a context for each post. What not every n8n has, such as `saveFailedExecution`, a test spreads over it.
 */
export function n8nContext({
	parameters = {},
	credential = {},
	workflow,
	node,
	mode = 'trigger',
	activation = 'activate',
	staticData = {},
	logger = new RecordingLog(),
	helpers = {},
	webhookUrl = 'https://n8n.example.net/webhook/id/path',
	query = {},
	params = {},
	headers = {},
	request,
	answered = () => undefined,
	emit = unexpected('execution'),
	storesAtOnce = true,
	emitError = unexpected('error of a trigger'),
	items,
	continueOnFail = false,
}: N8nContextOptions = {}): N8nContext {
	const response = responseFor(answered);
	const emitItems: ITriggerFunctions['emit'] = (data, _response, done, deduplicationKey) => {
		const items = data.flat().map(({ json }) => json);
		const write = () => void JSON.stringify(data);
		emit(items, done as Parameters<Emit>[1], deduplicationKey, write);
		if (storesAtOnce) write();
	};
	const context = {
		logger,
		helpers,
		emit: emitItems,
		emitError,
		continueOnFail: () => continueOnFail,
		getActivationMode: () => activation,
		getCredentials: async () => structuredClone(await called<object | Promise<object>>(credential)),
		getCurrentNodeParameter: (name: string, options?: object) =>
			extracted(parameters[name], options),
		getHeaderData: () => headers,
		getInputData: () => items?.map((json) => ({ json })),
		getInstanceId: () => 'instance',
		getMode: () => mode,
		getNode: () => ({
			id: 'node',
			name: 'Event',
			type: 'n8n-nodes-telephony.test',
			typeVersion: 1,
			position: [0, 0],
			parameters,
			...node,
		}),
		getNodeParameter: parametersOf(parameters, items !== undefined),
		getNodeWebhookUrl: () => webhookUrl,
		getParamsData: () => params,
		getQueryData: () => query,
		getRequestObject: () => ({ method: 'POST', headers, ...request }),
		getResponseObject: () => response,
		getTimezone: () => 'UTC',
		getWorkflow: () => ({ id: 'workflow', name: 'Calls', active: true, ...workflow }),
		getWorkflowStaticData: () => called(staticData),
	};
	return context as unknown as N8nContext;
}
