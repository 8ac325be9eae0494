import type { IDataObject } from 'n8n-workflow';

import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { TriggerMemory } from '../../../../nodes/BroadWorks/trigger/memory';
import { eventXml } from '../support/xsi';

/** What n8n saves and loads again. */
const saved = (data: IDataObject) => JSON.parse(JSON.stringify(data)) as IDataObject;

describe('the memory of a trigger', () => {
	it('knows an event again', () => {
		const memory = new TriggerMemory({});
		expect(memory.events.isNew('e1')).toBe(true);
		expect(memory.events.isNew('e1')).toBe(false);
	});

	it('knows a finished event again after a restart', () => {
		const data: IDataObject = {};
		const memory = new TriggerMemory(data);
		memory.events.isNew('e1');
		memory.events.finish(['e1']);
		memory.write(1000);
		expect(new TriggerMemory(saved(data)).events.isNew('e1')).toBe(false);
	});

	it('takes an event again whose execution had not ended when n8n was killed', () => {
		const data: IDataObject = {};
		const memory = new TriggerMemory(data);
		memory.events.isNew('e1');
		memory.write(1000);
		expect(new TriggerMemory(saved(data)).events.isNew('e1')).toBe(true);
	});

	it('takes an event again that the server was told had failed', () => {
		const memory = new TriggerMemory({});
		memory.events.isNew('e1');
		memory.events.end({ keys: ['e1'] }, 'failed', true);
		expect(memory.events.isNew('e1')).toBe(true);
	});

	it('keeps the time of the last execution', () => {
		const data: IDataObject = {};
		expect(new TriggerMemory(data).aliveAt).toBeUndefined();
		new TriggerMemory(data).write(1_234);
		expect(new TriggerMemory(saved(data)).aliveAt).toBe(1_234);
	});

	it('keeps which calls are known, and which of them have not ended', () => {
		const data: IDataObject = {};
		const memory = new TriggerMemory(data);
		for (const [id, state] of [
			['a', 'Active'],
			['b', 'Released'],
		]) {
			const call = `<xsi:call><xsi:callId>${id}</xsi:callId><xsi:state>${state}</xsi:state></xsi:call>`;
			const parts = { id: `e-${id}`, subscription: 's', type: 'CallUpdatedEvent', data: call };
			memory.calls.see(readEvent(eventXml(parts)));
		}
		memory.write(1);
		expect(saved(data)).toMatchObject({ calls: ['a', 'b'], openCalls: ['a'] });
		const { calls } = new TriggerMemory(saved(data));
		expect(['a', 'b', 'c'].map((callId) => calls.hasEnded(callId))).toEqual([false, true, false]);
	});

	it('keeps a call whose event is in no execution yet as one to be read from the log', () => {
		const data: IDataObject = {};
		const memory = new TriggerMemory(data);
		const take = (eventId: string, callId: string, nowMs: number) => {
			const call = `<xsi:call><xsi:callId>${callId}</xsi:callId></xsi:call>`;
			const parts = { id: eventId, subscription: 's', type: 'CallReceivedEvent', data: call };
			const event = readEvent(eventXml(parts));
			memory.hold(event, nowMs);
			memory.calls.see(event);
		};
		take('e1', 'a', 1_000);
		memory.untold.free('e1');
		// Of a call that was told another event says nothing new.
		take('e2', 'a', 2_000);
		take('e3', 'b', 3_000);
		take('e4', 'c', 4_000);
		memory.write(5_000);
		expect(saved(data)).toMatchObject({ calls: ['a'], unread: { from: 3_000, to: 5_000 } });
		memory.untold.free('e3');
		memory.untold.free('e4');
		memory.write(6_000);
		expect(saved(data)).toMatchObject({ calls: ['a', 'b', 'c'], aliveAt: 6_000 });
		expect(data.unread).toBeUndefined();
	});

	it('keeps the users of whom events came last', () => {
		const data: IDataObject = {};
		const memory = new TriggerMemory(data);
		for (let nth = 0; nth < 30; nth++) {
			const call = `<xsi:call><xsi:callId>c${nth}</xsi:callId></xsi:call>`;
			const parts = { id: `e${nth}`, subscription: 's', type: 'CallUpdatedEvent', data: call };
			memory.calls.see(readEvent(eventXml({ ...parts, target: `user${nth}@example.net` })));
		}
		memory.write(1);
		const users = new TriggerMemory(saved(data)).calls.users();
		expect(users).toEqual([...Array(20).keys()].map((nth) => `user${nth + 10}@example.net`));
	});

	it('stays small in static data', () => {
		const data: IDataObject = {};
		const memory = new TriggerMemory(data);
		memory.events.finish(Array.from({ length: 20_000 }, (_, index) => `event-${index}`));
		memory.write(1);
		expect(JSON.stringify(data).length).toBeLessThan(20_000);
	});

	describe('of messages, that are new', () => {
		const BEGUN = 1_000_000;
		const LATER = 9_000_000;
		/** What was kept by a trigger that was switched on. */
		const kept = () => {
			const data: IDataObject = {};
			new TriggerMemory(data).messagesSince('off', 'alice', BEGUN);
			return saved(data);
		};
		const since = new TriggerMemory(kept()).messagesSince('downtime', 'alice', LATER);

		it.each([
			['after a downtime', 'downtime', 'alice', since],
			['in a new version', 'version', 'alice', since],
			['not of other mailboxes in a new version', 'version', 'bob', LATER - 30_000],
			['not of other mailboxes after a downtime', 'downtime', 'bob', LATER - 30_000],
			['not of a time in which it was off', 'off', 'alice', LATER - 30_000],
		] as const)('goes on from the activation: %s', (_how, after, whose, expected) => {
			expect(new TriggerMemory(kept()).messagesSince(after, whose, LATER)).toBe(expected);
			expect(since).toBe(BEGUN - 30_000);
		});

		it('goes on with what an earlier version of the package wrote, after a downtime', () => {
			const { messagesOf: _unknown, ...earlier } = kept();
			expect(new TriggerMemory(earlier).messagesSince('downtime', 'alice', LATER)).toBe(since);
		});
	});
});
