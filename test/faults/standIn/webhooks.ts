import { createServer, type IncomingMessage } from 'node:http';

import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { webhookContext, type Surroundings } from './contexts';

const PATH = '/webhook/b7d3a2f0/xsi';

export const webhookUrl = (port: number) => `http://127.0.0.1:${port}${PATH}`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

/** A node whose webhook is asked. */
export interface WebhookNode {
	webhook(this: IWebhookFunctions): Promise<IWebhookResponseData>;
}

/** Static data as the database has it, where n8n saves what webhooks change in it. */
export interface SavedData {
	read(): IDataObject;
	save(data: IDataObject): void;
	/** Runs the workflow by the webhook itself. */
	run(items: IDataObject[]): void;
}

const itemsOf = ({ workflowData = [] }: IWebhookResponseData): IDataObject[] =>
	workflowData.flatMap((items) => (items ?? []).map(({ json }) => json));

/**
 * Answers posts as n8n does for a webhook node that responds at once. The result stops listening, as
 * n8n does first of all when it is stopped.
 */
export async function serveWebhooks(
	port: number,
	node: WebhookNode,
	surroundings: Surroundings,
	saved?: SavedData,
): Promise<() => void> {
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const respond = (status: number) => void response.writeHead(status).end();
		const answer = async () => {
			if (url.pathname !== PATH || request.method !== 'POST') return respond(404);
			const query = Object.fromEntries(url.searchParams);
			const rawBody = await bodyOf(request);
			const { headers } = request;
			const staticData = saved?.read();
			const call = { query, headers, rawBody, respond, staticData };
			const response = await node.webhook.call(webhookContext(surroundings, call));
			const items = itemsOf(response);
			if (saved) {
				// n8n asks for the answer just before it saves.
				const { webhookResponse: _answer } = response;
				saved.save(staticData ?? {});
				if (items.length > 0) saved.run(items);
			} else if (response.workflowData) {
				surroundings.emit(items, undefined, undefined, () => undefined);
			}
			if (!response.noWebhookResponse) respond(200);
		};
		answer().catch((error: Error) => {
			surroundings.logger.error(`The webhook failed: ${error.message}`);
			if (!response.headersSent) respond(500);
		});
	});
	await new Promise<void>((listening, failed) => {
		server.once('error', failed);
		server.listen(port, '127.0.0.1', listening);
	});
	return () => void server.close();
}
