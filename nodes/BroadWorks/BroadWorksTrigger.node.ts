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
import { contactMethods } from './trigger/contact/hooks';
import { receiveContact } from './trigger/contact/webhook';
import { broadWorksXsiApiTest } from './credentialTest';
import { triggerDropdowns } from './dropdowns';
import { authenticationField } from './login/fields';
import { events } from './trigger/events';
import { listen } from './trigger/listen';
import { triggerProperties } from './trigger/fields';

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
		version: VERSIONS,
		subtitle: subtitleOf('triggerOn', events),
		description:
			'Starts a workflow on calls, queues and agents of BroadWorks XSI (BluIP, Webex Calling)',
		documentationUrl: documentationOf('broadworks'),
		defaults: { name: 'BroadWorks Trigger' },
		triggerPanel: triggerPanelOf('place a call'),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// n8n asks no node about OAuth2: the test of that credential is in the credential.
		credentials: [
			{
				name: 'broadWorksXsiApi',
				required: true,
				displayOptions: { show: { authentication: ['xsi'] } },
				testedBy: 'broadWorksXsiApiTest',
			},
			{
				name: 'webexCallingOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['webex'] } },
			},
		],
		webhooks: [
			withRawBody({
				name: 'default',
				// Empty registers no webhook, for delivery by channel.
				httpMethod: webhookMethod('POST', '$parameter["delivery"] === "httpContact"'),
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'xsi',
				ndvHideUrl: '={{ $parameter["delivery"] !== "httpContact" }}',
			}),
		],
		properties: [authenticationField, ...triggerProperties],
	};

	webhookMethods = { default: contactMethods };

	methods = { ...triggerDropdowns, credentialTest: { broadWorksXsiApiTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await sampleOr(this, 'BroadWorks', async () => await listen(this));
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveContact(this);
	}
}
