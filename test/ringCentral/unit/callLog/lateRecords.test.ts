import type { IDataObject } from 'n8n-workflow';

import { call, logged, startReceiver } from '../support/liveReceiverOf';
import { json } from '../support/ringCentralLive';

const iso = (ms: number) => new Date(ms).toISOString();

/** A trigger whose outage of a minute, or of `ms`, has just ended; `log` is what the call log has. */
async function afterOutage(parameters: IDataObject, ms = 60_000) {
	const all = startReceiver({ parameters: { targetType: 'account', ...parameters } });
	const { clock, http, receiver } = all;
	const log: object[] = [];
	http.on('GET', /call-log/, () => json({ records: log }));
	const since = clock.now();
	await clock.advance(ms);
	receiver.changed({ state: 'active', since, complete: false });
	const requests = () => http.to('GET', /call-log/).length;
	return { ...all, callLog: log, since, at: iso(since), requests };
}

describe('Records that come after an outage', () => {
	test.each([30_000, 200_000])('are told once, %i ms after it too', async (ms) => {
		const { at, clock, callLog, receiver, items, requests } = await afterOutage({
			triggerOn: 'callEnded',
		});
		await clock.advance(ms);
		expect(items()).toEqual([]);
		callLog.push(logged('s-1', 'Missed', at));
		await clock.advance(1_200_000);
		expect(items()).toMatchObject([{ telephonySessionId: 's-1', recovered: true }]);
		expect(requests()).toBe(3);
		await receiver.close();
	});

	test('are waited for while the log is still to be read, over a restart too', async () => {
		const { since, clock, callLog, receiver, items, staticData } = await afterOutage({
			triggerOn: 'callEnded',
		});
		const ended = async (telephonySessionId: string, sequence: number) => {
			const event = call('Disconnected', sequence);
			receiver.take({ ...event, body: { ...event.body, telephonySessionId } });
			callLog.push(logged(telephonySessionId, 'Missed', iso(clock.now())));
			await clock.advance(15_000);
		};
		await clock.advance(30_000);
		await ended('s-1', 2);
		expect(items()).toHaveLength(1);
		expect(staticData.unread).toBe(since);
		await clock.advance(600_000);
		await ended('s-2', 3);
		expect(items()).toHaveLength(2);
		expect(staticData.unread).toBeUndefined();
		await receiver.close();
	});

	test('do not bring the others again, however many there are', async () => {
		const { at, clock, callLog, receiver, items } = await afterOutage({ triggerOn: 'callEnded' });
		for (let call = 0; call < 6_000; call++) callLog.push(logged(`s-${call}`, 'Missed', at));
		await clock.advance(30_000);
		expect(items()).toHaveLength(6_000);
		callLog.push(logged('late', 'Missed', at));
		await clock.advance(600_000);
		expect(items()).toHaveLength(6_001);
		await receiver.close();
	});

	test('do not delay the news that the line is up', async () => {
		const { clock, receiver, items } = await afterOutage({
			triggerOn: 'callEnded',
			options: { connectionItems: true },
		});
		await clock.advance(6_000);
		expect(items().map(({ state }) => state)).toEqual(['subscriptionBack', 'gap']);
		await receiver.close();
	});

	test('are waited for where the log has the call in progress, without any event', async () => {
		const { at, clock, callLog, receiver, items } = await afterOutage({ triggerOn: 'callEnded' });
		callLog.push({ ...logged('s-1', 'In Progress', at), duration: 0 });
		await clock.advance(400_000);
		expect(items()).toEqual([]);
		callLog[0] = logged('s-1', 'Accepted', at);
		await clock.advance(1_200_000);
		expect(items()).toMatchObject([{ telephonySessionId: 's-1', recovered: true }]);
		await receiver.close();
	});

	test('and never do are not told, nor is a call that the log forgets', async () => {
		const { at, clock, callLog, log, receiver, items, requests } = await afterOutage({
			triggerOn: 'callEnded',
		});
		const running = { ...logged('s-1', 'In Progress', at), duration: 0 };
		callLog.push(running, { ...running, id: 'old', telephonySessionId: undefined });
		await clock.advance(316_000);
		callLog.length = 0;
		await clock.advance(1_200_000);
		const last = requests();
		await clock.advance(1_200_000);
		expect([items(), log.at('error'), requests() - last]).toEqual([[], [], 0]);
		await receiver.close();
	});

	test('of calls that are waited for already do not go out before their recording', async () => {
		const { clock, callLog, receiver, items } = await afterOutage({
			triggerOn: 'callEnded',
			options: { recordingWait: 5 },
		});
		const record = logged('s-1', 'Accepted', iso(clock.now()));
		receiver.take(call('Disconnected', 2));
		callLog.push(record);
		await clock.advance(100_000);
		expect(items()).toEqual([]);
		callLog[0] = { ...record, recording: { id: 'sound' } };
		await clock.advance(600_000);
		expect(items()).toMatchObject([{ telephonySessionId: 's-1', recording: { id: 'sound' } }]);
		expect(items()[0]).not.toHaveProperty('recovered');
		await receiver.close();
	});
});

describe('Recordings that come after an outage', () => {
	const recorded = (at: string, result = 'Accepted') => ({
		...logged('s-1', result, at),
		recording: { id: 'sound' },
	});

	test('are waited for as long as those of other calls', async () => {
		const { at, clock, callLog, receiver, items, requests } = await afterOutage({
			triggerOn: 'newRecording',
		});
		callLog.push(logged('s-1', 'Accepted', at));
		await clock.advance(1_200_000);
		expect(items()).toEqual([]);
		callLog[0] = recorded(at);
		await clock.advance(120_000);
		expect(items()).toMatchObject([{ recording: { id: 'sound' }, recovered: true }]);
		expect(requests()).toBeLessThan(30);
		await clock.advance(3_600_000);
		expect(items()).toHaveLength(1);
		await receiver.close();
	});

	test.each([
		['nobody answered', 60_000, 'Missed', 'any'],
		['ended too long ago', 3_600_000, 'Accepted', 'any'],
		['went the other way', 60_000, 'Accepted', 'Outbound'],
	])('are not waited for where the call %s', async (_what, ms, result, direction) => {
		const { at, clock, callLog, receiver, items, requests } = await afterOutage(
			{ triggerOn: 'newRecording', direction },
			ms,
		);
		callLog.push(logged('s-1', result, at));
		await clock.advance(3_600_000);
		expect([items(), requests()]).toEqual([[], 3]);
		await receiver.close();
	});
});
