import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, subscription, TestClient } from '../testClient';
import { childText } from '../xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ACTIONS = '/com.broadsoft.xsi-actions/v2.0';
const alicePath = '/user/alice@example.net';

describe('who may do what, and how refusals look', () => {
	let simulator: XsiSimulator;
	let admin: TestClient;
	let alice: TestClient;
	beforeAll(async () => {
		simulator = await startXsiSimulator({
			accessTokens: { 'token-of-alice': 'alice@example.net' },
			administrators: [
				{ userId: 'groupadmin@example.net', level: 'group' },
				{ userId: 'spadmin@example.net', level: 'serviceProvider' },
				{ userId: 'carol@example.net', level: 'serviceProvider' },
			],
		});
		admin = new TestClient(simulator);
		alice = new TestClient(simulator, 'alice@example.net');
	});
	afterAll(() => simulator.close());
	afterEach(() => expect(seen.problems).toEqual([]));

	test.each([
		['no credentials', undefined],
		['wrong password', `Basic ${Buffer.from('alice@example.net:wrong').toString('base64')}`],
		['unknown user', `Basic ${Buffer.from('nobody@example.net:secret').toString('base64')}`],
		['garbage', 'Basic !!!'],
		['unknown token', 'Bearer x'],
		['unknown scheme', 'Digest x'],
		['a name of Object', 'Bearer constructor'],
	])('401 with WWW-Authenticate: %s', async (_name, authorization) => {
		const path = `${ACTIONS}${alicePath}/profile`;
		const answer = await alice.send('GET', path, { headers: { authorization } });
		expect(answer.status).toBe(401);
		expect(answer.headers['www-authenticate']).toBe('Basic realm="BroadWorks"');
		expect(answer.xml?.name).toBe('ErrorInfo');
	});

	test('a user with rights over others has a telephone, and sees those of others', async () => {
		const carol = new TestClient(simulator, 'carol@example.net');
		expect((await carol.actions('GET', '/user/carol@example.net/calls')).status).toBe(200);
		expect((await carol.actions('GET', '/user/bob@example.net/calls')).status).toBe(200);
		expect((await alice.actions('GET', '/user/bob@example.net/calls')).status).toBe(403);
	});

	test('Bearer and login token work like the password', async () => {
		const path = `${ACTIONS}${alicePath}/profile`;
		const headers = { authorization: 'Bearer token-of-alice' };
		expect((await alice.send('GET', path, { headers })).status).toBe(200);
		const token = childText(
			(await alice.actions('POST', `${alicePath}/profile/LoginToken`)).xml,
			'token',
		);
		const second = new TestClient(simulator, 'alice@example.net', token);
		expect((await second.actions('GET', `${alicePath}/profile`)).status).toBe(200);
		const other = new TestClient(simulator, 'bob@example.net', token);
		expect((await other.actions('GET', '/user/bob@example.net/profile')).status).toBe(401);
	});

	test('a session cookie is set once and does not authenticate', async () => {
		const path = `${ACTIONS}${alicePath}/profile`;
		const [cookie] = (await alice.send('GET', path)).headers['set-cookie'] as string[];
		const [session] = cookie.split(';');
		const again = await alice.send('GET', path, { headers: { cookie: session } });
		expect(again.headers['set-cookie']).toBeUndefined();
		const bare = await alice.send('GET', path, {
			headers: { cookie: session, authorization: undefined },
		});
		expect(bare.status).toBe(401);
		await alice.send('GET', `${ACTIONS}/j_logout`, { headers: { cookie: session } });
		const after = await alice.send('GET', path, { headers: { cookie: session } });
		expect(after.headers['set-cookie']).toBeDefined();
	});

	test('users act on themselves, administrators on everybody below', async () => {
		expect((await alice.actions('GET', '/user/bob@example.net/calls')).status).toBe(403);
		expect((await alice.actions('GET', '/user/nobody@example.net/calls')).status).toBe(403);
		expect((await admin.actions('GET', '/user/bob@example.net/calls')).status).toBe(200);
		expect((await admin.actions('GET', '/user/nobody@example.net/calls')).status).toBe(404);
		// An administrator id has no profile.
		expect((await admin.actions('GET', '/user/admin@example.net/profile')).status).toBe(404);
		const groupAdmin = new TestClient(simulator, 'groupadmin@example.net');
		expect((await groupAdmin.actions('GET', '/user/bob@example.net/calls')).status).toBe(200);
	});

	test.each([
		['alice@example.net', '/user/alice@example.net', 200],
		['alice@example.net', '/user/bob@example.net', 403],
		['alice@example.net', '/enterprise/demo', 403],
		['alice@example.net', '/enterprise/demo/group/sales', 403],
		['alice@example.net', '/system', 403],
		['groupadmin@example.net', '/enterprise/demo/group/sales', 200],
		['groupadmin@example.net', '/serviceprovider/demo/group/sales', 200],
		['groupadmin@example.net', '/enterprise/demo', 403],
		['spadmin@example.net', '/enterprise/demo', 200],
		['spadmin@example.net', '/serviceprovider/demo', 200],
		['spadmin@example.net', '/system', 403],
		['admin@example.net', '/system', 200],
		['admin@example.net', '/user/alice@example.net/subscription', 200],
		['admin@example.net', '/user/alice@example.net/subId/7', 400],
		['admin@example.net', '/user/nobody@example.net', 404],
		['admin@example.net', '/enterprise/other', 404],
		['admin@example.net', '/enterprise/demo/group/other', 404],
	])('%s subscribing at %s gets %d', async (userId, path, status) => {
		const client = new TestClient(simulator, userId);
		const body = subscription('Advanced Call', { contact: '127.0.0.1:9/none' });
		expect((await client.events('POST', path, body)).status).toBe(status);
	});

	test('unknown paths 404, wrong methods 405', async () => {
		expect((await alice.actions('GET', '/colours')).status).toBe(404);
		expect((await alice.actions('GET', `${alicePath}/colours`)).status).toBe(404);
		expect((await alice.actions('GET', `${alicePath}/services/Colours`)).status).toBe(404);
		expect((await alice.send('GET', '/elsewhere')).status).toBe(404);
		expect((await alice.send('GET', '/com.broadsoft.xsi-actions/v1.0/x')).status).toBe(404);
		const wrong = await alice.actions('POST', `${alicePath}/profile`, '');
		expect(wrong.status).toBe(405);
		expect(wrong.headers.allow).toBe('GET');
		// The stream is only on the async context.
		expect((await alice.events('POST', '/channel', `<Channel ${NAMESPACE}/>`)).status).toBe(404);
		// In the catalogue, but not assigned.
		expect((await alice.actions('GET', `${alicePath}/services/AccountCodes`)).status).toBe(404);
	});

	test('keywords match without regard to case, a trailing slash and %40 are fine', async () => {
		for (const path of ['/USER/alice%40example.net/PROFILE', `${alicePath}/profile/`]) {
			expect((await alice.actions('GET', path)).status).toBe(200);
		}
		expect((await alice.actions('GET', '/user/ALICE@example.net/profile')).status).toBe(403);
		expect((await alice.actions('GET', '/user/%E0%A4%A/profile')).status).toBe(400);
	});

	test.each([
		[
			'wrong order',
			`<Channel ${NAMESPACE}><priority>1</priority><channelSetId>a</channelSetId></Channel>`,
		],
		['not well-formed', `<Channel ${NAMESPACE}><channelSetId>a</Channel>`],
		['no namespace', '<Channel><channelSetId>a</channelSetId></Channel>'],
		['another document', `<DoNotDisturb ${NAMESPACE}/>`],
		['empty', ''],
		['no set', `<Channel ${NAMESPACE}/>`],
		[
			'document type',
			`<!DOCTYPE x [<!ENTITY a "b">]><Channel ${NAMESPACE}><channelSetId>&a;</channelSetId></Channel>`,
		],
	])('400 for a channel body: %s', async (_name, body) => {
		const path = '/com.broadsoft.async/com.broadsoft.xsi-events/v2.0/channel';
		const answer = await alice.send('POST', path, { body });
		expect(answer.status).toBe(400);
		expect(childText(answer.xml, 'summaryEnglish')).toBeTruthy();
	});

	test.each([
		[
			'expires before event',
			`<expires>1</expires><event>Do Not Disturb</event><httpContact><uri>http://x</uri></httpContact>`,
		],
		['unknown package', '<event>Weather</event><httpContact><uri>http://x</uri></httpContact>'],
		[
			'retired package',
			'<event>Call Recording</event><httpContact><uri>http://x</uri></httpContact>',
		],
		['no package', '<httpContact><uri>http://x</uri></httpContact>'],
		['no destination', '<event>Do Not Disturb</event>'],
		['bad uri', '<event>Do Not Disturb</event><httpContact><uri>ftp://x</uri></httpContact>'],
	])('400 for a subscription body: %s', async (_name, inside) => {
		const body = `<Subscription ${NAMESPACE}>${inside}</Subscription>`;
		expect((await alice.events('POST', alicePath, body)).status).toBe(400);
	});

	test('a body that is too large is refused', async () => {
		const body = `<DoNotDisturb ${NAMESPACE}>${' '.repeat(1_100_000)}</DoNotDisturb>`;
		const answer = await alice.actions('PUT', `${alicePath}/services/DoNotDisturb`, body);
		expect(answer.status).toBe(413);
	});

	test('JSON where it is asked for, by header or parameter, errors too', async () => {
		const path = `${ACTIONS}${alicePath}`;
		const headers = { accept: 'application/json' };
		const calls = await alice.send('GET', `${path}/calls`, { headers });
		expect(calls.headers['content-type']).toBe('application/json;charset=UTF-8');
		expect(JSON.parse(calls.text)).toEqual({
			Calls: { '@xmlns': { $: 'http://schema.broadsoft.com/xsi' } },
		});
		const profile = await alice.send('GET', `${path}/profile?format=json`);
		expect(JSON.parse(profile.text).Profile.details.serviceProvider).toEqual({
			'@isEnterprise': 'true',
			$: 'demo',
		});
		const callId = await alice.call('alice@example.net');
		const call = await alice.send('GET', `${path}/calls/${callId}?format=json`);
		// The type keeps the spelling of events in JSON.
		expect(JSON.parse(call.text).Call.endpoint['@xsi1:type']).toBe('xsi:AccessEndpoint');
		const error = await alice.send('GET', `${path}/calls/none?format=json`);
		expect(error.status).toBe(404);
		expect(JSON.parse(error.text).ErrorInfo.errorCode.$).toMatch(/^\d+$/);
	});

	test('JSON bodies are taken, in any order of members', async () => {
		const body = JSON.stringify({
			DoNotDisturb: {
				'@xmlns': { $: 'http://schema.broadsoft.com/xsi' },
				ringSplash: { $: true },
				active: { $: true },
			},
		});
		const headers = { 'content-type': 'application/json' };
		const path = `${ACTIONS}${alicePath}/services/DoNotDisturb`;
		expect((await alice.send('PUT', path, { body, headers })).status).toBe(200);
		expect((await alice.send('GET', path)).text).toContain(
			'<active>true</active><ringSplash>true</ringSplash>',
		);
		const bad = await alice.send('PUT', path, { body: '{"DoNotDisturb":', headers });
		expect(bad.status).toBe(400);
	});

	test('versions', async () => {
		const answer = await alice.send('GET', '/com.broadsoft.xsi-actions/versions');
		expect(answer.xml?.name).toBe('Versions');
	});

	test('unavailable codes need the enterprise of the group', async () => {
		const path = '/group/sales/services/CallCenter/UnavailableCodes';
		expect((await alice.actions('GET', path)).status).toBe(400);
		expect((await alice.actions('GET', `${path}?enterpriseId=other`)).status).toBe(404);
		const answer = await alice.actions('GET', `${path}?serviceProviderId=demo`);
		expect(answer.text).toContain('<code>1</code><description>Lunch</description>');
	});
});
