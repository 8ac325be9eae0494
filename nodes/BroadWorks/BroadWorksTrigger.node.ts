import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
} from 'n8n-workflow';

import { broadWorksXsiApiTest } from './credentialTest';
import { triggerDropdowns } from './dropdowns';
import { listen } from './listen';
import { triggerProperties } from './triggerFields';

/** Events of BroadWorks XSI; what it can listen to is in `events.ts`. */
export class BroadWorksTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'BroadWorks Trigger',
		name: 'broadWorksTrigger',
		icon: {
			light: 'file:../../icons/broadworks.svg',
			dark: 'file:../../icons/broadworks.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["triggerOn"] }}',
		description:
			'Starts a workflow on calls, queues and agents of BroadWorks XSI (BluIP, Webex Calling)',
		defaults: { name: 'BroadWorks Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'broadWorksXsiApi', required: true, testedBy: 'broadWorksXsiApiTest' }],
		properties: triggerProperties,
	};

	methods = { ...triggerDropdowns, credentialTest: { broadWorksXsiApiTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this);
	}
}
