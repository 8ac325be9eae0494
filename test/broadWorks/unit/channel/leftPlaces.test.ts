import { ACCEPTED, FAILED } from '../../../../nodes/BroadWorks/client/channel/channel';
import { specKey } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import {
	behind,
	LeftPlace,
	leavePlace,
	takePlace,
	type EventTaker,
} from '../../../../nodes/BroadWorks/trigger/line/leftPlaces';
import { afterChannel } from '../../../../nodes/BroadWorks/trigger/contact/afterChannel';
import type { LiveListener } from '../../../../nodes/BroadWorks/trigger/liveListener';
import { settled } from '../../../support/fakes/turns';
import { eventXml } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

const KEY = 'workflow:node';
const STAY = 10_000;

const event = (n: number) => eventXml({ id: `e${n}`, subscription: 's1', sequence: n });

/** What a trigger of a version of the workflow is to its line. */
class Version implements EventTaker {
	readonly listener = new RecordingListener(async () => await Promise.resolve(this.answer));

	answer = ACCEPTED;

	has(eventId: string | undefined): boolean {
		return this.listener.ids().includes(eventId ?? '');
	}

	async onEvent(...[one, spec]: Parameters<EventTaker['onEvent']>) {
		return await this.listener.onEvent(one, spec);
	}
}

/** A line on which a first version listens, with a place that it can leave. */
async function closedTrigger() {
	const server = new ScriptedServer();
	const { line } = lineTo(server);
	const first = new Version();
	const state: { taker: EventTaker } = { taker: first };
	const listener: RecordingListener = Object.assign(new RecordingListener(), {
		onEvent: async (...delivered: Parameters<EventTaker['onEvent']>) =>
			await state.taker.onEvent(...delivered),
	});
	const added = line.add(ALICE, listener, true);
	await server.clock.advance(0);
	await added;
	const unwanted: number[] = [];
	const place = new LeftPlace(
		specKey(ALICE),
		first,
		async (longest) => await line.remove(ALICE, listener, longest),
	);
	const { clock } = server;
	const leave = () => {
		state.taker = place;
		leavePlace(KEY, place, { stay: STAY, clock, onEnd: (count) => void unwanted.push(count) });
	};
	const push = async (...numbers: number[]) => {
		for (const n of numbers) server.stream.push(event(n));
		await settled();
	};
	const ended = () => server.http.to('DELETE', /subscription/).length;
	return { server, line, first, leave, push, ended, unwanted };
}

describe('The place of a trigger that n8n has closed', () => {
	it('holds what comes, unacknowledged, for the version that follows: one subscription stays', async () => {
		const { server, line, first, leave, push, ended } = await closedTrigger();
		await push(1);
		leave();
		await push(2, 3);
		expect([server.ackLines(), first.listener.ids()]).toEqual([['e1:200'], ['e1']]);
		await server.clock.advance(STAY - 1);

		const second = new Version();
		const place = takePlace(KEY);
		place?.follow(second);
		const added = line.add(ALICE, second.listener, true);
		void place?.end();
		await push(4);
		await server.clock.advance(STAY);
		await push(5);
		await added;
		expect(second.listener.ids()).toEqual(['e2', 'e3', 'e4', 'e5']);
		expect(server.ackLines()).toEqual(['e1:200', 'e2:200', 'e3:200', 'e4:200', 'e5:200']);
		expect([ended(), server.subscribes().length, server.openings().length]).toEqual([0, 1, 1]);
	});

	it('is given up when nobody takes it, and what came in vain is acknowledged', async () => {
		const { server, first, leave, push, ended, unwanted } = await closedTrigger();
		leave();
		await push(1, 2);
		await server.clock.advance(STAY - 1);
		expect([ended(), server.ackLines()]).toEqual([0, []]);
		await server.clock.advance(1);
		await settled();
		expect(server.ackLines().slice(0, 2)).toEqual(['e1:200', 'e2:200']);
		expect([ended(), unwanted, first.listener.ids()]).toEqual([1, [2], []]);
		expect(server.http.to('DELETE', /channel/)).toHaveLength(1);
		expect(takePlace(KEY)).toBeUndefined();
		expect(server.clock.sleeping).toBe(0);
	});

	it('gives what it has taken before to itself when the server sends that again', async () => {
		const { line, first, leave, push } = await closedTrigger();
		first.answer = FAILED;
		await push(1);
		leave();
		await push(1);
		expect(first.listener.ids()).toEqual(['e1', 'e1']);
		const second = new Version();
		const place = takePlace(KEY);
		place?.follow(second);
		const listener = new RecordingListener();
		const both = Object.assign(listener, { onEvent: place && behind(place, second).onEvent });
		await line.add(ALICE, both, true);
		await push(1, 2);
		expect([first.listener.ids().length > 2, second.listener.ids()]).toEqual([true, ['e2']]);
	});

	it('waits again where the version that follows has failed to start', async () => {
		const { server, leave, push, ended, unwanted } = await closedTrigger();
		leave();
		const place = takePlace(KEY);
		place?.follow(new Version());
		await server.clock.advance(STAY);
		expect(ended()).toBe(0);
		leave();
		await push(1);
		const third = new Version();
		takePlace(KEY)?.follow(third);
		expect([third.listener.ids(), unwanted]).toEqual([['e1'], []]);
	});
});

