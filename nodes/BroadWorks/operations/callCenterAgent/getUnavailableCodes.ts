import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { listUnavailableCodes } from '../../client/calls/users';
import type { XsiClient } from '../../connect';
import { userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#group-level. */
export const getUnavailableCodesOperation: Operation<XsiClient> = {
	resource: 'callCenterAgent',
	name: 'getUnavailableCodes',
	label: 'Get Unavailable Codes',
	action: 'Get the unavailable codes of an agent',
	description:
		'Get the reasons for which agents of the user’s group can be unavailable, one item per active code',
	kind: 'read',
	fields: [userIdField],
	sample: { code: '1', description: 'Lunch', isDefault: true },
	async run(context) {
		const codes = await listUnavailableCodes(context.client.connection, userOf(context));
		return codes as unknown as IDataObject[];
	},
};
