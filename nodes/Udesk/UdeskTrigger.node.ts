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
import { CUSTOMER_LOOKUP, events } from './trigger/events';
import { udeskPushes } from './trigger/pushes';
import { triggerProperties } from './trigger/fields';

/** Calls that Udesk pushes; what it can start on is in `events.ts`. */
export class UdeskTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Udesk Trigger',
		name: 'udeskTrigger',
		icon: { light: 'file:../../icons/udesk.svg', dark: 'file:../../icons/udesk.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: subtitleOf('triggerOn', events),
		description: 'Starts a workflow on calls that Udesk pushes',
		documentationUrl: documentationOf('udesk'),
		defaults: { name: 'Udesk Trigger' },
		triggerPanel: triggerPanelOf('finish a call'),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'udeskWebhookApi', required: true, testedBy: 'udeskWebhookApiTest' }],
		webhooks: pushWebhooks('udesk', ['POST'], CUSTOMER_LOOKUP),
		properties: triggerProperties,
	};

	methods = { credentialTest: { udeskWebhookApiTest: pushCredentialTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await sampleOr(this, 'Udesk', async () => await listenForPushes(this, udeskPushes));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receivePush(this, udeskPushes);
	}
}
