import type { N8nApi } from '../../../n8n-driver/rest/api';
import { ids, startAccount, type RingCentralAccount } from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

describe('RingCentral presence', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const presence = (operation: string, more = {}) => ({ resource: 'presence', operation, ...more });

	test('of the login, with the calls it has now', async () => {
		const { control } = account.world;
		const { telephonySessionId } = control.place({ from: '+14155550100', to: 'alice' });
		const [item] = await account.items(presence('get', { sipData: true }));
		expect(item).toMatchObject({
			extensionId: ids.alice,
			extensionNumber: '101',
			telephonyStatus: 'Ringing',
			activeCalls: [{ telephonySessionId, partyId: expect.stringMatching(/^p-/) as string }],
		});
		control.hangUpAll();
		const [plain] = await account.items(presence('get', { detailed: false }));
		expect(plain).toMatchObject({ telephonyStatus: 'NoCall' });
	});

	test('is set, and nothing but what is named', async () => {
		const changes = {
			userStatus: 'Busy',
			message: 'Back at noon',
			dndStatus: 'DoNotAcceptAnyCalls',
		};
		const [item] = await account.items(presence('set', { changes }));
		expect(item).toMatchObject({ extensionId: ids.alice, ...changes });
		expect(account.world.presence.get(ids.alice)).toMatchObject({
			...changes,
			allowSeeMyPresence: true,
		});
		await account.items(presence('set', { changes: { message: '' } }));
		expect(account.world.presence.get(ids.alice)).toMatchObject({
			userStatus: 'Busy',
			dndStatus: 'DoNotAcceptAnyCalls',
		});
		expect(account.world.presence.get(ids.alice).message ?? '').toBe('');
	});

	test('of another user, with the newer pair of do not disturb', async () => {
		const extensionId = byId(ids.bob);
		const changes = { dndStatusPersonal: 'TakeAllCalls', acceptCallQueueCalls: false };
		await account.items(presence('set', { extensionId, changes }));
		const [item] = await account.items(presence('get', { extensionId }));
		expect(item).toMatchObject({
			extensionId: ids.bob,
			dndStatus: 'DoNotAcceptDepartmentCalls',
			acceptCallQueueCalls: false,
		});
	});

	test('of the company, all and some', async () => {
		const all = await account.items(presence('getCompany', { returnAll: true }));
		expect(all.map(({ extensionId }) => extensionId)).toEqual([ids.alice, ids.bob, ids.carol]);
		expect(await account.items(presence('getCompany', { limit: 2 }))).toHaveLength(2);
	});

	test.each([
		[{ changes: {} }, /Choose at least one/],
		[
			{ changes: { dndStatus: 'TakeAllCalls', acceptCallQueueCalls: true } },
			/either the one or the others/,
		],
	])('%j is refused', async (parameters, message) => {
		const from = account.requests.length;
		const { status, error } = await account.run(presence('set', parameters));
		expect({ status, error }).toEqual({
			status: 'error',
			error: expect.stringMatching(message) as string,
		});
		expect(account.requests.slice(from).filter(({ method }) => method === 'PUT')).toEqual([]);
	});

	test('an extension that does not exist, and one that the user may not change', async () => {
		const { error } = await account.run(presence('get', { extensionId: byId('1') }));
		expect(error).toMatch(/extensionId/);
		const credential = await account.loginOf('carol');
		const parameters = presence('set', {
			extensionId: byId(ids.bob),
			changes: { userStatus: 'Busy' },
		});
		const refused = await account.run(parameters, { credential });
		expect(refused.error).toMatch(/may not do this for another extension|lacks/);
	});
});
