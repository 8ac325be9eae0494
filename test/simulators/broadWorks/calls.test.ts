import { manualClock, type ManualClock } from '../shared/clock';
import { startXsiSimulator, type XsiSimulator } from './index';
import { seen, type TestChannel, TestClient, textAt } from './testClient';
import { childText } from './xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = '/user/alice@example.net';
const BOB = '/user/bob@example.net';

describe('the life of a call', () => {
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
	const act = (callId: string, action: string, body = {}) =>
		admin.control<{ state: string }>('POST', `calls/${callId}/${action}`, body);
	/** `alice CallReceivedEvent Alerting` for each call event so far. */
	const story = () =>
		channel.events.map((event) => {
			const call = event.data?.children.find((item) => item.name === 'call');
			const state = call && childText(call, 'state');
			return [event.targetId?.split('@')[0], event.type, state].filter(Boolean).join(' ');
		});
	const callsOf = (name: string) => simulator.world.callsOf(`${name}@example.net`);
	const settle = () => channel.heartbeat();
	const isFlag = (index: number, name: string) =>
		textAt(channel.events[index].data, 'call', name) === '';

	test('incoming: answer, hold, retrieve, hang up, with times and flags', async () => {
		const callId = await admin.call('1001');
		await channel.next('CallReceivedEvent');
		expect(isFlag(0, 'allowAnswer')).toBe(true);
		clock.advance(4000);
		expect(await status('PUT', `${ALICE}/calls/${callId}/talk`)).toBe(200);
		clock.advance(1000);
		expect(await status('PUT', `${ALICE}/calls/${callId}/Hold`)).toBe(200);
		clock.advance(2500);
		expect(await status('PUT', `${ALICE}/calls/${callId}/Hold`)).toBe(409);
		expect(await status('PUT', `${ALICE}/calls/${callId}/Talk`)).toBe(200);
		expect(await status('DELETE', `${ALICE}/calls/${callId}`)).toBe(200);
		expect(await status('DELETE', `${ALICE}/calls/${callId}`)).toBe(404);
		const released = await channel.next('CallReleasedEvent');
		await channel.next('HookStatusEvent', 2);
		expect(story()).toEqual([
			'alice CallReceivedEvent Alerting',
			'alice CallAnsweredEvent Active',
			'alice HookStatusEvent',
			'alice CallHeldEvent Held',
			'alice CallRetrievedEvent Active',
			'alice CallReleasedEvent Released',
			'alice HookStatusEvent',
		]);
		const at = (name: string) => Number(textAt(released.data, 'call', name));
		expect(at('answerTime') - at('startTime')).toBe(4000);
		expect(at('releaseTime') - at('answerTime')).toBe(3500);
		expect(at('totalHeldTime')).toBe(2500);
		expect(textAt(released.data, 'call', 'releasingParty')).toBe('localRelease');
		expect(channel.events.map((event) => event.sequenceNumber)).toEqual([1, 2, 3, 4, 5, 6, 7]);
	});

	test('declined: busy or unavailable, only while it rings', async () => {
		const first = await admin.call('alice@example.net');
		const path = `${ALICE}/calls/${first}?decline=true`;
		expect(await status('DELETE', `${path}&declineReason=Tired`)).toBe(400);
		expect(await status('DELETE', `${path}&declineReason=TemporarilyUnavailable`)).toBe(200);
		const released = await channel.next('CallReleasedEvent');
		expect(textAt(released.data, 'call', 'releaseCause', 'internalReleaseCause')).toBe(
			'Temporarily Unavailable',
		);
		const second = await admin.call('alice@example.net');
		await act(second, 'answer');
		expect(await status('DELETE', `${ALICE}/calls/${second}?decline=true`)).toBe(409);
	});

	test('click-to-dial rings the own phone first, then the callee; both halves share ids', async () => {
		const answer = await admin.actions('POST', `${ALICE}/calls/New?address=1002`);
		const callId = childText(answer.xml, 'callId')!;
		expect(answer.status).toBe(201);
		expect(answer.headers.location).toBe(`/v2.0${ALICE}/calls/${callId}`);
		expect(callsOf('bob')).toEqual([]);
		expect(await status('PUT', `${ALICE}/calls/${callId}/Hold`)).toBe(409);
		clock.advance(1000);
		const [own] = callsOf('alice');
		const [other] = callsOf('bob');
		expect(own.personality).toBe('Originator');
		expect(other.extTrackingId).toBe(childText(answer.xml, 'externalTrackingId'));
		expect(other.extTrackingId).toBe(own.extTrackingId);
		expect(other.networkCallId).toBe(own.networkCallId);
		expect(await status('PUT', `${BOB}/calls/${other.callId}/Talk`)).toBe(200);
		expect(await status('PUT', `${BOB}/calls/${other.callId}/Hold`)).toBe(200);
		expect(own.state).toBe('Remote Held');
		expect(await status('DELETE', `${ALICE}/calls/${callId}`)).toBe(200);
		await channel.next('CallReleasedEvent', 2);
		expect(story().filter((line) => !line.includes('Hook'))).toEqual([
			'alice CallOriginatingEvent Alerting',
			'alice CallOriginatedEvent Alerting',
			'bob CallReceivedEvent Alerting',
			'bob CallAnsweredEvent Active',
			'alice CallAnsweredEvent Active',
			'bob CallHeldEvent Held',
			'alice CallUpdatedEvent Remote Held',
			'alice CallReleasedEvent Released',
			'bob CallReleasedEvent Released',
		]);
		expect(textAt(channel.of('CallReleasedEvent')[1].data, 'call', 'releasingParty')).toBe(
			'remoteRelease',
		);
	});

	test('an outside callee answers after a while; a wrong number fails with the cause', async () => {
		await admin.actions('POST', `${ALICE}/calls/New?address=%2B15550188`);
		clock.advance(1000);
		expect(callsOf('alice')[0].state).toBe('Alerting');
		clock.advance(1000);
		expect(callsOf('alice')[0].state).toBe('Active');
		await admin.control('POST', 'users/bob@example.net/dial', { to: '4711' });
		const releasing = await channel.next('CallReleasingEvent');
		expect(textAt(releasing.data, 'call', 'releaseCause', 'internalReleaseCause')).toBe(
			'User Not Found',
		);
		expect(callsOf('bob')).toEqual([]);
		expect(await status('POST', `${ALICE}/calls/New`)).toBe(400);
	});

	test('a second call puts the first on hold; Reconnect ends the other', async () => {
		const first = await admin.call('alice@example.net');
		const second = await admin.call('alice@example.net');
		await act(first, 'answer');
		await act(second, 'answer');
		expect(callsOf('alice').map((call) => call.state)).toEqual(['Held', 'Active']);
		expect(callsOf('alice').map((call) => call.appearance)).toEqual([1, 2]);
		expect(await status('PUT', `${ALICE}/calls/${first}/Reconnect`)).toBe(200);
		expect(callsOf('alice').map((call) => call.callId)).toEqual([first]);
		expect(callsOf('alice')[0].state).toBe('Active');
	});

	test('blind transfer: the caller rings elsewhere, the own half is redirected', async () => {
		const callId = await admin.call('alice@example.net');
		await act(callId, 'answer');
		const path = `${ALICE}/calls/${callId}/BlindTransfer`;
		expect(await status('PUT', path)).toBe(400);
		expect(await status('PUT', `${path}?address=77`)).toBe(400);
		expect(await status('PUT', `${path}?address=1003`)).toBe(200);
		expect(callsOf('alice')).toEqual([]);
		const [there] = callsOf('carol');
		expect(there.remote.name).toBe('Jordan Smith');
		expect(there.redirections[0]).toMatchObject({ reason: 'transfer' });
		await channel.next('CallReceivedEvent', 2);
		expect(
			story()
				.slice(3)
				.filter((line) => !line.includes('Hook')),
		).toEqual([
			'alice CallDetachedEvent Detached',
			'alice CallRedirectedEvent',
			'alice CallReleasedEvent Released',
			'carol CallReceivedEvent Alerting',
		]);
	});

	test('consultation transfer joins the others under a new tracking id', async () => {
		await admin.control('POST', 'users/bob@example.net/dial', { to: '1001' });
		const [first] = callsOf('alice');
		await act(first.callId, 'answer');
		const { callId: second } = await admin.control<{ callId: string }>(
			'POST',
			'users/alice@example.net/dial',
			{ to: '1003' },
		);
		await act(callsOf('carol')[0].callId, 'answer');
		const before = callsOf('bob')[0].extTrackingId;
		const path = `${ALICE}/calls/${first.callId}/ConsultTransfer/${second}`;
		expect(await status('PUT', path)).toBe(200);
		expect(callsOf('alice')).toEqual([]);
		const [bob] = callsOf('bob');
		const [carol] = callsOf('carol');
		expect(bob).toMatchObject({ state: 'Active', peerId: carol.callId });
		expect(carol).toMatchObject({ state: 'Active', peerId: bob.callId });
		expect(bob.remote.name).toBe('Carol Reed');
		expect(bob.extTrackingId).toBe(carol.extTrackingId);
		expect(bob.extTrackingId).not.toBe(before);
	});

	test('voice mail transfer leaves a message and ends the call', async () => {
		const callId = await admin.call('alice@example.net');
		expect(await status('PUT', `${ALICE}/calls/${callId}/VmTransfer`)).toBe(200);
		expect(simulator.world.user('alice@example.net').messages).toMatchObject([
			{ from: { name: 'Jordan Smith' }, read: false },
		]);
		const redirected = await channel.next('CallRedirectedEvent');
		expect(textAt(redirected.data, 'calls', 'call', 'redirect', 'reason')).toBe('voicemail');
	});

	test('forwarding and Do Not Disturb: only Advanced Call sees the call pass', async () => {
		await admin.subscribe('/enterprise/demo', 'Basic Call', { setId: 'set' });
		const cfa = (active: boolean) =>
			`<CallForwardingAlways ${NAMESPACE}><active>${active}</active><forwardToPhoneNumber>tel:1002</forwardToPhoneNumber></CallForwardingAlways>`;
		const path = `${ALICE}/services/CallForwardingAlways`;
		expect(await status('PUT', path, cfa(true))).toBe(200);
		await admin.call('alice@example.net');
		expect(callsOf('alice')).toEqual([]);
		expect(callsOf('bob')[0].redirections).toMatchObject([{ reason: 'unconditional' }]);
		await channel.next('CallReceivedEvent', 3);
		const about = (name: string) =>
			channel.events
				.filter((event) => event.targetId === `${name}@example.net`)
				.map((event) => event.type);
		expect(about('alice')).toEqual([
			'CallReceivedEvent',
			'CallForwardedEvent',
			'CallReleasedEvent',
		]);
		expect(about('bob')).toEqual(['CallReceivedEvent', 'CallReceivedEvent']);
		await admin.control('POST', 'users/carol@example.net/dnd', { active: true });
		await admin.call('carol@example.net');
		await settle();
		expect(about('carol')).toEqual(['CallReceivedEvent', 'CallReleasedEvent']);
		expect(simulator.world.user('carol@example.net').log).toEqual([]);
	});

	test('no answer is forwarded after the rings, a busy line at once', async () => {
		const document = (name: string, more: string) =>
			`<${name} ${NAMESPACE}><active>true</active><forwardToPhoneNumber>tel:1003</forwardToPhoneNumber>${more}</${name}>`;
		const put = (name: string, more = '') =>
			status('PUT', `${ALICE}/services/${name}`, document(name, more));
		expect(await put('CallForwardingNoAnswer', '<numberOfRings>2</numberOfRings>')).toBe(200);
		expect(await put('CallForwardingBusy')).toBe(200);
		await admin.call('alice@example.net');
		clock.advance(11_999);
		expect(callsOf('carol')).toEqual([]);
		clock.advance(1);
		expect(callsOf('carol')[0].redirections[0].reason).toBe('no-answer');
		const off = `<CallWaiting ${NAMESPACE}><active>false</active></CallWaiting>`;
		expect(await status('PUT', `${ALICE}/services/CallWaiting`, off)).toBe(200);
		await admin.call('alice@example.net');
		await admin.call('alice@example.net');
		expect(callsOf('alice')).toHaveLength(1);
		expect(callsOf('carol')[1].redirections[0].reason).toBe('user-busy');
	});

	test('recording: what is allowed follows the state; the result comes as an event', async () => {
		const callId = await admin.call('alice@example.net');
		const path = `${ALICE}/calls/${callId}`;
		expect(await status('PUT', `${path}/Record`)).toBe(409);
		await act(callId, 'answer');
		const controls = async () =>
			childText((await admin.actions('GET', path)).xml, 'allowedRecordingControls');
		const verb = (name: string) => status('PUT', `${path}/${name}`);
		expect(await controls()).toBe('record');
		expect(await verb('PauseRecording')).toBe(409);
		expect(await verb('Record')).toBe(200);
		expect(await controls()).toBe('none');
		clock.advance(50);
		expect(await controls()).toBe('pause-stop');
		expect(await verb('Record')).toBe(200);
		expect(await verb('PauseRecording')).toBe(200);
		expect(await verb('PauseRecording')).toBe(200);
		expect(await controls()).toBe('resume-stop');
		expect(await verb('ResumeRecording')).toBe(200);
		expect(await verb('StopRecording')).toBe(200);
		expect(await controls()).toBe('record');
		const stopped = await channel.next('CallRecordingStoppedEvent');
		expect(childText(stopped.data, 'reason')).toBe('User Requested');
		expect(textAt(stopped.data, 'call', 'recorded')).toBe('');
		await admin.control('POST', 'faults', { kind: 'recordingFailure' });
		expect(await verb('Record')).toBe(200);
		clock.advance(50);
		const failed = await channel.next('CallRecordingStoppedEvent', 2);
		expect(childText(failed.data, 'reason')).toBe('Failure');
		const never = `<CallRecording ${NAMESPACE}><recordingMode>never</recordingMode></CallRecording>`;
		await status('PUT', `${ALICE}/services/CallRecording`, never);
		expect(await verb('Record')).toBe(409);
	});

	test('a conference ends when fewer than two calls are left', async () => {
		const calls = [await admin.call('1001'), await admin.call('1001'), await admin.call('1001')];
		for (const call of calls) await act(call, 'answer');
		const body = (ids: string[]) =>
			`<Conference ${NAMESPACE}><conferenceParticipantList>${ids.map((id) => `<conferenceParticipant><callId>${id}</callId></conferenceParticipant>`).join('')}</conferenceParticipantList></Conference>`;
		const path = `${ALICE}/calls/Conference`;
		expect(await status('GET', path)).toBe(404);
		expect(await status('POST', path, body(calls.slice(0, 1)))).toBe(400);
		expect(await status('POST', path, body(calls.slice(0, 2)))).toBe(201);
		expect(await status('PUT', `${path}/${calls[2]}`)).toBe(200);
		expect((await admin.actions('GET', `${ALICE}/calls`)).text).toContain('inConference="true"');
		await act(calls[0], 'hangup');
		expect(await status('GET', path)).toBe(200);
		await act(calls[1], 'hangup');
		expect(await status('GET', path)).toBe(404);
		expect(callsOf('alice')).toHaveLength(1);
		await channel.next('ConferenceReleasedEvent');
	});

	test('park and retrieve', async () => {
		const callId = await admin.call('alice@example.net');
		await act(callId, 'answer');
		const parked = await admin.actions('PUT', `${ALICE}/calls/${callId}/Park?address=1002`);
		expect(parked.headers['content-location']).toBe(
			'/v2.0/user/alice@example.net/calls/ParkRetrieve?address=tel:1002',
		);
		expect(callsOf('alice')).toEqual([]);
		expect(await status('POST', `${ALICE}/calls/ParkRetrieve?address=1003`)).toBe(404);
		expect(await status('POST', `${ALICE}/calls/ParkRetrieve?address=1002`)).toBe(201);
		expect(callsOf('alice')).toMatchObject([{ state: 'Active', remote: { name: 'Jordan Smith' } }]);
	});
});
