import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersField, optionsField } from '../../../shared/action/collections';
import { TelephonyError } from '../../../shared/core/errors';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { utcOf } from '../../../shared/action/times';
import {
	chatItemPages,
	completeTask,
	createChatItem,
	updateChatItem,
} from '../../client/messaging/chatItems';
import type { RingCentralClient } from '../../connect';
import { collected, listOf, type Context } from '../../fields/call';
import { idsField } from '../../fields/ids';
import { chatField } from '../../fields/index';
import { chatOf, optionsOf } from '../../fields/messaging';
import { deleteItemOperation, getItemOperation, type ChatItem } from './chatItem';

const resource = 'teamMessaging';

const choices = (names: string[]) => names.map((name) => ({ name, value: name }));

const sample: IDataObject = {
	id: '60001000001',
	type: 'Task',
	subject: 'Call the customer back',
	status: 'Pending',
	creator: { id: '62288329016' },
	chatIds: ['74241081350'],
	assignees: [{ id: '62288330016', status: 'Pending' }],
	completenessCondition: 'Simple',
	creationTime: '2026-05-31T14:45:16.822Z',
	lastModifiedTime: '2026-05-31T14:45:16.822Z',
};

const taskIdField: INodeProperties = {
	displayName: 'Task ID',
	name: 'taskId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 60001000001',
	description: 'ID of the task, as Create Task or Get Tasks gives it',
};

const taskIdOf = (context: Context): string => mandatory(context, 'taskId', 'Task ID');

const ASSIGNEES = 'Assignee Names or IDs';

const assigneesField = idsField({ displayName: ASSIGNEES, name: 'assignees' }, 'getExtensions');

/** What a task has beside subject and assignees. */
const detailFields: INodeProperties[] = [
	{
		displayName: 'Color',
		name: 'color',
		type: 'options',
		options: choices(['Black', 'Blue', 'Green', 'Magenta', 'Orange', 'Purple', 'Red', 'Yellow']),
		default: 'Black',
		description: 'Color of the task in the list',
	},
	{
		displayName: 'Completed When',
		name: 'completenessCondition',
		type: 'options',
		options: [
			{ name: 'All Assignees Have Completed It', value: 'AllAssignees' },
			{ name: 'Percentage Is 100', value: 'Percentage' },
			{ name: 'Somebody Completes It', value: 'Simple' },
		],
		default: 'Simple',
		description: 'When the task counts as completed',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'What has to be done',
	},
	{
		displayName: 'Due Date',
		name: 'dueDate',
		type: 'dateTime',
		default: '',
		description: 'When it is due',
	},
	{
		displayName: 'Section',
		name: 'section',
		type: 'string',
		default: '',
		description: 'The group of tasks it stands in, at most 100 characters',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		description: 'When to begin',
	},
];

function detailsOf(context: Context): IDataObject {
	const { dueDate, startDate, color, completenessCondition, description, section } =
		optionsOf(context);
	const text = (value: unknown) => String(value ?? '').trim() || undefined;
	return {
		color: text(color),
		completenessCondition: text(completenessCondition),
		description: text(description),
		section: text(section),
		dueDate: utcOf(dueDate, context.timeZone, 'Due Date'),
		startDate: utcOf(startDate, context.timeZone, 'Start Date'),
	};
}

const persons = (ids: readonly string[]) =>
	ids.length > 0 ? ids.map((id) => ({ id })) : undefined;

