import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { pushCredentialFields } from '../nodes/shared/trigger/webhook/pushFields';

/** Who may push to the CooCenter Trigger. */
export class CooCenterWebhookApi implements ICredentialType {
	name = 'cooCenterWebhookApi';

	displayName = 'CooCenter Webhook API';

	icon: Icon = { light: 'file:../icons/coocenter.svg', dark: 'file:../icons/coocenter.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/coocenter.md#credentials';

	properties: INodeProperties[] = pushCredentialFields;
}
