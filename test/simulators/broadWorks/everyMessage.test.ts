import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startXsiSimulator, type XsiSimulator } from './index';
import { RECORDS } from './people/records';
import { DOCUMENTS, PARENT, wholeBase } from './people/recordSamples';
import { manualClock, type ManualClock } from '../shared/clock';
import { runSettings } from './people/settingsStory';
import { runMeetings } from './meetings/story';
import catalogue from '../../broadWorks/specs/xsi-events.json';
import { seen, subscription, type TestChannel, TestClient, until } from './testClient';
import { childText } from './xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = '/user/alice@example.net';
const QUEUE = '/callcenter/queue@example.net';

/** Every string of the simulator's source that names an event type or a root element. */
function emitted(): { types: string[]; roots: string[] } {
	const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
		(file) => file.endsWith('.ts') && !/test(Client)?\.ts$/.test(file),
	);
	const source = files.map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
	const find = (expression: RegExp) => [
		...new Set([...source.matchAll(expression)].map((found) => found[1])),
	];
	const services = catalogue
		.filter((entry) => entry.events.length === 1)
		.map((entry) => entry.events[0]);
	return {
		types: [...find(/'([A-Z][\w-]*Event)'/g), ...services].filter(
			(type) => type !== 'SubscriptionEvent' && type !== 'CallHistoryEvent',
		),
		roots: find(/root: '(\w+)'/g),
	};
}

