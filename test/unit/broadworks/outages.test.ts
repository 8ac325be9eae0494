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
	};
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
		await clock.advance(4_000);
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
		await clock.advance(4_000);
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
		await clock.advance(4_000);
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
		const { clock, begun, log, memory, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		const data = `<xsi:call><xsi:callId>seen</xsi:callId><xsi:state>Active</xsi:state><xsi:startTime>${begun}</xsi:startTime></xsi:call>`;
		memory.calls.see(
			readEvent(eventXml({ id: 'e', subscription: 's', type: 'CallReceivedEvent', data })),
		);
		log.push({ id: 'seen', start: 0 }, { id: 'a', start: 1_000 });
		for (let count = 0; count < 2; count++) {
			outages.notice(down(begun));
			await clock.advance(5_000);
			outages.notice(up(begun));
			await clock.advance(5_000);
		}
		expect(recovered()).toEqual(['a']);
	});

	it('waits while the server still tells of calls that it has kept', async () => {
		const { clock, begun, log, memory, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.standing();
		outages.notice(down(begun));
		for (let count = 0; count < 10; count++) log.push({ id: `c${count}`, start: count });
		await clock.advance(5_000);
		outages.notice(up(begun));
		for (let count = 0; count < 9; count++) {
			await clock.advance(1_000);
			const data = `<xsi:call><xsi:callId>c${count}</xsi:callId><xsi:state>Active</xsi:state><xsi:startTime>${begun + count}</xsi:startTime></xsi:call>`;
			const xml = eventXml({ id: `e${count}`, subscription: 's', type: 'CallReceivedEvent', data });
			memory.calls.see(readEvent(xml));
		}
		expect(recovered()).toEqual([]);
		await clock.advance(4_000);
		expect(recovered()).toEqual(['c9']);
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
		await clock.advance(4_000);
		expect(recovered()).toEqual(['a', 'b']);
	});

	it('posted events need no channel', async () => {
		const { clock, begun, log, memory, outages, recovered } = outagesOf('httpContact');
		memory.write(begun - 60_000);
		log.push({ id: 'a', start: -50_000 });
		outages.standing();
		outages.started();
		await clock.advance(4_000);
		expect(recovered()).toEqual(['a']);
	});

	it('calls told before it are known by what was kept, however many there were', async () => {
		const kept: IDataObject = {};
		const before = outagesOf('channel', kept);
		for (let count = 0; count < 500; count++) {
			const data = `<xsi:call><xsi:callId>c${count}</xsi:callId><xsi:state>Released</xsi:state><xsi:startTime>${before.begun - 5_000 + count}</xsi:startTime></xsi:call>`;
			const xml = eventXml({ id: `e${count}`, subscription: 's', type: 'CallReleasedEvent', data });
			before.memory.calls.see(readEvent(xml));
		}
		before.memory.write(before.begun);
		const after = outagesOf('channel', JSON.parse(JSON.stringify(kept)) as IDataObject);
		for (let count = 0; count < 500; count++) {
			after.log.push({ id: `c${count}`, start: -5_000 + count });
		}
		after.log.push({ id: 'missed', start: 100 });
		after.outages.started();
		after.outages.notice(up());
		after.outages.standing();
		await after.clock.advance(4_000);
		await settled();
		expect(after.recovered()).toEqual(['missed']);
	});
});
