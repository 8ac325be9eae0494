import { manualClock, type ManualClock } from '../shared/clock';
import { startXsiSimulator, type XsiSimulator } from './index';
import { seen, type TestChannel, TestClient, textAt } from './testClient';
import { childText } from './xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const [ALICE, BOB, CAROL] = ['alice', 'bob', 'carol'].map((name) => `/user/${name}@example.net`);

describe('commands of calls', () => {
	let simulator: XsiSimulator;
	let clock: ManualClock;
	let admin: TestClient;
	let channel: TestChannel;

	beforeEach(async () => {
		clock = manualClock();
		simulator = await startXsiSimulator({ clock, eventTimeout: 3_600_000 });
		admin = new TestClient(simulator);
		channel = await admin.channel('set');
		await admin.subscribe('/enterprise/demo', 'Advanced Call', { setId: 'set' });
	});
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	const status = async (method: string, path: string, body?: string) =>
		(await admin.actions(method, path, body)).status;
	const act = async (callId: string, action: string) =>
		await admin.control('POST', `calls/${callId}/${action}`, {});
	const callsOf = (name: string) => simulator.world.callsOf(`${name}@example.net`);
	const user = (name: string) => simulator.world.user(`${name}@example.net`);
	/** A call of a user that has been answered. */
	const active = async (to: string) => {
		const callId = await admin.call(to);
		await act(callId, 'answer');
		return callId;
	};
	/** Posts, and gives the id of the call that was made. */
	const started = async (path: string) => {
		const answer = await admin.actions('POST', path);
		expect(answer.status).toBe(201);
		return childText(answer.xml!, 'callId') ?? '';
	};

	test('a supervisor listens, coaches, barges in, and leaves with the call', async () => {
		const watched = await active('1002');
		expect(await status('POST', `${ALICE}/calls/SilentMonitor`)).toBe(400);
		expect(await status('POST', `${ALICE}/calls/SilentMonitor?address=1001`)).toBe(400);
		expect(await status('POST', `${ALICE}/calls/SilentMonitor?address=1003`)).toBe(404);
		await started(`${ALICE}/calls/SilentMonitor?address=1002`);
		await channel.next('CallMonitoredEvent');
		expect(user('alice').conference).toMatchObject({ type: 'Silently Monitored', muted: true });
		expect(callsOf('alice')).toHaveLength(2);
		expect(await status('POST', `${ALICE}/calls/SilentMonitor?address=1002`)).toBe(409);
		const mode = `${ALICE}/calls/Conference`;
		expect(await status('PUT', `${mode}/BargeIn`)).toBe(400);
		expect(await status('PUT', `${mode}/BargeIn?userId=bob@example.net`)).toBe(400);
		expect(await status('PUT', `${mode}/supervisorcoach?userId=alice@example.net`)).toBe(200);
		expect(user('alice').conference).toMatchObject({ type: 'Supervisor Coached' });
		expect(await status('PUT', `${mode}/BargeIn?userId=alice@example.net`)).toBe(200);
		expect(user('alice').conference).toMatchObject({ type: 'Barge-In', muted: undefined });
		const told = await channel.next('ConferenceUpdatedEvent', 2);
		expect(textAt(told.data, 'conference', 'conferenceType')).toBe('Barge-In');
		await act(watched, 'hangup');
		expect(callsOf('alice')).toEqual([]);
		expect(user('alice').conference).toBeUndefined();
	});

	test('a supervisor who hangs up leaves the others alone', async () => {
		const watched = await active('1002');
		const coaching = await started(`${ALICE}/calls/coachagent?address=1002`);
		expect(await status('DELETE', `${ALICE}/calls/${coaching}`)).toBe(200);
		expect(callsOf('alice')).toEqual([]);
		expect(callsOf('bob')).toMatchObject([{ callId: watched, state: 'Active' }]);
	});

	test('a conference of a user’s own calls has no supervision', async () => {
		const calls = [await active('1001'), await active('1001')];
		const list = calls.map(
			(id) => `<conferenceParticipant><callId>${id}</callId></conferenceParticipant>`,
		);
		const body = `<Conference ${NAMESPACE}><conferenceParticipantList>${list.join('')}</conferenceParticipantList></Conference>`;
		expect(await status('POST', `${ALICE}/calls/Conference`, body)).toBe(201);
		const mode = `${ALICE}/calls/Conference/SilentMonitor?userId=alice@example.net`;
		expect(await status('PUT', mode)).toBe(409);
	});

	test('the next call of an agent is listened to when it is answered', async () => {
		const waiting = await started(`${ALICE}/calls/SilentMonitorNext?address=1002`);
		expect(callsOf('alice')).toMatchObject([{ callId: waiting, state: 'Alerting' }]);
		await active('1002');
		expect(user('alice').conference).toMatchObject({ type: 'Silently Monitored' });
		expect(await status('POST', `${BOB}/calls/SilentMonitorNext?address=5`)).toBe(404);
	});

	test('barge in picks a ringing call up, and joins an answered one', async () => {
		const callId = await admin.call('1002');
		const path = `${CAROL}/calls/DirectedCallPickupBargeIn?address=1002`;
		const own = await started(path);
		expect(simulator.world.state.calls.has(callId)).toBe(false);
		await act(own, 'hangup');
		await active('1002');
		await started(path);
		expect(user('carol').conference).toMatchObject({ type: 'Barge-In' });
		await channel.next('CallBargedInEvent');
	});

	test('a call is moved as soon as the other telephone rings', async () => {
		const callId = await active('1001');
		const path = `${ALICE}/calls/${callId}/MuteTransfer`;
		expect(await status('PUT', path)).toBe(400);
		expect(await status('PUT', `${path}?address=77`)).toBe(400);
		expect(await status('PUT', `${path}?address=1001`)).toBe(400);
		expect(await status('PUT', `${path}?address=1002`)).toBe(200);
		expect(callsOf('alice')).toEqual([]);
		expect(callsOf('bob')).toMatchObject([{ state: 'Alerting' }]);
		const ringing = await admin.call('1001');
		expect(await status('PUT', `${ALICE}/calls/${ringing}/MuteTransfer?address=1003`)).toBe(409);
	});

	test('a group has its own places to park', async () => {
		const first = await active('1001');
		const parked = await admin.actions('PUT', `${ALICE}/calls/${first}/GroupCallPark`);
		expect(parked.headers['content-location']).toMatch(/ParkRetrieve\?address=tel:1002$/);
		expect(user('bob').parked).toBeDefined();
		const second = await active('1001');
		const next = await admin.actions('PUT', `${ALICE}/calls/${second}/GroupCallPark`);
		expect(next.headers['content-location']).toMatch(/tel:1003$/);
		const third = await active('1001');
		expect(await status('PUT', `${ALICE}/calls/${third}/GroupCallPark`)).toBe(409);
		await started(`${ALICE}/calls/ParkRetrieve?address=1002`);
		expect(user('bob').parked).toBeUndefined();
	});

	test('a user pulls the own call to another telephone', async () => {
		expect(await status('POST', `${ALICE}/calls/CallRetrieve`)).toBe(404);
		const callId = await active('1001');
		const pulled = await started(`${ALICE}/calls/CallRetrieve?location=Mobility`);
		expect(pulled).not.toBe(callId);
		expect(callsOf('alice')).toMatchObject([{ callId: pulled, state: 'Active' }]);
		expect(await status('POST', `${ALICE}/calls/CallRetrieve?location=Moon`)).toBe(400);
	});

	test('push to talk: the other telephone answers by itself', async () => {
		await started(`${ALICE}/calls/PushToTalk?address=1002`);
		expect(callsOf('bob')).toMatchObject([{ state: 'Active' }]);
		expect(callsOf('alice')).toMatchObject([{ state: 'Active' }]);
		expect(await status('POST', `${CAROL}/calls/PushToTalk?address=1002`)).toBe(409);
		expect(await status('POST', `${CAROL}/calls/PushToTalk?address=%2B15550177`)).toBe(404);
	});

	test('an agent calls a supervisor, or brings one into the call', async () => {
		expect(await status('POST', `${BOB}/calls/Escalate?address=1003`)).toBe(404);
		await started(`${BOB}/calls/Escalate`);
		clock.advance(1000);
		expect(callsOf('alice')).toMatchObject([{ state: 'Alerting' }]);
		await act(callsOf('alice')[0].callId, 'decline');
		const customer = await active('1002');
		const path = `${BOB}/calls/${customer}/EmergencyEscalate?address=1001`;
		const called = await started(path);
		expect(callsOf('bob')).toMatchObject([{ state: 'Active' }, { state: 'Alerting' }]);
		await act(callsOf('alice')[0].callId, 'answer');
		expect(user('bob').conference?.participants.map(({ callId }) => callId)).toEqual([
			customer,
			called,
		]);
		expect(await status('POST', path)).toBe(409);
		expect(await status('POST', `${ALICE}/calls/Escalate`)).toBe(404);
	});

	test('an assistant calls for the executive, and gives the call over', async () => {
		const path = `${ALICE}/calls/ExecutiveAssistantInitiateCall?address=%2B15550177`;
		expect(await status('POST', path)).toBe(400);
		expect(await status('POST', `${path}&executive=1003`)).toBe(404);
		const callId = await started(`${path}&executive=1002`);
		const push = `${ALICE}/calls/${callId}/ExecutiveAssistantCallPush`;
		expect(await status('PUT', push)).toBe(409);
		clock.advance(1000);
		clock.advance(1000);
		expect(await status('PUT', push)).toBe(200);
		expect(callsOf('bob')).toMatchObject([{ state: 'Alerting' }]);
		const other = await active('1001');
		expect(await status('PUT', `${ALICE}/calls/${other}/ExecutiveAssistantCallPush`)).toBe(409);
	});

	test('a find me group rings at all, and again at the others', async () => {
		await admin.call('1090');
		const [[bobs], [carols]] = [callsOf('bob'), callsOf('carol')];
		expect([bobs.state, carols.state]).toEqual(['Alerting', 'Alerting']);
		await act(bobs.callId, 'answer');
		expect(callsOf('carol')).toEqual([]);
		const push = `${BOB}/calls/${bobs.callId}/FindMeFollowMeCallPush`;
		expect(await status('PUT', `${push}/callhalf-1:0`)).toBe(400);
		expect(await status('PUT', `${push}/${bobs.callId}`)).toBe(200);
		expect([callsOf('bob').length, callsOf('carol').length]).toEqual([0, 1]);
		const plain = await active('1002');
		const wrong = `${BOB}/calls/${plain}/FindMeFollowMeCallPush/${plain}`;
		expect(await status('PUT', wrong)).toBe(409);
	});

	test('music for a held call', async () => {
		const callId = await active('1001');
		const path = `${ALICE}/calls/${callId}/playmusiconhold`;
		const body = `<PlayDynamicMusicOnHold ${NAMESPACE}><audioUrlList><uri>http://a/1.wav</uri></audioUrlList></PlayDynamicMusicOnHold>`;
		expect(await status('PUT', path)).toBe(400);
		expect(await status('PUT', path, body)).toBe(409);
		await act(callId, 'hold');
		expect(await status('PUT', path, body)).toBe(200);
		expect(callsOf('alice')).toMatchObject([{ musicOnHold: ['http://a/1.wav'] }]);
	});

	test('traces, callbacks, numbers for mobile calls', async () => {
		expect(await status('POST', `${ALICE}/calls/CustomerOriginatedTrace`)).toBe(404);
		const callId = await active('1001');
		expect(await status('POST', `${ALICE}/calls/${callId}/CustomerOriginatedTrace`)).toBe(200);
		await act(callId, 'hangup');
		expect(await status('POST', `${ALICE}/calls/CustomerOriginatedTrace`)).toBe(200);
		expect(user('alice').traces).toEqual([callId, callId]);
		user('alice').automaticCallbacks = ['1002'];
		expect(await status('DELETE', `${ALICE}/calls/AutomaticCallback`)).toBe(200);
		expect(user('alice').automaticCallbacks).toEqual([]);
		const path = `${ALICE}/calls/Imrn?callingPartyAddress=1`;
		expect(await status('POST', path)).toBe(400);
		expect(await status('POST', `${path}&calledPartyAddress=2&pin=12345678901`)).toBe(400);
		expect(await status('POST', `${path}&calledPartyAddress=2`)).toBe(201);
		expect(user('alice').imrns).toMatchObject([{ calling: '1', called: '2' }]);
	});

	test('call me now needs no login, and calls who is outside first', async () => {
		const stranger = new TestClient(simulator, 'nobody', 'x');
		const path = `${ALICE}/calls/CallMeNow?address=`;
		expect((await stranger.actions('POST', path)).status).toBe(400);
		expect((await stranger.actions('POST', `${path}1002`)).status).toBe(400);
		const answer = await stranger.actions('POST', `${path}%2B15550177`);
		expect([answer.status, childText(answer.xml!, 'passcode')]).toEqual([200, '1234']);
		expect(callsOf('alice')).toEqual([]);
		clock.advance(1000);
		expect(callsOf('alice')).toMatchObject([{ state: 'Alerting' }]);
		expect((await stranger.actions('POST', `${ALICE}/calls/CallReturn`)).status).toBe(401);
	});
});
