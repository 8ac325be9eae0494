import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { LastEvents } from '../../../../nodes/BroadWorks/client/subscriptions/lastEvents';
import { Subscription } from '../../../../nodes/BroadWorks/client/subscriptions/subscription';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { eventXml, fakeConnection } from '../support/xsi';
import { ALICE, QUEUE, RecordingListener } from '../support/xsiServer';

const { clock } = fakeConnection();
const wanted = (spec = ALICE) => new Subscription(spec, clock, new RecordingLog());
const givenUp = new TelephonyError('unavailable', 'given up');
const refusal = new TelephonyError('forbidden', 'no');

function active(): Subscription {
	const subscription = wanted();
	subscription.made('s1', 1_000);
	return subscription;
}

const FORWARDINGS = { ...ALICE, package: 'Call Forwarding Always', further: ['Remote Office'] };

const told = (type: string, sequence: number) =>
	readEvent(eventXml({ id: `e${sequence}`, subscription: 's1', type, sequence, data: '' }));

describe('a subscription to several packages', () => {
	it('begins with the state of each', () => {
		const subscription = wanted(FORWARDINGS);
		subscription.expectInitialState();
		const types = ['CallForwardingAlwaysEvent', 'RemoteOfficeEvent', 'RemoteOfficeEvent'];
		expect(types.map((type, index) => subscription.takes(told(type, index + 1)))).toEqual([
			true,
			true,
			false,
		]);
	});

	it('gets the state of each again after a refresh, with changes between', () => {
		const subscription = wanted(FORWARDINGS);
		subscription.expectInitialState();
		const types = ['RemoteOfficeEvent', 'RemoteOfficeEvent', 'CallForwardingAlwaysEvent'];
		expect(types.map((type, index) => subscription.takes(told(type, index + 7)))).toEqual([
			true,
			false,
			true,
		]);
	});
});

describe('a subscription', () => {
	it('is wanted and due until the server has made it', async () => {
		const subscription = wanted();
		expect([subscription.state.name, subscription.id, subscription.due]).toEqual([
			'wanted',
			undefined,
			clock.elapsed(),
		]);
		expect(subscription.made('s1', 1_000)).toBe(false);
		subscription.confirmed(3_600, 1_000);
		expect(subscription.state).toEqual({
			name: 'active',
			id: 's1',
			confirmedAt: 1_000,
			life: 3_600_000,
		});
		expect(subscription.due).toBe(1_801_000);
		await subscription.ready.promise;
	});

	it('that is taken over is adopted until it was read, whatever a probe says', async () => {
		const subscription = wanted();
		subscription.adopt({ id: 's1', next: 7 }, 0);
		await subscription.ready.promise;
		expect([subscription.state.name, subscription.order.next]).toEqual(['adopted', 7]);
		expect(subscription.probed(false, 10, 20)).toBe(true);
		expect([subscription.state.name, subscription.due]).toEqual(['adopted', 20]);
		subscription.confirmed(3_600, 100);
		expect(subscription.state.name).toBe('active');
	});

	it('is doubted when a probe does not find it, until the server confirms it', () => {
		const subscription = active();
		expect(subscription.probed(false, 2_000, 2_500)).toBe(true);
		expect(subscription.state).toEqual({
			name: 'doubted',
			id: 's1',
			confirmedAt: 1_000,
			life: Infinity,
		});
		expect(subscription.due).toBe(2_500);
		subscription.confirmed(3_600, 3_000);
		expect(subscription.state).toEqual({
			name: 'active',
			id: 's1',
			confirmedAt: 3_000,
			life: 3_600_000,
		});
	});

	it('is not doubted by a probe that began before it was confirmed', () => {
		const subscription = active();
		expect(subscription.probed(false, 900, 1_500)).toBe(false);
		expect(subscription.state.name).toBe('active');
	});

	it('says when it was there last, when it is lost, and that it is back', () => {
		const subscription = active();
		subscription.probed(true, 5_000, 5_100);
		expect(subscription.lost(9_000)).toBe(5_000);
		expect([subscription.state, subscription.due]).toEqual([{ name: 'lost' }, 9_000]);
		// The answer to a refresh that was under way.
		subscription.confirmed(3_600, 9_100);
		expect([subscription.state.name, subscription.due]).toEqual(['lost', 9_000]);
		expect(subscription.made('s2', 9_500)).toBe(true);
		expect(subscription.id).toBe('s2');
	});

	it('goes on under another id', () => {
		const subscription = active();
		subscription.renamed('s2');
		expect(subscription.state).toEqual({
			name: 'active',
			id: 's2',
			confirmedAt: 1_000,
			life: Infinity,
		});
		const lost = active();
		lost.lost(2_000);
		lost.renamed('s2');
		expect(lost.id).toBeUndefined();
	});

	it('is refused after three failures for which the server gives a reason, and told once', async () => {
		const subscription = wanted();
		const { promise } = subscription.ready;
		const told = [1, 2, 3, 4].map((due) => subscription.failed(refusal, due));
		await expect(promise).rejects.toBe(refusal);
		expect(told).toEqual([false, false, true, false]);
		expect([subscription.failures, subscription.failure, subscription.due]).toEqual([
			4,
			refusal,
			4,
		]);
		subscription.made('s1', 5);
		subscription.confirmed(60, 5);
		expect([subscription.failures, subscription.failure]).toEqual([0, undefined]);
	});

	it('is ending for good: neither an answer nor a probe makes it active', async () => {
		const subscription = active();
		const last = new LastEvents(clock);
		subscription.end(last, givenUp);
		expect(subscription.state).toEqual({ name: 'ending', id: 's1', last });
		subscription.confirmed(3_600, 2_000);
		expect(subscription.probed(false, 3_000, 3_000)).toBe(false);
		subscription.lost(4_000);
		expect(subscription.state).toEqual({ name: 'ending', id: undefined, last });
		expect(subscription.made('s2', 5_000)).toBe(false);
		expect(subscription.state).toEqual({ name: 'ending', id: 's2', last });
		const never = wanted();
		never.end(last, givenUp);
		await expect(never.ready.promise).rejects.toBe(givenUp);
	});

	it('has the present state as its first event after a request, where it is of a user', () => {
		const [user, queue] = [wanted(), wanted(QUEUE)];
		for (const subscription of [user, queue]) subscription.expectInitialState();
		const event = readEvent(eventXml({ id: 'e7', subscription: 's1', sequence: 7 }));
		expect([user.takes(event), user.takes(event)]).toEqual([true, false]);
		expect(queue.takes(event)).toBe(false);
	});

	it('notifies all of a change, though one of them fails', () => {
		const log = new RecordingLog();
		const subscription = wanted();
		const listener = new RecordingListener();
		const broken = Object.assign(new RecordingListener(), {
			onSubscription() {
				throw new Error('broke');
			},
		});
		subscription.subscribers.add(broken);
		subscription.subscribers.add(listener);
		subscription.notify({ state: 'lost', since: 1 }, log);
		expect(listener.changes).toEqual([{ state: 'lost', since: 1, spec: ALICE }]);
		expect(log.at('error')).toHaveLength(1);
	});
});
