import { NodeOperationError, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';

import { takeForTest, triggerKey } from './liveTriggers';

const IN_MAIN =
	'manual executions in the main process (OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS=false).';

/**
 * Test mode of a trigger with a webhook: the event came to `webhook()` already, and n8n now asks the
 * trigger for it. `otherDelivery` is a delivery that can be tested where this one cannot.
 */
export function listenForTestEvent(
	node: ITriggerFunctions,
	otherDelivery?: string,
): ITriggerResponse {
	return {
		async manualTriggerFunction() {
			const items = takeForTest(triggerKey(node.getWorkflow(), node.getNode()));
			if (!items) {
				throw new NodeOperationError(
					node.getNode(),
					'The test event arrived in another process of n8n',
					{
						description:
							otherDelivery === undefined
								? `Run ${IN_MAIN}`
								: `Test with Delivery "${otherDelivery}", or run ${IN_MAIN}`,
					},
				);
			}
			node.emit([items]);
			await Promise.resolve();
		},
	};
}
