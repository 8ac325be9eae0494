import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

/** What the three functions of a trigger node with a subscription know of where they run. */
export type Scoped = Pick<
	IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	'getWorkflow' | 'getNode' | 'getInstanceId' | 'getMode'
>;

/** What a subscription belongs to: one n8n, workflow, node and mode. */
export function scopeOf(node: Scoped): string[] {
	const mode = node.getMode() === 'manual' ? 'test' : 'live';
	const { id = '' } = node.getWorkflow();
	return [node.getInstanceId(), id, node.getNode().id, mode];
}
