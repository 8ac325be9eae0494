import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, TestClient } from '../testClient';
import { SETTINGS } from './settings';
import { CHANGES, settingsDocument, settingsPath } from './settingsStory';

const ALICE = '/user/alice@example.net';

describe('what a user has one of', () => {
	let simulator: XsiSimulator;
	let alice: TestClient;
	beforeEach(async () => {
		simulator = await startXsiSimulator();
		alice = new TestClient(simulator, 'alice@example.net');
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	test.each(SETTINGS.filter(({ fixed }) => !fixed))(
		'$path: changed by its own document only, and for one user',
		async ({ path, root }) => {
			const place = settingsPath(path);
			const put = async (client: TestClient, body: string) =>
				(await client.actions('PUT', place, body)).status;
			const before = (await alice.actions('GET', place)).text;
			const change = settingsDocument(root, CHANGES[root]);
			expect(await put(alice, settingsDocument('DoNotDisturb', ''))).toBe(400);
			expect(await put(alice, settingsDocument(root, '<colour>red</colour>'))).toBe(400);
			expect(await put(new TestClient(simulator, 'bob@example.net'), change)).toBe(403);
			expect((await alice.actions('GET', place)).text).toBe(before);
			expect(await put(alice, change)).toBe(200);
			expect((await alice.actions('GET', place)).text).toContain(CHANGES[root]);
		},
	);

	test.each([
		['PUT', '/services/PersonalAssistant/AvailableCallToNumbers', 405],
		['GET', '/services/VoiceMessaging/DistributionLists/14', 200],
		['GET', '/services/VoiceMessaging/DistributionLists/15', 404],
		['DELETE', '/services/VoiceMessaging/Aliases/1', 404],
		['GET', '/profile/Device/none@example.net', 404],
		['POST', '/profile/DeviceToken?deviceName=Desk', 400],
		['POST', '/profile/DeviceToken?deviceName=Desk&deviceLevel=Room', 400],
		['GET', '/services/BwReceptionist/AvailableUsers', 400],
		['GET', '/profile/Schedule/Time/None/event', 404],
		['POST', '/services/collaborate/room/1/reset', 404],
		['GET', '/services/BroadWorksAnywhere/Location/1/Criteria/Night', 404],
	])('%s %s answers %i', async (method, path, status) => {
		expect((await alice.actions(method, `${ALICE}${path}`)).status).toBe(status);
	});

	test('a password is changed with the old one', async () => {
		const put = async (inside: string) =>
			(
				await alice.actions(
					'PUT',
					`${ALICE}/profile/Password/Portal`,
					settingsDocument('Portal', inside),
				)
			).status;
		expect(await put('<newPassword>new</newPassword>')).toBe(403);
		expect(await put('<newPassword>new</newPassword><oldPassword>secret</oldPassword>')).toBe(400);
		expect(await put('<oldPassword>secret</oldPassword><newPassword>new</newPassword>')).toBe(200);
		expect((await alice.actions('GET', `${ALICE}/profile`)).status).toBe(401);
	});

	test('a room gets another number, and is the same', async () => {
		const rooms = `${ALICE}/services/collaborate/room`;
		const room = settingsDocument('CollaborateRoomInfo', '<name>Project</name>');
		const made = await alice.actions('POST', rooms, room);
		const idIn = ({ headers }: typeof made) => String(headers.location).split('/').at(-1);
		const reset = await alice.actions('POST', `${rooms}/${idIn(made)}/reset`);
		expect(idIn(reset)).not.toBe(idIn(made));
		expect((await alice.actions('GET', `${rooms}/${idIn(made)}`)).status).toBe(404);
		expect((await alice.actions('GET', `${rooms}/${idIn(reset)}`)).text).toContain('Project');
	});
});
