import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { extensionOf, listOf, ownExtensionField, queueField } from '../../fields/call';
import { idsField as severalIds } from '../../fields/ids';
import { text } from '../../client/transport/answers';
import {
	assignMembers,
	memberPresence,
	queuePresence,
	setMemberPresence,
	setQueuePresence,
	type MemberPresence,
	type QueuePresence,
} from '../../client/account/queues';
import type { RingCentralClient } from '../../connect';
import { setQueueSettingsOperation } from './queueSettings';
import { getQueueMembersOperation, getQueueOperation, getQueuesOperation, queueOf } from './queue';

const idsField = (...[field, method, first]: Parameters<typeof severalIds>): INodeProperties =>
	severalIds(field, method, first, ['queueId.value']);

const ADD = 'Names or IDs of Members to Add';
const REMOVE = 'Names or IDs of Members to Remove';
const MEMBERS = 'Member Names or IDs';
const QUEUES = 'Queue Names or IDs';

/** The list of members is empty until a queue is chosen. */
const QUEUE_FIRST = 'Choose a Queue first. ';

/** See docs/protocols/ringcentral.md#queues, bulk-assign. */
export const setQueueMembersOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'setMembers',
	label: 'Set Members',
	action: 'Add and remove members of a queue',
	description: 'Add members to a call queue and remove others; whoever is not named stays',
	kind: 'change',
	fields: [
		queueField,
		idsField({ displayName: ADD, name: 'add' }, 'getExtensions'),
		idsField({ displayName: REMOVE, name: 'remove' }, 'getQueueMembers', QUEUE_FIRST),
	],
	sample: { success: true, queueId: '62290000016', added: ['62288331016'], removed: [] },
	async run(context) {
		const queueId = queueOf(context);
		const added = listOf(context, 'add');
		const removed = listOf(context, 'remove');
		if (added.length + removed.length === 0) {
			throw new TelephonyError('badRequest', `Choose "${ADD}" or "${REMOVE}"`);
		}
		const both = added.find((id) => removed.includes(id));
		if (both !== undefined) {
			throw new TelephonyError(
				'badRequest',
				`Extension ${both} cannot be added and removed at once`,
			);
		}
		await assignMembers(context.client, queueId, added, removed);
		return { success: true, queueId, added, removed };
	},
};

function memberItem(queueId: string, { member, ...rest }: MemberPresence): IDataObject {
	return {
		queueId,
		extensionId: text(member?.id),
		extensionNumber: text(member?.extensionNumber),
		name: text(member?.name),
		...rest,
	} as IDataObject;
}

const memberSample: IDataObject = {
	queueId: '62290000016',
	extensionId: '62288329016',
	extensionNumber: '101',
	name: 'Alice Adams',
	acceptQueueCalls: true,
	acceptCurrentQueueCalls: true,
};

/** See docs/protocols/ringcentral.md#queues, member state. */
export const getMemberPresenceOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'getMemberPresence',
	label: 'Get Member Presence',
	action: 'Get the presence of queue members',
	description: 'Get which members of a call queue take its calls, one item per member',
	kind: 'read',
	fields: [queueField],
	sample: memberSample,
	async run(context) {
		const queueId = queueOf(context);
		const members = await memberPresence(context.client, queueId);
		return members.map((member) => memberItem(queueId, member));
	},
};

const acceptField = (name: string): INodeProperties => ({
	displayName: 'Accept Calls',
	name,
	type: 'boolean',
	default: true,
	description: 'Whether calls of the queue are taken',
});

/** See docs/protocols/ringcentral.md#queues, member state. */
export const setMemberPresenceOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'setMemberPresence',
	label: 'Set Member Presence',
	action: 'Set the presence of queue members',
	description: 'Let members of a call queue take its calls or not, one item per named member',
	kind: 'change',
	fields: [
		queueField,
		idsField({ displayName: MEMBERS, name: 'members' }, 'getQueueMembers', QUEUE_FIRST),
		acceptField('accept'),
	],
	sample: memberSample,
	async run(context) {
		const queueId = queueOf(context);
		const members = listOf(context, 'members');
		if (members.length === 0) throw new TelephonyError('badRequest', `Choose "${MEMBERS}"`);
		const accept = Boolean(context.parameter('accept', true));
		const answer = await setMemberPresence(context.client, queueId, members, accept);
		// The server may name all members, or none.
		return members.map((id) => {
			const named = answer.find(({ member }) => text(member?.id) === id);
			return memberItem(queueId, named ?? { member: { id }, acceptCurrentQueueCalls: accept });
		});
	},
};

const queueItem = ({ callQueue, ...rest }: QueuePresence): IDataObject =>
	({
		queueId: text(callQueue?.id),
		extensionNumber: text(callQueue?.extensionNumber),
		name: text(callQueue?.name),
		editableMemberStatus: callQueue?.editableMemberStatus,
		...rest,
	}) as IDataObject;

const queueSample: IDataObject = {
	queueId: '62290000016',
	extensionNumber: '200',
	name: 'Sales',
	editableMemberStatus: true,
	acceptCalls: true,
};

/** See docs/protocols/ringcentral.md#queues, own queues. */
export const getUserQueuesOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'getUserPresence',
	label: 'Get User Presence',
	action: 'Get the queue presence of a user',
	description:
		'Get the queues of a user and whether the user takes their calls, one item per queue',
	kind: 'read',
	fields: [ownExtensionField('Whose queues')],
	sample: queueSample,
	async run(context) {
		return (await queuePresence(context.client, extensionOf(context))).map(queueItem);
	},
};

/** See docs/protocols/ringcentral.md#queues, own queues. */
export const setUserQueuesOperation: Operation<RingCentralClient> = {
	resource: 'queue',
	name: 'setUserPresence',
	label: 'Set User Presence',
	action: 'Set the queue presence of a user',
	description:
		'Let a user take calls of queues or not; the queue must let its members change that themselves',
	kind: 'change',
	fields: [
		ownExtensionField('Whose queues'),
		idsField({ displayName: QUEUES, name: 'queues' }, 'getQueues'),
		acceptField('accept'),
	],
	sample: queueSample,
	async run(context) {
		const queues = listOf(context, 'queues');
		if (queues.length === 0) throw new TelephonyError('badRequest', `Choose "${QUEUES}"`);
		const accept = Boolean(context.parameter('accept', true));
		const answer = await setQueuePresence(context.client, extensionOf(context), queues, accept);
		return queues.map((id) => {
			const named = answer.find(({ callQueue }) => text(callQueue?.id) === id);
			return queueItem(named ?? { callQueue: { id }, acceptCalls: accept });
		});
	},
};

/** Every action of the resource Queue. */
export const queueOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getQueuesOperation,
	getQueueOperation,
	setQueueSettingsOperation,
	getQueueMembersOperation,
	setQueueMembersOperation,
	getMemberPresenceOperation,
	setMemberPresenceOperation,
	getUserQueuesOperation,
	setUserQueuesOperation,
];
