import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import type { DimensionsConnection } from '../client/connection';
import { getDirectory, listDirectories } from '../client/directories';
import { directoryField, directoryOf } from '../fields';

const sample = {
	id: '00000000-0000-0000-0000-000000000000',
	name: 'My Global',
	description: 'This is my global directory',
	fields: ['title', 'fullName', 'companyName', 'phone1', 'email', 'crmId'],
};

/** See docs/protocols/dimensions.md#contact-directories, list directories. */
export const listDirectoriesOperation: Operation<DimensionsConnection> = {
	resource: 'directory',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get many directories',
	description: 'Get the contact directories, one item per directory',
	kind: 'read',
	fields: [],
	sample,
	async run({ client }) {
		return (await listDirectories(client)) as IDataObject[];
	},
};

/** See docs/protocols/dimensions.md#contact-directories, get directory. */
export const getDirectoryOperation: Operation<DimensionsConnection> = {
	resource: 'directory',
	name: 'get',
	label: 'Get',
	action: 'Get a directory',
	description: 'Get a contact directory with the names of its fields',
	kind: 'read',
	fields: [directoryField],
	sample,
	async run(context) {
		return (await getDirectory(context.client, directoryOf(context))) as IDataObject;
	},
};
