import type { N8nApi } from '../../../n8n-driver/rest/api';
import {
	ids,
	ringCentralField,
	startAccount,
	type RingCentralAccount,
} from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { byId } from '../../support/n8n/workflows';

describe('RingCentral queues', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeAll(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterAll(async () => await account.remove());

	const queue = (operation: string, more = {}) => ({
		resource: 'queue',
		operation,
		queueId: byId(ids.sales),
		...more,
	});
	const members = () => Object.fromEntries(account.world.queues.get(ids.sales)?.members ?? []);

	test('are listed, all and those of a member', async () => {
		const many = { resource: 'queue', operation: 'getMany', returnAll: true };
		expect(await account.items(many)).toMatchObject([{ id: ids.sales, name: 'Sales' }]);
		const of = async (id: string) => await account.items({ ...many, memberExtensionId: byId(id) });
		expect(await of(ids.bob)).toHaveLength(1);
		expect(await of(ids.carol)).toEqual([]);
	});

	test('one, and who is in it', async () => {
		expect(await account.items(queue('get'))).toMatchObject([
			{ id: ids.sales, extensionNumber: '200', editableMemberStatus: true },
		]);
		expect(await account.items(queue('getMembers', { returnAll: true }))).toEqual([
			expect.objectContaining({ id: ids.alice, extensionNumber: '101', queueId: ids.sales }),
			expect.objectContaining({ id: ids.bob }),
		]);
		expect(await account.items(queue('getMembers', { limit: 1 }))).toHaveLength(1);
	});

	test('settings are changed, the others stay', async () => {
		const settings = { alertTimer: 30, slaGoal: 90, editableMemberStatus: false, emergency: true };
		const [changed] = await account.items(queue('setSettings', { settings }));
		const serviceLevelSettings = {
			slaGoal: 90,
			slaThresholdSeconds: 30,
			includeAbandonedCalls: true,
			abandonedThresholdSeconds: 15,
		};
		const now = { id: ids.sales, name: 'Sales', status: 'Enabled', alertTimer: 30 };
		expect(changed).toMatchObject({ ...now, serviceLevelSettings, editableMemberStatus: false });
		expect(account.world.queues.get(ids.sales)?.settings).toEqual({
			alertTimer: 30,
			serviceLevelSettings,
			subType: 'Emergency',
		});
		const back = { settings: { editableMemberStatus: true } };
		expect(await account.items(queue('setSettings', back))).toMatchObject([
			{ ...now, editableMemberStatus: true },
		]);
		expect((await account.run(queue('setSettings'))).error).toMatch(/Choose in "Settings"/);
	});

	test('members are added and removed', async () => {
		const [item] = await account.items(
			queue('setMembers', { add: [ids.carol], remove: [ids.bob] }),
		);
		expect(item).toEqual({
			success: true,
			queueId: ids.sales,
			added: [ids.carol],
			removed: [ids.bob],
		});
		expect(members()).toEqual({ [ids.alice]: true, [ids.carol]: true });
		// From an expression as text.
		await account.items(queue('setMembers', { add: `={{ '${ids.bob}' }}`, remove: [ids.carol] }));
		expect(members()).toEqual({ [ids.alice]: true, [ids.bob]: true });
	});

	test('who takes calls is told and set, for the members that are named', async () => {
		const change = queue('setMemberPresence', { members: [ids.bob], accept: false });
		expect(await account.items(change)).toEqual([
			expect.objectContaining({
				queueId: ids.sales,
				extensionId: ids.bob,
				acceptCurrentQueueCalls: false,
			}),
		]);
		expect(members()).toEqual({ [ids.alice]: true, [ids.bob]: false });
		const now = await account.items(queue('getMemberPresence'));
		expect(now.map((member) => [member.extensionId, member.acceptCurrentQueueCalls])).toEqual([
			[ids.alice, true],
			[ids.bob, false],
		]);
		await account.items(queue('setMemberPresence', { members: [ids.bob], accept: true }));
		expect(members()).toEqual({ [ids.alice]: true, [ids.bob]: true });
	});

	test('a user takes calls of queues or not', async () => {
		const set = { resource: 'queue', operation: 'setUserPresence', queues: [ids.sales] };
		expect(await account.items({ ...set, accept: false })).toMatchObject([
			{ queueId: ids.sales, acceptCalls: false },
		]);
		expect(members()).toMatchObject({ [ids.alice]: false });
		const get = { resource: 'queue', operation: 'getUserPresence' };
		expect(await account.items(get)).toMatchObject([
			{ queueId: ids.sales, name: 'Sales', acceptCalls: false },
		]);
		await account.items({ ...set, accept: true });
		expect(members()).toMatchObject({ [ids.alice]: true });
	});

	test('live lists to choose several from', async () => {
		const list = async (method: string, parameters = {}) =>
			(await api.loadOptions(ringCentralField(account.credential, 'x', method, parameters))).map(
				({ value }) => value,
			);
		expect(await list('getQueues')).toEqual([ids.sales]);
		expect(await list('getExtensions')).toContain(ids.carol);
		expect(await list('getQueueMembers', queue('setMembers'))).toEqual([ids.alice, ids.bob]);
		const noQueue = queue('setMembers', { queueId: { __rl: true, mode: 'list', value: '' } });
		expect(await list('getQueueMembers', noQueue)).toEqual([]);
	});

	test.each([
		[queue('get', { queueId: byId('1') }), /knows nothing under this "Queue"/],
		[queue('setMembers', { add: [], remove: [] }), /Choose "Names or IDs of Members to Add"/],
		[queue('setMemberPresence', { members: [] }), /Choose "Member Names or IDs"/],
	])('%j is told', async (parameters, message) => {
		const { status, error } = await account.run(parameters);
		expect({ status, error }).toEqual({
			status: 'error',
			error: expect.stringMatching(message) as string,
		});
	});

	test('a user who may not, is told which permission is missing', async () => {
		const credential = await account.loginOf('carol');
		const { error } = await account.run(queue('setMembers', { add: [ids.carol] }), { credential });
		expect(error).toMatch(/lacks the permission "Groups"/);
	});
});
