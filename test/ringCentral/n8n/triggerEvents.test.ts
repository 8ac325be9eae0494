import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { RingCentralSimulatorOptions } from '../../simulators/ringCentral';
import type { Control } from '../../simulators/ringCentral/control/control';
import { triggeredItems } from '../../support/n8n/poll';
import { ids, jwtData, startAccount } from './support/ringCentral';
import { readCases, type EventCase } from './support/ringCentralReadEvents';
import {
	controlOf,
	customer,
	DELIVERIES,
	itemWhere,
	ringCentralTrigger,
	waitForSubscriptions,
} from './support/ringCentralTrigger';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';

const head = { eventId: expect.any(String) as string, ownerId: ids.alice };

/** Rings, is answered, held and ended; the result is its telephony session. */
function talk(control: Control, to = 'alice', from = customer): void {
	const { telephonySessionId } = control.place({ from, to });
	control.answer(telephonySessionId);
	control.hangUp(telephonySessionId);
}

function giveUp(control: Control, to = 'alice'): void {
	const { telephonySessionId } = control.place({ from: customer, to });
	control.hangUp(telephonySessionId, customer);
}

const quick = { recordDelay: 1 };

/** Every event of the trigger, with its filters. */
const cases: EventCase[] = [
	...readCases,
	{
		name: 'telephonySession of one extension, inbound and answered only',
		parameters: {
			triggerOn: 'telephonySession',
			targetType: 'extension',
			direction: 'Inbound',
			type: ['Answered'],
		},
		happen: (control) => talk(control),
		items: [
			{
				event: 'telephonySession',
				...head,
				state: 'active',
				status: 'Answered',
				direction: 'Inbound',
				from: customer,
				extensionId: ids.alice,
				telephonySessionId: expect.stringMatching(/^s-/) as string,
			},
		],
	},
	{
		name: 'telephonySession of the account, as call records',
		parameters: {
			triggerOn: 'telephonySession',
			targetType: 'account',
			direction: 'Inbound',
			type: ['Setup', 'Proceeding'],
			output: 'callRecord',
		},
		happen: (control) => void control.place({ from: customer, to: 'carol' }),
		items: [
			{ backend: 'ringCentral', state: 'ringing', agent: { userId: ids.carol } },
			{ backend: 'ringCentral', state: 'ringing', agent: { userId: ids.carol } },
		],
	},
	{
		name: 'telephonySession as it came',
		parameters: {
			triggerOn: 'telephonySession',
			targetType: 'extension',
			extensionIds: [ids.bob],
			type: ['Answered'],
			output: 'raw',
		},
		happen: (control) => talk(control, 'bob'),
		items: [
			{
				subscriptionId: expect.any(String) as string,
				body: expect.objectContaining({ parties: [expect.any(Object)] }) as JsonObject,
			},
		],
	},
	{
		name: 'callEnded of the account',
		parameters: { triggerOn: 'callEnded', targetType: 'account', options: quick },
		happen: (control) => talk(control, 'bob'),
		items: [
			{
				event: 'callEnded',
				recordFound: true,
				direction: 'Inbound',
				result: 'Accepted',
				legs: expect.any(Array) as JsonObject,
			},
		],
	},
	{
		name: 'callEnded of an extension, as call records',
		parameters: {
			triggerOn: 'callEnded',
			targetType: 'extension',
			output: 'callRecord',
			options: quick,
		},
		happen: (control) => talk(control),
		items: [{ backend: 'ringCentral', state: 'ended', answered: true }],
	},
	{
		name: 'missedCall',
		parameters: { triggerOn: 'missedCall', targetType: 'extension' },
		happen(control) {
			talk(control);
			giveUp(control);
		},
		items: [{ event: 'missedCall', ...head, missedCall: true, state: 'ended', from: customer }],
	},
	{
		name: 'presence of an extension',
		parameters: { triggerOn: 'presence', targetType: 'extension' },
		happen: (control) => control.setPresence('alice', { userStatus: 'Busy' }),
		items: [{ event: 'presence', ...head, extensionId: ids.alice, userStatus: 'Busy' }],
	},
	{
		name: 'presence of the account',
		parameters: { triggerOn: 'presence', targetType: 'account' },
		happen: (control) => control.setPresence('bob', { userStatus: 'Busy' }),
		items: [{ event: 'presence', extensionId: ids.bob, userStatus: 'Busy' }],
	},
	{
		name: 'dnd',
		parameters: { triggerOn: 'dnd' },
		happen: (control) => control.setPresence('alice', { dndStatus: 'DoNotAcceptAnyCalls' }),
		items: [{ event: 'dnd', extensionId: ids.alice, dndStatus: 'DoNotAcceptAnyCalls' }],
	},
	{
		name: 'voicemail, with its transcription',
		parameters: { triggerOn: 'voicemail', options: { transcriptionWait: 1 } },
		happen(control) {
			const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
			control.leaveVoicemail(telephonySessionId, {
				transcription: 'Please call back',
				transcriptionDelay: 1_000,
			});
		},
		items: [
			{
				event: 'voicemail',
				...head,
				type: 'VoiceMail',
				direction: 'Inbound',
				vmTranscriptionStatus: 'Completed',
			},
		],
	},
	{
		name: 'fax',
		parameters: { triggerOn: 'fax' },
		happen: (control) => void control.fax({ from: customer, to: 'alice' }),
		items: [{ event: 'fax', ...head, type: 'Fax', direction: 'Inbound' }],
	},
	{
		name: 'sms',
		parameters: { triggerOn: 'sms' },
		happen: (control) => void control.sms({ from: customer, to: 'alice', text: 'Hi there' }),
		items: [{ event: 'sms', ...head, type: 'SMS', subject: 'Hi there' }],
	},
	{
		name: 'message, of one type',
		parameters: { triggerOn: 'message', type: ['Fax'] },
		happen(control) {
			control.sms({ from: customer, to: 'alice', text: 'no fax' });
			control.fax({ from: customer, to: 'alice' });
		},
		items: [
			{
				event: 'message',
				...head,
				changes: [expect.objectContaining({ type: 'Fax', newCount: 1 })] as JsonObject[],
			},
		],
	},
	{
		name: 'post of others',
		parameters: { triggerOn: 'post', type: ['PostAdded'] },
		happen(control) {
			control.post({ from: 'alice', text: 'My own' });
			control.post({ from: 'bob', text: 'Hello' });
		},
		items: [{ event: 'post', ...head, eventType: 'PostAdded', text: 'Hello', creatorId: ids.bob }],
	},
	{
		name: 'chat',
		parameters: { triggerOn: 'chat' },
		happen: ({ world }) =>
			void world.chats.add({ type: 'Team', name: 'New team', members: [ids.alice, ids.bob] }),
		items: [{ event: 'chat', ...head, eventType: 'GroupJoined', name: 'New team' }],
	},
	{
		name: 'queuePresence',
		parameters: { triggerOn: 'queuePresence', queueIds: [ids.sales] },
		happen: (control) => control.setQueueMember('Sales', 'bob', false),
		items: [
			{
				event: 'queuePresence',
				records: [
					expect.objectContaining({ member: { id: ids.bob }, acceptCurrentQueueCalls: false }),
				] as JsonObject[],
			},
		],
	},
	{
		name: 'eventFilter',
		parameters: {
			triggerOn: 'eventFilter',
			eventFilters: [
				'/restapi/v1.0/account/~/extension/~/presence/dnd',
				'/restapi/v1.0/account/~/extension/~/fax?direction=Inbound',
			],
		},
		happen: (control) => void control.fax({ from: customer, to: 'alice' }),
		items: [
			{
				event: 'eventFilter',
				...head,
				path: expect.stringContaining(`/extension/${ids.alice}/fax`) as string,
				type: 'Fax',
			},
		],
	},
];

