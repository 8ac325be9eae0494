import type { UdeskAnswer } from './answers';
import { send, type UdeskConnection } from './connection';
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
export async function listCustomers(
	connection: UdeskConnection,
	{ query = '', filterId = '', page, pageSize }: CustomerSearch,
): Promise<UdeskAnswer> {
	const given: Query = [
		['query', query],
		['filter_id', filterId],
		['page', String(page)],
		['page_size', String(pageSize)],
	];
	return await send(connection, {
		api: 'v2',
		method: 'GET',
		path: '/customers',
		query: given.filter(([, value]) => value !== ''),
	});
}

/** One customer (`GET /customers/get_customer`, as public code calls it). Gives `customer`. */
export async function getCustomer(
	connection: UdeskConnection,
	key: CustomerKey,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'GET',
		path: '/customers/get_customer',
		query: keyOf(key),
	});
}

/** Creates a customer (`POST /customers`, vendor's and public code). */
export async function createCustomer(
	connection: UdeskConnection,
	customer: Record<string, unknown>,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'POST',
		path: '/customers',
		body: { customer },
	});
}

/** Changes fields of a customer (`PUT /customers/update_customer`, as public code calls it). */
export async function updateCustomer(
	connection: UdeskConnection,
	key: CustomerKey,
	customer: Record<string, unknown>,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'PUT',
		path: '/customers/update_customer',
		query: keyOf(key),
		body: { customer },
	});
}

/** Creates a ticket (vendor's page apiv2/tickets, `POST /tickets`). Gives `ticket_id`. */
export async function createTicket(
	connection: UdeskConnection,
	ticket: Record<string, unknown>,
): Promise<UdeskAnswer> {
	return await send(connection, { api: 'v2', method: 'POST', path: '/tickets', body: { ticket } });
}

/** One ticket (`GET /tickets/detail`, as public code calls it). Gives `ticket`. */
export async function getTicket(connection: UdeskConnection, id: string): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'GET',
		path: '/tickets/detail',
		query: [['id', id]],
	});
}
