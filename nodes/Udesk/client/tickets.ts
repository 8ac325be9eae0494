import { pathSegment } from '../../shared/core/typedPath';
import { request } from './request';
import type { Query } from './sign';

/*
 * Tickets beyond their creation (docs/protocols/udesk.md#operations, tickets; marks B). Each throws `TelephonyError`.
 */

const ticketPath = (id: string) => `/tickets/${pathSegment(id, 'The ticket')}`;

/** Which tickets; `page` counts from 1, a page has at most 100. */
export interface TicketSearch {
	/** A filter of the account; all tickets without one. */
	filterId?: string;
	page: number;
	pageSize: number;
}

/** A page of tickets. Gives `tickets` and `meta`. */
export const listTickets = request(
	'v2',
	'GET',
	({ filterId = '' }: TicketSearch) =>
		filterId === '' ? '/tickets' : '/tickets/tickets_in_filter',
	({ filterId = '', page, pageSize }: TicketSearch) => {
		const query: Query = [
			['filter_id', filterId],
			['page', String(page)],
			['per_page', String(pageSize)],
		];
		return { query: query.filter(([, value]) => value !== '') };
	},
);

/** Changes fields of a ticket. Gives `ticket`. */
export const updateTicket = request(
	'v2',
	'PUT',
	(id: string, _ticket: Record<string, unknown>) => ticketPath(id),
	(_id: string, ticket: Record<string, unknown>) => ({ body: { ticket } }),
);

/** What was answered in a ticket. */
export const ticketReplies = request(
	'v2',
	'GET',
	(id: string) => `${ticketPath(id)}/replies`,
	() => ({}),
);

/** The fields of one's own that tickets have. Gives `custom_fields`. */
export const ticketFields = request('v2', 'GET', '/tickets/custom_fields', () => ({}));
