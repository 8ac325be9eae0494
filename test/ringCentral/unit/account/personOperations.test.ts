import { operationBench } from '../support/operationSupport';
import { json, refusal } from '../support/restSupport';

const ANY = /./;
const EXTENSION = '/restapi/v1.0/account/~/extension';

const sentBody = (body: string | Uint8Array | undefined): unknown =>
	JSON.parse(typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8'));

describe('RingOut', () => {
	const placed = { id: 12, status: { callStatus: 'InProgress' } };
	const parameters = { fromNumber: '+16505550101', toNumber: '+16505550190' };

	test('is made and not waited for', async () => {
		const bench = operationBench();
		bench.http.on('POST', ANY, json(placed));
		const given = { ...parameters, callerId: '+16505550100', playPrompt: true, countryId: '1' };
		expect(await bench.run('ringOut', 'make', { parameters: given })).toEqual([
			{ ...placed, id: '12', outcome: 'inProgress' },
		]);
		expect(bench.http.lines()).toEqual([`POST ${EXTENSION}/~/ring-out`]);
		expect(sentBody(bench.http.sent[0].body)).toEqual({
			from: { phoneNumber: '+16505550101' },
			to: { phoneNumber: '+16505550190' },
			callerId: { phoneNumber: '+16505550100' },
			playPrompt: true,
			country: { id: '1' },
		});
	});

	test('rings a forwarding number first', async () => {
		const bench = operationBench();
		bench.http.on('POST', ANY, json(placed));
		const given = { ...parameters, fromType: 'forwardingNumberId', forwardingNumberId: '5' };
		await bench.run('ringOut', 'make', { parameters: given });
		expect(sentBody(bench.http.sent[0].body)).toEqual({
			from: { forwardingNumberId: '5' },
			to: { phoneNumber: '+16505550190' },
			playPrompt: false,
		});
	});

	test('is waited for', async () => {
		const bench = operationBench();
		bench.http.on('POST', ANY, json(placed));
		bench.http.on('GET', ANY, json({ id: 12, status: { callStatus: 'Success' } }));
		const run = bench.run('ringOut', 'make', { parameters: { ...parameters, wait: true } });
		await bench.clock.advance(2_000);
		expect(await run).toEqual([
			{ id: '12', status: { callStatus: 'Success' }, outcome: 'connected' },
		]);
	});

	test('whose status cannot be read says so and is not made again', async () => {
		const bench = operationBench();
		bench.http.on('POST', ANY, json(placed)).on('GET', ANY, refusal(403, 'CMN-404', 'no'));
		const run = bench.run('ringOut', 'make', { parameters: { ...parameters, wait: true } });
		await bench.clock.advance(2_000);
		expect(await run).toEqual([
			expect.objectContaining({
				id: '12',
				outcome: 'inProgress',
				statusError: expect.stringMatching(/another extension/) as unknown,
			}),
		]);
		expect(bench.http.to('POST', ANY)).toHaveLength(1);
	});

	test('tells its status and is cancelled', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ id: 12, status: { callStatus: 'Busy' } }));
		bench.http.on('DELETE', ANY, { status: 204 });
		const given = { parameters: { ringOutId: '12' } };
		expect(await bench.run('ringOut', 'getStatus', given)).toEqual([
			{ id: '12', status: { callStatus: 'Busy' }, outcome: 'failed' },
		]);
		expect(await bench.run('ringOut', 'cancel', given)).toEqual([{ success: true, id: '12' }]);
	});

	test.each([
		['make', { toNumber: '1' }, /"From" is empty/],
		['make', { fromNumber: '1' }, /"To" is empty/],
		['make', { ...parameters, countryId: 'US' }, /"Country ID" is not a number/],
		['getStatus', {}, /"RingOut ID" is empty/],
		['cancel', {}, /"RingOut ID" is empty/],
	])('%s %j is refused', async (operation, given, message) => {
		const bench = operationBench();
		const run = bench.run('ringOut', operation, { parameters: given });
		await expect(run).rejects.toThrow(message);
		expect(bench.http.sent).toEqual([]);
	});
});

describe('Presence', () => {
	const presence = { uri: 'x', extension: { id: 7, extensionNumber: '101' }, userStatus: 'Busy' };
	const item = { extensionId: '7', extensionNumber: '101', userStatus: 'Busy' };

	test('of a user', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json(presence));
		expect(await bench.run('presence', 'get')).toEqual([item]);
		await bench.run('presence', 'get', { parameters: { extensionId: '8', detailed: false } });
		await bench.run('presence', 'get', { parameters: { sipData: true } });
		expect(bench.http.lines()).toEqual([
			`GET ${EXTENSION}/~/presence?detailedTelephonyState=true`,
			`GET ${EXTENSION}/8/presence?detailedTelephonyState=false`,
			`GET ${EXTENSION}/~/presence?detailedTelephonyState=true&sipData=true`,
		]);
	});

	test('of the company', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ records: [presence, presence] }));
		const parameters = { returnAll: true };
		expect(await bench.run('presence', 'getCompany', { parameters })).toEqual([item, item]);
		const limited = { limit: 1 };
		expect(await bench.run('presence', 'getCompany', { parameters: limited })).toEqual([item]);
	});

	test('is set', async () => {
		const bench = operationBench();
		bench.http.on('PUT', ANY, json(presence));
		const changes = { userStatus: 'Busy', message: 'Back at noon', dndStatus: 'TakeAllCalls' };
		expect(await bench.run('presence', 'set', { parameters: { changes } })).toEqual([item]);
		expect(sentBody(bench.http.sent[0].body)).toEqual(changes);
	});

	test.each([
		[{}, /at least one/],
		[{ dndStatus: 'TakeAllCalls', acceptCallQueueCalls: true }, /either the one or the others/],
		[{ dndStatus: 'TakeAllCalls', dndStatusPersonal: 'TakeAllCalls' }, /either the one/],
	])('is not set to %j', async (changes, message) => {
		const bench = operationBench();
		const run = bench.run('presence', 'set', { parameters: { changes } });
		await expect(run).rejects.toThrow(message);
		expect(bench.http.sent).toEqual([]);
	});
});

