import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';

/**
 * True when n8n starts a workflow by itself, at its own start or in another main process: nobody reads an
 * error then, and n8n 2.x would not try again (docs/n8n.md#webhook-triggers).
 */
export const startsByItself = (
	node: Pick<IHookFunctions | ITriggerFunctions, 'getActivationMode'>,
): boolean => ['init', 'leadershipChange'].includes(node.getActivationMode());
