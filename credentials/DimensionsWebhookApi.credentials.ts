import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { defaultCountryField } from '../nodes/shared/defaultCountry';
import { pushCredentialFields } from '../nodes/shared/trigger/webhook/pushFields';

/** Who may push to the Dimensions Trigger. */
export class DimensionsWebhookApi implements ICredentialType {
	name = 'dimensionsWebhookApi';

	displayName = 'Dimensions Webhook API';

	icon: Icon = { light: 'file:../icons/dimensions.svg', dark: 'file:../icons/dimensions.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/dimensions.md#credentials';

	properties: INodeProperties[] = [
		...pushCredentialFields,
		{
			displayName: 'Additional Payload Field',
			name: 'payloadField',
			type: 'string',
			default: 'secret',
			description:
				'Name under which the webhook carries the secret, if it does. It is taken out of every item.',
		},
		defaultCountryField,
	];
}
