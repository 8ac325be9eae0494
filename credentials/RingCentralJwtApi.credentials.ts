import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { permissionsField, serverFields } from '../nodes/RingCentral/credentialFields';

/**
 * Login to RingCentral by a JWT credential of the developer console: no browser
 * (docs/protocols/ringcentral.md#authorisation).
 */
export class RingCentralJwtApi implements ICredentialType {
	name = 'ringCentralJwtApi';

	displayName = 'RingCentral JWT API';

	icon: Icon = {
		light: 'file:../icons/ringcentral.svg',
		dark: 'file:../icons/ringcentral.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/ringcentral.md#credentials';

	properties: INodeProperties[] = [
		...serverFields,
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			description: 'Client ID of the app in the developer console',
			required: true,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Client secret of the app in the developer console',
			required: true,
		},
		{
			displayName: 'JWT',
			name: 'jwt',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made in the developer console, for this app',
		},
		permissionsField,
	];

	/** The nodes bring the token: one for all workflows of a process, where n8n would keep one per use. */
	authenticate: IAuthenticate = async (_credentials, requestOptions) =>
		await Promise.resolve(requestOptions);
}
