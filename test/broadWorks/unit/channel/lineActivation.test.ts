import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { settled } from '../../../support/fakes/turns';
import { errorInfo, EVENTS, eventXml, telephonyError } from '../support/xsi';
import {
	ALICE,
	lineTo,
	QUEUE,
	RecordingListener,
	ScriptedServer,
	SETTINGS,
} from '../support/xsiServer';

const ASYNC = '/com.broadsoft.async/com.broadsoft.xsi-events';

describe('activating a listener', () => {
	it('opens the channel first, then subscribes on its channel set', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const listener = new RecordingListener();
		await line.add(ALICE, listener, true);
		expect(server.http.lines()).toEqual([
			`POST ${ASYNC}/v2.0/channel`,
			`POST ${EVENTS}/v2.0/user/alice@example.net`,
		]);
		const [subscribe] = server.subscribes();
		expect(subscribe.body).toMatch(
			/<event>Do Not Disturb<\/event><expires>86400<\/expires><channelSetId>n8n-3f1c<\/channelSetId><applicationId>n8n-demo<\/applicationId>/,
		);
		expect(listener.notices).toEqual([{ state: 'up', channelId: 'c1' }]);
	});

	it('subscribes for a second target on the same channel', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		await line.add(ALICE, new RecordingListener(), true);
		await line.add(QUEUE, new RecordingListener(), true);
		expect(server.openings()).toHaveLength(1);
		expect(server.http.lines()[2]).toBe(`POST ${EVENTS}/v2.0/enterprise/Example%20Co`);
	});

	it('makes subscriptions that are asked for while another one is being made', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const first = deferred();
		server.http.once('POST', /user\/alice/, async () => {
			await first.promise;
			return server.grant('s-first');
		});
		const adds = [
			line.add(ALICE, new RecordingListener(), true),
			line.add(QUEUE, new RecordingListener(), true),
		];
		await settled();
		const late = line.add(
			{ ...QUEUE, package: 'Call Center Monitoring' },
			new RecordingListener(),
			true,
		);
		await settled();
		first.resolve();
		await Promise.all([...adds, late]);
		expect(server.subscribes()).toHaveLength(3);
	});

	it('shares equal subscriptions: one POST, one DELETE', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const [one, two] = [new RecordingListener(), new RecordingListener()];
		await Promise.all([line.add(ALICE, one, true), line.add({ ...ALICE }, two, true)]);
		expect(server.subscribes()).toHaveLength(1);
		server.stream.push(eventXml({ id: 'e1', subscription: 's1' }));
		await settled();
		expect([one.ids(), two.ids(), server.ackLines()]).toEqual([['e1'], ['e1'], ['e1:200']]);
		await line.remove(ALICE, one);
		expect(server.http.to('DELETE', /./)).toEqual([]);
		server.stream.push(eventXml({ id: 'e2', subscription: 's1', sequence: 2 }));
		await settled();
		expect([one.ids(), two.ids()]).toEqual([['e1'], ['e1', 'e2']]);
		await line.remove(ALICE, two);
		expect(server.http.to('DELETE', /subscription\/s1$/)).toHaveLength(1);
	});
});

