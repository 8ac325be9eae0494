import {
	NodeOperationError,
	type IDataObject,
	type INodeProperties,
	type ITriggerFunctions,
	type ITriggerResponse,
} from 'n8n-workflow';

import { samplesOf, type Samples } from './eventSamples';

/** What *Execute step* of a trigger waits for. An active workflow takes real events whatever is chosen. */
export const testWithField: INodeProperties = {
	displayName: 'Test With',
	name: 'testWith',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Next Real Event',
			value: 'realEvent',
			description: 'Waits until the telephone system sends one',
		},
		{
			name: 'Sample Event',
			value: 'sampleEvent',
			description: 'Gives an example at once; its items have sample: true',
		},
	],
	default: 'realEvent',
	description: 'What "Execute step" gives. A published workflow always takes real events.',
};

const CHOSEN = '$parameter["testWith"] === "sampleEvent"';

/**
 * The method of a webhook that is not listened at for a test with a sample: n8n would wait for a request otherwise.
 * n8n tests with a workflow that is not active, also while its published version runs
 * (docs/n8n.md#test-runs-without-a-webhook).
 * @param wanted an expression without braces: whether the webhook is there at all
 */
export const webhookMethod = (method: string, wanted = 'true'): string =>
	`={{ ${wanted} && !(${CHOSEN} && !$workflow.active) ? "${method}" : "" }}`;

function chosenEvents(node: ITriggerFunctions, samples: Samples): string[] {
	const chosen = node.getNodeParameter('triggerOn', '') as string | string[];
	// Where there is nothing to choose, there is one event.
	return chosen === '' ? Object.keys(samples) : [chosen].flat();
}

/** What the chosen events give under the chosen output, each item marked. */
function itemsOf(node: ITriggerFunctions, samples: Samples): IDataObject[] {
	const output = node.getNodeParameter('output', 'connector') as string;
	return chosenEvents(node, samples)
		.flatMap((event) => samples[event]?.[output] ?? [])
		.map((item) => ({ ...item, sample: true }));
}

/**
 * Runs a trigger: for a test with a sample it gives an example of what was chosen and asks no telephone system,
 * otherwise it listens.
 * @param backend its folder, as `Udesk`
 */
export async function sampleOr(
	node: ITriggerFunctions,
	backend: string,
	listen: () => Promise<ITriggerResponse>,
): Promise<ITriggerResponse> {
	const isSample =
		node.getMode() === 'manual' && node.getNodeParameter('testWith', 'realEvent') === 'sampleEvent';
	if (!isSample) return await listen();
	const samples = await samplesOf(backend);
	const items = itemsOf(node, samples);
	if (items.length === 0) {
		throw new NodeOperationError(node.getNode(), 'Choose an event under "Trigger On"', {
			description: 'There is a sample of each event.',
		});
	}
	return {
		async manualTriggerFunction() {
			node.emit([items.map((json) => ({ json }))]);
			await Promise.resolve();
		},
	};
}
