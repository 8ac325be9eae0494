import { createServer, type IncomingMessage } from 'node:http';

import type { BroadWorksTrigger } from '../../../nodes/BroadWorks/BroadWorksTrigger.node';
import { webhookContext, type Surroundings } from './contexts';

const PATH = '/webhook/b7d3a2f0/xsi';

export const webhookUrl = (port: number) => `http://127.0.0.1:${port}${PATH}`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

/**
 * Answers posts as n8n does for a webhook node that responds at once. The result stops listening, as
 * n8n does first of all when it is stopped.
 */
export async function serveWebhooks(
	port: number,
	node: BroadWorksTrigger,
	surroundings: Surroundings,
): Promise<() => void> {
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const respond = (status: number) => void response.writeHead(status).end();
		const answer = async () => {
			if (url.pathname !== PATH || request.method !== 'POST') return respond(404);
			const query = Object.fromEntries(url.searchParams);
			const rawBody = await bodyOf(request);
			const context = webhookContext(surroundings, { query, rawBody, respond });
			const { workflowData, noWebhookResponse } = await node.webhook.call(context);
			if (workflowData) {
				surroundings.emit(
					workflowData.flatMap((items) => (items ?? []).map(({ json }) => json)),
					undefined,
					undefined,
					() => undefined,
				);
			}
			if (!noWebhookResponse) respond(200);
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
