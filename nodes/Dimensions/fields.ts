import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import type { OperationContext } from '../shared/action/operation';
import { jsonOf, mandatory } from '../shared/action/parameters';
import type { DimensionsConnection } from './client/connection';
import type { ContactKey } from './client/directories';
import {
	NumberBook,
	saveByCrmId,
	type ContactFields,
	type SavedContact,
} from './client/saveContact';

export const directoryField: INodeProperties = {
	displayName: 'Directory',
	name: 'directoryId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The contact directory, as Directory, Get Many gives its ID',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDirectories', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 00000000-0000-0000-0000-000000000000',
		},
	],
};

export const byField: INodeProperties = {
	displayName: 'Identify By',
	name: 'by',
	type: 'options',
	options: [
		{ name: 'CRM ID', value: 'crmId', description: 'ID of the record in your CRM' },
		{ name: 'ID', value: 'id', description: 'ID that Dimensions has given' },
	],
	default: 'id',
	description: 'Which ID of a contact is meant',
};

/** Which ID a new contact gets, which has no other place for it. */
export const newByField: INodeProperties = {
	...byField,
	description: 'With CRM ID, set CRM ID among the fields',
};

export const matchByField: INodeProperties = {
	displayName: 'Match By',
	name: 'matchBy',
	type: 'options',
	options: [
		{ name: 'CRM ID', value: 'crmId', description: 'The contact with the CRM ID among the fields' },
		{
			name: 'Phone Number',
			value: 'number',
			description:
				'The contact that has one of the numbers among the fields, however it is written',
		},
	],
	default: 'crmId',
	description: 'How a contact that is already there is found; without one it is created',
};

export const numberField: INodeProperties = {
	displayName: 'Phone Number',
	name: 'number',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +442079460123',
	description:
		'Number of the contact, however it is written. Without a country it is one of the Default Country of the credential.',
};

export const contactRowsField: INodeProperties = {
	displayName: 'Contacts',
	name: 'contacts',
	type: 'json',
	default: '',
	required: true,
	placeholder: 'e.g. [{ "crmId": "1", "fullName": "Alice", "phone1": "+442079460123" }]',
	description:
		'List of contacts, each an object with fields such as crmId, fullName, companyName, email and phone1; an empty field is removed',
};

export const contactIdField: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 00000000-0000-0000-0000-000000000000',
	description:
		'ID of the contact in Dimensions, as Get Many or Find by Number gives it, or in your CRM, as chosen above',
};

/**
 * Fields of a contact (docs/protocols/dimensions.md#members-of-cdr and
 * docs/protocols/dimensions.md#contact-directories).
 */
const CONTACT_FIELDS: Array<{ name: string; label: string; description: string }> = [
	{ name: 'avatar', label: 'Avatar (Base64)', description: 'Picture of the contact' },
	{ name: 'companyName', label: 'Company Name', description: 'Company the contact belongs to' },
	{ name: 'crmId', label: 'CRM ID', description: 'ID of the record in your CRM' },
	{ name: 'email', label: 'Email', description: 'E-mail address of the contact' },
	...Array.from({ length: 10 }, (_empty, index) => ({
		name: `field${index + 1}`,
		label: `Field ${index + 1}`,
		description: 'Custom field; Directory, Get shows its name',
	})),
	{
		name: 'fullName',
		label: 'Full Name',
		description: 'Name that is shown when the contact calls',
	},
	{ name: 'jobTitle', label: 'Job Title', description: 'What the contact does in the company' },
	...[1, 2, 3, 4].map((number) => ({
		name: `phone${number}`,
		label: `Phone ${number}`,
		description: 'Number the contact is known by when it calls',
	})),
	{ name: 'title', label: 'Title', description: 'How the contact is addressed, such as Dr' },
];

export const contactFieldsField: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What is stored of the contact',
	options: CONTACT_FIELDS.map(({ name, label, description }) => ({
		displayName: label,
		name,
		type: 'string' as const,
		description,
		...(name === 'crmId' ? { placeholder: 'e.g. 4711' } : {}),
		...(name === 'email' ? { placeholder: 'name@email.com' } : {}),
		...(name.startsWith('phone') ? { placeholder: 'e.g. +442079460123' } : {}),
		default: '',
	})),
};

type Context = OperationContext<DimensionsConnection>;

export const directoryOf = (context: Context) => mandatory(context, 'directoryId', 'Directory');

export const byOf = ({ parameter }: Context): ContactKey['by'] =>
	parameter<string>('by', 'id') === 'crmId' ? 'crmId' : 'id';

type Save = (fields: ContactFields) => Promise<SavedContact>;

/** How contacts are saved, as *Match By* says; the directory is read once for all of them. */
export function saverOf(context: Context): Save {
	const { client } = context;
	const directoryId = directoryOf(context);
	if (context.parameter<string>('matchBy', 'crmId') === 'crmId') {
		return async (fields) => await saveByCrmId(client, directoryId, fields);
	}
	const book = new NumberBook(client, directoryId);
	return async (fields) => await book.save(fields);
}

/** The rows of *Contacts*. Throws `badRequest` for what is no list, or an empty one. */
export function contactRowsOf(context: Context): unknown[] {
	const rows = jsonOf(context, 'contacts', 'Contacts');
	if (Array.isArray(rows) && rows.length > 0) return rows as unknown[];
	throw new TelephonyError('badRequest', 'The parameter "Contacts" is not a list of contacts');
}

export const contactOf = (context: Context): ContactKey => ({
	by: byOf(context),
	value: mandatory(context, 'contactId', 'Contact ID'),
});

/** The fields of a contact. Throws `badRequest` when there is none. */
export function contactFieldsOf({ parameter }: Context): Record<string, unknown> {
	const fields = parameter<Record<string, unknown>>('fields', {}) ?? {};
	if (Object.keys(fields).length === 0) {
		throw new TelephonyError('badRequest', 'The parameter "Fields" has no field');
	}
	return fields;
}
