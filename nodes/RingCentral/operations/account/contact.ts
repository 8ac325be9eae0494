import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { byDisplayName } from '../../../shared/alphabetical';
import { filtersField } from '../../../shared/action/collections';
import { TelephonyError } from '../../../shared/core/errors';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { utcOf } from '../../../shared/action/times';
import { text, type JsonObject } from '../../client/transport/answers';
import {
	contactPages,
	createContact,
	deleteContact,
	getContact,
	updateContact,
} from '../../client/account/contacts';
import type { RingCentralClient } from '../../connect';
import { collected, extensionOf, listOf, locator, ownExtensionField } from '../../fields/call';
import type { Context } from '../../fields/call';

const resource = 'contact';

const sample: IDataObject = {
	id: '623045004',
	availability: 'Alive',
	firstName: 'Dora',
	lastName: 'Dean',
	company: 'Example',
	businessPhone: '+14155550100',
	email: 'dora@example.com',
};

const bookField = ownExtensionField('Whose contacts');

const contactField: INodeProperties = locator({
	displayName: 'Contact',
	name: 'contactId',
	description: 'The contact, as Contact, Get Many or Find by Number gives its ID',
	search: 'searchContacts',
	placeholder: 'e.g. 623045004',
	required: true,
});

/** Members of a contact and their names in the editor (OpenAPI PersonalContactRequest). */
const MEMBERS = {
	assistantPhone: 'Assistant Phone',
	businessFax: 'Business Fax',
	businessPhone: 'Business Phone',
	businessPhone2: 'Business Phone 2',
	callbackPhone: 'Callback Phone',
	carPhone: 'Car Phone',
	company: 'Company',
	companyPhone: 'Company Phone',
	email: 'Email',
	email2: 'Email 2',
	email3: 'Email 3',
	firstName: 'First Name',
	homePhone: 'Home Phone',
	homePhone2: 'Home Phone 2',
	jobTitle: 'Job Title',
	lastName: 'Last Name',
	middleName: 'Middle Name',
	mobilePhone: 'Mobile Phone',
	nickName: 'Nickname',
	notes: 'Notes',
	otherFax: 'Other Fax',
	otherPhone: 'Other Phone',
	webPage: 'Web Page',
} as const;

const ADDRESSES = {
	businessAddress: 'Business Address',
	homeAddress: 'Home Address',
	otherAddress: 'Other Address',
} as const;

const plain = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	description: `${displayName} of the contact`,
	...(/phone|fax/i.test(name) ? { placeholder: 'e.g. +14155550100' } : {}),
	...(/^email/.test(name) ? { placeholder: 'name@email.com' } : {}),
});

const addressField = (displayName: string, name: string): INodeProperties => ({
	displayName,
	name,
	type: 'fixedCollection',
	placeholder: 'Add address',
	default: {},
	description: `${displayName} of the contact`,
	options: [
		{
			displayName: 'Address',
			name: 'address',
			values: [
				plain('City', 'city'),
				plain('Country', 'country'),
				plain('State', 'state'),
				plain('Street', 'street'),
				plain('ZIP Code', 'zip'),
			],
		},
	],
});

const contentField: INodeProperties = {
	displayName: 'Fields',
	name: 'contact',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What is known of the contact; numbers best with country code (E.164)',
	options: [
		...Object.entries(MEMBERS).map(([name, label]) => plain(label, name)),
		...Object.entries(ADDRESSES).map(([name, label]) => addressField(label, name)),
		{
			displayName: 'Birthday',
			name: 'birthday',
			type: 'dateTime' as const,
			default: '',
			description: 'The day; the time does not matter',
		},
	].sort(byDisplayName),
};

const trimmed = (value: unknown) => String(value ?? '').trim() || undefined;

/** What was filled in. Throws `badRequest` when nothing was. */
function contactOf({ parameter, timeZone }: Context): IDataObject {
	const given = parameter<Record<string, unknown>>('contact', {});
	const contact: IDataObject = {};
	for (const name of Object.keys(MEMBERS)) {
		const value = trimmed(given[name]);
		if (value !== undefined) contact[name] = value;
	}
	for (const name of Object.keys(ADDRESSES)) {
		const { address = {} } = (given[name] ?? {}) as { address?: Record<string, unknown> };
		const parts = Object.entries(address).filter(([, value]) => trimmed(value) !== undefined);
		if (parts.length > 0) contact[name] = Object.fromEntries(parts) as IDataObject;
	}
	const birthday = utcOf(given.birthday, timeZone, 'Birthday');
	if (birthday !== undefined) contact.birthday = birthday;
	if (Object.keys(contact).length > 0) return contact;
	throw new TelephonyError('badRequest', 'Choose in "Fields" what the contact has');
}

