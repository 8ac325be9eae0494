import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { collected, locator, queueField, type Context } from '../../fields/call';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import { text, type JsonObject } from '../../client/transport/answers';
import { getQueue, listMembers, listQueues } from '../../client/account/queues';
import type { RingCentralClient } from '../../connect';

const sample: IDataObject = {
	id: '62290000016',
	extensionNumber: '200',
	name: 'Sales',
	status: 'Enabled',
};

/** Ids are text wherever they come from. */
const withTextId = (record: JsonObject): IDataObject =>
	({ ...record, id: text(record.id) }) as IDataObject;

export const queueOf = (context: Context): string => mandatory(context, 'queueId', 'Queue');

/** See docs/protocols/ringcentral.md#queues. */
export const getQueuesOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get queues',
	description: 'Get the call queues of the account, one item per queue',
	kind: 'read',
	fields: [
		returnAllField,
		limitField,
		locator({
			displayName: 'Of Member',
			name: 'memberExtensionId',
			description:
				'Only the queues this extension is a member of, by the ID that Extension, Search Directory gives',
			search: 'searchExtensions',
			placeholder: 'e.g. 62288329016',
			none: 'All queues',
		}),
	],
	sample,
	async run(context) {
		const member = optional(context, 'memberExtensionId') || undefined;
		const queues = listQueues(context.client, member, { limit: limitOf(context) });
		return (await collected(queues)).map(withTextId);
	},
};

/** See docs/protocols/ringcentral.md#queues. */
export const getQueueOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'get',
	label: 'Get',
	action: 'Get a queue',
	description: 'Get a call queue with its settings',
	kind: 'read',
	fields: [queueField],
	sample: { ...sample, editableMemberStatus: true },
	async run(context) {
		return withTextId(await getQueue(context.client, queueOf(context)));
	},
};

/** See docs/protocols/ringcentral.md#queues, members. */
export const getQueueMembersOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'getMembers',
	label: 'Get Members',
	action: 'Get the members of a queue',
	description: 'Get the members of a call queue, one item per member',
	kind: 'read',
	fields: [queueField, returnAllField, limitField],
	sample: { id: '62288329016', extensionNumber: '101', queueId: '62290000016' },
	async run(context) {
		const queueId = queueOf(context);
		const members = listMembers(context.client, queueId, { limit: limitOf(context) });
		return (await collected(members)).map((member) => ({ ...withTextId(member), queueId }));
	},
};
