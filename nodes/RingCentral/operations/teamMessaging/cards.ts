import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, objectOf, optional } from '../../../shared/action/parameters';
import { createChatItem, updateChatItem } from '../../client/messaging/chatItems';
import type { RingCentralClient } from '../../connect';
import type { Context } from '../../fields/call';
import { chatField } from '../../fields/index';
import { chatOf } from '../../fields/messaging';
import { deleteItemOperation, getItemOperation, type ChatItem } from './chatItem';

const resource = 'teamMessaging';

const sample: IDataObject = {
	id: '50001000001',
	type: 'AdaptiveCard',
	version: '1.3',
	creationTime: '2026-05-31T14:45:16.822Z',
	lastModifiedTime: '2026-05-31T14:45:16.822Z',
	creator: { id: '62288329016' },
	chatIds: ['74241081350'],
};

const cardIdField: INodeProperties = {
	displayName: 'Card ID',
	name: 'cardId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 50001000001',
	description: 'ID of the card, as Create Card gives it',
};

const shown = (cardFrom: 'fields' | 'json'): INodeProperties['displayOptions'] => ({
	show: { cardFrom: [cardFrom] },
});

const contentFields: INodeProperties[] = [
	{
		displayName: 'Card',
		name: 'cardFrom',
		type: 'options',
		options: [
			{ name: 'From Fields', value: 'fields', description: 'A title, a text, facts and buttons' },
			{ name: 'JSON', value: 'json', description: 'As a card designer makes it' },
		],
		default: 'fields',
		description: 'Where what the card shows comes from',
	},
	{
		displayName: 'Title',
		name: 'cardTitle',
		type: 'string',
		default: '',
		placeholder: 'e.g. Call from +14155550100',
		description: 'The first line, in bold',
		displayOptions: shown('fields'),
	},
	{
		displayName: 'Text',
		name: 'cardText',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Text below the title',
		displayOptions: shown('fields'),
	},
	{
		displayName: 'Facts',
		name: 'facts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add fact',
		default: {},
		description: 'Lines of a name and a value, such as Customer and Waiting Since',
		displayOptions: shown('fields'),
		options: [
			{
				displayName: 'Fact',
				name: 'values',
				values: [
					{
						displayName: 'Name',
						name: 'title',
						type: 'string',
						default: '',
						description: 'What the line is about',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'The value beside the name',
					},
				],
			},
		],
	},
	{
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add button',
		default: {},
		description: 'Buttons that open an address, such as that of the customer in your CRM',
		displayOptions: shown('fields'),
		options: [
			{
				displayName: 'Button',
				name: 'values',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						description: 'Text on the button',
					},
					{
						displayName: 'URL',
						name: 'url',
						type: 'string',
						default: '',
						description: 'The address that the button opens',
					},
				],
			},
		],
	},
	{
		displayName: 'Card (JSON)',
		name: 'card',
		type: 'json',
		typeOptions: { rows: 8 },
		default: '{\n  "body": [\n    { "type": "TextBlock", "text": "Hello" }\n  ]\n}',
		description:
			'An adaptive card; type and version may be left out. Buttons of type Action.Submit are answered to the app’s own address, which RingCentral’s console sets.',
		displayOptions: shown('json'),
	},
];

interface Rows<T> {
	values?: T[];
}

const filled = (...texts: unknown[]) => texts.every((text) => String(text ?? '').trim() !== '');

/** The card of the fields. Throws `badRequest` for one that shows nothing. */
function cardOfFields(context: Context): IDataObject {
	const title = optional(context, 'cardTitle');
	const text = optional(context, 'cardText');
	const { values: facts = [] } = context.parameter<Rows<{ title: string; value: string }>>(
		'facts',
		{},
	);
	const { values: buttons = [] } = context.parameter<Rows<{ title: string; url: string }>>(
		'buttons',
		{},
	);
	const lines = facts.filter((fact) => filled(fact.title) || filled(fact.value));
	const items: IDataObject[] = [
		...(title ? [{ type: 'TextBlock', text: title, weight: 'Bolder', size: 'Medium' }] : []),
		...(text ? [{ type: 'TextBlock', text, wrap: true }] : []),
		...(lines.length > 0
			? [
					{
						type: 'FactSet',
						facts: lines.map((fact) => ({ title: fact.title, value: fact.value })),
					},
				]
			: []),
	];
	if (items.length === 0) {
		throw new TelephonyError('badRequest', 'The card shows nothing: give a Title, Text or Facts');
	}
	const actions = buttons
		.filter(({ title: name, url }) => filled(name, url))
		.map(({ title: name, url }) => ({ type: 'Action.OpenUrl', title: name, url: url.trim() }));
	const body = [{ type: 'Container', items }];
	return { body, ...(actions.length > 0 ? { actions } : {}) };
}

function cardOf(context: Context): IDataObject {
	const isJson = context.parameter<string>('cardFrom', 'fields') === 'json';
	const card = isJson ? objectOf(context, 'card', 'Card (JSON)') : cardOfFields(context);
	if (!card) throw new TelephonyError('badRequest', 'The parameter "Card (JSON)" is empty');
	return { type: 'AdaptiveCard', version: '1.3', ...(card as IDataObject) };
}

const cardIdOf = (context: Context): string => mandatory(context, 'cardId', 'Card ID');

/** See docs/protocols/ringcentral.md#cards-tasks-and-notes. */
const createCardOperation: Operation<RingCentralClient> = {
	resource,
	name: 'createCard',
	label: 'Create Card',
	action: 'Create an adaptive card',
	description: 'Show an adaptive card in a chat, such as a call pop with facts and buttons',
	kind: 'change',
	fields: [chatField, ...contentFields],
	sample,
	async run(context) {
		const card = cardOf(context);
		const { client } = context;
		return (await createChatItem(client, chatOf(context), 'adaptive-cards', card)) as IDataObject;
	},
};

const cardItem: ChatItem = {
	kind: 'adaptive-cards',
	noun: 'Card',
	words: 'an adaptive card',
	idField: cardIdField,
	idOf: cardIdOf,
};

const getCardOperation = getItemOperation(cardItem, 'Get one adaptive card with what it shows', {
	...sample,
	body: [{ type: 'Container', items: [{ type: 'TextBlock', text: 'Call from Alice Adams' }] }],
});

const updateCardOperation: Operation<RingCentralClient> = {
	resource,
	name: 'updateCard',
	label: 'Update Card',
	action: 'Update an adaptive card',
	description: 'Replace what an adaptive card shows, for example after the call was answered',
	kind: 'change',
	fields: [cardIdField, ...contentFields],
	sample,
	async run(context) {
		const id = cardIdOf(context);
		const card = cardOf(context);
		return (await updateChatItem(context.client, 'adaptive-cards', id, card)) as IDataObject;
	},
};

export const cardOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	createCardOperation,
	getCardOperation,
	updateCardOperation,
	deleteItemOperation(cardItem),
];
