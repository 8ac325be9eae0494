import type { Operation } from '../../../shared/action/operation';
import { deleteFromLog } from '../../client/people/callLog';
import type { XsiClient } from '../../connect';
import { mandatory, userIdField, userOf } from '../../fields';
import { kindOf, listField, listsField, logField, logOf } from './fields';

/** See docs/protocols/broadworks.md#directories-logs-voice-mail. */
export const deleteOperation: Operation<XsiClient> = {
	resource: 'callLog',
	name: 'delete',
	label: 'Delete',
	action: 'Delete a call from the log of a user',
	description: 'Delete one call from the call log of a user',
	kind: 'change',
	fields: [
		userIdField,
		listField,
		{
			displayName: 'Log Entry',
			name: 'callLogId',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'Which call of the list: the callLogId that Get Many gives',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a call of the log',
					typeOptions: { searchListMethod: 'searchCallLog', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 31126219801:0',
				},
			],
		},
		logField,
	],
	sample: {
		success: true,
		userId: 'alice@example.net',
		log: 'enhanced',
		callLogType: 'missed',
		callLogId: '31126219801:0',
	},
	async run(context) {
		const userId = userOf(context);
		const callLogId = mandatory(context, 'callLogId', 'Log Entry');
		const kind = kindOf(context);
		const log = await deleteFromLog(context.client.connection, userId, {
			log: logOf(context),
			kind,
			callLogId,
		});
		return { success: true, userId, log, callLogType: kind, callLogId };
	},
};

/** Deletes a whole list of the call log, or all of them. */
export const deleteAllOperation: Operation<XsiClient> = {
	resource: 'callLog',
	name: 'deleteAll',
	label: 'Delete All',
	action: 'Delete all calls from the log of a user',
	description: 'Empty the call log of a user, or one of its lists; this cannot be undone',
	kind: 'change',
	fields: [userIdField, listsField, logField],
	sample: { success: true, userId: 'alice@example.net', log: 'enhanced', callLogType: 'all' },
	async run(context) {
		const userId = userOf(context);
		const kind = kindOf(context);
		const log = await deleteFromLog(context.client.connection, userId, {
			log: logOf(context),
			kind,
		});
		return { success: true, userId, log, callLogType: kind ?? 'all' };
	},
};
