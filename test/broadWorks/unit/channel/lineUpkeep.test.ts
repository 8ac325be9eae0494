import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { settled } from '../../../support/fakes/turns';
import { errorInfo, eventXml, telephonyError } from '../support/xsi';
import { ALICE, lineTo, QUEUE, RecordingListener, ScriptedServer } from '../support/xsiServer';

async function upLine(prepare: (server: ScriptedServer) => void = () => {}) {
	const server = new ScriptedServer();
	prepare(server);
	const { line, log } = lineTo(server);
	const listener = new RecordingListener();
	await line.add(ALICE, listener, true);
	return { server, line, log, listener };
}

const terminated = (subscription: string) =>
	eventXml({ id: 'end', subscription, type: 'SubscriptionTerminatedEvent', data: '', sequence: 2 });

const refreshes = (server: ScriptedServer) => server.http.to('PUT', /subscription\/s\d+$/);

describe('refreshing', () => {
	it('extends a subscription at half of the life the server gave', async () => {
		const { server } = await upLine((scripted) => (scripted.subscriptionExpires = 3_600));
		await server.clock.advance(2 * 3_600_000);
		expect(refreshes(server).map(({ at }) => at)).toEqual([
			1_800_000, 3_600_000, 5_400_000, 7_200_000,
		]);
		expect(refreshes(server)[0].body).toContain('<expires>86400</expires>');
		expect(server.subscribes()).toHaveLength(1);
	});

	it('minds a shorter life that is added while it sleeps over a longer one', async () => {
		const { server, line } = await upLine();
		await server.clock.advance(60_000);
		server.subscriptionExpires = 3_600;
		await line.add(QUEUE, new RecordingListener(), true);
		await server.clock.advance(1_800_000);
		expect(refreshes(server).map(({ at }) => at)).toEqual([1_860_000]);
	});

	it('follows the lifetime the refresh gives', async () => {
		const { server } = await upLine((scripted) => (scripted.subscriptionExpires = 3_600));
		server.subscriptionExpires = 7_200;
		await server.clock.advance(2 * 3_600_000);
		expect(refreshes(server).map(({ at }) => at)).toEqual([1_800_000, 5_400_000]);
	});

	it('extends the channel at half of the life the server gave', async () => {
		const { server } = await upLine((scripted) => (scripted.channelExpires = 3_600));
		await server.clock.advance(3_600_000);
		const extended = server.http.to('PUT', /channel\/c1$/);
		expect(extended.map(({ at }) => at)).toEqual([1_800_000, 3_600_000]);
		expect(extended[0].body).toContain('<expires>3600</expires>');
	});

	it('opens a new channel when the old one cannot be extended', async () => {
		const { server, listener } = await upLine((scripted) => (scripted.channelExpires = 3_600));
		server.http.on('PUT', /channel\/c1$/, { status: 403 });
		await server.clock.advance(2_100_000);
		expect(server.openings()).toHaveLength(2);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
	});

	it('tries again when the server is not available', async () => {
		const { server, listener } = await upLine((scripted) => (scripted.subscriptionExpires = 3_600));
		server.http.once('PUT', /subscription\/s1$/, { status: 503 });
		await server.clock.advance(1_801_000);
		expect(refreshes(server)).toHaveLength(2);
		expect(listener.changes).toEqual([]);
	});

	it('does not hammer a server that asks for no wait at all', async () => {
		const { server } = await upLine((scripted) => (scripted.subscriptionExpires = 3_600));
		server.http.on('PUT', /subscription\/s1$/, { status: 503, headers: { 'retry-after': '0' } });
		await server.clock.advance(1_860_000);
		expect(refreshes(server).length).toBeLessThan(12);
	});

	it('makes a subscription again that the server has lost', async () => {
		const { server, listener } = await upLine((scripted) => (scripted.subscriptionExpires = 3_600));
		server.http.on('PUT', /subscription\/s1$/, { status: 403 });
		await server.clock.advance(1_800_000);
		expect(server.subscribes()).toHaveLength(2);
		expect(listener.changes).toEqual([
			{ state: 'lost', cause: expect.any(String), since: expect.any(Number), spec: ALICE },
			{ state: 'active', spec: ALICE },
		]);
	});

	it.each([403, 404, 409])(
		'keeps a subscription for which a proxy answers %i with a page, until its life is over',
		async (status) => {
			const { server, listener } = await upLine(
				(scripted) => (scripted.subscriptionExpires = 3_600),
			);
			const page = { status, body: '<html><body>not here</body></html>' };
			for (const method of ['PUT', 'GET'] as const)
				server.http.on(method, /subscription\/s1$/, page);
			await server.clock.advance(3_500_000);
			expect([server.subscribes().length, listener.changes]).toEqual([1, []]);
			await server.clock.advance(200_000);
			expect(server.subscribes()).toHaveLength(2);
			expect(listener.changes.map(({ state }) => state)).toEqual(['lost', 'active']);
		},
	);
});