it('whoever joins a line that is up is told so: an outage is read only when events can come', async () => {
	const server = new ScriptedServer();
	const { line } = lineTo(server);
	const first = new RecordingListener();
	const second = new RecordingListener();
	void line.add(ALICE, first, true);
	await server.clock.advance(0);
	await line.add(ALICE, second, true);
	expect([first.notices, second.notices]).toEqual([
		[{ state: 'up', channelId: 'c1' }],
		[{ state: 'up', channelId: 'c1' }],
	]);
});

it('the state of a subscription that goes on comes when it is asked for', async () => {
	const server = new ScriptedServer();
	const { line } = lineTo(server);
	void line.add(ALICE, new RecordingListener(), true);
	await server.clock.advance(0);
	line.askForState(ALICE);
	await server.clock.advance(0);
	expect(server.http.to('PUT', /subscription\/s1$/)).toHaveLength(1);
});

describe('A version with HTTP contact after one with the channel', () => {
	const live = (version: Version) => {
		const calls: string[] = [];
		const note = (name: string) => () => void calls.push(name);
		const listener = {
			onEvent: async (...delivered: Parameters<EventTaker['onEvent']>) =>
				await version.onEvent(...delivered),
		};
		const has = (eventId: string | undefined) => version.has(eventId);
		const parts = { has, goOn: note('goOn'), close: note('close') };
		return { calls, live: { ...parts, listener } as unknown as LiveListener };
	};

	it('gets what comes on the channel until its own subscription stands', async () => {
		const { leave, push, ended, server } = await closedTrigger();
		leave();
		await push(1);
		const second = new Version();
		const { calls, live: own } = live(second);
		const { listener } = afterChannel(KEY, ALICE, own);
		await push(2);
		expect([second.listener.ids(), server.ackLines()]).toEqual([
			['e1', 'e2'],
			['e1:200', 'e2:200'],
		]);
		expect([calls, ended()]).toEqual([['goOn'], 0]);
		listener.onActive?.();
		listener.onActive?.();
		await server.clock.advance(STAY);
		expect(ended()).toBe(1);
	});

	it('gives the place up where that brings other events, or with itself', async () => {
		const first = await closedTrigger();
		first.leave();
		const { calls, live: own } = live(new Version());
		expect(afterChannel(KEY, { ...ALICE, package: 'Standard Call' }, own)).toBe(own);
		await first.server.clock.advance(STAY);
		expect([first.ended(), calls]).toEqual([1, []]);

		const other = await closedTrigger();
		other.leave();
		afterChannel(KEY, ALICE, own).close();
		await other.server.clock.advance(STAY);
		expect([other.ended(), calls]).toEqual([1, ['goOn', 'close']]);
	});
});
