import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../demo/simulator';
import { SERVICES } from '../../../nodes/BroadWorks/operations/service/table';
import { GivenItems } from '../../contract/sources/samples';
import { operationsRunBy } from './support/broadWorksActions';
import { meetingStories } from './support/meetingStories';
import { recordStories, type Step, type Story } from './support/recordStories';
import { sideBySide } from '../../support/n8n/sideBySide';
import {
	alice,
	bob,
	caller,
	telephoneSystemForAll,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { actionWorkflow, byId, nodeNames } from '../../support/n8n/workflows';

const user = (userId: string, path: string) => `/v2.0/user/${userId}/${path}`;
const NUMBER = '+12125550155';

/** A call that nobody answers. */
async function missedCall(phones: Simulator, userId: string): Promise<void> {
	await phones.steerCall(await phones.placeCall({ ...caller, to: userId }), 'remoteHangup');
}

const callLog: Story = {
	name: 'Call Log',
	resource: 'callLog',
	async steps(userId, phones): Promise<Step[]> {
		for (let calls = 0; calls < 3; calls++) await missedCall(phones, userId);
		const entries = async () =>
			[
				...(
					await phones.asAdministrator('GET', user(userId, 'directories/EnhancedCallLogs'))
				).matchAll(/<callLogId>([^<]*)/g),
			].map(([, id]) => id);
		const [first] = await entries();
		return [
			{
				operation: 'getMany',
				parameters: { callLogType: 'missed', limit: 2 },
				then: (items) => {
					expect(items).toHaveLength(2);
					expect(items[0]).toMatchObject({
						callLogType: 'missed',
						callingPresentationName: caller.name,
					});
				},
			},
			{
				operation: 'getMany',
				parameters: { output: 'callRecord', returnAll: true },
				then: (items) => {
					expect(items).toHaveLength(3);
					expect(items[0]).toMatchObject({ backend: 'broadWorks', answered: false });
				},
			},
			{
				operation: 'delete',
				parameters: { callLogType: 'missed', callLogId: byId(first) },
				then: async () => expect(await entries()).toEqual(expect.not.arrayContaining([first])),
			},
			{ operation: 'deleteAll', then: async () => expect(await entries()).toEqual([]) },
		];
	},
};

const voicemail: Story = {
	name: 'Voicemail',
	resource: 'voicemail',
	async steps(userId, phones): Promise<Step[]> {
		const leave = async (urgent: boolean) =>
			await phones.leaveVoicemail(userId, { ...caller, urgent, transcript: 'Call me back' });
		const id = await leave(true);
		await leave(false);
		const box = async () =>
			await phones.asAdministrator('GET', user(userId, 'VoiceMessagingMessages'));
		const read = async () => [...(await box()).matchAll(/<read\/>/g)].length;
		const messageId = byId(id);
		return [
			{
				operation: 'getMany',
				parameters: { which: 'new' },
				then: (items) => {
					expect(items).toMatchObject([{ urgent: false }, { urgent: true, read: false }]);
				},
			},
			{
				operation: 'get',
				parameters: { messageId, transcript: true },
				then: ([item]) => {
					expect(item).toMatchObject({
						mediaType: 'WAV',
						mimeType: 'audio/wav',
						transcript: { status: 'READY', content: 'Call me back' },
					});
				},
			},
			{
				operation: 'markAsRead',
				parameters: { messageId },
				then: async () => expect(await read()).toBe(1),
			},
			{
				operation: 'markAsUnread',
				parameters: { messageId },
				then: async () => expect(await read()).toBe(0),
			},
			{ operation: 'markAllAsRead', then: async () => expect(await read()).toBe(2) },
			{ operation: 'markAllAsUnread', then: async () => expect(await read()).toBe(0) },
			{
				operation: 'getSummary',
				then: ([item]) => {
					expect(item).toMatchObject({ newMessages: 2, newUrgentMessages: 1, oldMessages: 0 });
				},
			},
			{
				operation: 'delete',
				parameters: { messageId },
				then: async () => expect(await box()).not.toContain(id),
			},
			{
				operation: 'deleteAll',
				parameters: { which: 'all' },
				then: async () => expect(await box()).toContain('<messageInfoList/>'),
			},
		];
	},
};

/** Set and then Get; in between the telephone system is asked. */
const serviceStories: Story[] = SERVICES.map(({ service, label, example, sample }) => ({
	name: `Service ${label}`,
	resource: 'service',
	steps: (userId, phones): Step[] => [
		{
			operation: `set${service}`,
			parameters: example as JsonObject,
			then: async () => {
				const xml = await phones.asAdministrator('GET', user(userId, `services/${service}`));
				const [name, value] =
					Object.entries(sample).find(([, one]) => typeof one !== 'object') ?? [];
				expect(xml).toContain(`<${name}>${String(value)}</${name}>`);
			},
		},
		{
			operation: `get${service}`,
			then: ([item]) => expect(item).toMatchObject({ userId, service, ...sample }),
		},
	],
}));

const anyService: Story = {
	name: 'any Service',
	resource: 'service',
	steps: (userId, phones): Step[] => [
		{
			operation: 'getMany',
			then: (items) => {
				expect(items).toContainEqual(
					expect.objectContaining({ name: 'Silent Alerting', service: 'SilentAlerting' }),
				);
			},
		},
		{
			operation: 'set',
			parameters: {
				service: { __rl: true, mode: 'path', value: 'CallForwardingAlways' },
				serviceSettings: `{"ringSplash": true, "forwardToPhoneNumber": "${NUMBER}"}`,
			},
			then: async () => {
				const path = user(userId, 'services/CallForwardingAlways');
				expect(await phones.asAdministrator('GET', path)).toContain(
					`<forwardToPhoneNumber>${NUMBER}</forwardToPhoneNumber><ringSplash>true</ringSplash>`,
				);
			},
		},
		{
			operation: 'get',
			parameters: { service: { __rl: true, mode: 'list', value: 'SilentAlerting' } },
			then: (items) => {
				expect(items).toEqual([{ userId, service: 'SilentAlerting', settings: { active: false } }]);
			},
		},
	],
};

/** Directories change nothing: what they give is what the telephone system has. */
const directories: Story = {
	name: 'Directories',
	resource: 'directory',
	steps: (): Step[] => {
		const of = (userId: string, more: JsonObject = {}) => ({ userId: byId(userId), ...more });
		const gives =
			(...wanted: JsonObject[]) =>
			(items: JsonObject[]) => {
				expect(items).toEqual(wanted.map((one) => expect.objectContaining(one) as JsonObject));
			};
		const host = (hostUserId: string) => gives({ hostUserId });
		const stone = { filters: { lastName: 'ston' } };
		return [
			{
				operation: 'getEnterpriseUsers',
				parameters: of(alice, stone),
				then: gives({ userId: bob }),
			},
			{ operation: 'getGroupUsers', parameters: of(alice, stone), then: gives({ userId: bob }) },
			{
				operation: 'getEnterpriseCommon',
				parameters: { filters: { name: 'reception' } },
				then: gives({ name: 'Reception', number: '+15550190' }),
			},
			{ operation: 'getGroupCommon', then: gives({ name: 'Sales Fax' }) },
			{ operation: 'getPersonal', then: gives({ name: 'Dentist' }) },
			{ operation: 'getCustomDirectories', then: gives({ name: 'Suppliers' }) },
			{
				operation: 'getCustomContacts',
				parameters: { directoryName: 'Suppliers' },
				then: gives({ userId: bob }),
			},
			{
				operation: 'getCallCenters',
				parameters: of(alice, { role: 'Supervisor' }),
				then: gives({ serviceUserID: 'queue@example.net', numberCallsInQueue: 0 }),
			},
			{
				operation: 'getAgents',
				parameters: of(alice, { filters: { firstName: 'bob' } }),
				then: gives({ userId: bob, callCenterId: 'queue@example.net' }),
			},
			{ operation: 'getSupervisors', parameters: of(bob), then: gives({ userId: alice }) },
			{ operation: 'getHotelingHosts', then: host('lobby@example.net') },
			{ operation: 'getFlexibleSeatingHosts', then: host('seat@example.net') },
			{ operation: 'getAnywherePortals', then: gives({ phoneNumber: '+15550170' }) },
		];
	},
};

const stories: Story[] = [
	callLog,
	voicemail,
	directories,
	anyService,
	...serviceStories,
	...recordStories,
	...meetingStories,
];

describe('Actions for people', () => {
	const gave = new GivenItems();
	let api: N8nApi;
	let system: TelephoneSystem;
	telephoneSystemForAll((given) => ({ api, system } = given), { additionalUsers: stories.length });

	const together = sideBySide();
	const run = async (parameters: JsonObject): Promise<JsonObject[]> => {
		const { status, error, output } = await api.runOnce(
			actionWorkflow(system.administrator, parameters),
			nodeNames.start,
			nodeNames.action,
		);
		expect({ parameters, status, error }).toEqual({
			parameters,
			status: 'success',
			error: undefined,
		});
		const items = output[nodeNames.action];
		gave.add(parameters, items);
		return items;
	};

	together.each(
		[...stories.entries()],
		([, { name }]) => name,
		async ([index, { resource, steps }]) => {
			const userId = `user${index + 1}@example.net`;
			for (const step of await steps(userId, system.phones)) {
				const { operation, parameters, then } = step;
				await then?.(await run({ resource, operation, userId: byId(userId), ...parameters }));
			}
		},
	);

	test('every operation has been run, and gave what its sample says', () => {
		const own = operationsRunBy('peopleActions');
		expect(gave.missing('BroadWorks', own)).toEqual([]);
	});
});
