import {
	getProfile,
	listCallCenters,
	listUnavailableCodes,
	searchDirectory,
	setAgentState,
} from '../../../../nodes/BroadWorks/client/calls/users';
import { fixture } from '../../../support/fixtures';
import { ACTIONS, fakeConnection } from '../support/xsi';

const ALICE = 'alice@example.net';
const USER = `${ACTIONS}/v2.0/user/alice@example.net`;

describe('getProfile', () => {
	it('gives the field names and types of the BluIP connector', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/profile$/, { body: fixture('composed/profile.xml') });
		const profile = await getProfile(connection, ALICE);
		expect(connection.http.lines()).toEqual([`GET ${USER}/profile`]);
		expect(profile).toEqual({
			details: {
				userId: ALICE,
				firstName: 'Alice',
				lastName: 'Adams',
				hiranganaLastName: 'Adams',
				hiranganaFirstName: 'Alice',
				nameDialingName: { nameDialingLastName: 'Adams', nameDialingFirstName: 'Alice' },
				groupId: 'HQ',
				serviceProvider: 'ExampleCo',
				isEnterprise: true,
				number: '+15550101',
				extension: '2001',
			},
			additionalDetails: {
				mobile: '+15550191',
				emailAddress: 'alice@example.com',
				title: 'Agent',
				location: 'Floor 2',
				department: 'Support',
				impId: 'alice@im.example.net',
			},
			passwordExpiresDays: 2147483647,
			fac: `/v2.0/user/${ALICE}/profile/Fac`,
			registrations: `/v2.0/user/${ALICE}/profile/Registrations`,
			scheduleList: `/v2.0/user/${ALICE}/profile/Schedule`,
			portalPasswordChange: `/v2.0/user/${ALICE}/profile/Password/Portal`,
			countryCode: '1',
			timeZone: 'America/Los_Angeles',
		});
	});

	it('reads the profile of another carrier', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/profile$/, { body: fixture('onenet-profile.xml') });
		const { details } = await getProfile(connection, ALICE);
		expect(details).toMatchObject({ userId: expect.any(String), firstName: expect.any(String) });
	});

	it('lets a service provider without an attribute pass', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/profile$/, {
			body: '<Profile><details><serviceProvider>SP</serviceProvider></details></Profile>',
		});
		expect(await getProfile(connection, ALICE)).toEqual({ details: { serviceProvider: 'SP' } });
	});
});

describe('searchDirectory', () => {
	it('lists a page of the directory without a search', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { body: fixture('composed/directory-enterprise.xml') });
		expect(await searchDirectory(connection, ALICE)).toEqual({
			entries: [
				{
					userId: ALICE,
					firstName: 'Alice',
					lastName: 'Adams',
					number: '+15550101',
					extension: '2001',
					groupId: 'HQ',
				},
				{
					userId: 'bob@example.net',
					firstName: 'Bob',
					lastName: 'Stone',
					number: '+15550101',
					extension: '2002',
					groupId: 'HQ',
				},
			],
			next: undefined,
		});
		expect(connection.http.lines()).toEqual([
			`GET ${USER}/directories/Enterprise?start=1&results=50`,
		]);
	});

	it('matches names and extension anywhere, whatever the case', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { body: fixture('onenet-directory-enterprise.xml') });
		const { entries } = await searchDirectory(connection, ALICE, {
			text: 'Zoë & co',
			start: 1,
			scope: 'Group',
		});
		const url = new URL(connection.http.sent[0].url);
		expect(url.pathname).toBe(`${USER}/directories/Group`);
		expect(Object.fromEntries(url.searchParams)).toEqual({
			start: '1',
			results: '50',
			firstName: '*Zoë & co*/i',
			lastName: '*Zoë & co*/i',
			extension: '*Zoë & co*',
			searchCriteriaModeOr: 'true',
		});
		expect(entries[1]).toEqual({
			userId: 'b@onenet.example',
			firstName: 'Rui',
			lastName: '',
			extension: '412',
			number: undefined,
			groupId: undefined,
		});
	});

	it('says where the next page begins until all were given', async () => {
		const page = (total: number) => ({
			body: `<Enterprise><totalAvailableRecords>${total}</totalAvailableRecords><enterpriseDirectory>${'<directoryDetails><userId>u</userId></directoryDetails>'.repeat(2)}</enterpriseDirectory></Enterprise>`,
		});
		const connection = fakeConnection();
		connection.http.on('GET', /start=1&/, page(4)).on('GET', /start=3&/, page(4));
		expect((await searchDirectory(connection, ALICE)).next).toBe(3);
		expect((await searchDirectory(connection, ALICE, { start: 3 })).next).toBeUndefined();
	});

	it('ends when a page is empty, whatever the total says', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, {
			body: '<Enterprise><totalAvailableRecords>9</totalAvailableRecords><enterpriseDirectory/></Enterprise>',
		});
		expect(await searchDirectory(connection, ALICE)).toEqual({ entries: [], next: undefined });
		connection.http.on('GET', /./, { body: '<Enterprise/>' });
		expect(await searchDirectory(connection, ALICE)).toEqual({ entries: [], next: undefined });
	});
});

