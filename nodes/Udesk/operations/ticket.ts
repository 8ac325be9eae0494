import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, objectOf, optional } from '../../shared/action/parameters';
import { objectItem } from '../answerItems';
import type { UdeskConnection } from '../client/connection';
import { createTicket, getTicket } from '../client/customers';
import { textField } from '../fields';

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
					'Further fields of the ticket as JSON object, as {"tags": "call", "assignee_email": "agent@example.com"}',
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
		fields: [
			textField('Ticket ID', 'ticketId', {
				required: true,
				description: 'ID of the ticket, as Ticket, Create gives it',
			}),
		],
		sample: { id: 1, subject: 'Missed call', content: 'Call back', status: 'open' },
		async run(context) {
			const id = mandatory(context, 'ticketId', 'Ticket ID');
			return objectItem(await getTicket(context.client, id), 'ticket');
		},
	},
];
