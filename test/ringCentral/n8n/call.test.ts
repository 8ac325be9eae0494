import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import type { Control } from '../../simulators/ringCentral/control/control';
import {
	ids,
	ringCentralField,
	startAccount,
	type RingCentralAccount,
} from './support/ringCentral';
import { callCases, outside, ringing, stateOf, talking } from './support/ringCentralCallCases';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId, nodeNames } from '../../support/n8n/workflows';

describe('RingCentral calls', () => {
	let api: N8nApi;
	let account: RingCentralAccount;
	let control: Control;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api, { autoPickUp: 50, outsideAnswers: 50 });
		control = account.world.control;
	});
	afterAll(async () => await account.remove());
	beforeEach(() => {
		control.hangUpAll();
		control.faults.clear();
	});

	const call = (operation: string, sessionId?: string, more: JsonObject = {}): JsonObject => ({
		resource: 'call',
		operation,
		...(sessionId === undefined ? {} : { sessionId: byId(sessionId) }),
		...more,
	});

	test.each(callCases)('$name', async ({ operation, given, parameters = {}, then }) => {
		const ids = given(control);
		const session = control.calls.find(ids.sessionId);
		const more = typeof parameters === 'function' ? parameters(ids) : parameters;
		then(await account.items(call(operation, ids.sessionId, more)), session, control);
	});

	test('a party by its id needs no look at the call', async () => {
		const { sessionId } = ringing(control);
		const [, callee] = control.calls.find(sessionId).parties;
		const from = account.requests.length;
		await account.items(
			call('answer', sessionId, { partyId: callee.id, deviceId: byId('80000000101') }),
		);
		expect(account.requests.slice(from).map(({ method }) => method)).toEqual(['POST']);
	});

	test('call out rings the telephone, then the number', async () => {
		const [item] = await account.items(
			call('callOut', undefined, { target: 'extensionNumber', extensionNumber: '102' }),
		);
		expect(item).toMatchObject({ origin: 'Call', parties: [{ extensionId: ids.alice }] });
		const [running] = [...control.calls.sessions.values()];
		expect(running.id).toBe(item.telephonySessionId);
		expect(running.parties[0].from.deviceId).toBe('80000000101');
	});

	test.each(['connector', 'callRecord'])(
		'a conference has what its host dials: %s',
		async (output) => {
			const [item] = await account.items(call('conference', undefined, { output }));
			expect(item).toMatchObject({
				origin: 'Conference',
				voiceCallToken: expect.any(String) as string,
			});
		},
	);

	test('a call in all shapes', async () => {
		const { sessionId } = talking(control);
		const get = async (output: string) => await account.items(call('get', sessionId, { output }));
		expect(await get('connector')).toMatchObject([
			{ telephonySessionId: sessionId, parties: [{ from: outside }, { extensionId: ids.alice }] },
		]);
		expect(await get('callRecord')).toMatchObject([
			{ backend: 'ringCentral', state: 'active' },
			{ agent: { userId: ids.alice }, ids: { telephonySessionId: sessionId } },
		]);
		expect(await get('raw')).toMatchObject([{ id: sessionId, origin: { type: 'Call' } }]);
	});

	test('the active calls of the login and of somebody else, with the ids that control them', async () => {
		const { sessionId } = talking(control);
		ringing(control, 'bob');
		const [own] = await account.items(call('getActive'));
		expect(own).toMatchObject({
			telephonySessionId: sessionId,
			telephonyStatus: 'CallConnected',
			extensionId: ids.alice,
		});
		await account.items(call('hold', sessionId, { partyId: own.partyId }));
		expect(stateOf(control.calls.find(sessionId), 'alice')).toBe('Hold');
		const extensionId = byId(ids.bob);
		const others = await account.items(
			call('getActive', undefined, { extensionId, output: 'callRecord' }),
		);
		expect(others).toMatchObject([{ state: 'ringing', agent: { userId: ids.bob } }]);
	});

	test('the list of calls has those of the login', async () => {
		const { sessionId } = talking(control);
		const field = ringCentralField(account.credential, 'sessionId', 'searchSessions', {});
		const { results } = await api.searchList(field);
		expect(results).toEqual([{ name: `${outside} – connected`, value: sessionId }]);
		const flip = ringCentralField(account.credential, 'callFlipId', 'searchFlipNumbers', {});
		expect((await api.searchList(flip)).results).toMatchObject([{ value: '3' }]);
		const phones = ringCentralField(account.credential, 'x', 'searchForwardingNumbers', {});
		expect((await api.searchList(phones)).results).toMatchObject([{ value: '33000000101' }]);
	});

	test('many calls in their order', async () => {
		const first = talking(control).sessionId;
		const second = talking(control, 'bob').sessionId;
		const credential = await account.loginOf('bob');
		const items = [{ id: first }, { id: second }];
		const parameters = { resource: 'call', operation: 'end', sessionId: byId('={{ $json.id }}') };
		const { status, error } = await account.run(parameters, { items, credential });
		// The first one is Alice's: it stops there, and nothing was done to the second.
		expect({ status, error }).toMatchObject({
			status: 'error',
			error: expect.stringMatching(/\[item 0\]/) as string,
		});
		expect(control.calls.sessions.size).toBe(2);
	});

	describe('what does not work is told', () => {
		const errorOf = async (parameters: JsonObject, credential?: StoredCredential) => {
			const { status, error } = await account.run(parameters, { credential });
			expect(status).toBe('error');
			return error;
		};

		test('a call that is gone', async () => {
			const { sessionId } = talking(control);
			control.hangUpAll();
			expect(await errorOf(call('hold', sessionId))).toMatch(
				/The call s-\w+ is gone: it has ended/,
			);
			expect(await errorOf(call('hold', sessionId, { partyId: 'p-1' }))).toMatch(/is gone/);
			expect(await errorOf(call('end', sessionId))).toMatch(/is gone/);
		});

		test('a state that does not allow it, and what it allows', async () => {
			const { sessionId } = talking(control);
			control.hold(sessionId, 'alice');
			const from = account.requests.length;
			expect(await errorOf(call('hold', sessionId))).toMatch(
				/Cannot hold: the party p-\S+ is in state Hold\. Possible in this state: .*unhold/,
			);
			const sent = account.requests.slice(from).filter(({ method }) => method === 'POST');
			expect(sent.map(({ status }) => status)).toEqual([409]);
		});

		test('a call of somebody else', async () => {
			const { sessionId } = talking(control, 'bob');
			expect(await errorOf(call('hold', sessionId))).toMatch(
				/has no party of extension ID 62288329016.*extension ID 62288330016/,
			);
		});

		test('a telephone that is offline', async () => {
			const { sessionId } = ringing(control);
			const device = account.world.people.devices.get('80000000101');
			if (!device) throw new Error('no device');
			device.status = 'Offline';
			try {
				expect(await errorOf(call('answer', sessionId))).toMatch(
					/No telephone of the user is online/,
				);
			} finally {
				device.status = 'Online';
			}
			expect(stateOf(control.calls.find(sessionId), 'alice')).toBe('Proceeding');
		});

		test.each([503, 429])('a %d is not answered by asking again', async (status) => {
			const { sessionId } = talking(control);
			const [, callee] = control.calls.find(sessionId).parties;
			control.faults.status('/hold', status, 5);
			const from = account.requests.length;
			await errorOf(call('hold', sessionId, { partyId: callee.id }));
			expect(account.requests.slice(from).filter(({ method }) => method === 'POST')).toHaveLength(
				1,
			);
		});

		test('an empty parameter, with its name', async () => {
			const error = await errorOf(call('hold', "={{ ' ' }}"));
			expect(error).toMatch(/"Call" is empty/);
		});
	});

	describe('RingOut', () => {
		const make = (more: JsonObject = {}): JsonObject => ({
			resource: 'ringOut',
			operation: 'make',
			fromNumber: '+16505550101',
			toNumber: outside,
			...more,
		});
		const wait = { wait: true, waitSeconds: 20 };
		const withId = (operation: string, ringOutId: JsonObject[string]): JsonObject => ({
			resource: 'ringOut',
			operation,
			ringOutId,
		});

		test('is placed, and its status and end are told', async () => {
			const [placed] = await account.items(make({ callerId: '+16505550101' }));
			expect(placed).toMatchObject({ outcome: 'inProgress' });
			expect(control.calls.sessions.size).toBe(1);
			const [status] = await account.items(withId('getStatus', placed.id));
			expect(['inProgress', 'connected']).toContain(status.outcome);
		});

		test('is waited for until it is connected', async () => {
			const [item] = await account.items(make(wait));
			expect(item).toMatchObject({ outcome: 'connected', status: { callStatus: 'Success' } });
			const { error } = await account.run(withId('cancel', item.id));
			expect(error).toMatch(/Cannot cancel: the RingOut \w+ has the status Success already/);
		});

		test('is waited for until it has failed', async () => {
			control.line('+14155550199', 'busy');
			const [item] = await account.items(make({ ...wait, toNumber: '+14155550199' }));
			expect(item).toMatchObject({ outcome: 'failed', status: { callStatus: 'Busy' } });
		});

		test('is waited for no longer than asked, and cancelled', async () => {
			control.line('+14155550198', 'manual');
			const parameters = {
				fromType: 'forwardingNumberId',
				forwardingNumberId: byId('33000000101'),
				wait: true,
				waitSeconds: 1,
				toNumber: '+14155550198',
			};
			const [item] = await account.items(make(parameters));
			expect(item).toMatchObject({ outcome: 'inProgress' });
			expect(await account.items(withId('cancel', item.id))).toEqual([
				{ success: true, id: item.id },
			]);
			expect(control.calls.sessions.size).toBe(0);
			expect((await account.run(withId('getStatus', item.id))).status).toBe('error');
		});

		test('with a number that is none', async () => {
			const { error } = await account.run(make({ toNumber: 'nobody' }));
			expect(error).toMatch(/to\.phoneNumber/);
		});
	});

	test('a login by OAuth2 controls calls too', async () => {
		const credential = await account.connected();
		const { sessionId } = talking(control);
		const { status, output } = await account.run(call('hold', sessionId), { credential });
		expect(status).toBe('success');
		expect(output[nodeNames.action]).toMatchObject([{ status: 'Hold' }]);
	});
});
