import { request } from './request';
import type { Query } from './sign';

/** How a customer is named: `type` is what `content` is, as `cellphone`, `email` or `id`. */
export interface CustomerKey {
	type: string;
	content: string;
}

export interface CustomerSearch {
	query?: string;
	filterId?: string;
	/** Counts from 1. */
	page: number;
	/** At most 100. */
	pageSize: number;
}

const keyOf = ({ type, content }: CustomerKey): Query => [
	['type', type],
	['content', content],
];

/** Customers that fit (vendor's page apiv2/customers, `GET /customers`). Gives `customers` and `meta`. */
export const listCustomers = request(
	'v2',
	'GET',
	'/customers',
	({ query = '', filterId = '', page, pageSize }: CustomerSearch) => {
		const given: Query = [
			['query', query],
			['filter_id', filterId],
			['page', String(page)],
			['page_size', String(pageSize)],
		];
		return { query: given.filter(([, value]) => value !== '') };
	},
);

/** One customer (`GET /customers/get_customer`, as public code calls it). Gives `customer`. */
export const getCustomer = request('v2', 'GET', '/customers/get_customer', (key: CustomerKey) => ({
	query: keyOf(key),
}));

/** Creates a customer (`POST /customers`, vendor's and public code). */
export const createCustomer = request(
	'v2',
	'POST',
	'/customers',
	(customer: Record<string, unknown>) => ({ body: { customer } }),
);

/** Changes fields of a customer (`PUT /customers/update_customer`, as public code calls it). */
export const updateCustomer = request(
	'v2',
	'PUT',
	'/customers/update_customer',
	(key: CustomerKey, customer: Record<string, unknown>) => ({
		query: keyOf(key),
		body: { customer },
	}),
);

/** Creates a ticket (vendor's page apiv2/tickets, `POST /tickets`). Gives `ticket_id`. */
export const createTicket = request(
	'v2',
	'POST',
	'/tickets',
	(ticket: Record<string, unknown>) => ({ body: { ticket } }),
);

/** One ticket (`GET /tickets/detail`, as public code calls it). Gives `ticket`. */
export const getTicket = request('v2', 'GET', '/tickets/detail', (id: string) => ({
	query: [['id', id]],
}));
