import type { IDataObject } from 'n8n-workflow';

import { fixture } from '../../../../support/fixtures';
import { readEvent } from '../../../../../nodes/BroadWorks/client/channel/decode';
import { down, outagesOf, SPEC, up, type Logged } from '../../support/outagesOf';
import { eventXml } from '../../support/xsi';

const ALICE = 'alice@example.net';

/** After an outage of 5 s. */
async function reconnected(logged: Logged[], silentFor = 0) {
	const parts = outagesOf('channel');
	const { clock, begun, log, outages } = parts;
	outages.notice(up());
	outages.active();
	await clock.advance(silentFor);
	outages.notice(down(begun));
	log.push(...logged);
	await clock.advance(5_000);
	outages.notice(up(begun));
	return parts;
}

describe('after an outage', () => {
	it('a call is missed that rang before it and whose end was not told', async () => {
		const parts = outagesOf('channel', {}, { moment: 'missed' });
		const { clock, begun, log, outages, recovered, tell, memory } = parts;
		outages.notice(up());
		outages.active();
		tell('rang', -5_000, 'Alerting');
		tell('over', -4_000, 'Alerting');
		tell('over', -4_000, 'Released');
		outages.notice(down(begun));
		log.push({ id: 'rang', start: -5_000 }, { id: 'over', start: -4_000 });
		await clock.advance(5_000);
		outages.notice(up(begun));
		await clock.advance(6_000);
		expect(recovered()).toEqual(['rang']);
		expect(memory.events.has('missed:rang')).toBe(true);
	});

	it.each(['incoming', 'answered'] as const)(
		'a call log says too late what is %s',
		async (moment) => {
			const { clock, begun, log, outages, recovered } = outagesOf('channel', {}, { moment });
			outages.notice(up());
			outages.active();
			outages.notice(down(begun));
			log.push({ id: 'a', start: 1_000 });
			await clock.advance(5_000);
			outages.notice(up(begun));
			await clock.advance(6_000);
			expect(recovered()).toEqual([]);
		},
	);

	it('the calls of its time are read once the line is up, and told in the connection item', async () => {
		const { clock, begun, log, outages, recovered, connections } = outagesOf('channel');
		outages.notice(up());
		outages.active();
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
		outages.active();
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
		outages.active();
		log.push({ id: 'a', start: 1_000 }, { id: 'b', start: 20_000 });
		outages.subscription({ state: 'lost', spec: SPEC, since: begun });
		await clock.advance(21_000);
		expect(recovered()).toEqual([]);
		outages.subscription({ state: 'active', spec: SPEC });
		await clock.advance(6_000);
		expect(recovered()).toEqual(['a', 'b']);
	});

	it('tries again while the logs cannot be read', async () => {
		const { connection, clock, begun, log, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.active();
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

	describe('logs that the server cannot give with the others', () => {
		/** After an outage of an enterprise; so many answers about the log of bob are refusals. */
		async function withRefusals(refusals: number) {
			const target = { kind: 'enterprise' as const, enterpriseId: 'demo' };
			const parts = outagesOf('channel', {}, { spec: { ...SPEC, target } });
			const { connection, clock, begun, outages } = parts;
			const logOf = (user: string) => ({
				body: `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><missed><enhancedCallLogsExtendedEntry><callId>of ${user}</callId><callLogId>l</callLogId><startTime>${begun + 1_000}</startTime></enhancedCallLogsExtendedEntry></missed></EnhancedCallLogs>`,
			});
			connection.http
				.on('GET', /directories\/Enterprise\?/, {
					body: fixture('composed/directory-enterprise.xml'),
				})
				.on('GET', /alice.*Enhanced/, logOf('alice'))
				.on('GET', /bob.*Enhanced/, logOf('bob'))
				.on('GET', /bob.*Enhanced/, { status: 503 }, refusals);
			outages.notice(up());
			outages.active();
			outages.notice(down(begun));
			await clock.advance(5_000);
			outages.notice(up(begun));
			await clock.advance(25_000);
			return parts;
		}

		it('are read later, and only those', async () => {
			const { connection, clock, begun, recovered, memory } = await withRefusals(6);
			expect(recovered()).toEqual(['of alice']);
			expect(memory.unread).toMatchObject({ from: begun });
			await clock.advance(90_000);
			expect(recovered()).toEqual(['of alice', 'of bob']);
			expect(memory.unread).toBeUndefined();
			expect(connection.http.to('GET', /alice.*Enhanced/)).toHaveLength(1);
		});

		it('are given up after a day', async () => {
			const { connection, clock, memory } = await withRefusals(Infinity);
			await clock.advance(86_400_000);
			await clock.advance(60_000);
			expect(memory.unread).toBeUndefined();
			const asked = connection.http.sent.length;
			await clock.advance(3_600_000);
			expect(connection.http.sent).toHaveLength(asked);
		});
	});

	it('a state that the server tells anew is taken for a gap', async () => {
		const { clock, begun, log, outages, recovered, connections, tell } = outagesOf('channel');
		outages.notice(up());
		outages.active();
		tell('told', 0, 'Released');
		await clock.advance(10_000);
		log.push({ id: 'told', start: 0 }, { id: 'a', start: 5_000 });
		outages.resync();
		await clock.advance(10_000);
		expect(recovered()).toEqual(['a']);
		expect(connections()).toMatchObject([{ state: 'gap' }]);
		expect(clock.now()).toBe(begun + 20_000);
	});

	it('leaves out what was seen, and tells no call twice', async () => {
		const { clock, begun, log, tell, outages, recovered } = outagesOf('channel');
		outages.notice(up());
		outages.active();
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
		outages.active();
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
		await clock.advance(24_900);
		expect(recovered()).toEqual([]);
		tell('c0', 0);
		tell('c1', 1);
		await clock.advance(4_000);
		expect(recovered()).toEqual([]);
		await clock.advance(1_100);
		// An event timeout and 4 s after the silence was noticed, 5 s of which it took to come back.
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

	it('are not told once more by a log that names calls otherwise', async () => {
		const parts = outagesOf('channel', {}, { moment: 'ended' });
		const { clock, begun, memory, outages, present, sent, connection } = parts;
		const party = '<xsi:remoteParty><xsi:address>tel:+15550100</xsi:address></xsi:remoteParty>';
		const data = `<xsi:call><xsi:callId>a</xsi:callId>${party}<xsi:state>Active</xsi:state><xsi:startTime>${begun}</xsi:startTime></xsi:call>`;
		const event = { id: 'e', subscription: 's', type: 'CallAnsweredEvent', target: ALICE, data };
		outages.notice(up());
		outages.active();
		memory.calls.see(readEvent(eventXml(event)));
		await clock.advance(1_000);
		outages.notice(down(begun + 1_000));
		connection.http.on('GET', /EnhancedCallLogs/, {
			body: `<EnhancedCallLogs xmlns="http://schema.broadsoft.com/xsi"><received><enhancedCallLogsEntry><phoneNumber>+15550100</phoneNumber><time>${begun}</time><callLogId>1:0</callLogId></enhancedCallLogsEntry></received></EnhancedCallLogs>`,
		});
		await clock.advance(5_000);
		outages.notice(up(begun + 1_000));
		present();
		await clock.advance(60_000);
		expect(sent.filter(({ recovered }) => recovered === true)).toHaveLength(1);
	});

	it('are told after a silence only if the server has not kept their events', async () => {
		const parts = outagesOf('channel');
		const { clock, begun, tell, present, outages, ends } = parts;
		outages.notice(up());
		outages.active();
		tell('a', 0);
		tell('b', 0);
		await clock.advance(30_000);
		outages.notice(down(begun));
		outages.notice(up(begun));
		present();
		await clock.advance(30_000);
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
