import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import axios, { type AxiosRequestConfig } from 'axios';
import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	IRun,
	ITriggerFunctions,
	ITriggerResponse,
	WorkflowActivateMode,
} from 'n8n-workflow';

import type * as triggerFile from '../../../nodes/RingCentral/RingCentralTrigger.node';
import { n8nContext, type N8nContextOptions } from '../../support/contexts/n8nContext';
import type { ExecutionRecord } from '../../faults/n8n';

// With its ending, because outside jest the name without one is the codex file's.
const { RingCentralTrigger } =
	require('../../../nodes/RingCentral/RingCentralTrigger.node.ts') as typeof triggerFile;

const PATH = '/webhook/faults/ringcentral';

/** ms an execution takes: what a workflow of two nodes takes in a real n8n. */
const EXECUTION_MS = 30;

/** ms n8n needs to store which version is published. */
const PUBLISH_MS = 60;

const RESPONSE_TYPES: Record<string, AxiosRequestConfig['responseType']> = {
	stream: 'stream',
	arraybuffer: 'arraybuffer',
};

/** n8n's request helper for the options this backend uses. */
async function request(options: IHttpRequestOptions): Promise<unknown> {
	const { data, headers, status } = await axios.request<unknown>({
		method: options.method,
		url: options.url,
		headers: options.headers as Record<string, string>,
		data: options.body,
		timeout: options.timeout,
		signal: options.abortSignal as AbortSignal,
		responseType: RESPONSE_TYPES[options.encoding ?? ''],
		maxRedirects: 0,
		validateStatus: () => true,
		transformRequest: [(body: unknown) => body],
		proxy: false,
	});
	return { body: data, headers, statusCode: status };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of incoming) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

/**
 * A small n8n with one workflow that begins with the real trigger: executions are refused by their
 * deduplication key, and webhooks are answered as n8n 2.x does (docs/n8n.md#one-node-with-trigger-and-webhook
 * and docs/n8n.md#what-emit-really-does).
 */
export class SmallN8n {
	readonly executions: ExecutionRecord[] = [];

	readonly log: string[] = [];

	private readonly node = new RingCentralTrigger();

	private readonly keys = new Set<string>();

	private readonly staticData: IDataObject = {};

	private readonly server: Server;

	private active?: ITriggerResponse;

	/** n8n knows the address of the webhook. */
	private isRegistered = true;

	private constructor(
		private parameters: IDataObject,
		private credential: IDataObject,
		private readonly workflowId: string,
	) {
		this.server = createServer((incoming, response) => {
			void bodyOf(incoming).then(async (rawBody) => {
				if (!this.isRegistered) {
					response.statusCode = 404;
					response.end();
					return;
				}
				const context = n8nContext({
					...this.common(),
					headers: incoming.headers,
					request: { rawBody },
					answered: ({ status, headers, body }) =>
						void response.writeHead(status, headers).end(body),
				});
				const { workflowData, noWebhookResponse } = await this.node.webhook.call(context);
				if (workflowData) this.log.push('webhook() ran the workflow by itself');
				if (!noWebhookResponse) response.end('OK');
			});
		});
	}

	/** Starts n8n and switches the workflow on. */
	static async start(parameters: IDataObject, credential: IDataObject): Promise<SmallN8n> {
		const n8n = new SmallN8n(parameters, credential, `faults-${String(credential.serverUrl)}`);
		await new Promise<void>((listening) => n8n.server.listen(0, '127.0.0.1', listening));
		n8n.active = await n8n.node.trigger.call(n8n.triggerContext());
		if (parameters.delivery === 'webhook') {
			await n8n.node.webhookMethods.default.create.call(n8n.hookContext());
		}
		return n8n;
	}

	/** Somebody saves the credential; n8n tells nobody. */
	changeCredential(change: IDataObject): void {
		this.credential = { ...this.credential, ...change };
	}

	/** Publishes the workflow with other parameters of the trigger, in the order of n8n 2.x. */
	async publish(change: IDataObject): Promise<void> {
		const { parameters } = this;
		const isWebhook = parameters.delivery === 'webhook';
		const hooks = this.node.webhookMethods.default;
		this.isRegistered = false;
		await Promise.all([
			isWebhook ? hooks.delete.call(this.hookContext()) : undefined,
			this.active?.closeFunction?.(),
		]);
		this.parameters = { ...parameters, ...change };
		await new Promise((stored) => setTimeout(stored, PUBLISH_MS));
		this.isRegistered = true;
		const [active] = await Promise.all([
			this.node.trigger.call(this.triggerContext('update')),
			isWebhook ? hooks.create.call(this.hookContext('update')) : undefined,
		]);
		this.active = active;
	}

	/** Switches the workflow off and ends n8n. */
	async close(): Promise<void> {
		await this.active?.closeFunction?.();
		if (this.parameters.delivery === 'webhook') {
			await this.node.webhookMethods.default.delete.call(this.hookContext());
		}
		this.server.closeAllConnections();
		this.server.close();
	}

	private get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${PATH}`;
	}

	private common(): N8nContextOptions {
		const write = (level: string) => (message: string) =>
			void this.log.push(`${level}: ${message}`);
		return {
			parameters: this.parameters,
			credential: () => this.credential,
			workflow: { id: this.workflowId, name: 'Fault table' },
			staticData: this.staticData,
			webhookUrl: this.url,
			logger: {
				debug: write('debug'),
				info: write('info'),
				warn: write('warn'),
				error: write('error'),
			},
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
					await request(options),
				httpRequest: async (options: IHttpRequestOptions) => await request(options),
			},
		};
	}

	private triggerContext(activation?: WorkflowActivateMode): ITriggerFunctions {
		return n8nContext({
			...this.common(),
			activation,
			emit: (items, done, key) => void this.execute(items, key).then((run) => done?.resolve(run)),
			emitError: ({ message }) => void this.log.push(`emitError: ${message}`),
		});
	}

	private hookContext(activation?: WorkflowActivateMode): IHookFunctions {
		return n8nContext({ ...this.common(), activation });
	}

	private async execute(items: IDataObject[], key?: string): Promise<IRun | undefined> {
		if (key !== undefined && this.keys.has(key)) return undefined;
		if (key !== undefined) this.keys.add(key);
		const id = String(this.executions.length);
		this.executions.push({ id, status: 'success', items, at: Date.now() });
		await new Promise((done) => setTimeout(done, EXECUTION_MS));
		return { status: 'success', finished: true } as unknown as IRun;
	}
}
