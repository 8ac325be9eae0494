import type { IDataObject } from 'n8n-workflow';

import { EventMemory } from '../../../../nodes/RingCentral/client/events/eventMemory';
import {
	keepUnread,
	unreadBefore,
	type RingCentralStaticData,
} from '../../../../nodes/RingCentral/trigger/staticData';
import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { FakeClock } from '../../../support/fakes/fakeClock';
import type { FakeHttp } from '../../../support/fakes/fakeHttp';
import { settled } from '../../../support/fakes/turns';
import { call, logged, startReceiver } from '../support/liveReceiverOf';
import { json } from '../support/ringCentralLive';

describe('Calls of an outage', () => {
	const at = '2026-01-01T00:00:00Z';

	test('come from the call log, but not those that events told to the end', async () => {
		const { clock, http, receiver, items } = startReceiver({
			parameters: {
				triggerOn: 'telephonySession',
				targetType: 'account',
				options: { recoverMissedCalls: true },
			},
		});
		receiver.take(call('Disconnected', 2));
		const records = [logged('s-1', 'Accepted', at), logged('s-2', 'Accepted', at)];
		http.on('GET', /\/account\/~\/call-log/, json({ records }));
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		await clock.advance(6_000);
		expect(items()).toMatchObject([
			{ telephonySessionId: 's-1', status: 'Disconnected' },
			{ telephonySessionId: 's-2', recovered: true },
		]);
		await receiver.close();
	});

	test('are told by no event that comes later, but for what happened after the end in the log', async () => {
		const { clock, http, receiver, items } = startReceiver({
			parameters: { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } },
		});
		http.on('GET', /call-log/, json({ records: [logged('s-1', 'Accepted', at)] }));
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		await clock.advance(6_000);
		const atTime = (eventTime: string, sequence: number) => {
			const event = call('Disconnected', sequence);
			return { ...event, body: { ...event.body, eventTime } };
		};
		receiver.take(atTime('2026-01-01T00:00:01Z', 2));
		receiver.take(atTime('2026-01-01T00:00:40Z', 3));
		receiver.take(call('Disconnected', 4));
		await clock.advance(6_000);
		expect(items().map(({ recovered, sequence }) => [recovered, sequence])).toEqual([
			[true, undefined],
			[undefined, 3],
			[undefined, 4],
		]);
		await receiver.close();
	});

	test('are known by the older id where the call log has no other', async () => {
		const { clock, http, receiver, items } = startReceiver({
			parameters: { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } },
		});
		receiver.take(call('Disconnected', 2));
		const records = ['4711', '4712'].map((sessionId) => ({
			...logged('', 'Accepted', at),
			id: `r-${sessionId}`,
			sessionId,
			telephonySessionId: undefined,
		}));
		http.on('GET', /call-log/, json({ records }));
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		await clock.advance(6_000);
		expect(items().map(({ sessionId, recovered }) => [sessionId, recovered])).toEqual([
			['4711', undefined],
			['4712', true],
		]);
		await receiver.close();
	});

	test.each([
		['+1 (650) 555-0101', '16505550101'],
		[undefined, null],
	])('are those of the number %s', async (phoneNumber, asked) => {
		const { clock, http, receiver } = startReceiver({
			parameters: {
				triggerOn: 'missedCall',
				options: { recoverMissedCalls: true, phoneNumber },
			},
		});
		http.on('GET', /call-log/, json({ records: [] }));
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		await clock.advance(6_000);
		const [{ url }] = http.to('GET', /call-log/);
		expect(new URL(url).searchParams.get('phoneNumber')).toBe(asked);
		await receiver.close();
	});

	test('that were missed, for a trigger on missed calls', async () => {
		const { clock, http, receiver, items } = startReceiver({
			parameters: { triggerOn: 'missedCall', options: { recoverMissedCalls: true } },
		});
		receiver.take(call('Disconnected', 2, true));
		const records = [
			logged('s-1', 'Missed', at),
			logged('s-2', 'Missed', at),
			logged('s-3', 'Accepted', at),
		];
		http.on('GET', /\/extension\/~\/call-log/, json({ records }));
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		await clock.advance(6_000);
		expect(items().map((item) => [item.telephonySessionId, item.recovered])).toEqual([
			['s-1', undefined],
			['s-2', true],
		]);
		await receiver.close();
	});

	test('are read later where the call log cannot be read', async () => {
		const { clock, http, receiver, items } = startReceiver({
			parameters: { triggerOn: 'callEnded' },
		});
		http.on('GET', /call-log/, json({ records: [logged('s-9', 'Accepted', at)] }));
		http.once('GET', /call-log/, json({ errorCode: 'CMN-408' }, 403));
		receiver.changed({ state: 'active', since: clock.now(), complete: false });
		await clock.advance(6_000);
		expect(items()).toEqual([]);
		await clock.advance(66_000);
		expect(items()).toMatchObject([{ telephonySessionId: 's-9', recovered: true }]);
		await receiver.close();
	});

	test('are read from its beginning where n8n was killed before the log was read', async () => {
		const parameters = { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } };
		const first = startReceiver({ parameters });
		await first.clock.advance(120_000);
		const lost = first.clock.now();
		first.http.on('GET', /call-log/, json({ records: [] }));
		await first.clock.advance(60_000);
		first.receiver.changed({ state: 'active', since: lost, complete: false });
		await first.clock.advance(2_000);
		// What comes meanwhile says that n8n was alive, and not that the log was read.
		first.receiver.take(call('Disconnected', 2));
		await settled();
		const staticData = JSON.parse(JSON.stringify(first.staticData)) as IDataObject;
		await first.receiver.close();
		const { clock } = first;
		await clock.advance(60_000);
		const second = startReceiver({ parameters, staticData, activation: 'init', clock });
		const startTime = new Date(lost + 1_000).toISOString();
		second.http.on('GET', /call-log/, json({ records: [logged('s-7', 'Accepted', startTime)] }));
		await clock.advance(6_000);
		expect(second.items()).toMatchObject([{ telephonySessionId: 's-7', recovered: true }]);
		await settled();
		expect(second.staticData.unread).toBe(lost);
		second.receiver.take({ ...call('Disconnected', 3), uuid: 'later' });
		await clock.advance(5_000);
		expect(second.staticData.unread).toBeUndefined();
		await second.receiver.close();
	});

	/** The times that the call log was asked for: of the outage itself, without the long calls before it. */
	const askedFor = (http: FakeHttp) =>
		http.to('GET', /call-log/).map(({ url }) => {
			const { searchParams } = new URL(url);
			const ms = (name: string) => Date.parse(searchParams.get(name) ?? '');
			return [ms('dateFrom') + 2 * 60 * 60_000, ms('dateTo') - 5_000];
		});

	test('are read up to its end after a restart, and those of the downtime by themselves', async () => {
		const parameters = { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } };
		const first = startReceiver({ parameters });
		const { clock } = first;
		first.http.on('GET', /call-log/, json({ errorCode: 'CMN-408' }, 403));
		const outage = [clock.now(), clock.now() + 60_000];
		await clock.advance(60_000);
		first.receiver.changed({ state: 'active', since: outage[0], complete: false });
		await clock.advance(600_000);
		first.receiver.take(call('Disconnected', 2));
		await settled();
		const killed = clock.now();
		const staticData = JSON.parse(JSON.stringify(first.staticData)) as IDataObject;
		await first.receiver.close();
		await clock.advance(60_000);
		const downtime = [killed, clock.now()];
		const second = startReceiver({ parameters, staticData, activation: 'init', clock });
		second.http.on('GET', /call-log/, json({ records: [] }));
		await clock.advance(11_000);
		expect(askedFor(second.http)).toEqual([outage, downtime]);
		await second.receiver.close();
	});

	test.each([
		['lost', []],
		['active', [600_000]],
	] as const)(
		'are read by a version published later, up to the end of the outage if it has one: the line is %s',
		async (state, ends) => {
			const workflow = `published with a line that is ${state}`;
			const memory = new EventMemory();
			const parameters = { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } };
			const first = startReceiver({ parameters, workflow, memory });
			const { clock } = first;
			first.http.on('GET', /call-log/, json({ errorCode: 'CMN-408' }, 403));
			const since = clock.now();
			await clock.advance(600_000);
			const cause = 'it was cut';
			if (state === 'lost') first.receiver.changed({ state, since, cause });
			else first.receiver.changed({ state, since, complete: false });
			await clock.advance(600_000);
			await first.receiver.close();
			const start = { parameters, workflow, memory, clock, activation: 'update' as const };
			const second = startReceiver(start);
			second.http.on('GET', /call-log/, json({ records: [] }));
			const [to = clock.now() - since] = ends;
			await clock.advance(11_000);
			expect(askedFor(second.http)).toEqual([[since, since + to]]);
			await second.receiver.close();
			const third = startReceiver(start);
			await clock.advance(11_000);
			expect(third.http.sent).toEqual([]);
			await third.receiver.close();
		},
	);

	test('are read from a mere number on that an earlier version left', async () => {
		const clock = new FakeClock();
		const [aliveAt, unread] = [clock.now() - 60_000, clock.now() - 3_600_000];
		const { http, receiver } = startReceiver({
			parameters: { triggerOn: 'callEnded' },
			staticData: { aliveAt, unread },
			activation: 'init',
			clock,
		});
		http.on('GET', /call-log/, json({ records: [] }));
		const started = clock.now();
		await clock.advance(11_000);
		expect(askedFor(http)).toEqual([[unread, started]]);
		await receiver.close();
	});

	test('are kept to be read, the oldest of very many outages as one', () => {
		const kept: RingCentralStaticData = {};
		const spans = Array.from({ length: 60 }, (_, hour) => ({ from: hour, to: hour + 0.5 }));
		keepUnread(kept, [...spans, { from: 60 }]);
		expect(kept.unread).toBe(0);
		expect(kept.unreadSpans).toHaveLength(50);
		expect(unreadBefore(kept, 70)).toEqual([
			{ from: 0, to: 11.5 },
			...spans.slice(12),
			{ from: 60, to: 70 },
		]);
		keepUnread(kept, []);
		expect(kept).toEqual({});
	});

	test.each([
		['where n8n 2.41 starts it as if it was published', 'update' as const, ['s-7']],
		['but not of a time in which it was switched off', 'activate' as const, []],
	])('are read after a downtime, %s', async (_how, activation, read) => {
		const parameters = {
			triggerOn: 'telephonySession',
			options: { recoverMissedCalls: true },
		};
		const workflow = `started with ${activation}`;
		const first = startReceiver({ parameters, activation: 'init', workflow: 'before' });
		const { clock } = first;
		const since = clock.now();
		const staticData = { ...first.staticData };
		await first.receiver.close();
		await clock.advance(60_000);
		const second = startReceiver({ parameters, staticData, activation, clock, workflow });
		const startTime = new Date(since + 1_000).toISOString();
		second.http.on('GET', /call-log/, json({ records: [logged('s-7', 'Accepted', startTime)] }));
		await clock.advance(6_000);
		expect(second.items().map((item) => item.telephonySessionId)).toEqual(read);
		await second.receiver.close();
	});

	test('are read by the version that is published before the log was read', async () => {
		const workflow = 'published early';
		const parameters = {
			triggerOn: 'telephonySession',
			options: { recoverMissedCalls: true },
		};
		const first = startReceiver({ parameters, workflow });
		const { clock } = first;
		const since = clock.now();
		await clock.advance(60_000);
		first.receiver.changed({ state: 'active', since, complete: false });
		await clock.advance(2_000);
		await first.receiver.close();
		const { staticData } = first;
		const second = startReceiver({ parameters, staticData, activation: 'update', clock, workflow });
		const startTime = new Date(since + 1_000).toISOString();
		second.http.on('GET', /call-log/, json({ records: [logged('s-7', 'Accepted', startTime)] }));
		expect(second.staticData.unread).toBe(since);
		await clock.advance(6_000);
		expect(second.items()).toMatchObject([{ telephonySessionId: 's-7', recovered: true }]);
		await second.receiver.close();
		// What has been read is not left to the next one.
		const third = startReceiver({ parameters, staticData, activation: 'update', clock, workflow });
		await clock.advance(6_000);
		expect(third.http.sent).toEqual([]);
		await third.receiver.close();
	});

	test('are read from its beginning where n8n was killed before all came that the server kept', async () => {
		const parameters = { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } };
		const { clock, receiver, staticData } = startReceiver({ parameters });
		const since = clock.now();
		await clock.advance(60_000);
		const caughtUp = deferred();
		const cause = 'it did not answer';
		receiver.changed({ state: 'lost', since, cause });
		receiver.changed({ state: 'active', since, complete: true, caughtUp: caughtUp.promise });
		receiver.take(call('Disconnected', 2));
		await settled();
		expect(staticData.unread).toBe(since);
		caughtUp.resolve();
		await settled();
		receiver.take({ ...call('Disconnected', 3), uuid: 'later' });
		await settled();
		expect(staticData.unread).toBeUndefined();
		await receiver.close();
	});

	test('come under the key of the execution that n8n was killed with, stored or not', async () => {
		const parameters = { triggerOn: 'telephonySession', options: { recoverMissedCalls: true } };
		const first = startReceiver({ parameters, isBusy: true });
		first.receiver.take(call('Proceeding', 1));
		first.receiver.take(call('Disconnected', 2));
		await settled();
		const staticData = JSON.parse(JSON.stringify(first.staticData)) as IDataObject;
		const second = startReceiver({ parameters, staticData, activation: 'init' });
		const records = ['s-1', 's-2'].map((id) => logged(id, 'Accepted', at));
		second.http.on('GET', /call-log/, json({ records }));
		await second.clock.advance(7_000);
		const [, { key }] = first.emitted;
		expect(
			second.emitted.map((each) => [each.items[0].telephonySessionId, each.key === key]),
		).toEqual([
			['s-2', false],
			['s-1', true],
		]);
		await first.receiver.close();
		await second.receiver.close();
	});

	test('that ended before a restart and were waited for come after it', async () => {
		const first = startReceiver({ parameters: { triggerOn: 'callEnded' } });
		first.receiver.take(call('Disconnected', 2));
		await first.receiver.close();
		const staticData = {
			aliveAt: first.clock.now() - 60_000,
			waiting: [
				JSON.stringify({
					telephonySessionId: 's-1',
					extensionId: '~',
					endedAt: first.clock.now(),
					recorded: false,
					event: call('Disconnected', 2).received,
				}),
			],
		};
		const second = startReceiver({
			parameters: { triggerOn: 'callEnded' },
			staticData,
			activation: 'init',
		});
		const records = [logged('s-1', 'Accepted', at), logged('s-2', 'Accepted', at)];
		second.http.on('GET', /call-log/, json({ records }));
		await second.clock.advance(60_000);
		expect(
			second
				.items()
				.map(({ telephonySessionId }) => telephonySessionId)
				.sort(),
		).toEqual(['s-1', 's-2']);
		await second.receiver.close();
	});
});
