import type { LineListener } from '../../../../nodes/BroadWorks/client/delivery/listener';
import type { SubscriptionSpec } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { ACCEPTED } from '../../../../nodes/BroadWorks/client/channel/channel';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { LiveChannel, type ChannelContext } from '../../../../nodes/BroadWorks/trigger/liveChannel';
import type { LiveListener } from '../../../../nodes/BroadWorks/trigger/liveListener';
import { isProcessEnding } from '../../../../nodes/shared/processEnd';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { liveNode } from '../../../support/contexts/liveNode';
import { eventXml } from '../support/xsi';

const PACKAGE = 'Do Not Disturb';
const user = (userId: string): SubscriptionSpec => ({
	target: { kind: 'user', userId },
	package: PACKAGE,
});

const credential = {
	serverUrl: 'https://xsi.example.net',
	authentication: 'basic',
	userId: 'a@b.c',
	password: 'secret',
} as never;

/** A line whose subscriptions are active at once. */
class OpenLine {
	readonly listeners = new Map<LineListener, SubscriptionSpec>();

	readonly removed: Array<number | undefined> = [];

	readonly asked: SubscriptionSpec[] = [];

	ended = false;

	beatEvery(): void {}

	askForState(spec: SubscriptionSpec): void {
		this.asked.push(spec);
	}

	async add(spec: SubscriptionSpec, listener: LineListener): Promise<void> {
		this.listeners.set(listener, spec);
		listener.onActive?.();
		await Promise.resolve();
	}

	async remove(_spec: unknown, listener: LineListener, longest?: number): Promise<void> {
		this.listeners.delete(listener);
		this.removed.push(longest);
		await Promise.resolve();
	}

	/** Delivers an event to whoever listens now; gives the answers. */
	async deliver(id: string): Promise<number[]> {
		const event = readEvent(eventXml({ id, subscription: 's' }));
		const given = [...this.listeners].map(
			async ([listener, spec]) => await listener.onEvent(event, spec, false),
		);
		return (await Promise.all(given)).map(({ statusCode }) => statusCode);
	}
}

/** One version of a workflow, which n8n has started. */
async function started(
	line: OpenLine,
	spec: SubscriptionSpec,
	includeInitialState = false,
	workflow = 'workflow',
) {
	const { node } = liveNode();
	Object.assign(node, { getWorkflow: () => ({ id: workflow, name: 'Calls' }) });
	const taken: string[] = [];
	const calls: string[] = [];
	const log = new RecordingLog();
	const live: LiveListener = {
		listener: {
			mostOpen: 100,
			onEvent: async ({ eventId }) => {
				taken.push(eventId ?? '');
				return await Promise.resolve(ACCEPTED);
			},
		},
		takesMore: () => true,
		waiting: () => 0,
		credentialChanged() {},
		settle: async () => await Promise.resolve(void calls.push('settle')),
		has: (eventId) => taken.includes(eventId ?? ''),
		goOn: () => void calls.push('goOn'),
		leave: () => void calls.push('leave'),
		close: () => void calls.push('close'),
	};
	const context = {
		node,
		settings: { spec, heartbeatInterval: 15_000, includeInitialState },
		live,
		present: { use() {} },
		log,
		lineOf: async () => await Promise.resolve(line),
	} as unknown as ChannelContext;
	const { closeFunction } = await new LiveChannel(context).start(credential);
	return { close: async () => await closeFunction?.(), taken, calls, log };
}

/** n8n's own. */
const onSignal = jest.fn();
process.on('SIGTERM', onSignal);
afterAll(() => void process.off('SIGTERM', onSignal));

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(async () => {
	await jest.advanceTimersByTimeAsync(60_000);
	jest.useRealTimers();
});

test('the line learns how many events of a workflow may be open', async () => {
	const line = new OpenLine();
	await started(line, user('a@b.c'));
	expect([...line.listeners.keys()].map(({ mostOpen }) => mostOpen)).toEqual([100]);
});

describe('n8n closes the trigger', () => {
	test('and starts a newer version, which gets what came meanwhile, each event once', async () => {
		const line = new OpenLine();
		const first = await started(line, user('alice'));
		expect(await line.deliver('1')).toEqual([200]);
		await first.close();
		const held = line.deliver('2');
		await jest.advanceTimersByTimeAsync(9_999);
		expect([first.taken, line.removed]).toEqual([['1'], []]);

		const second = await started(line, user('alice'));
		expect(await held).toEqual([200]);
		await line.deliver('3');
		expect(await line.deliver('1')).toEqual([200]);
		expect([first.taken, second.taken]).toEqual([
			['1', '1'],
			['2', '3'],
		]);
		expect(line.listeners.size).toBe(1);
		// States are known already, and the server sends none.
		expect([first.calls, second.calls]).toEqual([['settle', 'leave', 'close'], ['goOn']]);
		await second.close();
		const third = await started(line, user('alice'));
		await line.deliver('4');
		expect([second.taken, third.taken]).toEqual([['2', '3'], ['4']]);
	});

	test('for good: the subscription ends, and what came is told', async () => {
		const line = new OpenLine();
		const only = await started(line, user('bob'));
		await only.close();
		const held = line.deliver('1');
		await jest.advanceTimersByTimeAsync(10_000);
		expect([await held, line.removed, only.taken]).toEqual([[200], [0], []]);
		expect(only.log.at('info').map(({ message }) => message)).toEqual([
			'Events came after the workflow was switched off',
		]);
	});

	test('and starts one that wants the present state: the server is asked for it', async () => {
		const line = new OpenLine();
		await (await started(line, user('carol'))).close();
		await started(line, user('carol'), true);
		expect(line.asked).toEqual([user('carol')]);
	});

	test('and starts one that wants other events: what came meanwhile is not for it', async () => {
		const line = new OpenLine();
		await (await started(line, user('dave'))).close();
		const held = line.deliver('1');
		const other = await started(line, user('erin'));
		expect([await held, other.taken, line.removed]).toEqual([[200], [], [0]]);
	});

	test('and stops: the last events are its own, and what was put off ends too', async () => {
		const line = new OpenLine();
		await (await started(line, user('grace'))).close();
		const last = await started(line, user('frank'), false, 'other');
		let wasKnown = false;
		onSignal.mockImplementationOnce(() => (wasKnown = isProcessEnding()));
		process.emit('SIGTERM');
		expect(wasKnown).toBe(true);
		await last.close();
		expect([line.removed, line.listeners.size]).toEqual([[0, undefined], 0]);
		expect(last.calls).toEqual(['settle', 'close']);
	});
});
