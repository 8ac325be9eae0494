import { ALICE, BOB, OWN } from '../testClient';
import { CallTest, OUTSIDE, sessionPath, TELEPHONY } from './callTest';

const DEVICE = '80000000101';

describe('calls that the API places', () => {
	let run: CallTest;
	beforeEach(async () => {
		run = await CallTest.start({ logDelay: 1_000, recordingDelay: 5_000 });
	});
	afterEach(async () => await run.stop());

	async function ringOut(to: string, more: Record<string, unknown> = {}) {
		const json = { from: { phoneNumber: '+16505550101' }, to: { phoneNumber: to }, ...more };
		const { status, body } = await run.client.send('POST', `${OWN}/ring-out`, { json });
		const session = [...run.control.calls.sessions.values()].at(-1);
		return { status, body, id: session?.id ?? '' };
	}
	const statusOf = async (id: unknown) =>
		(await run.client.get(`${OWN}/ring-out/${String(id)}`)).body.status;

	test('RingOut rings the user first, then the other', async () => {
		const { status, body, id } = await ringOut(OUTSIDE);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			status: { callStatus: 'InProgress', callerStatus: 'InProgress', calleeStatus: 'InProgress' },
		});
		run.control.answer(id);
		expect(await statusOf(body.id)).toEqual({
			callStatus: 'InProgress',
			callerStatus: 'Success',
			calleeStatus: 'InProgress',
		});
		run.control.answer(id, OUTSIDE);
		expect(await statusOf(body.id)).toMatchObject({ callStatus: 'Success' });
		expect((await run.client.send('DELETE', `${OWN}/ring-out/${String(body.id)}`)).status).toBe(
			409,
		);
		run.control.hangUp(id, OUTSIDE);
		expect(await statusOf(body.id)).toMatchObject({ callStatus: 'Finished' });
		expect(run.steps(id)).toEqual([
			'1 Setup',
			'1 Proceeding',
			'1 Answered',
			'2 Proceeding',
			'2 Answered',
			'2 Disconnected',
			'1 Disconnected',
		]);
		expect(run.bodies(id)[0].origin).toEqual({ type: 'RingOut' });
		expect(run.log(id)).toEqual(['alice: Outbound RingOut Web Call connected']);
	});

	test.each([
		['busy', 'Busy'],
		['noAnswer', 'NoAnswer'],
		['reject', 'Rejected'],
	] as const)('RingOut to a line that is %s', async (behaviour, expected) => {
		run.control.line(OUTSIDE, behaviour);
		const { body, id } = await ringOut(OUTSIDE, { playPrompt: true });
		run.control.answer(id);
		run.client.clock.advance(20_000);
		expect(await statusOf(body.id)).toMatchObject({
			callStatus: expected,
			calleeStatus: expected,
		});
	});

	test('RingOut that the user does not take', async () => {
		const { body } = await ringOut(OUTSIDE);
		run.client.clock.advance(20_000);
		expect(await statusOf(body.id)).toMatchObject({
			callStatus: 'NoAnswer',
			callerStatus: 'NoAnswer',
		});
	});

	test('RingOut is cancelled before it connects', async () => {
		const { body, id } = await ringOut(OUTSIDE);
		const path = `${OWN}/ring-out/${String(body.id)}`;
		expect((await run.client.send('DELETE', path)).status).toBe(204);
		expect(run.steps(id).at(-1)).toBe('1 Disconnected');
		expect((await run.client.get(path)).status).toBe(404);
	});

	test.each([
		[{ to: { phoneNumber: 'nobody' } }, 'to.phoneNumber'],
		[{ from: { phoneNumber: 'x' } }, 'from.phoneNumber'],
		[{ from: { forwardingNumberId: '1' } }, 'from.forwardingNumberId'],
	])('RingOut with %j names the parameter', async (more, parameterName) => {
		const { status, body } = await ringOut(OUTSIDE, more);
		expect(status).toBe(400);
		expect(body).toMatchObject({ errorCode: 'CMN-101', parameterName });
	});

	test("another user's RingOut is not to be seen", async () => {
		const { body } = await ringOut(OUTSIDE);
		expect((await run.client.get(`${OWN}/ring-out/${String(body.id)}`, 'bob')).status).toBe(404);
	});

	test('the phone picks up by itself after autoPickUp ms', async () => {
		const own = await CallTest.start({ autoPickUp: 500, outsideAnswers: 500 });
		const json = { from: { deviceId: DEVICE }, to: { phoneNumber: OUTSIDE } };
		const { body } = await own.client.send('POST', `${TELEPHONY}/call-out`, { json });
		const { id } = body.session as unknown as { id: string };
		own.client.clock.advance(500);
		own.client.clock.advance(500);
		expect(own.steps(id)).toEqual([
			'1 Setup',
			'2 Proceeding',
			'1 Proceeding',
			'2 Answered',
			'1 Answered',
		]);
		await own.stop();
	});

	test('call-out from a device', async () => {
		const json = { from: { deviceId: DEVICE }, to: { extensionNumber: '102' } };
		const { status, body } = await run.client.send('POST', `${TELEPHONY}/call-out`, { json });
		expect(status).toBe(201);
		expect(body.session).toMatchObject({
			parties: [{ direction: 'Outbound', status: { code: 'Setup' }, from: { deviceId: DEVICE } }],
		});
		const { id } = body.session as unknown as { id: string };
		run.control.answer(id, 'alice');
		run.control.answer(id, 'bob');
		expect(run.steps(id).slice(-2)).toEqual(['2 Answered', '1 Answered']);
	});

	test.each([
		[{ from: { deviceId: '80000000102' }, to: { phoneNumber: OUTSIDE } }, 'from.deviceId'],
		[{ from: { deviceId: DEVICE }, to: { phoneNumber: '12' } }, 'to.phoneNumber'],
		[{ from: { deviceId: DEVICE }, to: { extensionNumber: '999' } }, 'to.extensionNumber'],
	])('call-out with %j is refused', async (json, parameterName) => {
		const { body } = await run.client.send('POST', `${TELEPHONY}/call-out`, { json });
		expect(body).toMatchObject({ errorCode: 'CMN-101', parameterName });
	});

	test('a conference: the host joins, a call is brought in, the host ends it', async () => {
		const made = await run.client.send('POST', `${TELEPHONY}/conference`);
		expect(made.status).toBe(201);
		const { id } = made.body.session as unknown as { id: string };
		expect(made.body.session).toMatchObject({
			origin: { type: 'Conference' },
			parties: [],
			voiceCallToken: expect.stringMatching(/^conf_/),
		});
		run.control.joinConference(id);
		const call = run.answered(OUTSIDE, 'alice');
		const json = { sessionId: call, partyId: `p-${call.slice(2)}-2` };
		const path = `${sessionPath(id)}/parties/bring-in`;
		expect((await run.client.send('POST', path, { json, as: 'bob' })).status).toBe(403);
		const { status, body } = await run.client.send('POST', path, { json });
		expect(status).toBe(201);
		expect(body).toMatchObject({ conferenceRole: 'Participant', status: { code: 'Setup' } });
		expect(run.told(call).at(-1)).toMatchObject({
			status: { code: 'Gone', peerId: { sessionId: id, partyId: body.id } },
		});
		expect(run.steps(id)).toEqual(['1 Setup', '1 Answered', '2 Setup', '2 Answered']);
		const host = `${sessionPath(id)}/parties/p-${id.slice(2)}-1`;
		await run.client.send('DELETE', host, { json: { keepConferenceAlive: true } });
		expect(run.steps(id).at(-1)).toBe('1 Disconnected');
		expect((await run.client.send('DELETE', sessionPath(id))).status).toBe(204);
		expect(run.steps(call).at(-1)).toBe('1 Disconnected');
		expect((await run.client.get(sessionPath(call))).status).toBe(404);
		expect(run.log(id)).toEqual(['alice: Outbound Conference Call Call connected']);
	});

	test('a host who leaves ends the conference', async () => {
		const made = await run.client.send('POST', `${TELEPHONY}/conference`);
		const { id } = made.body.session as unknown as { id: string };
		run.control.joinConference(id);
		expect(() => run.control.joinConference(id)).toThrow('Incorrect State');
		const host = `${sessionPath(id)}/parties/p-${id.slice(2)}-1`;
		expect((await run.client.send('DELETE', host)).status).toBe(204);
		expect((await run.client.get(sessionPath(id))).status).toBe(404);
	});

	test('a supervisor listens to an agent', async () => {
		const id = run.answered(OUTSIDE, 'bob');
		const json = { mode: 'Listen', supervisorDeviceId: DEVICE, agentExtensionNumber: '102' };
		const path = `${sessionPath(id)}/supervise`;
		const { status, body } = await run.client.send('POST', path, { json });
		expect(status).toBe(201);
		expect(body).toMatchObject({ direction: 'Outbound', extensionId: ALICE });
		expect(run.steps(id, 6)).toEqual(['3 Setup', '3 Answered Supervising']);
		run.control.hangUp(id, 'bob');
		expect(run.steps(id, 8)).toEqual(['2 Disconnected', '3 Disconnected', '1 Disconnected']);
		expect(run.log(id)).toEqual([
			'bob: Inbound Phone Call Accepted',
			'alice: Outbound Monitoring Call connected',
		]);
	});

	test('supervise one party, without picking up; refusals', async () => {
		const id = run.answered(OUTSIDE, 'bob');
		const json = {
			mode: 'Listen',
			supervisorDeviceId: DEVICE,
			agentExtensionId: BOB,
			autoAnswer: false,
		};
		expect((await run.party(id, 2, 'supervise', json)).status).toBe(201);
		expect(run.steps(id, 6)).toEqual(['3 Setup']);
		for (const wrong of [{ mode: 'Whisper' }, { agentExtensionId: ALICE }]) {
			expect((await run.party(id, 2, 'supervise', { ...json, ...wrong })).status).toBe(400);
		}
		const path = `${sessionPath(id)}/supervise`;
		const { agentExtensionId: _agent, ...noAgent } = json;
		expect((await run.client.send('POST', path, { json: noAgent })).status).toBe(400);
	});

	test('recording: start, pause, resume; it comes into the record later', async () => {
		const id = run.answered(OUTSIDE, 'alice');
		const { status, body } = await run.party(id, 2, 'recordings');
		expect(status).toBe(201);
		expect(body).toMatchObject({ active: true, mode: 'OnDemand' });
		expect((await run.party(id, 2, 'recordings')).status).toBe(409);
		const path = `${sessionPath(id)}/parties/p-${id.slice(2)}-2/recordings/`;
		const patch = async (recordingId: unknown, active: boolean) =>
			await run.client.send('PATCH', path + String(recordingId), { json: { active } });
		expect((await patch(body.id, false)).body).toMatchObject({ id: body.id, active: false });
		expect((await patch(body.id, true)).body).toMatchObject({ active: true });
		expect((await patch('1', true)).status).toBe(404);
		expect(run.told(id).at(-1)).toMatchObject({ recordings: [{ id: body.id, active: true }] });
		run.client.clock.advance(40_000);
		run.control.hangUp(id);
		run.log(id);
		const call = run.client.world.callLog.bySession(id);
		expect(call?.legs[0].recordingId).toBeUndefined();
		run.client.clock.advance(4_000);
		expect(call?.legs[0].recordingId).toBe(body.id);
		const log = await run.client.get('/restapi/v1.0/account/~/call-log?recordingType=OnDemand');
		expect(log.body.records).toMatchObject([{ recording: { id: body.id, type: 'OnDemand' } }]);
		expect(run.client.world.recordings.get(String(body.id))?.duration).toBe(40);
	});

	test('presence and the active calls show a call while it lasts', async () => {
		const id = run.control.place({ from: OUTSIDE, to: 'alice' }).telephonySessionId;
		const presence = async () =>
			(await run.client.get(`${OWN}/presence?detailedTelephonyState=true`)).body;
		expect(await presence()).toMatchObject({
			telephonyStatus: 'Ringing',
			activeCalls: [
				{
					telephonySessionId: id,
					partyId: `p-${id.slice(2)}-2`,
					direction: 'Inbound',
					from: OUTSIDE,
					telephonyStatus: 'Ringing',
				},
			],
		});
		run.control.answer(id);
		run.control.hold(id, 'alice');
		expect(await presence()).toMatchObject({ telephonyStatus: 'OnHold', presenceStatus: 'Busy' });
		run.control.park(id, 'alice');
		expect(await presence()).toMatchObject({ telephonyStatus: 'ParkedCall' });
		const active = await run.client.get(`${OWN}/active-calls`);
		expect(active.body.records).toMatchObject([{ telephonySessionId: id }]);
		run.control.hangUpAll();
		expect(await presence()).toMatchObject({ telephonyStatus: 'NoCall' });
	});
});
