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
import { withRawBody } from '../shared/trigger/webhook/rawBody';
import { VERSIONS } from '../shared/newerDefaults';
import { triggerPanelOf } from '../shared/trigger/eventCatalogue';
import { sampleOr, webhookMethod } from '../shared/trigger/sampleEvent';
import { ringCentralJwtApiTest } from './credentialTest';
import { events } from './trigger/events';
import { listen } from './trigger/listen';
import { receiveWebhook } from './trigger/webhook/receive';
import { triggerDropdowns } from './dropdowns/trigger';
import { triggerProperties } from './trigger/fields';
import { webhookHooks } from './trigger/webhook/hooks';

/** Events of RingCentral; what it can listen to is in `events.ts`. */
export class RingCentralTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'RingCentral Trigger',
		name: 'ringCentralTrigger',
		icon: {
			light: 'file:../../icons/ringcentral.svg',
			dark: 'file:../../icons/ringcentral.dark.svg',
		},
		group: ['trigger'],
		version: VERSIONS,
		subtitle: subtitleOf('triggerOn', events),
		description:
			'Starts a workflow on calls, missed calls, voicemails, messages, presence and posts of RingCentral',
		documentationUrl: documentationOf('ringcentral'),
		defaults: { name: 'RingCentral Trigger' },
		triggerPanel: triggerPanelOf('place a call'),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'ringCentralOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'ringCentralJwtApi',
				required: true,
				displayOptions: { show: { authentication: ['jwt'] } },
				testedBy: 'ringCentralJwtApiTest',
			},
		],
		webhooks: [
			withRawBody({
				name: 'default',
				// Empty registers no webhook, for delivery by WebSocket.
				httpMethod: webhookMethod('POST', '$parameter["delivery"] === "webhook"'),
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'ringcentral',
				ndvHideUrl: '={{ $parameter["delivery"] !== "webhook" }}',
			}),
		],
		properties: triggerProperties,
	};

	webhookMethods = { default: webhookHooks };

	methods = { ...triggerDropdowns, credentialTest: { ringCentralJwtApiTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await sampleOr(this, 'RingCentral', async () => await listen(this));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveWebhook(this);
	}
}