/** See docs/protocols/ringcentral.md#cards-tasks-and-notes. */
const getTasksOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getTasks',
	label: 'Get Tasks',
	action: 'Get tasks of a chat',
	description: 'Get the tasks of a chat, one item per task',
	kind: 'read',
	fields: [
		chatField,
		returnAllField,
		limitField,
		filtersField([
			idsField({ displayName: ASSIGNEES, name: 'assigneeId' }, 'getExtensions'),
			{
				displayName: 'Created From',
				name: 'creationTimeFrom',
				type: 'dateTime',
				default: '',
				description: 'Only tasks that were made since then',
			},
			{
				displayName: 'Created To',
				name: 'creationTimeTo',
				type: 'dateTime',
				default: '',
				description: 'Only tasks that were made until then',
			},
			idsField({ displayName: 'Creator Names or IDs', name: 'creatorId' }, 'getExtensions'),
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				options: [
					{ name: 'Completed', value: 'Completed' },
					{ name: 'In Progress', value: 'InProgress' },
					{ name: 'Pending', value: 'Pending' },
				],
				default: [],
				description: 'Only tasks in these states; none chosen means all',
			},
		]),
	],
	sample,
	async run(context) {
		const chosen = context.parameter<Record<string, unknown>>('filters', {}) ?? {};
		const list = (name: string) => {
			const ids = listOf({ parameter: <T>() => chosen[name] as T }, name);
			return ids.length > 0 ? ids : undefined;
		};
		const filters = {
			assigneeId: list('assigneeId'),
			creatorId: list('creatorId'),
			status: list('status'),
			creationTimeFrom: utcOf(chosen.creationTimeFrom, context.timeZone, 'Created From'),
			creationTimeTo: utcOf(chosen.creationTimeTo, context.timeZone, 'Created To'),
		};
		const limit = limitOf(context);
		const tasks = chatItemPages(context.client, chatOf(context), 'tasks', filters, { limit });
		return (await collected(tasks)) as IDataObject[];
	},
};

const taskItem: ChatItem = {
	kind: 'tasks',
	noun: 'Task',
	words: 'a task',
	idField: taskIdField,
	idOf: taskIdOf,
};

const getTaskOperation = getItemOperation(taskItem, 'Get one task', sample);

const createTaskOperation: Operation<RingCentralClient> = {
	resource,
	name: 'createTask',
	label: 'Create Task',
	action: 'Create a task',
	description: 'Make a task in a chat for somebody, for example to call a customer back',
	kind: 'change',
	fields: [
		chatField,
		{
			displayName: 'Subject',
			name: 'subject',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Call the customer back',
			description: 'What the list shows, at most 250 characters',
		},
		assigneesField,
		optionsField(detailFields),
	],
	sample,
	async run(context) {
		const subject = mandatory(context, 'subject', 'Subject');
		const assignees = persons(listOf(context, 'assignees'));
		if (!assignees) throw new TelephonyError('badRequest', `Choose "${ASSIGNEES}"`);
		const task = { subject, assignees, ...detailsOf(context) };
		return (await createChatItem(context.client, chatOf(context), 'tasks', task)) as IDataObject;
	},
};

const updateTaskOperation: Operation<RingCentralClient> = {
	resource,
	name: 'updateTask',
	label: 'Update Task',
	action: 'Update a task',
	description: 'Change a task; what is left empty stays',
	kind: 'change',
	fields: [
		taskIdField,
		{
			displayName: 'Subject',
			name: 'newSubject',
			type: 'string',
			default: '',
			description: 'Empty leaves it as it is',
		},
		assigneesField,
		optionsField(detailFields),
	],
	sample,
	async run(context) {
		const changes = {
			subject: optional(context, 'newSubject') || undefined,
			assignees: persons(listOf(context, 'assignees')),
			...detailsOf(context),
		};
		if (Object.values(changes).every((value) => value === undefined)) {
			throw new TelephonyError('badRequest', 'Choose what to change in the task');
		}
		const id = taskIdOf(context);
		return (await updateChatItem(context.client, 'tasks', id, changes)) as IDataObject;
	},
};

const completeTaskOperation: Operation<RingCentralClient> = {
	resource,
	name: 'completeTask',
	label: 'Complete Task',
	action: 'Complete a task',
	description: 'Mark a task as completed, or open it again',
	kind: 'change',
	fields: [
		taskIdField,
		{
			displayName: 'Completed',
			name: 'completed',
			type: 'boolean',
			default: true,
			description: 'Whether the task is done; off opens it again',
		},
	],
	sample: { success: true, taskId: '60001000001', status: 'Complete' },
	async run(context) {
		const taskId = taskIdOf(context);
		const status = context.parameter('completed', true) ? 'Complete' : 'Incomplete';
		await completeTask(context.client, taskId, { status });
		return { success: true, taskId, status };
	},
};

export const taskOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getTasksOperation,
	getTaskOperation,
	createTaskOperation,
	updateTaskOperation,
	completeTaskOperation,
	deleteItemOperation(taskItem),
];