describe('setAgentState', () => {
	it('sends the state alone', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		await setAgentState(connection, ALICE, 'Available', '2');
		expect(connection.http.lines()).toEqual([`PUT ${USER}/services/CallCenter`]);
		expect(connection.http.sent[0].body).toBe(fixture('composed/callcenter-set-available.xml'));
	});

	it('sends the code after the state, for Unavailable only', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		await setAgentState(connection, ALICE, 'Unavailable', '2');
		await setAgentState(connection, ALICE, 'Unavailable', '');
		expect(connection.http.sent[0].body).toBe(fixture('composed/callcenter-set-unavailable.xml'));
		expect(connection.http.sent[1].body).not.toContain('agentUnavailableCode');
	});
});

describe('listUnavailableCodes', () => {
	const codes = { body: fixture('composed/unavailablecodes.xml') };

	it("asks for the codes of the user's group, by enterprise", async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /\/profile$/, { body: fixture('composed/profile.xml') })
			.on('GET', /UnavailableCodes/, codes);
		expect(await listUnavailableCodes(connection, ALICE)).toEqual([
			{ code: '1', description: 'Lunch', isDefault: true },
			{ code: '2', description: 'Training', isDefault: false },
		]);
		expect(connection.http.lines()[1]).toBe(
			`GET ${ACTIONS}/v2.0/group/HQ/services/CallCenter/UnavailableCodes?enterpriseId=ExampleCo`,
		);
	});

	it('asks by service provider where there is no enterprise, and escapes the group', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /\/profile$/, {
				body: '<Profile><details><groupId>Head Office</groupId><serviceProvider isEnterprise="false">S P</serviceProvider></details></Profile>',
			})
			.on('GET', /UnavailableCodes/, codes);
		await listUnavailableCodes(connection, ALICE);
		expect(connection.http.lines()[1]).toBe(
			`GET ${ACTIONS}/v2.0/group/Head%20Office/services/CallCenter/UnavailableCodes?serviceProviderId=S%20P`,
		);
	});

	it('leaves out codes that are not active and entries without a code', async () => {
		const connection = fakeConnection();
		const detail = (inner: string) => `<unavailableCodeDetail>${inner}</unavailableCodeDetail>`;
		connection.http
			.on('GET', /\/profile$/, { body: fixture('composed/profile.xml') })
			.on('GET', /UnavailableCodes/, {
				body: `<ACDAgentUnavailableCodes><unavailableCodes>${detail('<active>false</active><code>1</code>')}${detail('<active>true</active>')}${detail('<code>3</code>')}</unavailableCodes></ACDAgentUnavailableCodes>`,
			});
		expect(await listUnavailableCodes(connection, ALICE)).toEqual([
			{ code: '3', description: '', isDefault: false },
		]);
	});
});

describe('listCallCenters', () => {
	it('gives the service user ids', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { body: fixture('composed/directory-callcenters.xml') });
		expect(await listCallCenters(connection, ALICE, 'Supervisor')).toEqual(['ccdemo@example.net']);
		expect(connection.http.lines()).toEqual([
			`GET ${USER}/directories/CallCenters?user=Supervisor`,
		]);
	});
});
