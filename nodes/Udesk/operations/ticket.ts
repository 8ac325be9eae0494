import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, objectOf, optional } from '../../shared/action/parameters';
import { TelephonyError } from '../../shared/core/errors';
import { listItems, objectItem } from '../answerItems';
import type { UdeskConnection } from '../client/connection';
import { createTicket, getTicket } from '../client/customers';
import { listTickets, ticketFields, ticketReplies, updateTicket } from '../client/tickets';
import { listedField, pageField, pageOf, pageSizeField, pageSizeOf, textField } from '../fields';

const ticketIdFields = listedField(
	textField('Ticket ID', 'ticketId', {
		required: true,
		placeholder: 'e.g. 1',
		description: 'ID of the ticket, as Ticket, Create gives it',
	}),
	'searchTickets',
);

/** Tickets of the account (vendor's page apiv2/tickets). */
export const ticketOperations: ReadonlyArray<Operation<UdeskConnection>> = [
	{
		resource: 'ticket',
		name: 'create',
		label: 'Create',
		action: 'Create a ticket',
		description: 'Create a ticket, for a customer where one is named',
		kind: 'change',
		fields: [
			textField('Subject', 'subject', { required: true, description: 'At most 255 characters' }),
			textField('Content', 'ticketContent', {
				required: true,
				typeOptions: { rows: 4 },
				description: 'Text of the ticket',
			}),
			{
				displayName: 'Customer By',
				name: 'customerType',
				type: 'options',
				options: [
					{ name: 'Cell Phone', value: 'cellphone' },
					{ name: 'Customer ID', value: 'customer_id' },
					{ name: 'Email', value: 'email' },
				],
				default: 'cellphone',
				description: 'What the customer is found by',
			},
			textField('Customer', 'customerContent', {
				placeholder: 'e.g. 13651190000',
				description: 'Number, e-mail address or ID of the customer; empty for none',
			}),
			{
				displayName: 'More Fields',
				name: 'ticketFields',
				type: 'json',
				default: '{}',
				description:
					'Further fields of the ticket as a JSON object, such as {"tags": "call", "assignee_email": "agent@example.com"}',
			},
		],
		sample: { code: 1000, ticket_id: 1 },
		async run(context) {
			const customer = optional(context, 'customerContent');
			const type = context.parameter<string>('customerType', 'cellphone');
			const answer = await createTicket(context.client, {
				subject: mandatory(context, 'subject', 'Subject'),
				content: mandatory(context, 'ticketContent', 'Content'),
				...(customer === '' ? {} : { type, type_content: customer }),
				...objectOf(context, 'ticketFields', 'More Fields'),
			});
			return answer as IDataObject;
		},
	},
	{
		resource: 'ticket',
		name: 'get',
		label: 'Get',
		action: 'Get a ticket',
		description: 'Get a ticket by its ID',
		kind: 'read',
		fields: ticketIdFields,
		sample: { id: 1, subject: 'Missed call', content: 'Call back', status: 'open' },
		async run(context) {
			const id = mandatory(context, 'ticketId', 'Ticket ID');
			return objectItem(await getTicket(context.client, id), 'ticket');
		},
	},
	{
		resource: 'ticket',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many tickets',
		description: 'Get a page of tickets, all of them or those of a filter, one item per ticket',
		kind: 'read',
		fields: [
			textField('Filter ID', 'filterId', {
				placeholder: 'e.g. 33',
				description: 'ID of a ticket filter of your own in Udesk; empty for all',
			}),
			pageField,
			pageSizeField('Tickets'),
		],
		sample: { id: 1, subject: 'Missed call', content: 'Call back' },
		async run(context) {
			const answer = await listTickets(context.client, {
				filterId: optional(context, 'filterId'),
				page: pageOf(context),
				pageSize: pageSizeOf(context),
			});
			return listItems(answer, 'tickets');
		},
	},
	{
		resource: 'ticket',
		name: 'update',
		label: 'Update',
		action: 'Update a ticket',
		description: 'Change fields of a ticket; the others stay',
		kind: 'change',
		fields: [
			...ticketIdFields,
			{
				displayName: 'Changes',
				name: 'ticketChanges',
				type: 'json',
				default: '{}',
				required: true,
				description:
					'Fields of the ticket as a JSON object, such as {"subject": "Called back", "status_id": 2, "custom_fields": {"TextField_1": "x"}}',
			},
		],
		sample: { id: 1, subject: 'Called back', content: 'Call back' },
		async run(context) {
			const id = mandatory(context, 'ticketId', 'Ticket ID');
			const changes = objectOf(context, 'ticketChanges', 'Changes') ?? {};
			if (Object.keys(changes).length === 0) {
				throw new TelephonyError('badRequest', 'The parameter "Changes" has no field');
			}
			return objectItem(await updateTicket(context.client, id, changes), 'ticket');
		},
	},
	{
		resource: 'ticket',
		name: 'getReplies',
		label: 'Get Replies',
		action: 'Get the replies of a ticket',
		description: 'Get what was answered in a ticket, one item per reply',
		kind: 'read',
		fields: ticketIdFields,
		sample: { id: 1, content: 'We call you back' },
		async run(context) {
			const id = mandatory(context, 'ticketId', 'Ticket ID');
			return listItems(await ticketReplies(context.client, id), 'replies');
		},
	},
	{
		resource: 'ticket',
		name: 'getFields',
		label: 'Get Custom Fields',
		action: 'Get the custom fields of tickets',
		description: 'Get the fields of your own that tickets have, one item per field',
		kind: 'read',
		fields: [],
		sample: { field_name: 'TextField_1', field_label: 'Order' },
		async run({ client }) {
			return listItems(await ticketFields(client), 'custom_fields');
		},
	},
];
