import { ALICE, BOB } from '../testClient';
import { CallTest, OUTSIDE, sessionPath } from './callTest';

const PHONE = { alice: '80000000101', bob: '80000000102', carol: '80000000103' };

describe('requests on calls', () => {
	let run: CallTest;
	beforeEach(async () => {
		run = await CallTest.start();
	});
	afterEach(async () => await run.stop());

	const incoming = (to = 'alice') => run.control.place({ from: OUTSIDE, to }).telephonySessionId;
	const talking = () => run.answered(OUTSIDE, 'alice');
	const parties = (id: string) => run.client.world.control.calls.find(id).parties;

	test('a session and a party can be read while the call lasts', async () => {
		const id = incoming();
		const { status, body } = await run.client.get(sessionPath(id));
		expect(status).toBe(200);
		expect(body).toMatchObject({ id, origin: { type: 'Call' } });
		expect(body.parties).toHaveLength(2);
		const party = await run.party(id, 2, '');
		expect(party.body).toMatchObject({
			id: `p-${id.slice(2)}-2`,
			direction: 'Inbound',
			extensionId: ALICE,
			owner: { accountId: '809646016', extensionId: ALICE },
			status: { code: 'Proceeding' },
			muted: false,
			standAlone: false,
		});
		expect((await run.party(id, 9, '')).body).toMatchObject({ errorCode: 'CMN-102' });
		run.control.hangUp(id);
		const gone = await run.client.get(sessionPath(id));
		expect(gone.status).toBe(404);
		expect(gone.body).toMatchObject({ parameterName: 'telephonySessionId' });
	});

	test('answer, hold, unhold, and 409 where the state does not allow it', async () => {
		const id = incoming();
		expect((await run.party(id, 2, 'hold')).body).toMatchObject({ errorCode: 'TAS-102' });
		const wrong = await run.party(id, 2, 'answer', { deviceId: PHONE.bob });
		expect(wrong.body).toMatchObject({ errorCode: 'CMN-101', parameterName: 'deviceId' });
		const answered = await run.party(id, 2, 'answer', { deviceId: PHONE.alice });
		expect(answered.body).toMatchObject({
			status: { code: 'Answered' },
			to: { deviceId: PHONE.alice },
		});
		expect((await run.party(id, 2, 'answer', { deviceId: PHONE.alice })).status).toBe(409);
		expect((await run.party(id, 2, 'hold', { proto: 'Auto' })).body).toMatchObject({
			status: { code: 'Hold' },
		});
		expect((await run.party(id, 2, 'hold')).status).toBe(409);
		expect((await run.party(id, 2, 'unhold')).body).toMatchObject({
			status: { code: 'Answered' },
		});
		expect((await run.party(id, 2, 'unhold')).status).toBe(409);
		expect(run.steps(id, 4)).toEqual(['2 Answered', '1 Answered', '2 Hold', '2 Answered']);
	});

	test('a device that is offline cannot answer', async () => {
		const device = run.client.world.people.devices.get(PHONE.alice);
		if (device) device.status = 'Offline';
		const { status } = await run.party(incoming(), 2, 'answer', { deviceId: PHONE.alice });
		expect(status).toBe(400);
	});

	test('only the own party may be acted on, by an administrator too', async () => {
		const id = run.answered(OUTSIDE, 'bob');
		for (const number of [1, 2]) {
			const { status, body } = await run.party(id, number, 'hold');
			expect(status).toBe(403);
			expect(body).toMatchObject({ errorCode: 'CMN-404' });
		}
		expect((await run.client.send('DELETE', sessionPath(id))).status).toBe(403);
	});

	test('mute, in the flat form and in that of the OpenAPI file', async () => {
		const id = talking();
		const path = `${sessionPath(id)}/parties/p-${id.slice(2)}-2`;
		const flat = await run.client.send('PATCH', path, { json: { muted: true } });
		expect(flat.body).toMatchObject({ muted: true, status: { code: 'Answered' } });
		const nested = { party: { muted: false, standAlone: true } };
		const second = await run.client.send('PATCH', path, { json: nested });
		expect(second.body).toMatchObject({ muted: false, standAlone: true });
		expect(run.told(id).slice(-2)).toMatchObject([
			{ muted: true },
			{ muted: false, standAlone: true },
		]);
		expect((await run.client.send('PATCH', path, { json: {} })).status).toBe(400);
	});

	test('dropping the own party ends the call', async () => {
		const id = talking();
		const path = `${sessionPath(id)}/parties/p-${id.slice(2)}-2`;
		expect((await run.client.send('DELETE', path)).status).toBe(204);
		expect(run.steps(id, 6)).toEqual(['2 Disconnected', '1 Disconnected']);
		expect((await run.client.send('DELETE', path)).status).toBe(404);
	});

	test('ending the session ends it for all', async () => {
		const id = talking();
		expect((await run.client.send('DELETE', sessionPath(id))).status).toBe(204);
		expect(run.steps(id, 6)).toEqual(['1 Disconnected', '2 Disconnected']);
		expect(run.log(id)).toEqual(['alice: Inbound Phone Call Accepted']);
	});

	test('reject sends to voicemail', async () => {
		const id = incoming();
		expect((await run.party(id, 2, 'reject')).status).toBe(204);
		expect(run.steps(id, 4)).toEqual(['2 VoiceMail', '1 Answered']);
		expect((await run.party(id, 2, 'reject')).status).toBe(409);
	});

	test('ignore and reject of a queue call leave it to the others', async () => {
		const id = run.control.place({ from: OUTSIDE, to: 'Sales' }).telephonySessionId;
		expect((await run.party(id, 3, 'ignore', { deviceId: PHONE.alice })).status).toBe(204);
		expect(run.steps(id, 8)).toEqual(['3 Disconnected AgentDropped']);
		expect(run.told(id).at(-1)?.missedCall).toBe(false);
		expect((await run.party(id, 4, 'reject', undefined, 'bob')).status).toBe(204);
		expect(run.steps(id, 9)).toEqual(['4 Disconnected Rejected', '2 VoiceMail', '1 Answered']);
		const plain = incoming();
		expect((await run.party(plain, 2, 'ignore', { deviceId: PHONE.alice })).status).toBe(409);
	});

	test('reply with a text ends the call', async () => {
		const id = incoming();
		const { body } = await run.party(id, 2, 'reply', { replyWithText: 'in a meeting' });
		expect(body).toMatchObject({ status: { code: 'Disconnected', reason: 'CallReplied' } });
		expect(run.log(id)).toEqual(['alice: Inbound Phone Call Reply']);
		const pattern = { pattern: 'CallMeBack', time: 5, timeUnit: 'Minute' };
		const again = await run.party(incoming(), 2, 'reply', { replyWithPattern: pattern });
		expect(again.status).toBe(200);
		expect((await run.party(incoming(), 2, 'reply', {})).status).toBe(400);
	});

	test.each([
		[{ extensionNumber: '102' }, BOB],
		[{ extensionId: BOB }, BOB],
		[{ phoneNumber: '+16505550102' }, BOB],
	])('blind transfer to %j', async (target, extensionId) => {
		const id = talking();
		const { status, body } = await run.party(id, 2, 'transfer', target);
		expect(status).toBe(200);
		expect(body).toMatchObject({ status: { code: 'Disconnected', reason: 'BlindTransfer' } });
		expect(run.steps(id, 6)).toEqual(['2 Disconnected BlindTransfer', '3 Setup', '3 Proceeding']);
		expect(run.told(id).at(-1)).toMatchObject({ extensionId, from: { phoneNumber: OUTSIDE } });
		run.control.answer(id, 'bob');
		run.control.hangUp(id, 'bob');
		expect(run.steps(id, 9)).toEqual(['3 Answered', '3 Disconnected', '1 Disconnected']);
		expect(run.log(id)).toEqual([
			'alice: Inbound Phone Call Accepted',
			'bob: Inbound Transfer Accepted',
		]);
	});

	test('a caller transfers too: those who stay are the callee and the new one', async () => {
		const id = run.answered('alice', OUTSIDE);
		await run.party(id, 1, 'transfer', { extensionNumber: '103' });
		expect(run.told(id).at(-1)).toMatchObject({ from: { phoneNumber: OUTSIDE } });
		run.control.answer(id, 'carol');
		run.control.hangUp(id, OUTSIDE);
		expect(run.steps(id, 8)).toEqual(['3 Answered', '2 Disconnected', '3 Disconnected']);
	});

	test('transfer outside, to voicemail, and to a park location', async () => {
		const outside = talking();
		await run.party(outside, 2, 'transfer', { phoneNumber: '+14155550142' });
		expect(run.told(outside).at(-1)).toMatchObject({ to: { phoneNumber: '+14155550142' } });
		run.control.answer(outside, '+14155550142');
		run.control.hangUp(outside);
		expect(run.log(outside)[1]).toBe('outside: Inbound Transfer Accepted');

		const mailbox = talking();
		await run.party(mailbox, 2, 'transfer', { voicemail: BOB });
		expect(run.steps(mailbox, 7)).toEqual(['3 Setup', '3 VoiceMail']);

		const parked = talking();
		const { body } = await run.party(parked, 2, 'transfer', { parkOrbit: '*805' });
		expect(body).toMatchObject({ status: { code: 'Parked' }, park: { id: '*805' } });
	});

	test.each([
		[{}],
		[{ extensionNumber: '102', phoneNumber: '+14155550142' }],
		[{ extensionNumber: '999' }],
		[{ voicemail: '1' }],
		[{ phoneNumber: 'bob@example.com' }],
	])('transfer to %j is refused and changes nothing', async (target) => {
		const id = talking();
		expect((await run.party(id, 2, 'transfer', target)).status).toBe(400);
		expect(run.steps(id)).toHaveLength(6);
	});

	test('a transfer to a busy line ends the call', async () => {
		run.control.line('+14155550142', 'busy');
		const id = talking();
		await run.party(id, 2, 'transfer', { phoneNumber: '+14155550142' });
		run.client.clock.advance(0);
		expect(run.steps(id, 8)).toEqual(['3 Disconnected TargetBusy', '1 Disconnected TargetBusy']);
	});

	test('forward takes a ringing call elsewhere', async () => {
		const id = incoming();
		const { body } = await run.party(id, 2, 'forward', { extensionNumber: '102' });
		expect(body).toMatchObject({ status: { code: 'Disconnected', reason: 'CallRedirected' } });
		expect(run.steps(id, 4)).toEqual(['2 Disconnected CallRedirected', '3 Setup', '3 Proceeding']);
		expect(run.told(id)[4].missedCall).toBe(false);
		expect((await run.party(id, 2, 'forward', { voicemail: ALICE })).status).toBe(409);
	});

	test('warm transfer connects the others of two calls', async () => {
		const first = talking();
		const second = run.control.place({ from: 'alice', to: 'bob' }).telephonySessionId;
		const target = { telephonySessionId: second, partyId: `p-${second.slice(2)}-1` };
		expect((await run.party(first, 2, 'bridge', target)).status).toBe(409);
		run.control.answer(second);
		const { status, body } = await run.party(first, 2, 'bridge', target);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			status: {
				code: 'Gone',
				reason: 'AttendedTransfer',
				peerId: { sessionId: second, telephonySessionId: second, partyId: target.partyId },
			},
		});
		expect(run.steps(second).at(-1)).toBe('1 Gone AttendedTransfer');
		run.control.hangUp(second, 'bob');
		expect(run.steps(first).at(-1)).toBe('1 Disconnected');
		expect(run.log(first)).toEqual(['alice: Inbound Phone Call Accepted']);
		expect(run.log(second)).toEqual([
			'alice: Outbound VoIP Call Call connected',
			'bob: Inbound VoIP Call Accepted',
		]);
	});

	test('park and pick up by somebody else', async () => {
		const id = talking();
		const { status, body } = await run.party(id, 2, 'park');
		expect(status).toBe(201);
		expect(body).toMatchObject({
			status: { code: 'Parked', reason: 'CallPark' },
			park: { id: '*801' },
		});
		const other = run.answered('carol', OUTSIDE);
		const next = await run.party(other, 1, 'park', undefined, 'carol');
		expect(next.body).toMatchObject({ park: { id: '*802' } });
		const picked = await run.party(id, 2, 'pickup', { deviceId: PHONE.bob }, 'bob');
		expect(picked.status).toBe(201);
		expect(picked.body).toMatchObject({ extensionId: BOB, status: { code: 'Answered' } });
		expect(run.steps(id, 6)).toEqual([
			'2 Parked CallPark',
			'3 Setup',
			'3 Answered',
			'2 Disconnected Pickup',
		]);
		expect((await run.party(id, 2, 'pickup', { deviceId: PHONE.bob }, 'bob')).status).toBe(409);
		run.control.hangUp(id, 'bob');
		expect(run.log(id)).toEqual([
			'alice: Inbound Phone Call Accepted',
			'bob: Inbound Call Park Accepted',
		]);
	});

	test('pick up a call that rings at somebody else', async () => {
		const id = incoming();
		const picked = await run.party(id, 2, 'pickup', { deviceId: PHONE.carol }, 'carol');
		expect(picked.status).toBe(201);
		expect(run.steps(id, 4)).toEqual([
			'3 Setup',
			'3 Answered',
			'1 Answered',
			'2 Disconnected Pickup',
		]);
		expect(run.told(id).at(-1)?.missedCall).toBe(false);
	});

	test('pick up a queue call: the other agents stop ringing', async () => {
		const id = run.control.place({ from: OUTSIDE, to: 'Sales' }).telephonySessionId;
		const picked = await run.party(id, 3, 'pickup', { deviceId: PHONE.carol }, 'carol');
		expect(picked.status).toBe(201);
		expect(run.steps(id, 8)).toEqual([
			'5 Setup',
			'5 Answered',
			'1 Answered',
			'3 Disconnected Pickup',
			'2 Disconnected AgentAnswered',
			'4 Disconnected AgentAnswered',
		]);
		run.control.hangUp(id, 'carol');
		expect(run.log(id)).toHaveLength(4);
	});

	test('a call that is transferred to a queue has the legs of a queue call', async () => {
		const id = talking();
		await run.party(id, 2, 'transfer', { extensionNumber: '200' });
		run.control.answer(id, 'bob');
		run.control.hangUp(id, 'bob');
		expect(run.log(id)).toEqual([
			'alice: Inbound Phone Call Accepted',
			'Sales: Inbound Transfer Accepted',
			'alice: Inbound Hunting Answered Elsewhere',
			'bob: Inbound Hunting Accepted',
		]);
	});

	test('who came by a warm transfer can be transferred on', async () => {
		const first = talking();
		const second = run.answered('alice', 'bob');
		const target = { telephonySessionId: second, partyId: `p-${second.slice(2)}-1` };
		await run.party(first, 2, 'bridge', target);
		const on = await run.party(second, 2, 'transfer', { extensionNumber: '103' }, 'bob');
		expect(on.status).toBe(200);
		expect(run.log(second)).toHaveLength(2);
		run.control.answer(first, 'carol');
		run.control.hangUp(first, OUTSIDE);
		expect(run.log(first)).toEqual([
			'alice: Inbound Phone Call Accepted',
			'carol: Inbound Transfer Accepted',
		]);
	});

	test('flip takes a call to another phone of the same user', async () => {
		const id = talking();
		expect((await run.party(id, 2, 'flip', { callFlipId: '9' })).status).toBe(400);
		expect((await run.party(id, 2, 'flip', { callFlipId: '3' })).status).toBe(200);
		expect(run.steps(id, 6)).toEqual(['3 Setup', '3 Answered', '2 Disconnected CallFlip']);
		expect(parties(id)[2].extensionId).toBe(ALICE);
	});
});
