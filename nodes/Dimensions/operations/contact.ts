import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import type { DimensionsConnection } from '../client/connection';
import {
	changesOf,
	createContact,
	deleteContact,
	getContact,
	listContacts,
	replaceContact,
	updateContact,
} from '../client/directories';
import { NumberBook, saveRows } from '../client/saveContact';
import {
	byField,
	byOf,
	contactFieldsField,
	contactFieldsOf,
	contactIdField,
	contactOf,
	contactRowsField,
	contactRowsOf,
	directoryField,
	directoryOf,
	matchByField,
	newByField,
	numberField,
	saverOf,
} from '../fields';

type ContactOperation = Operation<DimensionsConnection>;

const sample = {
	id: '00000000-0000-0000-0000-000000000123',
	fields: { fullName: 'CRM3a', companyName: 'Company', phone1: '+442079460123', crmId: '1' },
};

/** What every operation on contacts shares. */
const contact = { resource: 'contact', sample } as const;
const named = [directoryField, byField, contactIdField];

/** The verbs of `items` and `crmitems` (docs/protocols/dimensions.md#contact-directories). */
export const contactOperations: readonly ContactOperation[] = [
	{
		...contact,
		name: 'create',
		label: 'Create',
		action: 'Create a contact',
		description: 'Create a contact; by CRM ID the fields name the ID of the record in your CRM',
		kind: 'change',
		fields: [directoryField, newByField, contactFieldsField],
		async run(context) {
			const fields = contactFieldsOf(context);
			return (await createContact(
				context.client,
				directoryOf(context),
				byOf(context),
				fields,
			)) as IDataObject;
		},
	},
	{
		...contact,
		name: 'get',
		label: 'Get',
		action: 'Get a contact',
		description: 'Get a contact of a directory',
		kind: 'read',
		fields: named,
		async run(context) {
			return (await getContact(
				context.client,
				directoryOf(context),
				contactOf(context),
			)) as IDataObject;
		},
	},
	{
		...contact,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many contacts',
		description: 'Get the contacts of a directory, one item per contact',
		kind: 'read',
		fields: [directoryField],
		async run(context) {
			return (await listContacts(context.client, directoryOf(context))) as IDataObject[];
		},
	},
	{
		...contact,
		name: 'findByNumber',
		label: 'Find by Number',
		action: 'Find contacts by number',
		description: 'Get the contacts that have a telephone number; no item where there is none',
		kind: 'read',
		fields: [directoryField, numberField],
		async run(context) {
			const book = new NumberBook(context.client, directoryOf(context));
			const number = mandatory(context, 'number', 'Phone Number');
			return (await book.find(number)) as IDataObject[];
		},
	},
	{
		...contact,
		name: 'upsert',
		label: 'Create or Update',
		action: 'Create or update a contact',
		description:
			'Change some fields of the contact with this CRM ID or number, or create it where there is none',
		kind: 'change',
		fields: [directoryField, matchByField, contactFieldsField],
		sample: { outcome: 'updated', ...sample },
		async run(context) {
			const { outcome, contact: saved } = await saverOf(context)(contactFieldsOf(context));
			return { outcome, ...(saved as IDataObject) };
		},
	},
	{
		...contact,
		name: 'upsertMany',
		label: 'Create or Update Many',
		action: 'Create or update many contacts',
		description:
			'Create or update the contacts of a list, one item per row that says what became of it; a row that is refused does not keep the others',
		kind: 'change',
		fields: [directoryField, matchByField, contactRowsField],
		sample: { row: 1, outcome: 'created', ...sample },
		async run(context) {
			const report = await saveRows(contactRowsOf(context), saverOf(context));
			return report.map((entry) =>
				'contact' in entry
					? { row: entry.row, outcome: entry.outcome, ...(entry.contact as IDataObject) }
					: entry,
			);
		},
	},
	{
		...contact,
		name: 'update',
		label: 'Update',
		action: 'Update a contact',
		description: 'Change some fields of a contact; an empty one is removed',
		kind: 'change',
		fields: [...named, contactFieldsField],
		async run(context) {
			const changes = changesOf(contactFieldsOf(context));
			return (await updateContact(
				context.client,
				directoryOf(context),
				contactOf(context),
				changes,
			)) as IDataObject;
		},
	},
	{
		...contact,
		name: 'replace',
		label: 'Replace',
		action: 'Replace a contact',
		description: 'Replace all fields of a contact; those not given are gone',
		kind: 'change',
		fields: [...named, contactFieldsField],
		async run(context) {
			return (await replaceContact(
				context.client,
				directoryOf(context),
				contactOf(context),
				contactFieldsOf(context),
			)) as IDataObject;
		},
	},
	{
		...contact,
		name: 'delete',
		label: 'Delete',
		action: 'Delete a contact',
		description: 'Delete a contact of a directory',
		kind: 'change',
		fields: named,
		sample: { deleted: true },
		async run(context) {
			await deleteContact(context.client, directoryOf(context), contactOf(context));
			return { deleted: true };
		},
	},
];
