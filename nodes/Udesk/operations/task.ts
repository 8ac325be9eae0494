import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { listItems, objectItem } from '../answerItems';
import { getTask, listTasks } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { listedField, periodFields, periodOf, textField } from '../fields';

const sample = { id: 1, name: 'Callout Task 1', created_at: '2017-10-11T20:35:37.000+08:00' };

/** Dialling tasks (docs/protocols/udesk.md#operations, tasks). */
export const taskOperations: ReadonlyArray<Operation<UdeskConnection>> = [
	{
		resource: 'task',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get dialing tasks',
		description: 'Get the dialing tasks of a period, one item per task',
		kind: 'read',
		fields: periodFields,
		sample,
		async run(context) {
			return listItems(await listTasks(context.client, periodOf(context)), 'callout_tasks');
		},
	},
	{
		resource: 'task',
		name: 'get',
		label: 'Get',
		action: 'Get a dialing task',
		description: 'Get a dialing task with its times and its state',
		kind: 'read',
		fields: listedField(
			textField('Task ID', 'taskId', {
				required: true,
				placeholder: 'e.g. 1',
				description: 'ID of the dialing task, as Task, Get Many gives it',
			}),
			'searchTasks',
		),
		sample: { ...sample, description: '', status: 0, task_type: 0 },
		async run(context) {
			const id = mandatory(context, 'taskId', 'Task ID');
			return objectItem(await getTask(context.client, id), 'callout_task');
		},
	},
];
