import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { limitField, limitOf, returnAllField } from '../../shared/action/limitFields';
import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import {
	broadcastList,
	createTask,
	removeBroadcast,
	todaysTasks,
	updateTask,
} from '../client/dispatch/broadcasts';
import type { CooCenterClient } from '../connect';
import {
	clockTimeOf,
	extensionsField,
	fromField,
	sourceField,
	taskField,
	untilField,
	weekDaysField,
} from '../broadcastFields';
import { listOf } from '../fields';
import { change } from './change';

const resource = 'schedule';
const what = 'Broadcasting';

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	description: 'Name of the schedule',
};

const numberField: INodeProperties = {
	displayName: 'Number',
	name: 'startNumber',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 30',
	description: 'Whoever dials it starts the broadcast',
};

const enabledField: INodeProperties = {
	displayName: 'Enabled',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether it plays when its time comes',
};

const stored = {
	id: 28,
	enable: 'yes',
	name: 'Morning',
	type: 'timerule',
	paging_type: 'normal',
	sound_type: 'music',
	source_info: { sourceId: 'sourceId-43' },
	extensions: ['1004'],
	conditions: { mode: 'loop', time: ['10:08:00', '10:13:00'], weekDays: ['thur', 'fri'] },
};

type Context = Parameters<Operation<CooCenterClient>['run']>[0];

const always = { paging_type: 'normal', sound_type: 'music' } as const;

/** What every task plays, and where. */
const played = (context: Context) => ({
	...always,
	source_info: { sourceId: mandatory(context, 'sourceId', 'Source') },
	extensions: listOf(context, 'extensions', 'Extensions'),
});

/** Broadcasts by clock or number (docs/protocols/coocenter.md#broadcasts-of-generation-2, tasks). */
export const scheduleOperations: ReadonlyArray<Operation<CooCenterClient>> = [
	{
		resource,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get schedules',
		description: 'Get the schedules of broadcasts, one item per schedule. API generation 2 only.',
		kind: 'read',
		fields: [returnAllField, limitField],
		sample: stored,
		async run(context) {
			const { connection } = context.client;
			return (await broadcastList(connection, 'task', {}, limitOf(context))) as IDataObject[];
		},
	},
	{
		resource,
		name: 'getToday',
		label: 'Get Today',
		action: 'Get what plays today',
		description:
			'Get what starts and stops today, by clock or by number, one item each. API generation 2 only.',
		kind: 'read',
		fields: [],
		sample: { id: 28, taskId: 'task-time-start-28', mode: 'start', name: 'Morning' },
		async run({ client }) {
			return (await todaysTasks(client.connection)) as IDataObject[];
		},
	},
	{
		resource,
		name: 'getLog',
		label: 'Get Log',
		action: 'Get what was played',
		description:
			'Get what schedules have started and stopped, newest first. API generation 2 only.',
		kind: 'read',
		fields: [returnAllField, limitField],
		sample: {
			id: 309,
			name: 'Morning',
			type: 'timerule',
			mode: 'stop',
			sound_type: 'music',
			source_info: { sourceId: 'sourceId-43' },
			extensions: ['1004'],
			status: 'executed',
			createdAt: '2021-07-01T06:43:00.000Z',
		},
		async run(context) {
			const { connection } = context.client;
			return (await broadcastList(connection, 'taskLog', {}, limitOf(context))) as IDataObject[];
		},
	},
	change({
		resource,
		name: 'create',
		label: 'Create by Time',
		action: 'Create a schedule by time',
		description: 'Play a source on days of the week between two times. API generation 2 only.',
		generation: 2,
		what,
		fields: [nameField, sourceField, extensionsField, weekDaysField, fromField, untilField],
		sample: stored,
		values: (context) => ({
			enable: 'yes' as const,
			name: mandatory(context, 'name', 'Name'),
			type: 'timerule' as const,
			...played(context),
			conditions: {
				mode: 'loop' as const,
				time: [clockTimeOf(context, 'from', 'From'), clockTimeOf(context, 'until', 'Until')] as [
					string,
					string,
				],
				weekDays: [context.parameter<string[] | string>('weekDays', [])].flat(),
			},
		}),
		send: createTask,
	}),
	change({
		resource,
		name: 'createByNumber',
		label: 'Create by Number',
		action: 'Create a schedule by number',
		description: 'Play a source whenever somebody dials a number. API generation 2 only.',
		generation: 2,
		what,
		fields: [nameField, sourceField, extensionsField, numberField],
		sample: { ...stored, type: 'numberrule', conditions: { mode: 'extension', extension: '30' } },
		values: (context) => ({
			enable: 'yes' as const,
			name: mandatory(context, 'name', 'Name'),
			type: 'numberrule' as const,
			...played(context),
			conditions: {
				mode: 'extension' as const,
				extension: mandatory(context, 'startNumber', 'Number'),
			},
		}),
		send: createTask,
	}),
	change({
		resource,
		name: 'setEnabled',
		label: 'Enable or Disable',
		action: 'Enable or disable a schedule',
		description: 'Let a schedule play, or not for now. API generation 2 only.',
		generation: 2,
		what,
		fields: [taskField, enabledField],
		sample: { taskId: '28', enable: 'no', updated: 1 },
		values: (context) => ({
			taskId: mandatory(context, 'taskId', 'Schedule'),
			enable: context.parameter('enabled', true) ? 'yes' : 'no',
		}),
		send: async (connection, { taskId, enable }) =>
			await updateTask(connection, taskId, { enable }),
	}),
	change({
		resource,
		name: 'delete',
		label: 'Delete',
		action: 'Delete a schedule',
		description: 'Delete a schedule. API generation 2 only.',
		generation: 2,
		what,
		fields: [taskField],
		sample: { taskId: '28' },
		values: (context) => ({ taskId: mandatory(context, 'taskId', 'Schedule') }),
		send: async (connection, { taskId }) => await removeBroadcast(connection, 'task', taskId),
	}),
];
