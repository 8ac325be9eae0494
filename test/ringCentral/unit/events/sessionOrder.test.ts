import { SessionBook } from '../../../../nodes/RingCentral/client/events/sessionBook';
import { SessionOrder } from '../../../../nodes/RingCentral/client/events/sessionOrder';
import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import {
	sessionEventOf,
	type SessionEvent,
} from '../../../../nodes/RingCentral/client/events/telephonyEvent';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { jsonFixture } from '../../../support/jsonFixtures';

function setUp(remembered = 10) {
	const clock = new FakeClock();
	const out: string[] = [];
	const order = new SessionOrder<string>(
		clock,
		(event, late) => void out.push(late ? `${event} late` : event),
		{ gracePeriod: 250, remembered },
	);
	const take = (...events: Array<[string, number]>) => {
		for (const [key, sequence] of events) order.accept(`${key}${sequence}`, key, sequence);
	};
	return { clock, out, order, take };
}

describe('Order of the events of a call', () => {
	test('what comes in order goes out at once', () => {
		const { out, take } = setUp();
		take(['a', 2], ['a', 3], ['b', 2], ['a', 4]);
		expect(out).toEqual(['a2', 'a3', 'b2', 'a4']);
	});

	test('what comes out of order is put in order', () => {
		const { out, take } = setUp();
		take(['a', 2], ['a', 5], ['a', 4], ['a', 3]);
		expect(out).toEqual(['a2', 'a3', 'a4', 'a5']);
	});

	test('a gap holds events up for a moment only: filters make gaps', async () => {
		const { clock, out, take } = setUp();
		take(['a', 2], ['a', 4], ['a', 6]);
		await clock.advance(200);
		take(['a', 9]);
		expect(out).toEqual(['a2']);
		await clock.advance(60);
		expect(out).toEqual(['a2', 'a4', 'a6']);
		await clock.advance(250);
		expect(out).toEqual(['a2', 'a4', 'a6', 'a9']);
	});

	test('a call heard of late begins where it is', async () => {
		const { clock, out, take } = setUp();
		take(['a', 8], ['a', 7]);
		await clock.advance(250);
		expect(out).toEqual(['a7', 'a8']);
	});

	test('what comes after its time is marked, and the same number twice is not', () => {
		const { out, take } = setUp();
		take(['a', 2], ['a', 3], ['a', 3], ['a', 2]);
		expect(out).toEqual(['a2', 'a3', 'a3', 'a2 late']);
	});

	test('without a number there is no order', () => {
		const { out, order } = setUp();
		order.accept('x', 'a', undefined);
		expect(out).toEqual(['x']);
	});

	test('closing lets out what waits, and holds nothing any more', async () => {
		const { clock, out, order, take } = setUp();
		take(['a', 5], ['a', 4]);
		order.close();
		take(['a', 9]);
		await clock.advance(1_000);
		expect(out).toEqual(['a4', 'a5', 'a9']);
	});

	test('calls long ago are forgotten, those that wait are not', async () => {
		const { clock, out, take } = setUp(2);
		take(['a', 7], ['b', 2], ['c', 2], ['d', 2], ['b', 2]);
		await clock.advance(300);
		expect(out).toEqual(['b2', 'c2', 'd2', 'b2', 'a7']);
	});
});

describe('Calls that events tell of', () => {
	const stream = (
		jsonFixture('ringCentral/stream.telephony-sessions.rc-to-pstn.json') as unknown as object[]
	).map((received) => sessionEventOf(notificationOf(received)) as SessionEvent);
	const event = (id: string, parties: object[], eventTime = '2026-01-01T00:00:00Z') =>
		sessionEventOf(
			notificationOf({
				event: '/telephony/sessions',
				body: { telephonySessionId: id, eventTime, parties },
			}),
		) as SessionEvent;
	const party = (id: string, code: string, more: object = {}, reason?: string) => ({
		id,
		status: { code, reason },
		...more,
	});

	test('a captured call ends when both have left', () => {
		const book = new SessionBook();
		const ends = stream.map((each) => book.see(each));
		expect(ends.slice(0, -2).every((end) => end === undefined)).toBe(true);
		expect(ends.at(-2)).toMatchObject({ isOver: false });
		expect(ends.at(-1)).toEqual({
			telephonySessionId: 's-c23b203d62db4f6aaee00717bafa99be',
			sessionId: '429182699016',
			startedAt: Date.parse('2020-06-23T01:19:21.627Z'),
			recorded: false,
			isOver: true,
			extensionIds: ['809646016'],
		});
	});

	test('somebody who is in the call keeps it alive', () => {
		const book = new SessionBook();
		book.see(event('s', [party('1', 'Answered')]));
		expect(book.isLive('s')).toBe(true);
		book.see(event('s', [party('1', 'Disconnected')]));
		expect(book.isLive('s')).toBe(false);
		expect(book.isLive('other')).toBe(false);
	});

	test('an agent who was not the first to answer ends nothing', () => {
		const book = new SessionBook();
		book.see(event('s', [party('1', 'Answered'), party('2', 'Proceeding')]));
		expect(book.see(event('s', [party('2', 'Disconnected', {}, 'AgentAnswered')]))).toBeUndefined();
		expect(book.see(event('s', [party('1', 'Gone', {}, 'BlindTransfer')]))).toMatchObject({
			isOver: true,
		});
	});

	test('recordings and unknown beginnings are noted', () => {
		const book = new SessionBook();
		const end = book.see(
			event('s', [party('1', 'Disconnected', { recordings: [{ id: 'r' }], extensionId: 7 })]),
		);
		expect(end).toMatchObject({ recorded: true, startedAt: undefined, extensionIds: ['7'] });
	});
});
