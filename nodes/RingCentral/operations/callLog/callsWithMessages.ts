import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { listOf, type Context } from '../../fields/call';
import { filtersOf, joinFiltersField, ownerFields, ownerOf } from '../../fields/callLog';
import { connectorFields } from '../../callLogOutput';
import {
	activityByUser,
	callsWithPosts,
	type JoinOptions,
	type UserActivity,
} from '../../client/callLog/join';
import type { RingCentralClient } from '../../connect';
import { messagingOptions, optionsOf, pathsOf } from '../../fields/messaging';
import { utcOf } from '../../../shared/action/times';

const CHAT_TYPES = ['Direct', 'Everyone', 'Group', 'Personal', 'Team'];

/** Here the whole company is the usual question. */
const joinOwnerFields: INodeProperties[] = ownerFields.map((field) =>
	field.name === 'logOf' ? { ...field, default: 'company' } : field,
);

/** Minutes after a call in which posts still belong to it. */
const MINUTES_AFTER = 10;

function joinOptionsOf(context: Context): JoinOptions {
	const { timeZone } = context;
	const { view: _view, dateFrom: _from, dateTo: _to, ...calls } = filtersOf(context);
	const types = optionsOf(context).chatTypes;
	return {
		dateFrom: utcOf(mandatory(context, 'dateFrom', 'From'), timeZone, 'From') ?? '',
		dateTo: utcOf(context.parameter<unknown>('dateTo', ''), timeZone, 'To'),
		owner: ownerOf(context),
		calls,
		chatIds: listOf(context, 'chatIds'),
		chatTypes: Array.isArray(types) ? types.map(String) : [],
		persons: optional(context, 'persons') as JoinOptions['persons'],
		paths: pathsOf(context),
	};
}

/** What was read is let go page by page: all of it and all items at once would be twice as much. */
async function itemsOf<T>(
	pages: AsyncIterable<T[]>,
	itemOf: (record: T) => IDataObject,
): Promise<IDataObject[]> {
	const items: IDataObject[] = [];
	for await (const page of pages) items.push(...page.map(itemOf));
	return items;
}

const userItem = (user: UserActivity): IDataObject =>
	({ ...user, calls: user.calls.map(connectorFields) }) as unknown as IDataObject;

/**
 * docs/protocols/ringcentral.md#users-and-chat-persons: the user of a call's leg and the person of a post
 * have the same id.
 */
const getManyOperation: Operation<RingCentralClient> = {
	resource: 'callsWithMessages',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get calls with messages by user',
	description:
		'Get the calls of a period, with all legs, joined to the chat posts that the same users wrote',
	kind: 'read',
	fields: [
		{
			displayName: 'One Item Per',
			name: 'itemPer',
			type: 'options',
			options: [
				{
					name: 'Call',
					value: 'call',
					description: 'Each call with the posts its users wrote during and shortly after it',
				},
				{
					name: 'User',
					value: 'user',
					description: 'Each user with all calls and posts of the period',
				},
			],
			default: 'user',
			description: 'What an item stands for',
		},
		{
			displayName: 'From',
			name: 'dateFrom',
			type: 'dateTime',
			default: '',
			required: true,
			description: 'Where the period begins',
		},
		{
			displayName: 'To',
			name: 'dateTo',
			type: 'dateTime',
			default: '',
			description: 'Where the period ends; empty for now',
		},
		...joinOwnerFields,
		{
			displayName: 'Chat Names or IDs',
			name: 'chatIds',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getChats' },
			default: [],
			description:
				'None chosen means all chats of the login. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Names of Users',
			name: 'persons',
			type: 'options',
			options: [
				{
					name: 'From the Extensions',
					value: 'extensions',
					description: 'One list for all; guests of chats stay without a name',
				},
				{
					name: 'Look Up Each',
					value: 'lookUp',
					description: 'One request for each person, guests too',
				},
				{ name: 'None', value: 'none', description: 'IDs only' },
			],
			default: 'extensions',
			description: 'Where the names of the people come from',
		},
		{
			displayName: 'Minutes After the Call',
			name: 'minutesAfter',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: MINUTES_AFTER,
			displayOptions: { show: { itemPer: ['call'] } },
			description: 'How long after the end of a call the posts of its users still belong to it',
		},
		joinFiltersField,
		messagingOptions({
			displayName: 'Chat Types',
			name: 'chatTypes',
			type: 'multiOptions',
			options: CHAT_TYPES.map((name) => ({ name, value: name })),
			default: [],
			description: 'Which chats are read where none is named; none chosen means all types',
		}),
	],
	sample: {
		userId: '62288329016',
		person: {
			id: '62288329016',
			name: 'Alice Adams',
			email: 'alice@example.com',
			extensionNumber: '101',
			type: 'User',
		},
		guest: false,
		callCount: 1,
		postCount: 1,
		calls: [
			{
				id: 'ASaxDDkSZ5s42MA',
				startTime: '2026-06-06T23:07:20.000Z',
				direction: 'Inbound',
				result: 'Accepted',
				legs: [{ extension: { id: '62288329016' }, legType: 'Accept', master: true }],
			},
		],
		posts: [
			{
				id: '1542094852',
				groupId: '74241081350',
				creatorId: '62288329016',
				text: 'Called back',
				creationTime: '2026-06-06T23:10:00.000Z',
			},
		],
	},
	async run(context) {
		const join = joinOptionsOf(context);
		if (optional(context, 'itemPer') === 'call') {
			const minutes = Number(context.parameter('minutesAfter', MINUTES_AFTER));
			const calls = callsWithPosts(context.client, join, Math.max(0, minutes || 0));
			return await itemsOf(calls, connectorFields);
		}
		return await itemsOf(activityByUser(context.client, join), userItem);
	},
};

export const callsWithMessagesOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getManyOperation,
];
