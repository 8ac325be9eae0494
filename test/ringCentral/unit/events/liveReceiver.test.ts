import type { IDataObject } from 'n8n-workflow';

import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { call, presence, startReceiver } from '../support/liveReceiverOf';
import { settled } from '../../../support/fakes/turns';

test('an event runs once, under a key that n8n can refuse', async () => {
	const { receiver, emitted } = startReceiver({ parameters: { triggerOn: 'presence' } });
	receiver.take(presence('a'));
	receiver.take(presence('a'));
	receiver.take(presence());
	receiver.take(presence());
	await settled();
	expect(emitted.map(({ items, key }) => [items.length, key])).toEqual([
		[1, expect.stringMatching(/^w:n:[\w-]{22}$/)],
		[1, undefined],
		[1, undefined],
	]);
	await receiver.close();
});

test('ends of a call without ids of their own all run, and none under the key of another', async () => {
	const { clock, receiver, emitted } = startReceiver({
		parameters: { triggerOn: 'telephonySession' },
	});
	for (const sequence of [2, 3]) {
		receiver.take({ ...call('Disconnected', sequence), uuid: undefined });
		await clock.advance(1_000);
	}
	expect(emitted.map(({ items, key }) => [items.length, key])).toEqual([
		[1, undefined],
		[1, undefined],
	]);
	await receiver.close();
});

describe('What ran before n8n was killed', () => {
	const parameters = { triggerOn: 'presence' };

	/** The events `a`, which has run, and `b`, whose execution has not ended; what n8n has saved of it. */
	async function killed(isOld = false) {
		const first = startReceiver({ parameters, isOld });
		first.receiver.take(presence('a'));
		await settled();
		first.receiver.take(presence('b'));
		await settled();
		const staticData = JSON.parse(JSON.stringify(first.staticData)) as IDataObject;
		const keys = first.emitted.map(({ key }) => key);
		await first.receiver.close();
		return { keys, staticData };
	}

	test('does not run again: n8n is given what had not ended under the key of before', async () => {
		const { keys, staticData } = await killed();
		const { clock, receiver, emitted } = startReceiver({
			parameters,
			staticData,
			activation: 'init',
		});
		for (const uuid of ['a', 'b', 'c']) receiver.take(presence(uuid));
		await clock.advance(1_000);
		expect(emitted.map(({ items, key }) => [items[0].eventId, key])).toEqual([
			['b', keys[1]],
			['c', expect.not.stringMatching(`^(${keys.join('|')})$`)],
		]);
		await receiver.close();
	});

	test('does not run again in n8n 1.x, where no key refuses it', async () => {
		const { staticData } = await killed(true);
		const second = startReceiver({ parameters, staticData, activation: 'init', isOld: true });
		for (const uuid of ['a', 'b', 'c']) second.receiver.take(presence(uuid));
		await second.clock.advance(1_000);
		expect(second.items()).toMatchObject([{ eventId: 'c' }]);
		await second.receiver.close();
	});
});

test('what waits is counted, and room is told', async () => {
	const busy = startReceiver({ parameters: { triggerOn: 'presence' }, isBusy: true });
	for (let index = 0; index < 5_000; index++) busy.receiver.take(presence(`e${index}`));
	expect(busy.receiver.hasRoom).toBe(false);
	const free = startReceiver({ parameters: { triggerOn: 'presence' } });
	free.receiver.take(presence('a'));
	await settled();
	expect(free.receiver.hasRoom).toBe(true);
	expect(free.room()).toBe(1);
	await busy.receiver.close();
	await free.receiver.close();
});

test.each([
	['webhook', ['subscriptionLost', 'subscriptionBack', 'gap']],
	['webSocket', ['down', 'up', 'gap']],
])('changes of a %s are items on wish', async (delivery, states) => {
	const options = { connectionItems: true };
	const { clock, receiver, items } = startReceiver({
		parameters: { triggerOn: 'presence', delivery, options },
	});
	receiver.changed({ state: 'lost', cause: 'cut', since: clock.now() });
	await clock.advance(5_000);
	receiver.changed({ state: 'active', since: clock.now() - 5_000, complete: false });
	await settled();
	expect(items().map(({ type, state }) => [type, state])).toEqual(
		states.map((state) => ['Connection', state]),
	);
	expect(items()[1]).toMatchObject({ duration: 5, complete: false, recovered: 0 });
	await receiver.close();
});

test('without the wish, and without a loss, there is nothing to tell', async () => {
	const { receiver, items } = startReceiver({ parameters: { triggerOn: 'presence' } });
	receiver.changed({ state: 'lost', cause: 'cut', since: 1 });
	receiver.changed({ state: 'active', since: 1, complete: true });
	await settled();
	expect(items()).toEqual([]);
	await receiver.close();
});

test('what no retry cures goes to n8n where the line has ended', async () => {
	const error = new TelephonyError('forbidden', 'no', { status: 403 });
	const line = startReceiver({ parameters: { triggerOn: 'presence', delivery: 'webSocket' } });
	line.receiver.changed({ state: 'refused', error });
	expect(line.errors).toHaveLength(1);
	const webhook = startReceiver({ parameters: { triggerOn: 'presence' } });
	webhook.receiver.changed({ state: 'refused', error });
	expect(webhook.errors).toEqual([]);
	expect(webhook.log.at('error')).toHaveLength(1);
	await line.receiver.close();
	await webhook.receiver.close();
});

test('a refusal is an item on wish, in the words of the server', async () => {
	const { receiver, items, log } = startReceiver({
		parameters: { triggerOn: 'presence', options: { connectionItems: true } },
	});
	const error = new TelephonyError('conflict', 'The state does not allow this', {
		status: 409,
		vendorText: 'Subscriptions of this app are frozen',
	});
	receiver.changed({ state: 'refused', error });
	await settled();
	const cause = 'The state does not allow this: Subscriptions of this app are frozen';
	expect(items()).toMatchObject([{ state: 'subscriptionRefused', cause }]);
	expect(JSON.stringify(log.at('error'))).toContain(cause);
	await receiver.close();
});
