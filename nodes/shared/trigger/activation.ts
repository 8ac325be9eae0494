import type { IHookFunctions, ITriggerFunctions } from 'n8n-workflow';

import { isRestartOfAlarm } from './line/restarts';

/**
 * True when n8n starts a workflow by itself, at its own start, in another main process, or in 1.x after an alarm
 * (`LineAlarm`): nobody reads an error then, and n8n 2.x would not try again (docs/n8n.md#webhook-triggers).
 */
export const startsByItself = (
	node: Pick<IHookFunctions | ITriggerFunctions, 'getActivationMode'>,
): boolean =>
	['init', 'leadershipChange'].includes(node.getActivationMode()) || isRestartOfAlarm(node);
