import { CallMemory } from '../../../../nodes/BroadWorks/client/calls/callMemory';
import type { LoggedCall } from '../../../../nodes/BroadWorks/client/calls/callLogs';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { fixture } from '../../../support/fixtures';
import { eventXml } from '../support/xsi';

const START = 1_568_204_580_687;

function logged(parts: Partial<LoggedCall>): LoggedCall {
	return {
		userId: 'alice@example.net',
		kind: 'received',
		callLogId: '1:0',
		number: '5550100',
		startTime: START,
		fields: {},
		...parts,
	};
}

const callEvent = (callId: string, state: string, target = 'alice@example.net') =>
	readEvent(
		eventXml({
			id: `${callId}-${state}`,
			subscription: 's',
			type: 'CallUpdatedEvent',
			target,
			data: `<xsi:call><xsi:callId>${callId}</xsi:callId><xsi:state>${state}</xsi:state><xsi:remoteParty><xsi:address>tel:+15550100</xsi:address></xsi:remoteParty><xsi:startTime>${START}</xsi:startTime></xsi:call>`,
		}),
	);

describe('CallMemory', () => {
	it('knows a call by its id', () => {
		const memory = new CallMemory();
		memory.see(callEvent('a', 'Active'));
		expect(memory.knows(logged({ callId: 'a', number: '', startTime: 0 }))).toBe(true);
		expect(memory.knows(logged({ callId: 'b', number: '', startTime: 0 }))).toBe(false);
	});

	it('knows a call of a log without ids by user, number and start', () => {
		const memory = new CallMemory();
		memory.see(callEvent('a', 'Active'));
		expect(memory.knows(logged({ startTime: START - 687 }))).toBe(true);
		expect(memory.knows(logged({ number: '+1 (555) 0100' }))).toBe(true);
		expect(memory.knows(logged({ startTime: START + 3_001 }))).toBe(false);
		expect(memory.knows(logged({ number: '5550101' }))).toBe(false);
		expect(memory.knows(logged({ userId: 'bob@example.net' }))).toBe(false);
	});

	it('sees every call of an event with several', () => {
		const memory = new CallMemory();
		memory.see(readEvent(fixture('composed/event-call-subscription-two-calls.xml')));
		expect(memory.newest(9)).toEqual(['callhalf-31126219817:0', 'callhalf-31126219700:0']);
	});

	it('takes no notice of events without a call', () => {
		const memory = new CallMemory();
		memory.see(readEvent(fixture('composed/event-hookstatus-offhook.xml')));
		expect([memory.newest(9), memory.users()]).toEqual([[], []]);
	});

	it('tells which calls ended unseen, once, and of that user only', () => {
		const memory = new CallMemory();
		memory.see(callEvent('a', 'Active'));
		memory.see(callEvent('b', 'Active'));
		memory.see(callEvent('c', 'Released'));
		memory.see(callEvent('d', 'Active', 'bob@example.net'));
		const ended = memory.ended('alice@example.net', [{ callId: 'b' }]);
		expect(ended.map(({ callId }) => callId)).toEqual(['a']);
		expect(memory.ended('alice@example.net', [{ callId: 'b' }])).toEqual([]);
		expect(memory.users().sort()).toEqual(['alice@example.net', 'bob@example.net']);
	});

	it('does not take an ended call for an active one when an older event comes late', () => {
		const memory = new CallMemory();
		memory.see(callEvent('a', 'Active'));
		expect(memory.hasEnded('a')).toBe(false);
		memory.see(callEvent('a', 'Released'));
		memory.see(callEvent('a', 'Active'));
		expect([memory.hasEnded('a'), memory.hasEnded('b')]).toEqual([true, false]);
		expect(memory.ended('alice@example.net', [])).toEqual([]);
	});

	it('knows over a restart which calls have ended', () => {
		const memory = new CallMemory();
		memory.restore(['a', 'b'], undefined, ['b']);
		memory.see(callEvent('a', 'Active'));
		memory.see(callEvent('b', 'Active'));
		expect(memory.ended('alice@example.net', []).map(({ callId }) => callId)).toEqual(['b']);
	});

	it('forgets the oldest call first', () => {
		const memory = new CallMemory(2);
		for (const callId of ['a', 'b', 'a', 'c']) memory.see(callEvent(callId, 'Active'));
		expect(memory.newest(9)).toEqual(['a', 'c']);
		expect(memory.ended('alice@example.net', [])).toHaveLength(2);
	});

	it('is carried over a restart by the ids of its newest calls', () => {
		const before = new CallMemory();
		for (const callId of ['a', 'b', 'c']) before.see(callEvent(callId, 'Active'));
		const after = new CallMemory();
		after.restore(before.newest(2));
		const known = ['a', 'b', 'c'].map((callId) => after.knows(logged({ callId })));
		expect(known).toEqual([false, true, true]);
	});

	it('knows a call of a log with ids by its id only: the same caller may have called again', () => {
		const memory = new CallMemory();
		memory.see(callEvent('a', 'Active'));
		expect(memory.knows(logged({ callId: 'b' }))).toBe(false);
	});

	it('tells the latest start of all calls seen, whatever was forgotten or is not a time', () => {
		const memory = new CallMemory(1);
		memory.restore(['old'], { forgottenUntil: 5, seenUntil: 90 });
		expect(memory.latestStart).toBe(0);
		for (const start of [20, 10, 'soon', undefined]) {
			const event = callEvent(`c${start}`, 'Active');
			Object.assign(event.fields, { startTime: start });
			memory.see(event);
		}
		expect(memory.latestStart).toBe(20);
		expect(memory.bounds(1)).toEqual({ forgottenUntil: 20, seenUntil: 90 });
	});

	describe('what is forgotten', () => {
		const at = (callId: string, start: number) => {
			const event = callEvent(callId, 'Released');
			event.fields.startTime = start;
			return event;
		};

		it('is told by the time, for calls that were evicted', () => {
			const memory = new CallMemory(2);
			for (const [callId, start] of [
				['a', 10],
				['b', 20],
				['c', 30],
			] as const) {
				memory.see(at(callId, start));
			}
			const may = (startTime: number) =>
				memory.mayHaveForgotten(logged({ callId: 'x', startTime }));
			expect([may(10), may(11)]).toEqual([true, false]);
		});

		it('is told over a restart: by ids for what was kept, by the time for the rest', () => {
			const before = new CallMemory();
			for (const [callId, start] of [
				['a', 10],
				['b', 20],
				['c', 30],
			] as const) {
				before.see(at(callId, start));
			}
			expect(before.bounds(2)).toEqual({ forgottenUntil: 10, seenUntil: 30 });
			const after = new CallMemory();
			after.restore(before.newest(2), before.bounds(2));
			const may = (startTime: number, callId?: string) =>
				after.mayHaveForgotten(logged({ callId, startTime }));
			expect([may(10, 'x'), may(11, 'x')]).toEqual([true, false]);
			// A log without ids: nothing of what was kept can be compared.
			expect([may(30), may(31)]).toEqual([true, false]);
			// What was known before the last restart but one is not forgotten again.
			expect(after.bounds(2)).toEqual({ forgottenUntil: 10, seenUntil: 30 });
		});
	});
});
