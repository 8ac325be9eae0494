import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { countPush } from '../line/liveLines';

/** Answers a post to a webhook with a status and without a hint of what was wrong. */
export function refusePost(node: IWebhookFunctions, status: number): IWebhookResponseData {
	countPush(node, status);
	node.getResponseObject().status(status).end();
	return { noWebhookResponse: true };
}
