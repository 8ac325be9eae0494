import type { EventEntry } from '../../shared/trigger/eventCatalogue';
import type { PushKind } from '../client/push';

const sample = {
	call_id: 'd7d539d1-6023-4f63-b1c4-6a72262945ba',
	conversation_id: 14583,
	workflow: 'in',
	category: 'normal',
	category_code: 'normal',
	call_result: '客户接听',
	call_result_code: 'customer_answered',
	customer_phone: '13261998838',
	display_number: '01086465040',
	agent_email: 'agent@email.cn',
	total_time: 6,
	is_leave_message: false,
	customer_ring_at: '2018-03-22T11:48:05+08:00',
	customer_ring_at_utc: '2018-03-22T03:48:05.000Z',
	phase: 'ended',
};

/** The event that the workflow answers. */
export const CUSTOMER_LOOKUP = 'customerLookup';

const article = { Customer: 'a customer', Organization: 'an organization' };

const fixtures = {
	Customer: 'webhook.customer-create.partial.json',
	Organization: 'composed.webhook.organization-create.json',
};

/**
 * What the trigger can start on (docs/protocols/udesk.md#call-trigger-push and
 * docs/protocols/udesk.md#call-event-push, docs/protocols/udesk.md#look-up-hook,
 * docs/protocols/udesk.md#receiver-duties); `targets` are the kinds of push,
 * `types` the actions of the generic webhook.
 */
export const events: ReadonlyArray<EventEntry<PushKind>> = [
	{
		name: 'callPush',
		label: 'Any Call Push',
		action: 'On any call pushed',
		description:
			'Udesk pushes a call, by a call trigger or by the call event push; anything else comes out as push "other"',
		types: [],
		targets: ['callTrigger', 'callEvent', 'lookup', 'other'],
		fixture: 'udesk/push.call-trigger.out-callback.ja.json',
		sample: {
			...sample,
			workflow: 'out_callback',
			call_result: '顧客応答',
			push: 'callTrigger',
		},
	},
	{
		name: 'callTrigger',
		label: 'Call Trigger',
		action: 'On call trigger fired',
		description:
			'The conditions of a call trigger of the admin console hold; with its JSON as extend',
		types: [],
		targets: ['callTrigger'],
		fixture: 'udesk/composed.push.call-trigger.in.zh.json',
		sample: { ...sample, push: 'callTrigger', extend: { code: 'call test' } },
	},
	{
		name: 'callEvent',
		label: 'Call Event',
		action: 'On call started, connected, hung up or ended',
		description: 'A call starts, is connected, is hung up or ends',
		types: [],
		targets: ['callEvent'],
		fixture: 'udesk/composed.push.call-event.connected.json',
		sample: {
			call_id: '3012@20180322114800000-z95780414b7bda46-in',
			conversation_id: 14584,
			workflow: 'in',
			phase: 'connected',
			push: 'callEvent',
			agent_nick_name: 'Agent 3012',
			is_blocked: false,
			ticket_numbers: [],
		},
	},
	{
		name: CUSTOMER_LOOKUP,
		label: 'Customer Look-Up',
		action: 'On customer look-up',
		description:
			'A call starts and Udesk asks whose number it is: the first item of the workflow’s last node is the answer, as { "customer_token": "…" }',
		types: [],
		targets: ['lookup'],
		fixture: 'udesk/lookup.customer-token.request.json',
		sample: {
			timestamp: 1501124998,
			timestamp_utc: '2017-07-27T03:09:58.000Z',
			number: '18888888888',
			push: 'lookup',
		},
	},
	...(['Customer', 'Organization'] as const).map(
		(what): EventEntry<PushKind> => ({
			name: `${what.toLowerCase()}Changed`,
			label: `${what} Changed`,
			action: `On ${what.toLowerCase()} created, changed or deleted`,
			description: `The webhook of version 2 tells of ${article[what]}: its action and its message`,
			types: ['create', 'update', 'destroy'].map((done) => `${what}_${done}`),
			targets: ['other'],
			fixture: `udesk/${fixtures[what]}`,
			sample: {
				action: `${what}_create`,
				message: { id: 1 },
				push: 'other',
			},
		}),
	),
];
