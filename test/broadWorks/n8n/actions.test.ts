import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../demo/simulator';
import { GivenItems } from '../../contract/sources/samples';
import { becomes, operationsRunBy } from './support/broadWorksActions';
import {
	alice,
	bob,
	caller,
	telephoneSystemForAll,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { actionWorkflow, byId, nodeNames } from '../../support/n8n/workflows';

interface ActionCase {
	name: string;
	/** Whose login acts; default: Alice's own. */
	login?: 'own' | 'administrator';
	/** Brings the telephone system into the state the action starts from; gives the call's id. */
	given?: (phones: Simulator) => Promise<string>;
	parameters: (callId: string) => JsonObject;
	/** Looks at what the node gave and at what the telephone system did. */
	then: (phones: Simulator, items: JsonObject[], callId: string) => Promise<void>;
}

const ringingCall = async (phones: Simulator) => await phones.placeCall({ ...caller, to: alice });
const activeCall = async (phones: Simulator) => {
	const callId = await ringingCall(phones);
	await phones.steerCall(callId, 'answer');
	return callId;
};
const recordedCall = async (phones: Simulator) => {
	const callId = await activeCall(phones);
	await phones.asAdministrator('PUT', `/v2.0/user/${alice}/calls/${callId}/Record`);
	await becomes(async () => await phones.recordingState(callId), 'Started');
	return callId;
};
const onCall =
	(operation: string, more: JsonObject = {}) =>
	(callId: string) => ({
		resource: 'call',
		operation,
		userId: byId(alice),
		callId: byId(callId),
		...more,
	});
const doNotDisturb =
	'<DoNotDisturb xmlns="http://schema.broadsoft.com/xsi"><active>true</active></DoNotDisturb>';

/** What each choice of Toggle Recording starts from and leads to. */
const recordingCases: ActionCase[] = [
	{ action: 'start', given: activeCall, does: 'start', state: 'Started' },
	{ action: 'toggle', given: activeCall, does: 'start', state: 'Started' },
	{ action: 'pause', given: recordedCall, does: 'pause', state: 'Paused' },
	{ action: 'toggle', given: recordedCall, does: 'pause', state: 'Paused' },
	{ action: 'stop', given: recordedCall, does: 'stop', state: undefined },
].map(({ action, given, does, state }) => ({
	name: `Toggle Recording with "${action}", which does "${does}"`,
	given,
	parameters: onCall('toggleRecording', { action }),
	then: async (phones, items, callId) => {
		expect(items).toEqual([expect.objectContaining({ action: does, callId })]);
		await becomes(async () => await phones.recordingState(callId), state);
	},
}));

const cases: ActionCase[] = [
	{
		name: 'Get User Profile of another user',
		login: 'administrator',
		parameters: () => ({ resource: 'user', operation: 'getProfile', userId: byId(bob) }),
		then: async (_phones, items) => {
			expect(items).toHaveLength(1);
			expect(items[0]).toMatchObject({ details: { userId: bob, firstName: 'Bob' } });
		},
	},
	{
		name: "Get User Profile of the credential's own user",
		parameters: () => ({ resource: 'user', operation: 'getProfile', userId: byId('') }),
		then: async (_phones, items) => {
			expect(items[0]).toMatchObject({ details: { userId: alice } });
		},
	},
	{
		name: 'Get User Calls',
		given: ringingCall,
		parameters: () => ({ resource: 'call', operation: 'getMany', userId: byId(alice) }),
		then: async (_phones, items, callId) => {
			expect(items).toHaveLength(1);
			expect(items[0]).toMatchObject({
				callId,
				state: 'Alerting',
				personality: 'Terminator',
				remoteParty: { name: caller.name, address: { '#text': `tel:${caller.from}` } },
			});
		},
	},
	{
		name: 'Get User Calls of a user who talks',
		given: activeCall,
		parameters: () => ({ resource: 'call', operation: 'getMany', userId: byId(alice) }),
		then: async (_phones, items) => {
			expect(items).toMatchObject([{ answerTime: expect.any(Number) as number }]);
		},
	},
	{
		name: 'New Call',
		parameters: () => ({
			resource: 'call',
			operation: 'create',
			userId: byId(alice),
			address: '+15550177',
		}),
		then: async (phones, items) => {
			const calls = await phones.callsOf(alice);
			expect(calls.map(({ callId }) => callId)).toEqual([items[0].callId]);
		},
	},
	{
		name: 'Answer the call that rings',
		given: ringingCall,
		parameters: () => ({
			resource: 'call',
			operation: 'answer',
			userId: byId(alice),
			callId: byId(''),
		}),
		then: async (phones, _items, callId) => {
			expect(await phones.callState(callId)).toBe('Active');
		},
	},
	{
		name: 'Answer a given call',
		given: ringingCall,
		parameters: onCall('answer'),
		then: async (phones, _items, callId) => {
			expect(await phones.callState(callId)).toBe('Active');
		},
	},
	{
		name: 'Hold',
		given: activeCall,
		parameters: onCall('hold'),
		then: async (phones, _items, callId) => {
			expect(await phones.callState(callId)).toBe('Held');
		},
	},
	{
		name: 'End an active call',
		given: activeCall,
		parameters: onCall('end'),
		then: async (phones, _items, callId) => {
			expect(await phones.callState(callId)).toBeUndefined();
		},
	},
	{
		name: 'End, declining a ringing call',
		given: ringingCall,
		parameters: onCall('end', { decline: true, declineReason: 'Busy' }),
		then: async (phones, _items, callId) => {
			expect(await phones.callState(callId)).toBeUndefined();
			const request = (await phones.requests()).find(({ method }) => method === 'DELETE');
			expect(request?.path).toMatch(/decline=true/);
			expect(request?.path).toMatch(/declineReason=Busy/);
		},
	},
	{
		name: 'Transfer',
		given: activeCall,
		parameters: onCall('transfer', { address: bob }),
		then: async (phones) => {
			expect(await phones.callsOf(alice)).toEqual([]);
			expect(await phones.callsOf(bob)).toHaveLength(1);
		},
	},
	{
		name: 'Transfer to Voicemail',
		given: ringingCall,
		parameters: onCall('transferToVoicemail'),
		then: async (phones, _items, callId) => {
			expect(await phones.callState(callId)).toBeUndefined();
			await becomes(async () => await phones.voiceMessages(alice), 1);
		},
	},
	...recordingCases,
	{
		name: 'Set Agent ACD State with an unavailable code',
		given: async (phones) => {
			await phones.setAgentState(alice, 'Available');
			return '';
		},
		parameters: () => ({
			resource: 'callCenterAgent',
			operation: 'setAcdState',
			userId: byId(alice),
			agentACDState: 'Unavailable',
			agentUnavailableCode: '2',
		}),
		then: async (phones) => {
			expect(await phones.agentState(alice)).toBe('Unavailable');
			expect(await phones.unavailableCode(alice)).toBe('2');
		},
	},
	{
		name: 'Raw Request with an XML payload',
		parameters: () => ({
			resource: 'rawRequest',
			operation: 'send',
			userId: byId(alice),
			method: 'PUT',
			path: { __rl: true, mode: 'path', value: 'services/DoNotDisturb' },
			payload: doNotDisturb,
			accept: 'application/xml',
		}),
		then: async (phones, items) => {
			expect(items[0]).toMatchObject({ statusCode: 200 });
			expect(await phones.doNotDisturb(alice)).toBe(true);
		},
	},
	{
		name: 'Raw Request to a pasted address, with JSON as the XML node makes it',
		given: async ({ url }) => await Promise.resolve(url),
		parameters: (url) => ({
			resource: 'rawRequest',
			operation: 'send',
			method: 'PUT',
			path: {
				__rl: true,
				mode: 'path',
				value: `${url}/com.broadsoft.xsi-actions/v2.0/user/${alice.replace('@', '%40')}/services/DoNotDisturb/`,
			},
			payload:
				'[{"DoNotDisturb": {"xmlns": "http://schema.broadsoft.com/xsi", "ringSplash": "false", "active": "True"}}]',
			accept: 'application/xml',
		}),
		then: async (phones, items) => {
			expect(items[0]).toMatchObject({ statusCode: 200 });
			expect(await phones.doNotDisturb(alice)).toBe(true);
		},
	},
	{
		name: 'Raw Request that reads JSON',
		parameters: () => ({
			resource: 'rawRequest',
			operation: 'send',
			userId: byId(alice),
			method: 'GET',
			path: { __rl: true, mode: 'path', value: 'services/DoNotDisturb' },
			payload: '',
			accept: 'application/json',
		}),
		then: async (_phones, items) => {
			expect(items[0]).toMatchObject({ statusCode: 200 });
			expect(String(items[0].contentType)).toContain('json');
		},
	},
];

describe('Actions', () => {
	const gave = new GivenItems();
	let api: N8nApi;
	let system: TelephoneSystem;
	telephoneSystemForAll((given) => ({ api, system } = given));
	beforeEach(async () => await system.phones.reset());

	const run = async (
		login: 'own' | 'administrator',
		parameters: JsonObject,
		items?: JsonObject[],
	) => {
		const execution = await api.runOnce(
			actionWorkflow(system[login], parameters, items),
			nodeNames.start,
			nodeNames.action,
		);
		gave.add(parameters, execution.output[nodeNames.action]);
		return execution;
	};

	test.each(cases)('$name', async ({ login = 'own', given, parameters, then }) => {
		const callId = (await given?.(system.phones)) ?? '';
		const { status, error, output } = await run(login, parameters(callId));
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		await then(system.phones, output[nodeNames.action], callId);
	});

	test('works on many items and keeps their order', async () => {
		const users = [bob, alice, bob, alice];
		const { status, output } = await run(
			'administrator',
			{ resource: 'user', operation: 'getProfile', userId: byId('={{ $json.user }}') },
			users.map((user) => ({ user })),
		);
		expect(status).toBe('success');
		const found = output[nodeNames.action].map((item) => (item.details as JsonObject).userId);
		expect(found).toEqual(users);
	});

	test('whoever knows a name only finds the person, and calls', async () => {
		const find = { resource: 'user', operation: 'find', personName: 'adams alice' };
		const found = await run('administrator', { ...find, userId: byId(bob) });
		const [person] = found.output[nodeNames.action];
		expect(person).toMatchObject({ userId: alice, name: 'Alice Adams' });
		const dial = { resource: 'call', operation: 'create', userId: byId(bob) };
		const { error } = await run('administrator', { ...dial, address: person.phone });
		expect(error).toBeUndefined();
		const rings = async () =>
			(await system.phones.asAdministrator('GET', `/v2.0/user/${alice}/calls`)).includes(
				'<callId>',
			);
		await becomes(rings, true);
	});

	test('says what happened when the call does not exist', async () => {
		const { status, error } = await run('own', onCall('hold')('callhalf-1:0'));
		expect(status).toBe('error');
		expect(error).toMatch(/not found|does not exist|no such/i);
		expect(error).toContain('The call callhalf-1:0 has ended');
		expect(error).not.toContain(system.phones.password);
	});

	test('every operation has been run, and gave what its sample says', () => {
		expect(gave.missing('BroadWorks', operationsRunBy('actions'))).toEqual([]);
	});
});
