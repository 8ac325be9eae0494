import { objectFrom, type JsonReply } from '../shared/jsonServer';
import { done, mandatory, text } from './replies';
import { UdeskRefusal } from './world';

type Fields = Record<string, unknown>;

const fieldsOf = (body: string, name: string): Fields => {
	const value = objectFrom(body)[name];
	if (typeof value === 'object' && value !== null) return value as Fields;
	throw new UdeskRefusal(2000, `param is missing or the value is empty: ${name}`);
};

/** Customers and tickets of `open_api_v1` (vendor's pages apiv2/customers and apiv2/tickets). */
export class Customers {
	readonly customers: Fields[] = [
		{
			id: 1,
			nick_name: 'Jordan Smith',
			level: 'normal',
			email: 'customer@sample.com',
			cellphones: [[11, '13651190000']],
		},
	];

	readonly tickets: Fields[] = [];

	/** Undefined for a path that is none of theirs. */
	answer(method: string, path: string, search: string, body: string): JsonReply | undefined {
		const query = new URLSearchParams(search);
		switch (`${method} ${path}`) {
			case 'GET /customers':
				return this.list(query);
			case 'GET /customers/get_customer':
				return done({ customer: this.find(query) });
			case 'POST /customers': {
				const customer = { id: this.customers.length + 1, ...fieldsOf(body, 'customer') };
				this.customers.push(customer);
				return done({ customer });
			}
			case 'PUT /customers/update_customer':
				return done({ customer: Object.assign(this.find(query), fieldsOf(body, 'customer')) });
			case 'POST /tickets': {
				const ticket = fieldsOf(body, 'ticket');
				mandatory(ticket.subject, 2000, 'subject is empty');
				mandatory(ticket.content, 2000, 'content is empty');
				this.tickets.push({ id: this.tickets.length + 1, ...ticket });
				return done({ message: '', ticket_id: this.tickets.length });
			}
			case 'GET /tickets/detail': {
				const ticket = this.tickets.find(({ id }) => text(id) === query.get('id'));
				if (!ticket) throw new UdeskRefusal(2000, 'ticket does not exist');
				return done({ ticket });
			}
			case 'GET /tickets':
				return this.listTickets(query, this.tickets);
			case 'GET /tickets/tickets_in_filter': {
				const filter = mandatory(query.get('filter_id'), 2000, 'filter_id is empty');
				return this.listTickets(
					query,
					this.tickets.filter(({ filter_id: id }) => text(id) === filter),
				);
			}
			case 'GET /tickets/custom_fields':
				return done({ custom_fields: [{ field_name: 'TextField_1', field_label: 'Order' }] });
			default:
				return this.oneTicket(method, path, body);
		}
	}

	/** Keeps the token of another system with the customer of a number, who is new where nobody has it. */
	identify(number: string, token: string): void {
		const known = this.customers.find(({ cellphones }) =>
			((cellphones ?? []) as unknown[][]).some(([, one]) => one === number),
		);
		if (known) known.open_api_token = token;
		else {
			const id = this.customers.length + 1;
			this.customers.push({ id, cellphones: [[id, number]], open_api_token: token });
		}
	}

	private oneTicket(method: string, path: string, body: string): JsonReply | undefined {
		const [, id, part = ''] = /^\/tickets\/(\d+)(\/replies)?$/.exec(path) ?? [];
		const ticket = this.tickets.find((one) => text(one.id) === id);
		if (id === undefined || `${method}${part}` === 'GET') return undefined;
		if (!ticket) throw new UdeskRefusal(2000, 'ticket does not exist');
		if (method === 'GET') return done({ replies: ticket.replies ?? [] });
		if (method !== 'PUT' || part !== '') return undefined;
		return done({ ticket: Object.assign(ticket, fieldsOf(body, 'ticket')) });
	}

	private listTickets(query: URLSearchParams, tickets: Fields[]): JsonReply {
		const size = Math.min(Number(query.get('per_page') ?? 20), 100);
		const page = Number(query.get('page') ?? 1);
		const meta = {
			current_page: page,
			total_pages: Math.ceil(tickets.length / size),
			total_count: tickets.length,
		};
		return done({ meta, tickets: tickets.slice((page - 1) * size).slice(0, size) });
	}

	private list(query: URLSearchParams): JsonReply {
		const wanted = (query.get('query') ?? '').toLowerCase();
		const size = Math.min(Number(query.get('page_size') ?? 20), 100);
		const page = Number(query.get('page') ?? 1);
		const found = this.customers.filter((customer) =>
			JSON.stringify(customer).toLowerCase().includes(wanted),
		);
		const meta = {
			current_page: page,
			total_pages: Math.ceil(found.length / size),
			total_count: found.length,
		};
		return done({
			meta,
			wechat: [],
			weibo: [],
			customers: found.slice((page - 1) * size).slice(0, size),
		});
	}

	private find(query: URLSearchParams): Fields {
		const type = mandatory(query.get('type'), 2000, 'type is empty');
		const content = mandatory(query.get('content'), 2000, 'content is empty');
		const customer = this.customers.find(({ id, email, cellphones }) => {
			if (type === 'cellphone') {
				return ((cellphones ?? []) as unknown[][]).some(([, number]) => number === content);
			}
			return text(type === 'id' ? id : type === 'email' ? email : undefined) === content;
		});
		if (!customer) throw new UdeskRefusal(2000, 'customer does not exist');
		return customer;
	}
}
