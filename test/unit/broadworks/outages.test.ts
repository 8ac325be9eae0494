import type { IDataObject } from 'n8n-workflow';

import { Outages } from '../../../nodes/BroadWorks/outages';
import { TriggerMemory } from '../../../nodes/BroadWorks/triggerMemory';
import type { TriggerSettings } from '../../../nodes/BroadWorks/triggerSettings';
import { readEvent } from '../../../nodes/BroadWorks/client/decode';
import { RecordingLog } from '../support/fakePorts';
import { settled } from '../support/turns';
import { eventXml, fakeConnection } from '../support/xsi';

const ALICE = 'alice@example.net';
const SPEC = { target: { kind: 'user' as const, userId: ALICE }, package: 'Advanced Call' };

/** A call in the server's log, by its start in ms after the test began. */
interface Logged {
	id: string;
	start: number;
}

function outagesOf(delivery: 'channel' | 'httpContact', kept: IDataObject = {}) {
	const connection = fakeConnection();
	const begun = connection.clock.now();
	const log: Logged[] = [];
	connection.http.on('GET', /EnhancedCallLogs/, () => ({
		body: `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><missed>${log
			.map(
				({ id, start }) =>
					`<enhancedCallLogsExtendedEntry><callId>${id}</callId><callLogId>${id}:l</callLogId><startTime>${begun + start}</startTime></enhancedCallLogsExtendedEntry>`,
			)
			.join('')}</missed></EnhancedCallLogs>`,
	}));
	const sent: IDataObject[] = [];
	const memory = new TriggerMemory(kept);
	const settings = {
		delivery,
		spec: SPEC,
		types: new Set<string>(),
		output: 'connector',
		connectionItems: true,
		recoverMissedCalls: true,
		heartbeatInterval: 15_000,
	} as unknown as TriggerSettings;
	const outages = new Outages({
		connection,
		settings,
		memory,
		ownUserId: ALICE,
		log: new RecordingLog(),
		send: (items) => void sent.push(...items),
	});
	const recovered = () =>
		sent.filter((item) => item.recovered === true).map(({ ids }) => (ids as IDataObject).callId);
	const connections = () => sent.filter(({ type }) => type === 'Connection');
	/** An event tells of a call. `start`: ms after the test began. */
	const tell = (id: string, start: number, state = 'Active') => {
		const data = `<xsi:call><xsi:callId>${id}</xsi:callId><xsi:state>${state}</xsi:state><xsi:startTime>${begun + start}</xsi:startTime></xsi:call>`;
		const event = { id: `event-${id}`, subscription: 's', type: 'CallUpdatedEvent', data };
		memory.calls.see(readEvent(eventXml(event)));
	};
	/** The present state, which has these calls. */
	const present = (...ids: string[]) => {
		const calls = ids.map((id) => `<xsi:call><xsi:callId>${id}</xsi:callId></xsi:call>`).join('');
		const data = `<xsi:calls>${calls}</xsi:calls>`;
		const event = { id: 'state', subscription: 's', type: 'CallSubscriptionEvent', data };
		outages.present(readEvent(eventXml(event)));
	};
	const ends = () =>
		sent.filter(({ type }) => type === 'CallReleasedEvent').map(({ callId }) => callId);
	return {
		connection,
		clock: connection.clock,
		begun,
		log,
		sent,
		memory,
		outages,
		recovered,
		connections,
		tell,
		present,
		ends,
	};
}

/** After an outage of 5 s. */
async function reconnected(logged: Logged[], silentFor = 0) {
	const parts = outagesOf('channel');
	const { clock, begun, log, outages } = parts;
	outages.notice(up());
	outages.standing();
	await clock.advance(silentFor);
	outages.notice(down(begun));
	log.push(...logged);
	await clock.advance(5_000);
	outages.notice(up(begun));
	return parts;
}

const up = (downSince?: number) => ({
	state: 'up' as const,
	channelId: 'c',
	downSince,
	cause: 'x',
});
const down = (since: number) => ({ state: 'down' as const, cause: 'x', since });

