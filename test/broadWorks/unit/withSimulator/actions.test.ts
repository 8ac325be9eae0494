import { actionDropdowns, triggerDropdowns } from '../../../../nodes/BroadWorks/dropdowns';
import { RECORD_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/recordControls';
import { operations } from '../../../../nodes/BroadWorks/operations';
import { GivenItems } from '../../../contract/sources/samples';
import { meetingStories } from '../../n8n/support/meetingStories';
import { recordStories } from '../../n8n/support/recordStories';
import type { RequestRecord } from '../../../simulators/broadWorks/http/requestLog';
import { startXsiSimulator, type XsiSimulator } from '../../../simulators/broadWorks/index';
import { TestClient } from '../../../simulators/broadWorks/testClient';
import { NodeBench } from './nodeBench';

const stories = [...recordStories, ...meetingStories];
const [ALICE, BOB] = ['alice@example.net', 'bob@example.net'];
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

describe('the action node without n8n', () => {
	let simulator: XsiSimulator;
	let admin: NodeBench;
	let standing: NodeBench;
	beforeAll(async () => {
		simulator = await startXsiSimulator({ additionalUsers: 20, autoPickUp: null });
		admin = new NodeBench(simulator, { userId: 'admin@example.net' });
		standing = new NodeBench(simulator, { userId: 'admin@example.net', defaultUserId: BOB });
	});
	afterAll(async () => await simulator.close());

	describe('what users have several of', () => {
		const gave = new GivenItems();
		/** The telephone system as the stories ask it. */
		const control = async <T>(path: string, body: unknown) =>
			await new TestClient(simulator).control<T>('POST', path, body);
		const phones = {
			async asAdministrator(method: string, path: string, document?: string) {
				const client = new TestClient(simulator);
				const place = path.replace('/v2.0', '');
				const { status, text } = await client.actions(method, place, document);
				if (status >= 400) throw new Error(`Request failed with status code ${status}`);
				return text;
			},
			async joinMeeting(owner: string, id: string, who: object) {
				return (await control<{ callId: string }>(`meetings/${owner}/${id}/join`, who)).callId;
			},
			async meeting(id: string) {
				const meetings = [...simulator.world.state.meetings.values()];
				// Without what is undefined, as the control interface tells it.
				const told = JSON.parse(JSON.stringify(meetings)) as typeof meetings;
				return await Promise.resolve(told.find((one) => one.id === id));
			},
			async callsOf(userId: string) {
				return await Promise.resolve(simulator.world.callsOf(userId));
			},
			steerCall: async (callId: string, action: string) =>
				await control(`calls/${callId}/${action}`, {}),
		};

		test.each([...stories.entries()].map(([index, story]) => ({ index, ...story })))(
			'$name',
			async ({ index, resource, steps }) => {
				const userId = `user${index + 1}@example.net`;
				for (const { operation, parameters, then } of await steps(userId, phones as never)) {
					const given = { userId: locator(userId), ...parameters };
					const items = await admin.run(resource, operation, given);
					gave.add({ resource, operation }, items);
					await then?.(items as never);
				}
			},
		);

		test('every operation has been run, and gave what its sample says', () => {
			const own = operations.filter(({ resource }) => resource in RECORD_CONTROLS);
			expect(gave.missing('BroadWorks', own)).toEqual([]);
		});
	});

	test('a name leads to a person, and the person to a call', async () => {
		const found = await standing.run('user', 'find', { personName: 'adams alice' });
		expect(found).toMatchObject([{ userId: ALICE, name: 'Alice Adams', phone: '1001' }]);
		const [{ callId }] = await standing.run('call', 'create', { address: found[0].phone });
		expect(simulator.world.state.calls.get(String(callId))).toMatchObject({
			userId: BOB,
			dialled: '1001',
		});
	});

	test('a raw request is filled in by its values, and its JSON is brought into order', async () => {
		const path = '/v2.0/user/{userId}/services/CallForwardingAlways';
		const raw = { userId: locator(ALICE), path: locator(path), method: 'automatic' };
		const value = { body_ringSplash: 'true', body_active: null };
		const payload = '{"forwardToPhoneNumber": "+12125550155"}';
		await admin.run('rawRequest', 'send', { ...raw, payload, commandValues: { value } });
		expect(simulator.world.user(ALICE).services.CallForwardingAlways).toEqual({
			active: false,
			forwardToPhoneNumber: '+12125550155',
			ringSplash: 'true',
		});
		const [{ body }] = await admin.run('rawRequest', 'send', raw);
		expect(body).toMatchObject({ active: false, ringSplash: true });
		await expect(
			admin.run('rawRequest', 'send', { ...raw, path: locator('calls/{callId}/Talk') }),
		).rejects.toThrow('no value for {callId}');
	});

	describe('lists of an administrator', () => {
		const { searchUsers, searchCallCenters, searchPhones } = actionDropdowns.listSearch;
		const { getUnavailableCodes } = actionDropdowns.loadOptions;
		const values = ({ results }: { results: Array<{ value: unknown }> }) =>
			results.map(({ value }) => value);

		test('people are those around the default user or the chosen one, sorted, without queues', async () => {
			const lists = [
				await searchUsers.call(standing.panel()),
				await searchUsers.call(admin.panel({ userId: locator(ALICE) })),
			];
			for (const list of lists) {
				expect(values(list).slice(0, 3)).toEqual([ALICE, BOB, 'carol@example.net']);
				expect(values(list)).not.toContain('queue@example.net');
			}
			expect(values(await searchPhones.call(standing.panel()))).toContain('1080');
		});

		test('queues are those of the enterprise where the user is in none', async () => {
			const outside = new NodeBench(simulator, {
				userId: 'admin@example.net',
				defaultUserId: 'user1@example.net',
			});
			for (const bench of [standing, outside]) {
				expect(values(await searchCallCenters.call(bench.panel()))).toEqual(['queue@example.net']);
			}
			expect(
				(await getUnavailableCodes.call(standing.panel({ userId: '' }))).length,
			).toBeGreaterThan(1);
		});

		test('of groups with their enterprise, enterprises, queues and route points', async () => {
			const lists = triggerDropdowns.listSearch;
			const of = async (name: keyof typeof lists, filter?: string) =>
				values(await lists[name].call(standing.panel(), filter));
			expect(await of('searchEnterprises')).toEqual(['demo']);
			expect(await of('searchGroups')).toEqual(['demo/sales']);
			expect(await of('searchGroups', 'support')).toEqual([]);
			const webex = standing.panel({ authentication: 'webex' });
			await expect(lists.searchGroups.call(webex)).rejects.toThrow(/Webex|credential/i);
			expect(await of('searchCallCenters')).toEqual(['queue@example.net']);
			expect(await of('searchRoutePoints')).toEqual(['routepoint@example.net']);
			const around = { userId: locator(ALICE) };
			for (const [name, wanted] of [
				['searchEnterprises', 'demo'],
				['searchGroups', 'demo/sales'],
				['searchCallCenters', 'queue@example.net'],
				['searchRoutePoints', 'routepoint@example.net'],
			] as const) {
				expect(values(await lists[name].call(admin.panel(around)))).toEqual([wanted]);
				await expect(lists[name].call(admin.panel())).rejects.toThrow(
					/^The list is read around a user: enter a Default User .* admin@example\.net has no directory$/,
				);
			}
		});

		test('of a group where there is no enterprise, and of queues where the user has no service', async () => {
			const login = { userId: 'admin@example.net', defaultUserId: BOB };
			const missing = /directories\/(?:Enterprise|CallCenters)/;
			const panel = new NodeBench(simulator, login, missing).panel();
			const lists = triggerDropdowns.listSearch;
			expect(values(await lists.searchUsers.call(panel))).toContain(ALICE);
			expect(values(await lists.searchGroups.call(panel))).toEqual(['demo/sales']);
			expect(values(await lists.searchCallCenters.call(panel))).toEqual(['queue@example.net']);
			expect(values(await lists.searchRoutePoints.call(panel))).toEqual(['routepoint@example.net']);
		});

		test('without a default user the error says what to choose', async () => {
			await expect(searchUsers.call(admin.panel())).rejects.toThrow(/Default User/);
			await expect(admin.run('call', 'getMany')).rejects.toThrow(
				/^Choose a User: admin@example.net has no telephone/,
			);
			expect(await standing.run('call', 'getMany')).toHaveLength(1);
		});

		test('nothing is changed before it is known that the login is a user, which is asked once', async () => {
			const client = new TestClient(simulator);
			const sent = async (work: () => Promise<unknown>) => {
				const seen = await client.control<RequestRecord[]>('GET', 'requests');
				await work();
				const all = await client.control<RequestRecord[]>(
					'GET',
					`requests?since=${seen.at(-1)?.n ?? 0}`,
				);
				return all
					.filter(({ path }) => path.includes('/user/'))
					.map(({ method, path }) => {
						const [, rest] = path.split('/v2.0/');
						return `${method} ${rest.split('?')[0]}`;
					});
			};
			const call = { address: '+15550111' };
			const refused = await sent(async () => {
				await expect(admin.run('call', 'create', call)).rejects.toThrow(
					/^Choose a User: admin@example.net has no telephone/,
				);
			});
			expect(refused).toEqual(['GET user/admin@example.net/profile']);
			const queue = { path: 'callcenter/queue@example.net/calls', method: 'GET' };
			expect(await admin.run('rawRequest', 'send', queue)).toMatchObject([{ statusCode: 200 }]);
			const carol = new NodeBench(simulator, { userId: 'carol@example.net' });
			const change = async () => await carol.run('call', 'create', call);
			expect((await sent(change)).map((line) => line.split('/').pop())).toContain('profile');
			expect((await sent(change)).map((line) => line.split('/').pop())).not.toContain('profile');
		});
	});
});
