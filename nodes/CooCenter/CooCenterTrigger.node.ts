import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { subtitleOfSeveral } from '../shared/action/describe';
import { documentationOf } from '../shared/action/documentation';
import { triggerPanelOf } from '../shared/trigger/eventCatalogue';
import { sampleOr } from '../shared/trigger/sampleEvent';
import { pushCredentialTest } from '../shared/trigger/webhook/pushCredentialTest';
import { pushWebhooks } from '../shared/trigger/webhook/pushFields';
import { listenForPushes, receivePush } from '../shared/trigger/webhook/pushTrigger';
import { cooCenterApiTest } from './credentialTest';
import { triggerDropdowns } from './dropdowns';
import { events } from './trigger/events';
import { cooCenterPush } from './trigger/pushes';
import { triggerProperties } from './trigger/fields';

/** What a ZYCOO CooCenter PBX pushes; what it can listen to is in `events.ts`. */
export class CooCenterTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CooCenter Trigger',
		name: 'cooCenterTrigger',
		icon: {
			light: 'file:../../icons/coocenter.svg',
			dark: 'file:../../icons/coocenter.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: subtitleOfSeveral('triggerOn', events),
		description:
			'Starts a workflow on calls, queues and extensions of a ZYCOO CooCenter or CooVox PBX',
		documentationUrl: documentationOf('coocenter'),
		defaults: { name: 'CooCenter Trigger' },
		triggerPanel: triggerPanelOf('make a call, or post an example as described below'),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'cooCenterApi', required: true, testedBy: 'cooCenterApiTest' },
			// Workflows that have the secret in their panel need none.
			{ name: 'cooCenterWebhookApi', required: false, testedBy: 'cooCenterWebhookApiTest' },
		],
		webhooks: pushWebhooks('={{ $parameter["pathSecret"] || "coocenter" }}', ['POST']),
		properties: triggerProperties,
	};

	methods = {
		...triggerDropdowns,
		credentialTest: { cooCenterApiTest, cooCenterWebhookApiTest: pushCredentialTest },
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await sampleOr(
			this,
			'CooCenter',
			async () => await listenForPushes(this, cooCenterPush),
		);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receivePush(this, cooCenterPush);
	}
}
