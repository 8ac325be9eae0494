import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { liveListener } from '../../../../nodes/BroadWorks/trigger/liveListener';
import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { GATE_DEFAULTS, type GateSettings } from '../../../../nodes/shared/core/flow/eventGate';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { liveNode } from '../../../support/contexts/liveNode';
import { settled } from '../../../support/fakes/turns';
import { eventXml, fakeConnection } from '../support/xsi';

const SPEC = {
	target: { kind: 'user' as const, userId: 'alice@example.net' },
	package: 'Advanced Call',
};

/** A trigger that starts with calls that were answered. */
function listening(recoverMissedCalls: boolean, gate: Partial<GateSettings> = {}) {
	const { node, emitted } = liveNode();
	const settings = {
		delivery: 'channel',
		spec: SPEC,
		types: new Set(['CallAnsweredEvent']),
		output: 'connector',
		gate: { ...GATE_DEFAULTS, acknowledge: 'atOnce', ...gate },
		heartbeatInterval: 15_000,
		recoverMissedCalls,
	} as unknown as TriggerSettings;
	const live = liveListener(node, settings, fakeConnection(), '', new RecordingLog());
	const send = async (id: string, type: string) => {
		const data = `<xsi:call><xsi:callId>c-${id}</xsi:callId><xsi:state>Active</xsi:state></xsi:call>`;
		const event = readEvent(eventXml({ id, subscription: 's', type, data }));
		const { statusCode } = await live.listener.onEvent(event, SPEC, false);
		await settled();
		return statusCode;
	};
	const ran = () => emitted.flatMap(({ items }) => items.map(({ eventId }) => eventId));
	return { node, live, send, ran, emitted };
}

describe('events of a type that the workflow does not start with', () => {
	test('are acknowledged and not remembered', async () => {
		const { live, send, ran } = listening(false);
		expect(await send('1', 'CallReceivedEvent')).toBe(200);
		expect(await send('2', 'CallAnsweredEvent')).toBe(200);
		expect(ran()).toEqual(['2']);
		expect([live.has('1'), live.has('2')]).toEqual([false, true]);
		live.close();
	});

	test.each([
		[true, ['c-1', 'c-2']],
		[false, []],
	])('tell of calls where missed ones are recovered: %s', async (recovers, calls) => {
		const { node, live, send } = listening(recovers);
		await send('1', 'CallReceivedEvent');
		await send('2', 'CallAnsweredEvent');
		expect(node.getWorkflowStaticData('node')).toMatchObject({ calls });
		live.close();
	});
});

test('a call that waits for its execution does not count as told after a kill', async () => {
	const { live, send, emitted } = listening(true, { maxInFlight: 2 });
	for (const id of ['1', '2', '3', '4']) await send(id, 'CallAnsweredEvent');
	expect(emitted.map(({ saved }) => saved.calls)).toEqual([['c-1'], ['c-1', 'c-2']]);
	expect(emitted[1].saved.unread).toBeUndefined();
	await emitted[0].end('success');
	expect(emitted[2].saved).toMatchObject({ calls: ['c-1', 'c-2', 'c-3', 'c-4'] });
	expect(emitted[2].saved.unread).toBeUndefined();
	live.close();
});

test('one beside it does not take it for told', async () => {
	const { live, send, emitted } = listening(true, { maxInFlight: 1, oneEventPerExecution: true });
	for (const id of ['1', '2', '3']) await send(id, 'CallAnsweredEvent');
	await emitted[0].end('success');
	expect(emitted[1].saved.calls).toEqual(['c-1', 'c-2']);
	expect(emitted[1].saved.unread).toEqual({
		from: expect.any(Number) as number,
		to: expect.any(Number) as number,
	});
	await emitted[1].end('success');
	expect(emitted[2].saved.calls).toEqual(['c-1', 'c-2', 'c-3']);
	expect(emitted[2].saved.unread).toBeUndefined();
	live.close();
});