/** Ids are text wherever they come from. */
const contactItem = (record: JsonObject): IDataObject =>
	({ ...record, id: text(record.id) }) as IDataObject;

const contactIdOf = (context: Context): string => mandatory(context, 'contactId', 'Contact');

/** See docs/protocols/ringcentral.md#contacts. */
export const contactOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	{
		resource,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get contacts',
		description: 'Get the personal contacts of a user, one item per contact',
		kind: 'read',
		fields: [
			bookField,
			returnAllField,
			limitField,
			filtersField([
				{
					displayName: 'Name Starts With',
					name: 'startsWith',
					type: 'string',
					default: '',
					description: 'Only contacts whose first or last name begins so',
				},
				{
					displayName: 'Sort By',
					name: 'sortBy',
					type: 'options',
					options: [
						{ name: 'Company', value: 'Company' },
						{ name: 'First Name', value: 'FirstName' },
						{ name: 'Last Name', value: 'LastName' },
					],
					default: 'LastName',
					description: 'The order of the list',
				},
			]),
		],
		sample,
		async run(context) {
			const { startsWith, sortBy } = context.parameter<{ startsWith?: string; sortBy?: string }>(
				'filters',
				{},
			);
			const filters = { startsWith: trimmed(startsWith), sortBy: sortBy ? [sortBy] : undefined };
			const limit = limitOf(context);
			const list = contactPages(context.client, extensionOf(context), filters, { limit });
			return (await collected(list)).map(contactItem);
		},
	},
	{
		resource,
		name: 'findByNumber',
		label: 'Find by Number',
		action: 'Find contacts by number',
		description: 'Find who calls: the personal contacts that have a phone number, one item each',
		kind: 'read',
		fields: [
			bookField,
			{
				displayName: 'Phone Numbers',
				name: 'phoneNumbers',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. +14155550100',
				description: 'With country code (E.164); several separated by commas',
			},
		],
		sample,
		async run(context) {
			const phoneNumber = listOf(context, 'phoneNumbers');
			if (phoneNumber.length === 0) {
				throw new TelephonyError('badRequest', 'The parameter "Phone Numbers" is empty');
			}
			const list = contactPages(context.client, extensionOf(context), { phoneNumber });
			return (await collected(list)).map(contactItem);
		},
	},
	{
		resource,
		name: 'get',
		label: 'Get',
		action: 'Get a contact',
		description: 'Get one personal contact of a user',
		kind: 'read',
		fields: [bookField, contactField],
		sample,
		async run(context) {
			const id = contactIdOf(context);
			return contactItem(await getContact(context.client, extensionOf(context), id));
		},
	},
	{
		resource,
		name: 'create',
		label: 'Create',
		action: 'Create a contact',
		description: 'Create a personal contact of a user',
		kind: 'change',
		fields: [bookField, contentField],
		sample,
		async run(context) {
			const contact = contactOf(context);
			return contactItem(await createContact(context.client, extensionOf(context), contact));
		},
	},
	{
		resource,
		name: 'update',
		label: 'Update',
		action: 'Update a contact',
		description: 'Change a personal contact of a user; what is not filled in stays',
		kind: 'change',
		fields: [bookField, contactField, contentField],
		sample,
		async run(context) {
			const id = contactIdOf(context);
			const changes = contactOf(context);
			return contactItem(await updateContact(context.client, extensionOf(context), id, changes));
		},
	},
	{
		resource,
		name: 'delete',
		label: 'Delete',
		action: 'Delete a contact',
		description: 'Delete a personal contact of a user',
		kind: 'change',
		fields: [bookField, contactField],
		sample: { deleted: true, id: '623045004' },
		async run(context) {
			const id = contactIdOf(context);
			await deleteContact(context.client, extensionOf(context), id);
			return { deleted: true, id };
		},
	},
];