interface Refusal {
	name: string;
	options?: RingCentralSimulatorOptions;
	more?: JsonObject;
	message: RegExp;
}

describe.each(DELIVERIES)('RingCentral trigger by %s', (delivery) => {
	let api: N8nApi;
	beforeAll(async () => {
		api = await sharedN8n();
	});

	/** Each has an account of its own, so that nothing of another is heard. */
	const together = sideBySide(10);

	together.each(
		cases,
		({ name }) => name,
		async ({ parameters, happen, items }) => {
			const account = await startAccount(api, { logDelay: 500 });
			const { definition } = ringCentralTrigger(account.credential, { delivery, ...parameters });
			const { id } = await api.createWorkflow(definition);
			try {
				await api.activate(id);
				await waitForSubscriptions(account, 1);
				happen(controlOf(account));
				for (const [index, item] of items.entries()) {
					await itemWhere(api, id, () => true, { skip: index });
					expect((await triggeredItems(api, id))[index]).toMatchObject(item);
				}
				await new Promise((resolve) => setTimeout(resolve, 400));
				expect(await triggeredItems(api, id)).toHaveLength(items.length);
				await api.deactivate(id);
				await waitForSubscriptions(account, 0);
			} finally {
				await api.deleteWorkflow(id);
				await account.remove();
			}
		},
	);

	together.test('a number of the Default Country is E.164, in an item and in a read', async () => {
		const account = await startAccount(api);
		const inAustralia = jwtData(account, { defaultCountry: 'AU' });
		await api.updateCredential(account.credential, inAustralia);
		const { definition } = ringCentralTrigger(account.credential, {
			delivery,
			triggerOn: 'callEnded',
			targetType: 'account',
			output: 'callRecord',
			options: quick,
		});
		const { id } = await api.createWorkflow(definition);
		try {
			await api.activate(id);
			await waitForSubscriptions(account, 1);
			talk(controlOf(account), 'bob', '0255500100');
			const item = await itemWhere(api, id, ({ backend }) => backend === 'ringCentral');
			const read = { resource: 'callLog', operation: 'getMany', logOf: 'company' };
			const given = await account.items({ ...read, output: 'callRecord' });
			const from = { number: '0255500100', e164: '+61255500100' };
			expect([item, ...given]).toMatchObject([{ from }, { from }]);
		} finally {
			await api.deleteWorkflow(id);
			await account.remove();
		}
	});

	together.test('with OAuth2', async () => {
		const account = await startAccount(api);
		const credential = await account.connected();
		const { definition } = ringCentralTrigger(credential, { delivery, triggerOn: 'dnd' });
		const { id } = await api.createWorkflow(definition);
		try {
			await api.activate(id);
			await waitForSubscriptions(account, 1);
			controlOf(account).setPresence('alice', { dndStatus: 'DoNotAcceptAnyCalls' });
			await itemWhere(api, id, ({ event }) => event === 'dnd');
		} finally {
			await api.deleteWorkflow(id);
			await account.remove();
		}
	});

	const refusals: Refusal[] = [
		{
			name: 'an app without the permission',
			options: { scopes: ['SubscriptionWebhook', 'WebSocketsSubscription'] },
			message: /CallControl/,
		},
		{
			name: 'a user who asks for others',
			more: { extensionIds: [ids.alice] },
			message: /another extension|extension is not allowed/,
		},
	];
	const refused = async ({ options, more, message }: Refusal) => {
		const account = await startAccount(api, options);
		const credential = await account.loginOf('bob');
		const { definition } = ringCentralTrigger(credential, {
			delivery,
			triggerOn: 'telephonySession',
			targetType: 'extension',
			...more,
		});
		const { id } = await api.createWorkflow(definition);
		try {
			await expect(api.activate(id)).rejects.toThrow(message);
			await waitForSubscriptions(account, 0);
		} finally {
			await api.deleteWorkflow(id);
			await account.remove();
		}
	};
	together.each(refusals, ({ name }) => `${name} gets a clear error`, refused);
});
