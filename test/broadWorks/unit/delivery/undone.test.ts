import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { liveListener } from '../../../../nodes/BroadWorks/trigger/liveListener';
import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { GATE_DEFAULTS, type GateSettings } from '../../../../nodes/shared/core/flow/eventGate';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { liveNode } from '../../../support/contexts/liveNode';
import { settled } from '../../../support/fakes/turns';
import { eventXml, fakeConnection } from '../support/xsi';

const ALICE = 'alice@example.net';
const SPEC = { target: { kind: 'user' as const, userId: ALICE }, package: 'Do Not Disturb' };

function listenerWith(
	acknowledge: GateSettings['acknowledge'],
	delivery: TriggerSettings['delivery'] = 'channel',
) {
	const { node, emitted } = liveNode();
	const settings = {
		delivery,
		spec: SPEC,
		types: new Set<string>(),
		output: 'connector',
		includeInitialState: false,
		connectionItems: false,
		recoverMissedCalls: false,
		heartbeatInterval: 15_000,
		gate: { ...GATE_DEFAULTS, acknowledge },
	} as unknown as TriggerSettings;
	const { listener, close } = liveListener(
		node,
		settings,
		fakeConnection(),
		ALICE,
		new RecordingLog(),
	);
	let sequence = 0;
	const send = async (eventId: string, active = true, stateExpected = false): Promise<number> => {
		const xml = eventXml({
			id: eventId,
			subscription: 's',
			sequence: ++sequence,
			data: `<xsi:info><xsi:active>${active}</xsi:active></xsi:info>`,
		});
		return (await listener.onEvent(readEvent(xml), SPEC, stateExpected)).statusCode;
	};
	return { send, emitted, close };
}

describe('Only When Finished', () => {
	test('an event whose execution crashed is not a seen one: sent again, it runs again', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished');
		const answers = [send('1'), send('1')];
		await settled();
		expect(emitted).toHaveLength(1);
		await emitted[0].end('crashed');
		// The repetition that was waiting runs it; the first delivery says that it did not.
		expect(emitted).toHaveLength(2);
		expect(emitted[1].items).toEqual(emitted[0].items);
		await emitted[1].end('success');
		expect(await Promise.all(answers)).toEqual([500, 200]);
		expect(await send('1')).toBe(200);
		expect(emitted).toHaveLength(2);
		close();
	});

	test('a repetition waits for the execution that is running', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished');
		const answers = [send('1'), send('1'), send('1')];
		await settled();
		expect(emitted).toHaveLength(1);
		await emitted[0].end('success');
		expect(await Promise.all(answers)).toEqual([200, 200, 200]);
		expect(emitted).toHaveLength(1);
		close();
	});

	test('several repetitions run it once more, not once each', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished');
		const answers = [send('1'), send('1'), send('1')];
		await settled();
		await emitted[0].end('failed');
		expect(emitted).toHaveLength(2);
		await emitted[1].end('success');
		expect(await Promise.all(answers)).toEqual([500, 200, 200]);
		close();
	});

	test('what comes again later is the same, whatever has become of the state', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished');
		const first = send('1', false, true);
		// The first of a subscription is the state; the next one is a change.
		expect(await first).toBe(200);
		const change = send('2', true, true);
		await settled();
		await emitted[0].end('crashed');
		expect(await change).toBe(500);
		const again = send('2', true);
		await settled();
		expect(emitted).toHaveLength(2);
		await emitted[1].end('success');
		expect(await again).toBe(200);
		close();
	});
});

describe('Only When Finished, by HTTP contact, where nobody sends anything again', () => {
	test('what crashed runs again by itself, once', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished', 'httpContact');
		void send('1');
		await settled();
		await emitted[0].end('crashed');
		expect(emitted).toHaveLength(2);
		expect(emitted[1].items).toEqual(emitted[0].items);
		// Posted twice all the same: it runs already.
		void send('1');
		await settled();
		expect(emitted).toHaveLength(2);
		await emitted[1].end('success');
		expect(await send('1')).toBe(200);
		expect(emitted).toHaveLength(2);
		close();
	});

	test('what crashes twice may be what ends the workers, and what failed has run', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished', 'httpContact');
		void send('1');
		await settled();
		await emitted[0].end('crashed');
		await emitted[1].end('crashed');
		expect(emitted).toHaveLength(2);
		void send('2', false);
		await settled();
		await emitted[2].end('failed');
		expect(emitted).toHaveLength(3);
		close();
	});

	test('on a channel that is left to the server', async () => {
		const { send, emitted, close } = listenerWith('onlyWhenFinished');
		const answer = send('1');
		await settled();
		await emitted[0].end('crashed');
		expect([await answer, emitted.length]).toEqual([500, 1]);
		close();
	});
});

describe('Acknowledged when finished, or soon', () => {
	test('a crashed one that comes again has another key, so that n8n does not refuse it', async () => {
		const { send, emitted, close } = listenerWith('whenFinished');
		const first = send('1');
		await settled();
		await emitted[0].end('crashed');
		expect(await first).toBe(200);
		void send('1');
		await settled();
		expect(emitted.map(({ key }) => key)).toEqual(['workflow:node:1', 'workflow:node:1:2']);
		await emitted[1].end('success');
		expect(await send('1')).toBe(200);
		expect(emitted).toHaveLength(2);
		close();
	});

	test('one that failed has run', async () => {
		const { send, emitted, close } = listenerWith('whenFinished');
		const first = send('1');
		await settled();
		await emitted[0].end('failed');
		expect(await first).toBe(200);
		expect(await send('1')).toBe(200);
		expect(emitted).toHaveLength(1);
		close();
	});
});