describe('an activation that fails', () => {
	it('rejects with the reason when the channel cannot be opened, and leaves nothing', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.onStream(() => new TelephonyError('unavailable', 'no such host'));
		const error = await telephonyError(line.add(ALICE, new RecordingListener(), true));
		expect(error.message).toBe('no such host');
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
		await server.clock.advance(600_000);
		expect(server.http.sent).toHaveLength(1);
	});

	it('rejects with the refusal of the login', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.onStream(() => {
			const refusal = new FakeStream(401);
			refusal.end();
			return refusal;
		});
		await telephonyError(line.add(ALICE, new RecordingListener(), true), 'unauthorized');
		expect(server.http.sent).toHaveLength(1);
	});

	it('rejects when the subscription is refused, and closes the channel nobody needs', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.on('POST', /user\/alice/, { status: 403, body: errorInfo('no such user', '5') });
		const error = await telephonyError(line.add(ALICE, new RecordingListener(), true), 'forbidden');
		expect(error.vendorText).toBe('no such user');
		expect(server.http.to('DELETE', /channel\/c1$/)).toHaveLength(1);
		expect([line.ended, server.stream.closed, server.clock.sleeping]).toEqual([true, true, 0]);
	});

	it('does not disturb the listeners that are there', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const standing = new RecordingListener();
		await line.add(ALICE, standing, true);
		server.http.on('POST', /enterprise/, { status: 404 });
		await telephonyError(line.add(QUEUE, new RecordingListener(), true), 'notFound');
		expect([line.ended, server.http.to('DELETE', /./).length]).toEqual([false, 0]);
		server.stream.push(eventXml({ id: 'e1', subscription: 's1' }));
		await settled();
		expect(standing.ids()).toEqual(['e1']);
	});

	it('waits while the server is not available for the subscription, up to 45 s', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.on('POST', /user\/alice/, { status: 503 });
		const work = telephonyError(line.add(ALICE, new RecordingListener(), true), 'unavailable');
		await server.clock.advance(44_999);
		expect(line.ended).toBe(false);
		await server.clock.advance(1);
		expect((await work).message).toMatch(/cannot be reached/);
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
	});

	it('stands once the subscription is made in time', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		server.http.once('POST', /user\/alice/, { status: 503, headers: { 'retry-after': '9' } });
		const work = line.add(ALICE, new RecordingListener(), true);
		await server.clock.advance(8_999);
		expect(server.subscribes()).toHaveLength(1);
		await server.clock.advance(1);
		await work;
		expect(server.subscribes()).toHaveLength(2);
	});

	it('keeps trying for ever without wait', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		let reachable = false;
		server.http.onStream(() =>
			reachable ? server.openChannel() : new TelephonyError('unavailable', 'no route'),
		);
		const listener = new RecordingListener();
		await line.add(ALICE, listener, false);
		await server.clock.advance(3_600_000);
		expect(server.subscribes()).toEqual([]);
		reachable = true;
		await server.clock.advance(30_000);
		expect(server.subscribes()).toHaveLength(1);
		expect(listener.states()).toEqual(['down', 'up']);
	});

	it('is not blamed for an outage that is over', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		let reachable = false;
		server.http.onStream(() =>
			reachable ? server.openChannel() : new TelephonyError('unavailable', 'no route'),
		);
		await line.add(ALICE, new RecordingListener(), false);
		await server.clock.advance(10_000);
		reachable = true;
		await server.clock.advance(30_000);
		await line.add(QUEUE, new RecordingListener(), true);
		expect(server.subscribes()).toHaveLength(2);
	});

	it('waits for the next try while the line is down', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		await line.add(ALICE, new RecordingListener(), true);
		server.stream.end();
		await settled();
		const added = line.add(QUEUE, new RecordingListener(), true);
		await server.clock.advance(1_000);
		await added;
		server.http.onStream(() => new TelephonyError('unavailable', 'no route'));
		server.stream.end();
		await settled();
		const failing = telephonyError(
			line.add({ ...QUEUE, package: 'Call Center Monitoring' }, new RecordingListener(), true),
		);
		await server.clock.advance(2_000);
		expect((await failing).message).toBe('no route');
		expect(line.ended).toBe(false);
	});
});