describe('Queue', () => {
	test('lists have text ids', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ records: [{ id: 5, name: 'Sales' }] }));
		bench.http.on('GET', /call-queues\/5$/, json({ id: 5, name: 'Sales' }));
		const queue = { id: '5', name: 'Sales' };
		expect(await bench.run('queue', 'getMany', { parameters: { memberExtensionId: '7' } })).toEqual(
			[queue],
		);
		const parameters = { queueId: '5' };
		expect(await bench.run('queue', 'get', { parameters })).toEqual([queue]);
		expect(await bench.run('queue', 'getMembers', { parameters })).toEqual([
			{ ...queue, queueId: '5' },
		]);
		expect(bench.http.lines()[0]).toContain('memberExtensionId=7');
	});

	test('members are added and removed', async () => {
		const bench = operationBench();
		bench.http.on('POST', ANY, { status: 204 });
		const parameters = { queueId: '5', add: ['1', 2], remove: '3, 4' };
		expect(await bench.run('queue', 'setMembers', { parameters })).toEqual([
			{ success: true, queueId: '5', added: ['1', '2'], removed: ['3', '4'] },
		]);
		expect(sentBody(bench.http.sent[0].body)).toEqual({
			addedExtensionIds: ['1', '2'],
			removedExtensionIds: ['3', '4'],
		});
	});

	const records = [
		{ member: { id: 1, name: 'Alice', extensionNumber: '101' }, acceptCurrentQueueCalls: true },
		{ member: { id: 2 }, acceptCurrentQueueCalls: false },
	];

	test('tells and sets who takes calls', async () => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ records })).on('PUT', ANY, json({ records }));
		const alice = {
			queueId: '5',
			extensionId: '1',
			extensionNumber: '101',
			name: 'Alice',
			acceptCurrentQueueCalls: true,
		};
		const parameters = { queueId: '5', members: ['1'], accept: false };
		const all = await bench.run('queue', 'getMemberPresence', { parameters });
		expect(all).toEqual([alice, expect.objectContaining({ extensionId: '2' })]);
		expect(await bench.run('queue', 'setMemberPresence', { parameters })).toEqual([alice]);
		expect(sentBody(bench.http.sent[1].body)).toEqual({
			records: [{ member: { id: '1' }, acceptCurrentQueueCalls: false }],
		});
	});

	test('names who was meant where the server names nobody', async () => {
		const bench = operationBench();
		bench.http.on('PUT', ANY, json({}));
		const members = { queueId: '5', members: ['1', '2'], accept: false };
		expect(await bench.run('queue', 'setMemberPresence', { parameters: members })).toEqual([
			{ queueId: '5', extensionId: '1', acceptCurrentQueueCalls: false },
			{ queueId: '5', extensionId: '2', acceptCurrentQueueCalls: false },
		]);
		const queues = { queues: '5', accept: true };
		expect(await bench.run('queue', 'setUserPresence', { parameters: queues })).toEqual([
			{ queueId: '5', acceptCalls: true },
		]);
	});

	test('tells and sets of which queues a user takes calls', async () => {
		const bench = operationBench();
		const answer = json({
			records: [
				{ callQueue: { id: 5, name: 'Sales', editableMemberStatus: true }, acceptCalls: true },
				{ callQueue: { id: 6 }, acceptCalls: false },
			],
		});
		bench.http.on('GET', ANY, answer).on('PUT', ANY, answer);
		const all = await bench.run('queue', 'getUserPresence');
		expect(all.map(({ queueId, acceptCalls }) => [queueId, acceptCalls])).toEqual([
			['5', true],
			['6', false],
		]);
		const parameters = { queues: ['6'], accept: true };
		const changed = await bench.run('queue', 'setUserPresence', { parameters });
		expect(changed.map(({ queueId }) => queueId)).toEqual(['6']);
	});

	test.each([
		['get', {}, /"Queue" is empty/],
		['setMembers', { queueId: '5' }, /Choose "Names or IDs of Members to Add" or/],
		['setMembers', { queueId: '5', add: '1', remove: ['1'] }, /1 cannot be added and removed/],
		['setMemberPresence', { queueId: '5' }, /Choose "Member Names or IDs"/],
		['setUserPresence', {}, /Choose "Queue Names or IDs"/],
	])('%s %j is refused', async (operation, parameters, message) => {
		const bench = operationBench();
		await expect(bench.run('queue', operation, { parameters })).rejects.toThrow(message);
		expect(bench.http.sent).toEqual([]);
	});
});
