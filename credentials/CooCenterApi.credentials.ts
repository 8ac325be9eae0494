import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { DEFAULT_TIME_ZONE, signed } from '../nodes/CooCenter/authorization';
import { defaultCountryField } from '../nodes/shared/defaultCountry';

const first = { show: { generation: [1] } };
const second = { show: { generation: [2] } };

/** Access to the API of a ZYCOO CooCenter or CooVox PBX. */
export class CooCenterApi implements ICredentialType {
	name = 'cooCenterApi';

	displayName = 'CooCenter API';

	icon: Icon = { light: 'file:../icons/coocenter.svg', dark: 'file:../icons/coocenter.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/coocenter.md#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'PBX Address',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. http://192.0.2.10:8000',
			description: 'Address and port (BINDPORT in api.conf), without /coocenter-api',
		},
		{
			displayName: 'API Generation',
			name: 'generation',
			type: 'options',
			options: [
				{
					name: '1: Call Center',
					value: 1,
					description: 'Queues, agents, blacklist; signed with WEBKEY or not at all',
				},
				{
					name: '2: Dispatch and Paging Server',
					value: 2,
					description: 'Paths with plugin-asterisk; user name and password',
				},
			],
			default: 1,
			description: 'Which API the PBX has, as its API page says',
		},
		{
			displayName: 'WEBKEY',
			name: 'webKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: first,
			description: 'As in api.conf; empty when WEBKEY is not set there',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			description: 'User that may use the API',
			displayOptions: second,
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Password of the user',
			displayOptions: second,
		},
		{
			displayName: 'Time Zone of the PBX',
			name: 'timeZone',
			type: 'string',
			default: DEFAULT_TIME_ZONE,
			placeholder: 'e.g. Asia/Shanghai',
			description:
				'The key changes with the date of the PBX, and all its times are local. A name like Asia/Shanghai or Europe/Berlin.',
		},
		defaultCountryField,
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'allowUnauthorizedCerts',
			type: 'boolean',
			default: false,
			description:
				'Whether to connect even if the TLS certificate cannot be verified; that of the PBX is self-signed',
		},
	];

	authenticate: IAuthenticate = async (credentials, requestOptions) => ({
		...requestOptions,
		headers: signed(credentials, requestOptions.headers ?? {}),
	});
}