describe('a line over several servers', () => {
	const two = () => {
		const [first, second] = [new ScriptedServer(), new ScriptedServer()];
		const clock = first.clock;
		// Both live in one time.
		const connections = [first.connection, { ...second.connection, clock }];
		const log = new RecordingLog();
		const line = new XsiLine(connections, SETTINGS, log);
		return { first, second, line, log };
	};

	it('opens one channel at each, subscribes once, and takes events from both', async () => {
		const { first, second, line } = two();
		const listener = new RecordingListener();
		await line.add(ALICE, listener, true);
		expect([first, second].map((server) => server.openings().length)).toEqual([1, 1]);
		expect(first.subscribes().length + second.subscribes().length).toBe(1);
		first.stream.push(eventXml({ id: 'e1', subscription: 's1' }));
		second.stream.push(eventXml({ id: 'e2', subscription: 's1', sequence: 2 }));
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2']);
		expect([first.ackLines(), second.ackLines()]).toEqual([['e1:200'], ['e2:200']]);
	});

	it('is down only when no channel is left', async () => {
		const { first, second, line } = two();
		const listener = new RecordingListener();
		await line.add(ALICE, listener, true);
		second.http.onStream(() => new TelephonyError('unavailable', 'gone'));
		second.stream.end();
		await settled();
		expect(listener.states()).toEqual(['up']);
		first.stream.end();
		await settled();
		expect(listener.states()).toEqual(['up', 'down']);
		await first.clock.advance(2_000);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
	});

	it('tells once that a channel is down while another goes on, and once that it is back', async () => {
		const { first, second, line, log } = two();
		await line.add(ALICE, new RecordingListener(), true);
		second.http.onStream(() => new TelephonyError('unavailable', 'gone'));
		second.stream.end();
		await first.clock.advance(600_000);
		expect(log.at('info')).toHaveLength(1);
		second.http.onStream(() => second.openChannel());
		await first.clock.advance(30_000);
		expect(log.at('info').map(({ message }) => message)).toEqual([
			expect.stringContaining('is down'),
			expect.stringContaining('is up again'),
		]);
	});

	it('is up though the first server cannot be reached', async () => {
		const { first, second, line } = two();
		first.http.onStream(() => new TelephonyError('unavailable', 'no route'));
		second.http.onStream(async () => {
			await first.clock.sleep(500);
			return second.openChannel();
		});
		const added = line.add(ALICE, new RecordingListener(), true);
		await first.clock.advance(500);
		await added;
		await line.remove(ALICE, new RecordingListener());
	});

	it('subscribes at a server that is there, and looks after it at the one that is left', async () => {
		const { first, second, line } = two();
		first.http.onStream(() => new TelephonyError('unavailable', 'no route'));
		for (const method of ['GET', 'POST', 'PUT'] as const) {
			first.http.on(method, /./, new TelephonyError('unavailable', 'no route'));
		}
		second.http.onStream(async () => {
			await first.clock.sleep(500);
			return second.openChannel();
		});
		const added = line.add(ALICE, new RecordingListener(), true);
		await first.clock.advance(500);
		await added;
		await first.clock.advance(20_000);
		expect([first, second].map((server) => server.subscribes().length)).toEqual([0, 1]);
		expect(second.http.to('GET', /subscription\/s1$/)).toHaveLength(1);
		first.http.onStream(() => first.openChannel());
		await first.clock.advance(30_000);
		second.http.onStream(() => new TelephonyError('unavailable', 'gone'));
		second.stream.end();
		first.http.on('GET', /subscription\/s1$/, first.grant('s1'));
		await first.clock.advance(20_000);
		expect(first.http.to('GET', /subscription\/s1$/)).toHaveLength(1);
	});

	it('rejects when no server can be reached', async () => {
		const { first, second, line } = two();
		for (const { http } of [first, second]) {
			http.onStream(() => new TelephonyError('unavailable', 'no route'));
		}
		await telephonyError(line.add(ALICE, new RecordingListener(), true), 'unavailable');
		expect(line.ended).toBe(true);
	});

	it('lives on when one server refuses the login for good', async () => {
		const { first, second, line } = two();
		const listener = new RecordingListener();
		second.http.onStream(() => {
			const refusal = new FakeStream(401);
			refusal.end();
			return refusal;
		});
		await line.add(ALICE, listener, true);
		await first.clock.advance(300_000);
		expect(second.openings()).toHaveLength(3);
		expect([listener.states(), line.ended]).toEqual([['up'], false]);
	});
});
