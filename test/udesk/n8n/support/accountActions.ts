import type { RunningUdesk } from '../../../simulators/udesk';
import { agent, control, type ActionCase } from './udeskActions';

/** A ticket as the admin console has it. */
const oldTicket = { subject: 'Old', content: 'Call back', status: 'open' };

const kept = ({ simulator }: RunningUdesk) => simulator.api.customers;

export const customerCases: ActionCase[] = [
	{
		name: 'Create a customer',
		parameters: {
			resource: 'customer',
			operation: 'create',
			customerFields: {
				nick_name: 'New',
				email: 'new@sample.com',
				level: 'vip',
				cellphones: '13651190001, 13651190002',
				more: '{"custom_fields": {"TextField_1": "x"}}',
			},
		},
		then(udesk, items) {
			const customer = {
				id: 2,
				nick_name: 'New',
				email: 'new@sample.com',
				level: 'vip',
				cellphones: [
					[null, '13651190001'],
					[null, '13651190002'],
				],
				custom_fields: { TextField_1: 'x' },
			};
			expect(items).toEqual([customer]);
			expect(kept(udesk).customers[1]).toEqual(customer);
		},
	},
	{
		name: 'Get a customer',
		parameters: {
			resource: 'customer',
			operation: 'get',
			type: 'cellphone',
			content: '13651190000',
		},
		then: (_udesk, items) => expect(items).toMatchObject([{ id: 1, nick_name: 'Jordan Smith' }]),
	},
	{
		name: 'Get Many customers',
		parameters: { resource: 'customer', operation: 'getMany', query: 'smith' },
		then: (_udesk, items) => expect(items).toMatchObject([{ id: 1 }]),
	},
	{
		name: 'Update a customer',
		parameters: {
			resource: 'customer',
			operation: 'update',
			type: 'id',
			content: '1',
			customerFields: { level: 'vip' },
		},
		then: (udesk) =>
			expect(kept(udesk).customers[0]).toMatchObject({ level: 'vip', nick_name: 'Jordan Smith' }),
	},
	{
		name: 'Create a ticket',
		parameters: {
			resource: 'ticket',
			operation: 'create',
			subject: 'Missed call',
			ticketContent: 'Call back',
			customerType: 'cellphone',
			customerContent: '13651190000',
			ticketFields: '{"tags": "call"}',
		},
		then(udesk, items) {
			expect(items).toMatchObject([{ ticket_id: 1 }]);
			expect(kept(udesk).tickets).toEqual([
				{
					id: 1,
					subject: 'Missed call',
					content: 'Call back',
					type: 'cellphone',
					type_content: '13651190000',
					tags: 'call',
				},
			]);
		},
	},
	{
		name: 'Get Many tickets',
		given: (udesk) => kept(udesk).tickets.push({ id: 7, ...oldTicket }, { id: 8, ...oldTicket }),
		parameters: { resource: 'ticket', operation: 'getMany', pageSize: 1 },
		then: (_udesk, items) => expect(items).toEqual([{ id: 7, ...oldTicket }]),
	},
	{
		name: 'Get Many tickets of a filter',
		given: (udesk) =>
			kept(udesk).tickets.push({ id: 7, ...oldTicket }, { id: 8, ...oldTicket, filter_id: 3 }),
		parameters: { resource: 'ticket', operation: 'getMany', filterId: '3' },
		then: (_udesk, items) => expect(items.map(({ id }) => id)).toEqual([8]),
	},
	{
		name: 'Update a ticket',
		given: (udesk) => kept(udesk).tickets.push({ id: 7, ...oldTicket }),
		parameters: {
			resource: 'ticket',
			operation: 'update',
			ticketId: '7',
			ticketChanges: '{"subject": "Called back"}',
		},
		then(udesk, items) {
			expect(items).toEqual([{ id: 7, ...oldTicket, subject: 'Called back' }]);
			expect(kept(udesk).tickets[0].subject).toBe('Called back');
		},
	},
	{
		name: 'Get the replies of a ticket',
		given: (udesk) =>
			kept(udesk).tickets.push({ id: 7, ...oldTicket, replies: [{ id: 1, content: 'Soon' }] }),
		parameters: { resource: 'ticket', operation: 'getReplies', ticketId: '7' },
		then: (_udesk, items) => expect(items).toEqual([{ id: 1, content: 'Soon' }]),
	},
	{
		name: 'Get the custom fields of tickets',
		parameters: { resource: 'ticket', operation: 'getFields' },
		then: (_udesk, items) =>
			expect(items).toEqual([{ field_name: 'TextField_1', field_label: 'Order' }]),
	},
	{
		name: 'Create or Update a customer: one that is there',
		parameters: {
			resource: 'customer',
			operation: 'upsert',
			type: 'cellphone',
			content: '136-5119-0000',
			customerFields: { level: 'vip' },
		},
		then(udesk, items) {
			expect(items).toMatchObject([{ outcome: 'updated', id: 1, level: 'vip' }]);
			expect(kept(udesk).customers).toHaveLength(1);
		},
	},
	{
		name: 'Create or Update a customer: a new one',
		parameters: {
			resource: 'customer',
			operation: 'upsert',
			type: 'email',
			content: 'new@sample.com',
			customerFields: { nick_name: 'New' },
		},
		then(udesk, items) {
			expect(items).toMatchObject([{ outcome: 'created', id: 2 }]);
			expect(kept(udesk).customers[1]).toMatchObject({ email: 'new@sample.com', nick_name: 'New' });
		},
	},
	...[
		['13651190000', false, 1],
		['13999999999', true, 2],
	].map(
		([number, created, id]): ActionCase => ({
			name: `Get or Create the customer of ${String(number)}`,
			parameters: { resource: 'customer', operation: 'getOrCreate', number, nickName: '' },
			then(udesk, items) {
				expect(items).toMatchObject([{ created, id }]);
				expect(kept(udesk).customers).toHaveLength(Number(id));
			},
		}),
	),
	{
		name: 'Get Many dialing tasks',
		parameters: {
			resource: 'task',
			operation: 'getMany',
			from: '2017-10-01T00:00:00Z',
			until: '2017-11-01T00:00:00Z',
		},
		then: (_udesk, items) => expect(items).toMatchObject([{ id: 1, name: 'Callout Task 1' }]),
	},
	{
		name: 'Get a dialing task',
		parameters: { resource: 'task', operation: 'get', taskId: '1' },
		then: (_udesk, items) => expect(items).toMatchObject([{ id: 1, status: 0 }]),
	},
	{
		name: 'Get the state of an agent',
		parameters: control('getState', {}, 'agent'),
		then: (_udesk, items) =>
			expect(items).toEqual([{ agent_email: agent, agent_work_state: 'idle' }]),
	},
	{
		name: 'Set the state of an agent as administrator',
		parameters: control('setStateAsAdministrator', { agentWorkState: 'busy' }, 'agent'),
		then: ({ simulator }) => expect(simulator.world.agentOf(agent).state).toBe('busy'),
	},
	{
		name: 'Get Call Logs',
		talking: true,
		parameters: {
			resource: 'call',
			operation: 'getLogs',
			from: '={{ $now.minus({ minutes: 5 }).toISO() }}',
			until: '={{ $now.plus({ minutes: 5 }).toISO() }}',
		},
		then: (_udesk, items) =>
			expect(items).toMatchObject([{ call_id: 'chain-1', customer_number: '13261998838' }]),
	},
	{
		name: 'Get a ticket',
		given: (udesk) => kept(udesk).tickets.push({ id: 7, ...oldTicket }),
		parameters: { resource: 'ticket', operation: 'get', ticketId: '7' },
		then: (_udesk, items) => expect(items).toEqual([{ id: 7, ...oldTicket }]),
	},
];
