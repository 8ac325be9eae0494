import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { defaultCountryField } from '../nodes/shared/defaultCountry';
import { pushCredentialFields } from '../nodes/shared/trigger/webhook/pushFields';

/** Who may push to the Udesk Trigger. */
export class UdeskWebhookApi implements ICredentialType {
	name = 'udeskWebhookApi';

	displayName = 'Udesk Webhook API';

	icon: Icon = { light: 'file:../icons/udesk.svg', dark: 'file:../icons/udesk.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/udesk.md#credentials';

	properties: INodeProperties[] = [...pushCredentialFields, defaultCountryField];
}
