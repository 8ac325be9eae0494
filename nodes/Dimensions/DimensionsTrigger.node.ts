import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { subtitleOf } from '../shared/action/describe';
import { documentationOf } from '../shared/action/documentation';
import { triggerPanelOf } from '../shared/trigger/eventCatalogue';
import { sampleOr } from '../shared/trigger/sampleEvent';
import { pushCredentialTest } from '../shared/trigger/webhook/pushCredentialTest';
import { pushWebhooks } from '../shared/trigger/webhook/pushFields';
import { listenForPushes, receivePush } from '../shared/trigger/webhook/pushTrigger';
import { events } from './trigger/events';
import { dimensionsPushes } from './trigger/pushes';
import { triggerProperties } from './trigger/fields';

/** Calls that Dimensions pushes when they have ended. */
export class DimensionsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Dimensions Trigger',
		name: 'dimensionsTrigger',
		icon: {
			light: 'file:../../icons/dimensions.svg',
			dark: 'file:../../icons/dimensions.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: subtitleOf('triggerOn', events),
		description: 'Starts a workflow on finished calls of Dimensions (Xarios, MyReports)',
		documentationUrl: documentationOf('dimensions'),
		defaults: { name: 'Dimensions Trigger' },
		triggerPanel: triggerPanelOf('finish a call'),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'dimensionsWebhookApi', required: true, testedBy: 'dimensionsWebhookApiTest' },
		],
		webhooks: pushWebhooks('dimensions', ['POST', 'PUT', 'GET']),
		properties: triggerProperties,
	};

	methods = { credentialTest: { dimensionsWebhookApiTest: pushCredentialTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await sampleOr(
			this,
			'Dimensions',
			async () => await listenForPushes(this, dimensionsPushes),
		);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receivePush(this, dimensionsPushes);
	}
}