describe('after an outage', () => {
	it('the calls of its time are read once the line is up, and told in the connection item', async () => {
		const { clock, begun, log, outages, recovered, connections } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		outages.notice(down(begun));
		log.push({ id: 'a', start: 1_000 }, { id: 'later', start: 60_000 });
		await clock.advance(5_000);
		outages.notice(up(begun));
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a']);
		expect(connections()).toMatchObject([
			{ state: 'down' },
			{ state: 'up', duration: 5, recovered: 1 },
		]);
	});

	it('waits when the line goes down again, because events of newer calls come later', async () => {
		const { clock, begun, log, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		outages.notice(down(begun));
		log.push({ id: 'a', start: 1_000 });
		await clock.advance(5_000);
		outages.notice(up(begun));
		await clock.advance(1_000);
		outages.notice(down(begun + 6_000));
		await clock.advance(60_000);
		expect(recovered()).toEqual([]);
		outages.notice(up(begun + 6_000));
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a']);
	});

	it('waits for a subscription that was lost meanwhile', async () => {
		const { clock, begun, log, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		log.push({ id: 'a', start: 1_000 }, { id: 'b', start: 20_000 });
		outages.subscription({ state: 'lost', spec: SPEC, since: begun });
		await clock.advance(21_000);
		expect(recovered()).toEqual([]);
		outages.subscription({ state: 'standing', spec: SPEC });
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a', 'b']);
	});

	it('tries again while the logs cannot be read', async () => {
		const { connection, clock, begun, log, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		outages.notice(down(begun));
		log.push({ id: 'a', start: 1_000 });
		await clock.advance(5_000);
		connection.http.on('GET', /EnhancedCallLogs/, { status: 503 }, 3);
		outages.notice(up(begun));
		await clock.advance(20_000);
		expect(recovered()).toEqual([]);
		await clock.advance(60_000);
		expect(recovered()).toEqual(['a']);
	});

	it('leaves out what was seen, and tells no call twice', async () => {
		const { clock, begun, log, tell, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		tell('seen', 0);
		log.push({ id: 'seen', start: 0 }, { id: 'a', start: 1_000 });
		for (let count = 0; count < 2; count++) {
			outages.notice(down(begun));
			await clock.advance(5_000);
			outages.notice(up(begun));
			await clock.advance(6_000);
		}
		expect(recovered()).toEqual(['a']);
	});

	it('nothing is read or sent after the trigger was closed', async () => {
		const { connection, clock, begun, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		outages.notice(down(begun));
		outages.notice(up(begun));
		outages.close();
		await clock.advance(60_000);
		expect([connection.http.sent, recovered(), clock.sleeping]).toEqual([[], [], 0]);
	});
});

describe('events that the server has kept', () => {
	const logged = (count: number): Logged[] =>
		Array.from({ length: count }, (_, index) => ({ id: `c${index}`, start: index }));

	it('are waited for, however slowly they come', async () => {
		const { clock, tell, recovered } = await reconnected(logged(10));
		for (const { id, start } of logged(9)) {
			await clock.advance(3_900);
			tell(id, start);
		}
		await clock.advance(3_900);
		expect(recovered()).toEqual([]);
		await clock.advance(1_100);
		expect(recovered()).toEqual(['c9']);
	});

	it('are waited for while they tell of calls that the logs do not have', async () => {
		const [first, ...rest] = logged(10);
		const { clock, tell, recovered } = await reconnected([first, rest[8]]);
		tell(first.id, first.start);
		for (const { id, start } of rest.slice(0, 8)) {
			await clock.advance(3_900);
			tell(id, start);
		}
		expect(recovered()).toEqual([]);
		tell('c9', 9);
		await clock.advance(60_000);
		expect(recovered()).toEqual([]);
	});

	it('are over although newer calls come all the time', async () => {
		const { clock, tell, recovered } = await reconnected([{ id: 'a', start: 1_000 }]);
		for (let second = 0; second < 7; second++) {
			await clock.advance(1_000);
			tell(`new${second}`, 6_000 + second * 1_000);
		}
		expect(recovered()).toEqual(['a']);
	});

	it('are waited for anew when the line is lost while they come', async () => {
		const { clock, begun, tell, outages, recovered } = await reconnected(logged(3));
		await clock.advance(5_000);
		outages.notice(down(begun + 10_000));
		outages.notice(up(begun + 10_000));
		await clock.advance(5_500);
		expect(recovered()).toEqual([]);
		tell('c0', 0);
		tell('c1', 1);
		await clock.advance(8_000);
		expect(recovered()).toEqual(['c2']);
	});

	it('may come late after a silence, which the server does not notice at once', async () => {
		const { clock, tell, recovered, connections } = await reconnected(logged(3), 30_000);
		await clock.advance(9_900);
		expect(recovered()).toEqual([]);
		tell('c0', 0);
		tell('c1', 1);
		await clock.advance(4_000);
		expect(recovered()).toEqual([]);
		await clock.advance(1_100);
		// A heartbeat interval and 4 s after the silence was noticed, 5 s of which it took to come back.
		expect(recovered()).toEqual(['c2']);
		expect(connections().at(-1)).toMatchObject({ state: 'up', recovered: 1 });
	});

	it('may come late after any outage when newer ones have overtaken them', async () => {
		const { clock, tell, outages, recovered } = await reconnected(logged(3));
		await clock.advance(1_000);
		outages.subscription({ state: 'gap', spec: SPEC, gap: { from: 2, to: 7 } });
		await clock.advance(22_000);
		expect(recovered()).toEqual([]);
		for (const { id, start } of logged(2)) tell(id, start);
		await clock.advance(7_000);
		expect(recovered()).toEqual(['c2']);
	});

	it('are not waited for after a gap long after an outage', async () => {
		const { clock, log, outages, recovered } = await reconnected([]);
		await clock.advance(60_000);
		log.push({ id: 'a', start: 60_000 });
		outages.subscription({ state: 'gap', spec: SPEC, gap: { from: 2, to: 7 } });
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a']);
	});
});

describe('ends that were missed', () => {
	it('are told by the present state, once', async () => {
		const { clock, tell, present, sent, ends } = await reconnected([]);
		for (const id of ['a', 'b', 'c']) tell(id, -1_000);
		tell('c', -1_000, 'Released');
		present('b');
		present('b');
		await clock.advance(60_000);
		expect(ends()).toEqual(['a']);
		expect(sent).toContainEqual(
			expect.objectContaining({ callId: 'a', state: 'Released', recovered: true }),
		);
	});

	it('are told after a silence only if the server has not kept their events', async () => {
		const parts = outagesOf('channel');
		const { clock, begun, tell, present, outages, ends } = parts;
		outages.notice(up());
		outages.standing();
		tell('a', 0);
		tell('b', 0);
		await clock.advance(30_000);
		outages.notice(down(begun));
		outages.notice(up(begun));
		present();
		await clock.advance(15_000);
		tell('a', 0, 'Released');
		expect(ends()).toEqual([]);
		await clock.advance(4_000);
		expect(ends()).toEqual(['b']);
	});

	it('are not told of a call whose end was told before a restart', async () => {
		const kept: IDataObject = {};
		const before = outagesOf('channel', kept);
		before.tell('a', 0);
		before.tell('a', 0, 'Released');
		before.memory.write(before.begun);
		const after = outagesOf('channel', JSON.parse(JSON.stringify(kept)) as IDataObject);
		// It was not acknowledged before n8n was killed, and the end was.
		after.tell('a', 0);
		after.present();
		await after.clock.advance(60_000);
		expect(after.ends()).toEqual([]);
	});
});

describe('after a restart of n8n', () => {
	it('the calls since the last execution are read when the subscription stands', async () => {
		const { clock, begun, log, memory, outages, recovered } = outagesOf('channel');
		memory.write(begun - 60_000);
		log.push({ id: 'a', start: -50_000 }, { id: 'b', start: 30_000 });
		outages.started();
		await clock.advance(31_000);
		expect(recovered()).toEqual([]);
		outages.notice(up());
		outages.standing();
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a', 'b']);
	});

	it('posted events need no channel', async () => {
		const { clock, begun, log, memory, outages, recovered } = outagesOf('httpContact');
		memory.write(begun - 60_000);
		log.push({ id: 'a', start: -50_000 });
		outages.standing();
		outages.started();
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a']);
	});

	it('calls told before it are known by what was kept, however many there were', async () => {
		const kept: IDataObject = {};
		const before = outagesOf('channel', kept);
		for (let count = 0; count < 500; count++) before.tell(`c${count}`, -5_000 + count, 'Released');
		before.memory.write(before.begun);
		const after = outagesOf('channel', JSON.parse(JSON.stringify(kept)) as IDataObject);
		for (let count = 0; count < 500; count++) {
			after.log.push({ id: `c${count}`, start: -5_000 + count });
		}
		after.log.push({ id: 'missed', start: 100 });
		after.outages.started();
		after.outages.notice(up());
		after.outages.standing();
		await after.clock.advance(6_000);
		await settled();
		expect(after.recovered()).toEqual(['missed']);
		// What was acknowledged before is not sent again, which looks like a gap.
		after.log.push({ id: 'in the gap', start: 5_000 });
		after.tell('c400', -4_600);
		after.outages.subscription({ state: 'gap', spec: SPEC, gap: { from: 2, to: 7 } });
		await after.clock.advance(6_000);
		expect(after.recovered()).toEqual(['missed', 'in the gap']);
	});
});