describe('every message the simulator can emit is valid', () => {
	let simulator: XsiSimulator;
	let clock: ManualClock;
	let admin: TestClient;
	let channel: TestChannel;

	beforeAll(async () => {
		clock = manualClock();
		simulator = await startXsiSimulator({
			clock,
			wrapUp: 5000,
			monitoringInterval: 0,
			eventTimeout: 3_600_000,
		});
		admin = new TestClient(simulator);
		channel = await admin.channel('all');
		for (const entry of catalogue) {
			if (entry.package === 'Call Recording') continue;
			await admin.subscribe('/enterprise/demo', entry.package, { setId: 'all' });
			const target = /Queue|Call Center (Monitoring|Configuration)/.test(entry.package)
				? 'queue'
				: 'alice';
			const body = subscription(entry.package, { setId: 'all', applicationId: 'initial' });
			const answer = await admin.events('POST', `/user/${target}@example.net`, body);
			if (/Meet Me|Route Point/.test(entry.package)) expect(answer.status).toBe(404);
			else expect(answer.status).toBe(200);
		}
	});
	afterAll(() => simulator.close());

	const put = async (path: string, body?: string) => {
		const answer = await admin.actions('PUT', path, body);
		expect(`${answer.status} ${answer.text}`).toBe('200 ');
	};
	const post = async (path: string, body?: string) => {
		const answer = await admin.actions('POST', path, body);
		expect(answer.status).toBe(201);
		return childText(answer.xml, 'callId') ?? '';
	};
	const get = async (path: string) => {
		const answer = await admin.actions('GET', path);
		expect(answer.status).toBe(200);
	};
	const by = (callId: string, action: string, body = {}) =>
		admin.control('POST', `calls/${callId}/${action}`, body);
	const ringingAt = (userId: string) =>
		simulator.world.callsOf(userId).find((call) => call.state === 'Alerting')!.callId;

	test('calls: received, answered, held, retrieved, recorded, released', async () => {
		const call = await admin.call('alice@example.net');
		const path = `${ALICE}/calls/${call}`;
		await put(`${path}/Talk`);
		await get(path);
		await get(`${ALICE}/calls`);
		await get(`${ALICE}/calls/HookStatus`);
		await put(`${path}/Hold`);
		await put(`${path}/Talk`);
		await put(`${path}/Record`);
		clock.advance(100);
		await put(`${path}/PauseRecording`);
		await put(`${path}/ResumeRecording`);
		await put(`${path}/StopRecording`);
		await put(`${path}/ClientSessionInfo?info=crm-7`);
		await put(`${path}/TransmitDTMF?playdtmf=1%23,2`);
		await by(call, 'remoteHold');
		await by(call, 'remoteRetrieve');
		expect((await admin.actions('DELETE', path)).status).toBe(200);
		await admin.call('alice@example.net', '', '');
		await by(ringingAt('alice@example.net'), 'decline');
		await admin.control('POST', 'users/alice@example.net/hook', { offHook: true });
		await admin.control('POST', 'users/alice@example.net/hook', { offHook: false });
	});

	test('calls: click-to-dial, transfers, voice mail', async () => {
		const first = await post(`${ALICE}/calls/New?address=1002`);
		await put(`${ALICE}/calls/${first}/Talk`);
		await by(ringingAt('bob@example.net'), 'answer');
		await put(`${ALICE}/calls/${first}/BlindTransfer?address=1003`);
		await by(ringingAt('carol@example.net'), 'answer');
		const carol = simulator.world.callsOf('carol@example.net')[0];
		await by(carol.callId, 'hangup');
		const one = await admin.call('alice@example.net');
		await put(`${ALICE}/calls/${one}/Talk`);
		const two = await post(`${ALICE}/calls/New?address=1002`);
		await put(`${ALICE}/calls/${two}/Talk`);
		await by(ringingAt('bob@example.net'), 'answer');
		await put(`${ALICE}/calls/${one}/ConsultTransfer/${two}`);
		await by(simulator.world.callsOf('bob@example.net')[0].callId, 'hangup');
		const third = await admin.call('alice@example.net');
		await put(`${ALICE}/calls/${third}/VmTransfer`);
		await by(await admin.call('alice@example.net'), 'toVoicemail', { duration: 3000 });
		await post(`${ALICE}/calls/New?address=99`).then((call) => put(`${ALICE}/calls/${call}/Talk`));
		await post(`${ALICE}/calls/CallReturn`).then((call) => by(call, 'hangup'));
	});

	test('calls: forwarding, park, pick-up, supervision, conference', async () => {
		const number = '<forwardToPhoneNumber countryCode="1">tel:+15550177</forwardToPhoneNumber>';
		await put(
			`${ALICE}/services/CallForwardingAlways`,
			`<CallForwardingAlways ${NAMESPACE}><active>true</active>${number}</CallForwardingAlways>`,
		);
		await admin.call('alice@example.net');
		await put(
			`${ALICE}/services/CallForwardingAlways`,
			`<CallForwardingAlways ${NAMESPACE}><active>false</active></CallForwardingAlways>`,
		);
		const parked = await admin.call('alice@example.net');
		await put(`${ALICE}/calls/${parked}/Talk`);
		await put(`${ALICE}/calls/${parked}/Park?address=1002`);
		const back = await post(`${ALICE}/calls/ParkRetrieve?address=1002`);
		const bob = '/user/bob@example.net/calls';
		await by(await post(`${bob}/SilentMonitor?address=1001`), 'hangup');
		await by(await post(`${bob}/DirectedCallPickupBargeIn?address=1001`), 'hangup');
		await by(back, 'hangup');
		await admin.call('alice@example.net');
		await by(await post(`${bob}/DirectedCallPickup?address=1001`), 'hangup');
		const calls = [await admin.call('alice@example.net'), await admin.call('alice@example.net')];
		for (const call of calls) await put(`${ALICE}/calls/${call}/Talk`);
		const participants = calls
			.map((id) => `<conferenceParticipant><callId>${id}</callId></conferenceParticipant>`)
			.join('');
		const conference = `${ALICE}/calls/Conference`;
		const body = `<Conference ${NAMESPACE}><conferenceParticipantList>${participants}</conferenceParticipantList></Conference>`;
		await post(conference, body);
		for (const verb of ['Hold', 'Talk', 'Mute', 'Unmute']) await put(`${conference}/${verb}`);
		for (const verb of ['Mute', 'Deaf']) await put(`${conference}/${calls[0]}/${verb}`);
		await get(conference);
		await get(`${ALICE}/calls`);
		expect((await admin.actions('DELETE', conference)).status).toBe(200);
	});

	test('call centre: agents', async () => {
		const path = `${ALICE}/services/CallCenter`;
		const set = (inside: string) => put(path, `<CallCenter ${NAMESPACE}>${inside}</CallCenter>`);
		await set('<agentACDState>Sign-In</agentACDState>');
		await set(
			'<agentACDState>Unavailable</agentACDState><agentUnavailableCode>2</agentUnavailableCode>',
		);
		const list = (available: boolean) =>
			`<callCenterList><callCenterDetails><serviceUserId>queue@example.net</serviceUserId><available>${available}</available></callCenterDetails></callCenterList>`;
		await set(list(false));
		await get(path);
		await set(list(true));
		await set('<agentACDState>Available</agentACDState>');
		await get(`${ALICE}/services/agentCallCenterAssignedStatus`);
		await get('/group/sales/services/CallCenter/UnavailableCodes?enterpriseId=demo');
	});

	test('call centre: queue', async () => {
		await admin.control('POST', 'queues/queue@example.net/settings', { whisper: true });
		const wait = () => admin.call('queue@example.net');
		await wait();
		await admin.control('POST', 'queues/queue@example.net/bounce');
		clock.advance(31_000);
		await put(`${ALICE}/calls/${ringingAt('alice@example.net')}/Talk`);
		await put(`${ALICE}/calls/DispositionCode/01`);
		await by(simulator.world.callsOf('alice@example.net')[0].callId, 'hangup');
		const first = await wait();
		const second = await wait();
		await get(`${QUEUE}/calls`);
		const promote = `<ACDPromote ${NAMESPACE}><priority>0-Highest</priority></ACDPromote>`;
		for (const call of [first, second]) {
			expect((await admin.actions('PUT', `${QUEUE}/calls/${call}/Promote`, promote)).status).toBe(
				200,
			);
		}
		expect((await admin.actions('PUT', `${QUEUE}/calls/${second}/Reorder?index=0`)).status).toBe(
			200,
		);
		await put(`${QUEUE}/calls/${first}/BlindTransfer?phoneno=%2B15550177`);
		await admin.subscribe('/user/queue@example.net', 'Call Center Queue', {
			setId: 'all',
			applicationId: 'later',
		});
		expect((await admin.actions('DELETE', `${QUEUE}/calls/${second}`)).status).toBe(200);
		await wait();
		await admin.control('POST', 'queues/queue@example.net/overflow');
		await wait();
		await admin.control('POST', 'queues/queue@example.net/abandon');
		clock.advance(5000);
		await get(`${QUEUE}/profile`);
		const forced = (active: boolean) =>
			`<ACDForcedForwarding ${NAMESPACE}><active>${active}</active><forwardToPhoneNumber>+15550177</forwardToPhoneNumber></ACDForcedForwarding>`;
		await put(`${QUEUE}/profile/policies/ForcedForwarding`, forced(true));
		await wait();
		await put(`${QUEUE}/profile/policies/ForcedForwarding`, forced(false));
		await put(
			`${QUEUE}/profile/policies/NightService`,
			`<ACDNightService ${NAMESPACE}><action>Busy</action><forceNightService>true</forceNightService></ACDNightService>`,
		);
		await wait();
		await get(`${QUEUE}/profile/policies/ForcedForwarding`);
		await get(`${QUEUE}/profile/policies/NightService`);
	});

	test('people: services, directories, logs, voice mail', async () => {
		const { services } = simulator.world.user('alice@example.net');
		for (const name of Object.keys(services)) await get(`${ALICE}/services/${name}`);
		await get(`${ALICE}/services`);
		for (const part of ['', '/Registrations', '/Fac', '/Schedule'])
			await get(`${ALICE}/profile${part}`);
		for (const name of ['Enterprise', 'Group', 'EnterpriseCommon', 'GroupCommon', 'Personal']) {
			await get(`${ALICE}/directories/${name}`);
		}
		for (const name of [
			'CallLogs',
			'CallLogs/Missed',
			'EnhancedCallLogs',
			'Agents',
			'Supervisors',
			'CustomContact',
			'CustomContact/Suppliers',
			'BroadWorksAnywherePortal',
		]) {
			await get(`${ALICE}/directories/${name}`);
		}
		await get(`${ALICE}/directories/CallCenters?user=Supervisor`);
		await admin.control('POST', 'users/alice@example.net/voicemail', {
			name: 'A',
			urgent: true,
			transcript: 'Call me back',
		});
		const list = await admin.actions('GET', `${ALICE}/VoiceMessagingMessages`);
		const [, message] = /<messageId>([^<]*)/.exec(list.text)!;
		await get(message.replace('/v2.0', ''));
		await get(`${message.replace('/v2.0', '')}/transcript`);
		await put(`${ALICE}/VoiceMessagingMessages/MarkAllAsRead`);
		await get(`${ALICE}/calls/MessageSummary`);
		expect((await admin.actions('POST', `${ALICE}/profile/LoginToken`)).status).toBe(200);
		expect((await admin.actions('GET', '/versions')).status).toBe(200);
		await admin.control('POST', 'users/alice@example.net/dnd', { active: true });
		await admin.control('POST', 'users/alice@example.net/services', {
			name: 'DoNotDisturb',
			assigned: false,
		});
	});

	test('meetings', async () => await runMeetings(admin));

	test('management: lists, refresh, termination', async () => {
		expect((await admin.events('GET', '/subscription')).status).toBe(200);
		const [one, two] = simulator.world.subscriptions.all();
		expect((await admin.events('GET', `/subscription/${one.id}`)).status).toBe(200);
		const refresh = `<Subscription ${NAMESPACE}><expires>4000</expires></Subscription>`;
		expect((await admin.events('PUT', `/subscription/${one.id}`, refresh)).status).toBe(200);
		expect((await admin.events('DELETE', `/subscription/${two.id}`)).status).toBe(200);
		expect((await admin.events('GET', '/channelset/all')).status).toBe(200);
		await channel.heartbeat();
		await channel.next('SubscriptionTerminatedEvent');
		expect((await admin.events('DELETE', `/channel/${channel.id}`)).status).toBe(200);
		await channel.next('ChannelTerminatedEvent');
		await until(() => channel.ended, 'the end of the stream');
	});

	test('call centre: codes and numbers', async () => {
		const profile = '/callcenter/queue@example.net/profile';
		for (const path of ['DispositionCodes', 'Dnis', 'Dnis/Sales']) await get(`${profile}/${path}`);
	});

	test('route points', async () => {
		const path = '/routepoint/routepoint@example.net';
		const events = await admin.channel('points');
		const to = { setId: 'points', applicationId: 'points' };
		await admin.subscribe('/user/routepoint@example.net', 'Route Point Queue', to);
		await events.next('RoutePointSubscriptionEvent');
		const call = `${path}/calls/${await admin.call('1085')}`;
		await put(`${call}/admit`);
		const agent = `<RoutePointDistribute ${NAMESPACE}><agentId>bob@example.net</agentId></RoutePointDistribute>`;
		await put(`${call}/Distribute`, agent);
		await put(`${call}/Bounce`);
		await put(`${path}/calls/${await admin.call('1085')}/reject`);
		const moved = await admin.call('1085');
		await put(`${path}/calls/${moved}/admit`);
		await put(`${path}/calls/${moved}/BlindTransfer?address=1002`);
		const dial = `<RoutePointOutgoingDial ${NAMESPACE}><address>+15550177</address></RoutePointOutgoingDial>`;
		const own = await admin.actions('POST', `${path}/calls/new`, dial);
		const ownId = childText(own.xml, 'callId');
		expect((await admin.actions('DELETE', `${path}/calls/${ownId}`)).status).toBe(200);
		await events.next('RoutePointCallReleasedEvent');
		expect(events.events.slice(1).map(({ type }) => type)).toEqual([
			'RoutePointNewCallEvent',
			'RoutePointCallAddedEvent',
			'RoutePointCallOfferedToAgentEvent',
			'RoutePointCallBouncedEvent',
			'RoutePointNewCallEvent',
			'RoutePointCallRejectedEvent',
			'RoutePointNewCallEvent',
			'RoutePointCallAddedEvent',
			'RoutePointCallTransferredEvent',
			'RoutePointOutgoingCallOriginatedEvent',
			'RoutePointCallReleasedEvent',
		]);
		const silence = `<RoutePointPlaySilence ${NAMESPACE}/>`;
		expect((await admin.actions('PUT', `${call}/PlaySilence`, silence)).status).toBe(200);
		await get(`${path}/calls`);
		await get(`${path}/profile/State`);
	});

	test('calls: from outside and anchored', async () => {
		const imrn = 'Imrn?callingPartyAddress=1001&calledPartyAddress=1002';
		expect((await admin.actions('POST', `${ALICE}/calls/${imrn}`)).status).toBe(201);
		const callMeNow = 'CallMeNow?address=%2B15550177';
		expect((await admin.actions('POST', `${ALICE}/calls/${callMeNow}`)).status).toBe(200);
	});

	test('what users have several of', async () => {
		const location = `<${PARENT.root} ${NAMESPACE}>${PARENT.made}</${PARENT.root}>`;
		await admin.actions('POST', `${ALICE}/${PARENT.base}`, location);
		for (const { base, root } of RECORDS) {
			const path = `${ALICE}/${wholeBase(base)}`;
			const document = `<${root} ${NAMESPACE}>${DOCUMENTS[root].made}</${root}>`;
			const { status, headers } = await admin.actions('POST', path, document);
			expect(status).toBe(201);
			const name = String(headers.location).split('/').at(-1) ?? '';
			await get(`${path}/${name}`);
		}
		await runSettings(admin);
		await post(`${ALICE}/fax?faxDestination=1002`);
		const lists = [
			'profile/Schedule',
			'profile/Schedule/Time',
			'fax',
			'fax/7',
			'directories/Personal',
		];
		const services = ['SpeedDial100', 'BroadWorksAnywhere', 'meetmeconference', 'collaborate'];
		const bridge = 'services/meetmeconference/bridge@example.net';
		const all = [...lists, ...services.map((name) => `services/${name}`), bridge];
		for (const path of all) await get(`${ALICE}/${path}`);
	});

	test('nothing was invalid, and nothing the source can emit was left out', () => {
		const { types, roots } = emitted();
		expect(seen.problems).toEqual([]);
		expect(types.filter((type) => !seen.types.has(type))).toEqual([]);
		expect(roots.filter((root) => !seen.roots.has(root))).toEqual([]);
		expect(types.length).toBeGreaterThan(70);
	});
});
