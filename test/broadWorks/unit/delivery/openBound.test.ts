import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { liveListener } from '../../../../nodes/BroadWorks/trigger/liveListener';
import type { TriggerSettings } from '../../../../nodes/BroadWorks/trigger/settings';
import { GATE_DEFAULTS } from '../../../../nodes/shared/core/flow/eventGate';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { liveNode } from '../../../support/contexts/liveNode';
import { settled } from '../../../support/fakes/turns';
import { eventXml, fakeConnection } from '../support/xsi';

const SPEC = {
	target: { kind: 'user' as const, userId: 'alice@example.net' },
	package: 'Do Not Disturb',
};

/** A trigger that may have three events open, behind executions that sleep until the test ends them. */
function listening() {
	const { node, emitted } = liveNode();
	const settings = {
		delivery: 'channel',
		spec: SPEC,
		types: new Set<string>(),
		output: 'connector',
		gate: { ...GATE_DEFAULTS, acknowledge: 'atOnce', maxWaiting: 3 },
		heartbeatInterval: 15_000,
	} as unknown as TriggerSettings;
	const log = new RecordingLog();
	const live = liveListener(node, settings, fakeConnection(), 'alice@example.net', log);
	const answered: string[] = [];
	const send = async (...ids: string[]) => {
		for (const id of ids) {
			const data = `<xsi:info><xsi:active>${ids.indexOf(id) % 2 === 0}</xsi:active></xsi:info>`;
			const event = readEvent(eventXml({ id, subscription: 's', data }));
			void live.listener
				.onEvent(event, SPEC, false)
				.then(({ statusCode }) => answered.push(`${id}:${statusCode}`));
		}
		await settled();
	};
	const ran = () => emitted.flatMap(({ items }) => items.map(({ eventId }) => eventId));
	return { live, emitted, answered, send, ran, log };
}

describe('events that are open behind executions that sleep', () => {
	test('At Once: more wait unacknowledged, in order, so that the line reads no further', async () => {
		const { live, emitted, answered, send, ran } = listening();
		await send('1', '2', '3', '4', '5');
		expect([ran(), answered]).toEqual([
			['1', '2', '3'],
			['1:200', '2:200', '3:200'],
		]);
		await emitted[0].end('success');
		await send('6');
		expect([ran(), answered.slice(3)]).toEqual([['1', '2', '3', '4'], ['4:200']]);
		await emitted[1].end('success');
		await emitted[2].end('failed');
		expect([ran().slice(4), answered.slice(4)]).toEqual([
			['5', '6'],
			['5:200', '6:200'],
		]);
		live.close();
	});

	test('one that comes again meanwhile waits as well, and runs once', async () => {
		const { live, emitted, answered, send, ran } = listening();
		await send('1', '2', '3', '4');
		await send('4');
		expect(answered).toHaveLength(3);
		await emitted[0].end('success');
		expect([ran(), answered.slice(3)]).toEqual([
			['1', '2', '3', '4'],
			['4:200', '4:200'],
		]);
		live.close();
	});

	test('what is posted is refused meanwhile, which is said once', async () => {
		const { live, emitted, send, log } = listening();
		await send('1', '2', '3');
		expect([live.takesMore(), live.takesMore()]).toEqual([false, false]);
		await emitted[0].end('success');
		expect(live.takesMore()).toBe(true);
		expect(log.at('warn').map(({ message }) => message)).toEqual([
			'Too many events are open; more are refused for now',
		]);
		live.close();
	});
});
