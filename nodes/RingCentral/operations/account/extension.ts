import type { IDataObject } from 'n8n-workflow';

import { filtersField } from '../../../shared/action/collections';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { collected, extensionOf, listOf, ownExtensionField } from '../../fields/call';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import { connectorFields } from '../../callLogOutput';
import { directoryPages, extensionPages, getExtension } from '../../client/account/directory';
import { APP_PERMISSIONS, missingPermissions } from '../../client/login/permissions';
import type { RingCentralClient } from '../../connect';
import { permissionsField } from '../../credentialFields';

const resource = 'extension';

const choices = (names: string[]) => names.map((name) => ({ name, value: name }));

const sample = {
	id: '62288329016',
	extensionNumber: '101',
	name: 'Alice Adams',
	type: 'User',
	status: 'Enabled',
	contact: { firstName: 'Alice', lastName: 'Adams', email: 'alice@example.com' },
};

/** OAS listExtensions. */
const getManyOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many extensions',
	description: 'Get users, queues and other extensions of the account',
	kind: 'read',
	fields: [
		returnAllField,
		limitField,
		filtersField([
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				description: 'Only the extension with this e-mail address',
				placeholder: 'name@email.com',
			},
			{
				displayName: 'Extension Number',
				name: 'extensionNumber',
				type: 'string',
				default: '',
				description: 'Only the extension with this short number',
				placeholder: 'e.g. 101',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: choices(['Disabled', 'Enabled', 'Frozen', 'NotActivated', 'Unassigned']),
				default: [],
				description: 'Only extensions in these states; none chosen means all',
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'multiOptions',
				options: [
					{ name: 'Announcement', value: 'Announcement' },
					{ name: 'Call Queue', value: 'Department' },
					{ name: 'Digital User', value: 'DigitalUser' },
					{ name: 'Fax User', value: 'FaxUser' },
					{ name: 'IVR Menu', value: 'IvrMenu' },
					{ name: 'Limited', value: 'Limited' },
					{ name: 'Park Location', value: 'ParkLocation' },
					{ name: 'Shared Lines Group', value: 'SharedLinesGroup' },
					{ name: 'Site', value: 'Site' },
					{ name: 'User', value: 'User' },
					{ name: 'Virtual User', value: 'VirtualUser' },
					{ name: 'Voicemail', value: 'Voicemail' },
				],
				default: [],
				description: 'Only extensions of these kinds; none chosen means all',
			},
		]),
	],
	sample,
	async run(context) {
		const given = context.parameter<Record<string, unknown>>('filters', {}) ?? {};
		const text = (name: string) => String(given[name] ?? '').trim() || undefined;
		const list = (name: string) =>
			listOf({ ...context, parameter: () => given[name] as never }, name);
		const filters = {
			email: text('email'),
			extensionNumber: text('extensionNumber'),
			status: list('status'),
			type: list('type'),
		};
		const limit = limitOf(context);
		return (await collected(extensionPages(context.client, filters, { limit }))).map(
			connectorFields,
		);
	},
};

const getOperation: Operation<RingCentralClient> = {
	resource,
	name: 'get',
	label: 'Get',
	action: 'Get an extension',
	description: 'Get one extension with its contact data and settings',
	kind: 'read',
	fields: [ownExtensionField('Which extension')],
	sample,
	async run(context) {
		return connectorFields(await getExtension(context.client, extensionOf(context)));
	},
};

/** OAS searchDirectoryEntries. */
const searchOperation: Operation<RingCentralClient> = {
	resource,
	name: 'search',
	label: 'Search Directory',
	action: 'Search the company directory',
	description: 'Find persons and queues of the company by a part of their name, number or address',
	kind: 'read',
	fields: [
		{
			displayName: 'Search For',
			name: 'searchString',
			type: 'string',
			default: '',
			description: 'Text that the fields below are searched for',
			required: true,
			placeholder: 'e.g. Alice',
		},
		returnAllField,
		limitField,
		{
			displayName: 'Search In',
			name: 'searchFields',
			type: 'multiOptions',
			options: [
				{ name: 'Custom Field', value: 'customFieldValue' },
				{ name: 'Department', value: 'department' },
				{ name: 'Email', value: 'email' },
				{ name: 'Extension Number', value: 'extensionNumber' },
				{ name: 'First Name', value: 'firstName' },
				{ name: 'Job Title', value: 'jobTitle' },
				{ name: 'Last Name', value: 'lastName' },
				{ name: 'Phone Number', value: 'phoneNumber' },
			],
			default: [],
			description: 'None chosen means all',
		},
	],
	sample: {
		id: '62288329016',
		type: 'User',
		status: 'Enabled',
		firstName: 'Alice',
		lastName: 'Adams',
		extensionNumber: '101',
		email: 'alice@example.com',
	},
	async run(context) {
		const search = {
			searchString: mandatory(context, 'searchString', 'Search For'),
			searchFields: listOf(context, 'searchFields'),
		};
		const limit = limitOf(context);
		return (await collected(directoryPages(context.client, search, { limit }))).map(
			connectorFields,
		);
	},
};

/** What n8n does not let the test of an OAuth2 credential say. */
const checkPermissionsOperation: Operation<RingCentralClient> = {
	resource,
	name: 'checkPermissions',
	label: 'Check Permissions',
	action: 'Check permissions of the app',
	description: 'Get which permissions the app of the credential has, and which it lacks',
	kind: 'read',
	fields: [
		{
			...permissionsField,
			default: APP_PERMISSIONS.map(({ name }) => name),
			description: 'The permissions to look for',
		},
	],
	sample: { complete: false, missing: ['CallControl'], granted: ['ReadAccounts', 'ReadCallLog'] },
	async run(context) {
		const granted = await context.client.permissions();
		const wanted = listOf(context, 'permissions');
		// Without a list of the server's, nobody knows what is missing.
		const missing = granted === undefined ? null : missingPermissions(granted, wanted);
		const complete = missing === null ? null : missing.length === 0;
		return { complete, missing, granted: granted ?? null } as IDataObject;
	},
};

export const extensionOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getManyOperation,
	getOperation,
	searchOperation,
	checkPermissionsOperation,
];