describe('a subscription the server ends', () => {
	const terminated = (sequence = 1) =>
		eventXml({
			id: 'end',
			subscription: 's1',
			type: 'SubscriptionTerminatedEvent',
			data: '',
			sequence,
		});

	it('is acknowledged and made again at once; only its loss is told', async () => {
		const { server, listener } = await upLine();
		server.stream.push(terminated());
		await settled();
		expect(server.ackLines()).toEqual(['end:200']);
		expect(server.subscribes()).toHaveLength(2);
		expect(listener.changes.map(({ state }) => state)).toEqual(['lost', 'active']);
		expect(listener.events).toEqual([]);
		server.stream.push(eventXml({ id: 'e1', subscription: 's2' }));
		await settled();
		expect(listener.ids()).toEqual(['e1']);
	});

	it('counts its events from 1 again', async () => {
		const { server, listener } = await upLine();
		server.stream.push(eventXml({ id: 'e1', subscription: 's1', sequence: 7 }));
		server.stream.push(terminated(8));
		await settled();
		server.stream.push(eventXml({ id: 'e2', subscription: 's2', sequence: 1 }));
		server.stream.push(eventXml({ id: 'e3', subscription: 's2', sequence: 2 }));
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2', 'e3']);
		expect(listener.changes.map(({ state }) => state)).toEqual(['lost', 'active']);
	});

	it('is tried again for ever when it is refused, and the refusal is told once', async () => {
		const { server, listener, log } = await upLine();
		server.http.on('POST', /user\/alice/, { status: 403, body: errorInfo('no right', '1') });
		server.stream.push(terminated());
		await server.clock.advance(300_000);
		expect(listener.changes.map(({ state }) => state)).toEqual(['lost', 'refused']);
		expect(listener.changes[1].error).toMatchObject({ kind: 'forbidden', vendorText: 'no right' });
		const tries = server.subscribes().length;
		expect(tries).toBeGreaterThan(10);
		expect(tries).toBeLessThan(40);
		expect(log.at('warn').length).toBeGreaterThan(0);
		server.http.on('POST', /user\/alice/, server.grant('s77'));
		await server.clock.advance(30_000);
		server.stream.push(eventXml({ id: 'e1', subscription: 's77' }));
		await settled();
		expect(listener.ids()).toEqual(['e1']);
	});
});

