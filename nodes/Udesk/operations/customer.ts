import type { INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import type { Operation, OperationContext } from '../../shared/action/operation';
import { mandatory, objectOf, optional } from '../../shared/action/parameters';
import { listItems, objectItem } from '../answerItems';
import type { UdeskConnection } from '../client/connection';
import {
	createCustomer,
	getCustomer,
	getOrCreateCustomer,
	listCustomers,
	saveCustomer,
	updateCustomer,
	type CustomerKey,
} from '../client/customers';
import { pageField, pageOf, pageSizeField, pageSizeOf, textField } from '../fields';

type Context = OperationContext<UdeskConnection>;

const findByFields: INodeProperties[] = [
	{
		displayName: 'Find By',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Cell Phone', value: 'cellphone' },
			{ name: 'Email', value: 'email' },
			{ name: 'ID', value: 'id', description: 'ID that Udesk has given' },
		],
		default: 'cellphone',
		description: 'An expression can give another type that your account has',
	},
	textField('Value', 'content', {
		required: true,
		placeholder: 'e.g. 13651190000',
		description: 'Number, e-mail address or ID, as chosen above',
	}),
];

const keyOf = (context: Context): CustomerKey => ({
	type: context.parameter<string>('type', 'cellphone'),
	content: mandatory(context, 'content', 'Value'),
});

const fieldsField: INodeProperties = {
	displayName: 'Customer Fields',
	name: 'customerFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	description: 'What is stored of the customer',
	options: [
		textField('Cell Phones', 'cellphones', { description: 'Numbers, separated by commas' }),
		textField('Description', 'description', { description: 'Notes about the customer' }),
		textField('Email', 'email', {
			placeholder: 'name@email.com',
			description: 'E-mail address of the customer',
		}),
		{
			displayName: 'Level',
			name: 'level',
			type: 'options',
			options: [
				{ name: 'Normal', value: 'normal' },
				{ name: 'VIP', value: 'vip' },
			],
			default: 'normal',
			description: 'How important the customer is',
		},
		{
			displayName: 'More Fields',
			name: 'more',
			type: 'json',
			default: '{}',
			description:
				'Further fields of the customer as a JSON object, such as {"custom_fields": {"TextField_1": "x"}}',
		},
		textField('Name', 'nick_name', { description: 'Name of the customer' }),
		textField('Organization ID', 'organization_id', {
			placeholder: 'e.g. 5',
			description:
				'ID of the organization the customer belongs to, as Customer, Get gives it of others',
		}),
	],
};

/** The fields as the wire has them: a number stands beside the ID of its entry, null for a new one. */
function customerOf(context: Context): Record<string, unknown> {
	const { cellphones, more, ...fields } =
		context.parameter<Record<string, unknown>>('customerFields', {}) ?? {};
	const numbers = String(cellphones ?? '')
		.split(',')
		.map((number) => number.trim())
		.filter((number) => number !== '');
	const customer = {
		...fields,
		...(numbers.length > 0 ? { cellphones: numbers.map((number) => [null, number]) } : {}),
		...objectOf({ parameter: <T>() => more as T }, 'more', 'More Fields'),
	};
	if (Object.keys(customer).length > 0) return customer;
	throw new TelephonyError('badRequest', 'The parameter "Customer Fields" has no field');
}

const sample = { id: 1, nick_name: 'Jordan Smith', level: 'normal', email: 'customer@sample.com' };

const customer = { resource: 'customer', sample } as const;

/** Customers of the account (vendor's page apiv2/customers). */
export const customerOperations: ReadonlyArray<Operation<UdeskConnection>> = [
	{
		...customer,
		name: 'create',
		label: 'Create',
		action: 'Create a customer',
		description: 'Create a customer',
		kind: 'change',
		fields: [fieldsField],
		async run(context) {
			return objectItem(await createCustomer(context.client, customerOf(context)), 'customer');
		},
	},
	{
		...customer,
		name: 'get',
		label: 'Get',
		action: 'Get a customer',
		description: 'Get a customer by telephone number, e-mail address or ID',
		kind: 'read',
		fields: findByFields,
		async run(context) {
			return objectItem(await getCustomer(context.client, keyOf(context)), 'customer');
		},
	},
	{
		...customer,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many customers',
		description: 'Get a page of customers, one item per customer',
		kind: 'read',
		fields: [
			textField('Search', 'query', { description: 'Keyword; empty for all' }),
			textField('Filter ID', 'filterId', {
				placeholder: 'e.g. 33',
				description: 'ID of a customer filter of your own in Udesk; empty for all',
			}),
			pageField,
			pageSizeField('Customers'),
		],
		async run(context) {
			const answer = await listCustomers(context.client, {
				query: optional(context, 'query'),
				filterId: optional(context, 'filterId'),
				page: pageOf(context),
				pageSize: pageSizeOf(context),
			});
			return listItems(answer, 'customers');
		},
	},
	{
		...customer,
		name: 'update',
		label: 'Update',
		action: 'Update a customer',
		description: 'Change fields of a customer; the others stay',
		kind: 'change',
		fields: [...findByFields, fieldsField],
		async run(context) {
			const answer = await updateCustomer(context.client, keyOf(context), customerOf(context));
			return objectItem(answer, 'customer');
		},
	},
	{
		...customer,
		name: 'upsert',
		label: 'Create or Update',
		action: 'Create or update a customer',
		description:
			'Change the customer with this number or e-mail address, or create it where there is none; by ID change only',
		kind: 'change',
		fields: [...findByFields, fieldsField],
		sample: { outcome: 'updated', ...sample },
		async run(context) {
			const { outcome, answer } = await saveCustomer(
				context.client,
				keyOf(context),
				customerOf(context),
			);
			return { outcome, ...objectItem(answer, 'customer') };
		},
	},
	{
		...customer,
		name: 'getOrCreate',
		label: 'Get or Create',
		action: 'Create a customer by number where there is none',
		description: 'Get the customer of a telephone number, or create one with it',
		kind: 'change',
		fields: [
			textField('Phone Number', 'number', {
				required: true,
				placeholder: 'e.g. 13651190000',
				description: 'As Udesk writes it in its pushes',
			}),
			textField('Name', 'nickName', { description: 'Name of a new customer; the number if empty' }),
		],
		sample: { created: false, ...sample },
		async run(context) {
			const number = mandatory(context, 'number', 'Phone Number');
			const name = optional(context, 'nickName') || number;
			const { created, answer } = await getOrCreateCustomer(context.client, number, name);
			return { created, ...objectItem(answer, 'customer') };
		},
	},
];
