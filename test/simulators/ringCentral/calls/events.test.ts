import { readFileSync } from 'node:fs';

import { ALICE, BOB, SALES } from '../testClient';
import { CallTest, OUTSIDE } from './callTest';
import { fixturePath } from '../../../support/fixturePath';

interface Captured {
	event: string;
	body: { sequence: number; parties: Record<string, unknown>[] };
}

const captured = JSON.parse(
	readFileSync(fixturePath('ringCentral/stream.telephony-sessions.rc-to-pstn.json'), 'utf8'),
) as Captured[];

/** What does not depend on who calls whom: the direction, the status and whose event it is. */
const essence = ({ event, body: { sequence, parties } }: Captured) => ({
	sequence,
	ofExtension: /\/extension\//.test(event),
	direction: parties[0].direction,
	status: parties[0].status,
	missedCall: parties[0].missedCall,
	members: Object.keys(parties[0]).sort(),
});

describe('telephony events', () => {
	let test_: CallTest;
	beforeEach(async () => {
		test_ = await CallTest.start();
	});
	afterEach(async () => await test_.stop());

	test('a call to a number outside gives the captured stream', () => {
		const { control, client } = test_;
		const { telephonySessionId: id } = control.place({ from: 'alice', to: OUTSIDE });
		control.answer(id);
		control.hold(id, 'alice');
		control.unhold(id, 'alice');
		control.hangUp(id, 'alice');
		const events = client.events
			.filter(({ path }) => path.endsWith('/telephony/sessions'))
			.map(({ path, body }) => ({ event: path, body }) as unknown as Captured);
		// SIP identifiers are taken out for those who did not ask for them.
		for (const { body } of events) delete body.parties[0].sipData;
		expect(events.map(essence)).toEqual(captured.map(essence));
		expect(events[0].body).toMatchObject({
			telephonySessionId: expect.stringMatching(/^s-[0-9a-f]{32}$/),
			sessionId: expect.stringMatching(/^\d+$/),
			serverId: expect.any(String),
			eventTime: '2026-01-15T12:00:00.000Z',
			origin: { type: 'Call' },
		});
		expect(events[0].body.parties[0]).toMatchObject({
			id: `p-${id.slice(2)}-1`,
			extensionId: ALICE,
			from: { phoneNumber: '+16505550101', extensionId: ALICE, deviceId: '80000000101' },
			to: { phoneNumber: OUTSIDE },
		});
	});

	test('a call from outside rings, is answered and ends by the caller', () => {
		const { control } = test_;
		const { telephonySessionId: id } = control.place({ from: OUTSIDE, to: 'alice', name: 'Jo' });
		control.answer(id, 'alice');
		control.hangUp(id, OUTSIDE);
		expect(test_.steps(id)).toEqual([
			'1 Setup',
			'2 Setup',
			'2 Proceeding',
			'1 Proceeding',
			'2 Answered',
			'1 Answered',
			'1 Disconnected',
			'2 Disconnected',
		]);
		expect(test_.bodies(id).map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
		const [caller, alice] = test_.told(id);
		expect(caller.extensionId).toBeUndefined();
		expect(alice).toMatchObject({
			extensionId: ALICE,
			from: { phoneNumber: OUTSIDE, name: 'Jo' },
			to: { phoneNumber: '+16505550101', name: 'Alice Adams', extensionId: ALICE },
			missedCall: false,
		});
		expect(test_.log(id)).toEqual(['alice: Inbound Phone Call Accepted']);
	});

	test('an internal call shows extension numbers and has a leg for both', () => {
		const { control } = test_;
		const { telephonySessionId: id } = control.place({ from: '101', to: BOB });
		control.answer(id);
		control.hangUp(id, 'bob');
		expect(test_.steps(id).slice(-2)).toEqual(['2 Disconnected', '1 Disconnected']);
		expect(test_.told(id)[1]).toMatchObject({
			from: { phoneNumber: '101', extensionId: ALICE },
			to: { phoneNumber: '102', extensionId: BOB },
		});
		expect(test_.log(id)).toEqual([
			'alice: Outbound VoIP Call Call connected',
			'bob: Inbound VoIP Call Accepted',
		]);
		const [from, to] = test_.client.world.callLog.all()[0].legs;
		expect(from.from).toMatchObject({ extensionNumber: '101', name: 'Alice Adams' });
		expect(to.to).not.toHaveProperty('phoneNumber');
	});

	test('a caller who gives up leaves a missed call', () => {
		const { control, client } = test_;
		const { telephonySessionId: id } = control.place({ from: OUTSIDE, to: 'alice' });
		client.clock.advance(4_000);
		control.hangUp(id);
		const last = test_.told(id).at(-1);
		expect(last).toMatchObject({
			extensionId: ALICE,
			missedCall: true,
			status: { code: 'Disconnected' },
		});
		expect(test_.log(id)).toEqual(['alice: Inbound Phone Call Missed']);
		expect(client.world.callLog.all()[0].legs[0].durationMs).toBe(4_000);
	});

	test('nobody answers: voicemail, with a message or without', () => {
		const { control, client } = test_;
		const first = control.place({ from: OUTSIDE, to: 'alice' }).telephonySessionId;
		client.clock.advance(client.world.options.ringTime);
		expect(test_.steps(first, 4)).toEqual(['2 VoiceMail', '1 Answered']);
		const messageId = control.leaveVoicemail(first, { duration: 7 });
		expect(test_.steps(first, 6)).toEqual(['1 Disconnected', '2 Disconnected']);
		expect(client.world.messages.get(ALICE, messageId)).toMatchObject({
			type: 'VoiceMail',
			from: { phoneNumber: OUTSIDE },
		});
		expect(test_.log(first)).toEqual(['alice: Inbound Phone Call Voicemail']);
		expect(client.world.callLog.bySession(first)?.legs[0].messageId).toBe(messageId);

		const second = control.place({ from: 'bob', to: 'alice' }).telephonySessionId;
		control.toVoicemail(second);
		client.clock.advance(60_000);
		expect(test_.told(second).find(({ missedCall }) => missedCall)?.extensionId).toBe(ALICE);
		expect(test_.log(second)[1]).toBe('alice: Inbound VoIP Call Missed');
	});

	test('do not disturb sends calls to voicemail at once', () => {
		test_.control.setPresence('alice', { dndStatus: 'DoNotAcceptAnyCalls' });
		const { telephonySessionId: id } = test_.control.place({ from: OUTSIDE, to: 'alice' });
		expect(test_.steps(id, 4)).toEqual(['2 VoiceMail', '1 Answered']);
	});

	test.each([
		['busy', 0, 'TargetBusy', 'Busy'],
		['reject', 0, 'Rejected', 'Rejected'],
		['noAnswer', 20_000, 'NoAnswer', 'No Answer'],
	] as const)('an outside line that is %s', (behaviour, ms, reason, result) => {
		const { control, client } = test_;
		control.line('(415) 555-0199', behaviour);
		const { telephonySessionId: id } = control.place({ from: 'alice', to: OUTSIDE });
		client.clock.advance(ms);
		expect(test_.steps(id, 3)).toEqual([`2 Disconnected ${reason}`, `1 Disconnected ${reason}`]);
		expect(test_.log(id)).toEqual([`alice: Outbound VoIP Call ${result}`]);
	});

	test('an outside line answers by itself unless told otherwise', async () => {
		const own = await CallTest.start({ outsideAnswers: 700 });
		const one = own.control.place({ from: 'alice', to: OUTSIDE }).telephonySessionId;
		own.control.line('+14155550111', 'manual');
		const two = own.control.place({ from: 'bob', to: '+14155550111' }).telephonySessionId;
		own.client.clock.advance(700);
		expect(own.steps(one, 3)).toEqual(['2 Answered', '1 Answered']);
		expect(own.steps(two, 3)).toEqual([]);
		await own.stop();
	});

	test('an extension nobody has is not a number', () => {
		expect(() => test_.control.place({ from: 'alice', to: '999' })).toThrow('[to]');
	});

	test('a second call puts the first on hold', () => {
		const first = test_.answered('alice', OUTSIDE);
		test_.control.place({ from: 'alice', to: 'bob' });
		expect(test_.steps(first).at(-1)).toBe('1 Hold');
	});

	describe('of a queue', () => {
		test('one agent answers, the others and the queue hear AgentAnswered', () => {
			const { control } = test_;
			const { telephonySessionId: id } = control.place({ from: OUTSIDE, to: 'Sales' });
			expect(test_.steps(id)).toEqual([
				'1 Setup',
				'2 Setup',
				'2 Proceeding',
				'1 Proceeding',
				'3 Setup',
				'3 Proceeding',
				'4 Setup',
				'4 Proceeding',
			]);
			expect(test_.told(id)[1].extensionId).toBe(SALES);
			control.answer(id, 'bob');
			expect(test_.steps(id, 8)).toEqual([
				'4 Answered',
				'2 Disconnected AgentAnswered',
				'3 Disconnected AgentAnswered',
				'1 Answered',
			]);
			expect(
				test_
					.told(id)
					.slice(8)
					.some(({ missedCall }) => missedCall),
			).toBe(false);
			expect(test_.told(id)[8]).toMatchObject({ extensionId: BOB, queueCall: true });
			control.hangUp(id, 'bob');
			expect(test_.log(id)).toEqual([
				'Sales: Inbound Phone Call Accepted',
				'alice: Inbound Hunting Answered Elsewhere',
				'bob: Inbound Hunting Accepted',
			]);
		});

		test('nobody answers: everybody missed it, the queue takes a message', () => {
			const { control, client } = test_;
			const { telephonySessionId: id } = control.place({ from: OUTSIDE, to: '+16505550100' });
			client.clock.advance(client.world.options.ringTime);
			expect(test_.steps(id, 8)).toEqual([
				'3 Disconnected NoAnswer',
				'4 Disconnected NoAnswer',
				'2 VoiceMail',
				'1 Answered',
			]);
			expect(
				test_
					.told(id)
					.slice(8, 10)
					.every(({ missedCall }) => missedCall),
			).toBe(true);
			control.leaveVoicemail(id);
			expect(test_.log(id)).toEqual([
				'Sales: Inbound Phone Call Voicemail',
				'alice: Inbound Hunting Missed',
				'bob: Inbound Hunting Missed',
			]);
		});

		test('to voicemail while it rings: nobody rings any longer', () => {
			const { control } = test_;
			const { telephonySessionId: id } = control.place({ from: OUTSIDE, to: 'Sales' });
			expect(() => control.toVoicemail(id, 'bob')).toThrow('does not allow');
			control.toVoicemail(id);
			expect(test_.steps(id, 8)).toEqual([
				'3 Disconnected NoAnswer',
				'4 Disconnected NoAnswer',
				'2 VoiceMail',
				'1 Answered',
			]);
		});

		test('the caller gives up: missed by all', () => {
			const { telephonySessionId: id } = test_.control.place({ from: OUTSIDE, to: 'Sales' });
			test_.control.hangUp(id, OUTSIDE);
			const ended = test_.told(id).slice(9);
			expect(ended.map(({ extensionId, missedCall }) => [extensionId, missedCall])).toEqual([
				[SALES, true],
				[ALICE, true],
				[BOB, true],
			]);
		});

		test('only members who take queue calls ring; without one it goes to voicemail', () => {
			const { control } = test_;
			control.setQueueMember('Sales', 'bob', false);
			const one = control.place({ from: OUTSIDE, to: 'Sales' }).telephonySessionId;
			expect(test_.steps(one, 4)).toEqual(['3 Setup', '3 Proceeding']);
			control.setPresence('alice', { dndStatus: 'DoNotAcceptDepartmentCalls' });
			const two = control.place({ from: OUTSIDE, to: 'Sales' }).telephonySessionId;
			expect(test_.steps(two, 4)).toEqual(['2 VoiceMail', '1 Answered']);
		});
	});
});