describe('removing', () => {
	it('still gives the listener what comes before the server has ended the subscription', async () => {
		const { server, line, listener } = await upLine();
		server.http.once('DELETE', /subscription/, () => {
			server.stream.push(eventXml({ id: 'last', subscription: 's1' }) + terminated('s1'));
			return settled().then(() => ({}));
		});
		await line.remove(ALICE, listener);
		await settled();
		expect(listener.ids()).toEqual(['last']);
		expect(listener.changes).toEqual([]);
		expect(server.subscribes()).toHaveLength(1);
	});

	it('deletes the subscription, then the channel, and ends everything', async () => {
		const { server, line, listener } = await upLine();
		server.tellsEnd = false;
		await server.clock.advance(40_000);
		const removed = line.remove(ALICE, listener);
		await server.clock.advance(1_000);
		await removed;
		expect(server.http.lines().slice(-2)).toEqual([
			'DELETE /com.broadsoft.xsi-events/v2.0/subscription/s1',
			'DELETE /com.broadsoft.xsi-events/v2.0/channel/c1',
		]);
		expect([line.ended, server.stream.closed, server.clock.sleeping]).toEqual([true, true, 0]);
		const sent = server.http.sent.length;
		await server.clock.advance(86_400_000);
		expect(server.http.sent).toHaveLength(sent);
		expect(listener.states()).toEqual(['up']);
	});

	it('keeps the channel for the listeners that are left', async () => {
		const { server, line, listener } = await upLine();
		const other = new RecordingListener();
		await line.add(QUEUE, other, true);
		await line.remove(ALICE, listener);
		expect([line.ended, server.stream.closed]).toEqual([false, false]);
		await line.remove(QUEUE, other);
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
	});

	it('ends though the server refuses both deletes', async () => {
		const { server, line, listener, log } = await upLine();
		server.http.on('DELETE', /./, { status: 403 });
		await line.remove(ALICE, listener);
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
		expect(log.at('debug')).toHaveLength(2);
	});

	it('does not wait long for a server that does not answer', async () => {
		const { server, line, listener } = await upLine();
		server.http.on('DELETE', /./, async () => await new Promise(() => {}));
		let gone = false;
		void line.remove(ALICE, listener).then(() => (gone = true));
		await server.clock.advance(15_000);
		expect([gone, server.clock.sleeping]).toEqual([true, 0]);
	});

	it('ends a line that is waiting to reconnect, and sends nothing to the dead channel', async () => {
		const { server, line, listener } = await upLine();
		server.http.onStream(() => new TelephonyError('unavailable', 'no route'));
		server.stream.end();
		await server.clock.advance(10_000);
		await line.remove(ALICE, listener);
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
		expect(server.http.to('DELETE', /channel/)).toEqual([]);
	});

	it('ends a line that is just opening its channel', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.onStream(async () => await new Promise(() => {}));
		const listener = new RecordingListener();
		await line.add(ALICE, listener, false);
		await settled();
		await line.remove(ALICE, listener);
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
	});

	it('of a listener nobody knows does nothing', async () => {
		const { server, line } = await upLine();
		await line.remove(ALICE, new RecordingListener());
		await line.remove(QUEUE, new RecordingListener());
		expect([line.ended, server.http.to('DELETE', /./).length]).toEqual([false, 0]);
	});

	it('deletes a subscription whose reply comes late', async () => {
		const { server, line } = await upLine();
		const listener = new RecordingListener();
		server.http.once('POST', /enterprise/, async () => {
			await server.clock.sleep(2_000);
			return server.grant('late');
		});
		void line.add(QUEUE, listener, false);
		await settled();
		const removed = line.remove(QUEUE, listener);
		await server.clock.advance(2_000);
		await removed;
		expect(server.http.to('DELETE', /subscription\/late$/)).toHaveLength(1);
	});

	it('makes no new life possible in the ended line', async () => {
		const { server, line, listener } = await upLine();
		await line.remove(ALICE, listener);
		const sent = server.http.sent.length;
		await telephonyError(line.add(ALICE, new RecordingListener(), true), 'unavailable');
		expect(server.http.sent).toHaveLength(sent);
	});
});

describe('many subscriptions after an outage', () => {
	async function reconnecting(
		count: number,
		answer: (nth: number, server: ScriptedServer) => object,
	) {
		const { server, line } = await upLine();
		for (let nth = 2; nth <= count; nth++) {
			const target = { kind: 'enterprise' as const, enterpriseId: `ent${nth}` };
			await line.add({ ...QUEUE, target }, new RecordingListener(), true);
		}
		let asked = 0;
		server.http.on('PUT', /subscription\/s\d+$/, async () => {
			const nth = ++asked;
			await server.clock.sleep(100);
			return answer(nth, server);
		});
		server.stream.end();
		await server.clock.advance(1_000);
		return server;
	}

	it('are refreshed a few at a time', async () => {
		const server = await reconnecting(20, (nth, scripted) => scripted.grant(`s${nth}`));
		expect(refreshes(server)).toHaveLength(8);
		await server.clock.advance(99);
		expect(refreshes(server)).toHaveLength(8);
		await server.clock.advance(201);
		expect(refreshes(server)).toHaveLength(20);
	});

	it('all wait as long as a server asks that wants fewer requests', async () => {
		const server = await reconnecting(20, (nth, scripted) =>
			nth === 10 ? { status: 429, headers: { 'retry-after': '12' } } : scripted.grant(`s${nth}`),
		);
		await server.clock.advance(11_000);
		expect(refreshes(server).length).toBeLessThan(18);
		await server.clock.advance(2_000);
		// Those that had not been asked for, and the one that was sent away.
		expect(refreshes(server).length).toBe(21);
		expect(server.subscribes()).toHaveLength(20);
	});
});
