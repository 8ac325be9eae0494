import { isRecord } from '../../shared/core/records';
import type { UdeskAnswer } from './answers';
import type { UdeskConnection } from './connection';
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

/**
 * Udesk has one code for everything that is wrong with parameters, so a search by number decides whether a
 * customer is there, and not the words of a refusal.
 */
async function isKnown(connection: UdeskConnection, { type, content }: CustomerKey) {
	const found = await listCustomers(connection, { query: content, page: 1, pageSize: 100 });
	const digits = (value: unknown) => String(value ?? '').replace(/\D/g, '');
	return [found.customers].flat().some((one) => {
		if (!isRecord(one)) return false;
		if (type !== 'cellphone') return String(one[type] ?? '') === content;
		const numbers = [one.cellphones].flat(2);
		return numbers.some(
			(number) => typeof number === 'string' && digits(number) === digits(content),
		);
	});
}

/** A number as Udesk has it: without what people write between its digits. */
const written = ({ type, content }: CustomerKey): CustomerKey => ({
	type,
	content: type === 'cellphone' ? content.replace(/[\s().\-/]/g, '') : content,
});

/**
 * Changes the customer of a key, or creates it. A new one has the key's number or e-mail address as a field. Udesk
 * gives the IDs, so by ID there is nothing to create: a customer that does not exist is Udesk's refusal. A search
 * could not tell, because an ID like 12 is in more numbers than a page of it has.
 */
export async function saveCustomer(
	connection: UdeskConnection,
	given: CustomerKey,
	customer: Record<string, unknown>,
): Promise<{ outcome: 'created' | 'updated'; answer: UdeskAnswer }> {
	const key = written(given);
	if (key.type === 'id' || (await isKnown(connection, key))) {
		return { outcome: 'updated', answer: await updateCustomer(connection, key, customer) };
	}
	const named =
		key.type === 'cellphone' ? { cellphones: [[null, key.content]] } : { [key.type]: key.content };
	const answer = await createCustomer(connection, { ...named, ...customer });
	return { outcome: 'created', answer };
}

/** The customer of a number, or a new one with it. */
export async function getOrCreateCustomer(
	connection: UdeskConnection,
	number: string,
	name: string,
): Promise<{ created: boolean; answer: UdeskAnswer }> {
	const key = written({ type: 'cellphone', content: number });
	if (await isKnown(connection, key)) {
		return { created: false, answer: await getCustomer(connection, key) };
	}
	const cellphones = [[null, key.content]];
	return {
		created: true,
		answer: await createCustomer(connection, { nick_name: name, cellphones }),
	};
}

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
