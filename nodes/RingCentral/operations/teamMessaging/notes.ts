import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { text } from '../../client/transport/answers';
import {
	chatItemPages,
	createChatItem,
	publishNote,
	updateChatItem,
} from '../../client/messaging/chatItems';
import type { RingCentralClient } from '../../connect';
import { collected, type Context } from '../../fields/call';
import { chatField } from '../../fields/index';
import { chatOf } from '../../fields/messaging';
import { deleteItemOperation, getItemOperation, type ChatItem } from './chatItem';

const resource = 'teamMessaging';

const sample: IDataObject = {
	id: '70001000001',
	type: 'Note',
	title: 'Call with Alice Adams',
	preview: 'Wants a new offer',
	status: 'Active',
	creator: { id: '62288329016' },
	lastModifiedBy: { id: '62288329016' },
	chatIds: ['74241081350'],
	creationTime: '2026-05-31T14:45:16.822Z',
	lastModifiedTime: '2026-05-31T14:45:16.822Z',
};

const noteIdField: INodeProperties = {
	displayName: 'Note ID',
	name: 'noteId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 70001000001',
	description: 'ID of the note, as Create Note or Get Notes gives it',
};

const contentFields: INodeProperties[] = [
	{
		displayName: 'Title',
		name: 'noteTitle',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Call with Alice Adams',
		description: 'At most 250 characters',
	},
	{
		displayName: 'Text',
		name: 'noteBody',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		description: 'May have HTML; at most 1,048,576 characters',
	},
];

const noteIdOf = (context: Context): string => mandatory(context, 'noteId', 'Note ID');

const noteOf = (context: Context) => ({
	title: mandatory(context, 'noteTitle', 'Title'),
	body: String(context.parameter<unknown>('noteBody', '') ?? '') || undefined,
});

/** See docs/protocols/ringcentral.md#cards-tasks-and-notes. */
const getNotesOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getNotes',
	label: 'Get Notes',
	action: 'Get notes of a chat',
	description: 'Get the notes of a chat, one item per note, with the first words of each',
	kind: 'read',
	fields: [chatField, returnAllField, limitField],
	sample,
	async run(context) {
		const limit = limitOf(context);
		const notes = chatItemPages(context.client, chatOf(context), 'notes', {}, { limit });
		return (await collected(notes)) as IDataObject[];
	},
};

const noteItem: ChatItem = {
	kind: 'notes',
	noun: 'Note',
	words: 'a note',
	idField: noteIdField,
	idOf: noteIdOf,
};

const getNoteOperation = getItemOperation(noteItem, 'Get one note with its whole text', {
	...sample,
	body: 'Wants a new offer',
});

const createNoteOperation: Operation<RingCentralClient> = {
	resource,
	name: 'createNote',
	label: 'Create Note',
	action: 'Create a note',
	description: 'Write a note in a chat, such as what was said in a call',
	kind: 'change',
	fields: [
		chatField,
		...contentFields,
		{
			displayName: 'Publish',
			name: 'publish',
			type: 'boolean',
			default: true,
			description: 'Whether the others of the chat see it at once; otherwise it is a draft',
		},
	],
	sample,
	async run(context) {
		const { client } = context;
		const made = await createChatItem(client, chatOf(context), 'notes', noteOf(context));
		const isToPublish = Boolean(context.parameter('publish', true));
		const id = text(made.id);
		if (!isToPublish || id === undefined || made.status === 'Active') return made as IDataObject;
		return (await publishNote(client, id)) as IDataObject;
	},
};

const updateNoteOperation: Operation<RingCentralClient> = {
	resource,
	name: 'updateNote',
	label: 'Update Note',
	action: 'Update a note',
	description: 'Replace title and text of a note',
	kind: 'change',
	fields: [noteIdField, ...contentFields],
	sample,
	async run(context) {
		const id = noteIdOf(context);
		const note = noteOf(context);
		return (await updateChatItem(context.client, 'notes', id, note)) as IDataObject;
	},
};

const publishNoteOperation: Operation<RingCentralClient> = {
	resource,
	name: 'publishNote',
	label: 'Publish Note',
	action: 'Publish a note',
	description: 'Show a draft to the others of its chat',
	kind: 'change',
	fields: [noteIdField],
	sample,
	async run(context) {
		return (await publishNote(context.client, noteIdOf(context))) as IDataObject;
	},
};

export const noteOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	getNotesOperation,
	getNoteOperation,
	createNoteOperation,
	updateNoteOperation,
	publishNoteOperation,
	deleteItemOperation(noteItem),
];
