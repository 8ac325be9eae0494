import type { INodeProperties } from 'n8n-workflow';

import { defaultCountryField } from '../shared/defaultCountry';
import { APP_PERMISSIONS } from './client/login/permissions';

/** Which RingCentral and where: the same in both credentials. */
export const serverFields: INodeProperties[] = [
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		options: [
			{ name: 'Production', value: 'production' },
			{ name: 'Sandbox', value: 'sandbox' },
			{ name: 'Other Server', value: 'other' },
		],
		default: 'production',
		description: 'Which RingCentral the account is on',
	},
	{
		displayName: 'Server URL',
		name: 'serverUrl',
		type: 'string',
		default: '',
		description: 'Address of the server, without /restapi',
		required: true,
		placeholder: 'e.g. https://platform.ringcentral.com',
		displayOptions: { show: { environment: ['other'] } },
	},
	defaultCountryField,
];

/** What the test of a credential looks for. */
export const permissionsField: INodeProperties = {
	displayName: 'Permissions to Check',
	name: 'permissions',
	type: 'multiOptions',
	options: APP_PERMISSIONS.map(({ name, label, purpose }) => ({
		name: label,
		value: name,
		description: purpose,
	})),
	// n8n keeps no default of a list in a credential.
	default: [],
	description:
		'App permissions that the test looks for; they grant nothing. None chosen means Read Accounts and Read Call Log.',
};
