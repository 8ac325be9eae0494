import type { IDataObject } from 'n8n-workflow';

import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { readDirectory } from '../../client/people/directories';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';
import { directoryFields, directoryQuery } from './fields';
import { DIRECTORIES } from './table';

const aroundField = {
	...userIdField,
	description:
		'Around whom to look: whose company, group or list, by user ID, as a call event or User, Find by Name gives it. Empty means the credential’s own user.',
};

/** One operation for each directory of the table. */
export const directoryOperations: ReadonlyArray<Operation<XsiClient>> = DIRECTORIES.map((row) => {
	const { name, label, action, description, paged, entriesOf, sample } = row;
	return {
		resource: 'directory',
		name,
		label,
		action,
		description,
		kind: 'read',
		fields: [aroundField, ...directoryFields(row), returnAllField, limitField],
		sample,
		async run(context) {
			const { path, query } = directoryQuery(context, row);
			const limit = limitOf(context);
			const { connection } = context.client;
			const request = { path, query, paged, limit, entriesOf };
			return (await readDirectory(connection, userOf(context), request)) as IDataObject[];
		},
	};
});
