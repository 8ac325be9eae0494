import {
	UNREADABLE,
	type Acknowledgement,
} from '../../../../nodes/BroadWorks/client/channel/channel';
import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { fixture } from '../../../support/fixtures';
import { microtasks, settled } from '../../../support/fakes/turns';
import { errorInfo, eventXml, HEARTBEAT } from '../support/xsi';
import { ALICE, lineTo, QUEUE, RecordingListener, ScriptedServer } from '../support/xsiServer';

const OK: Acknowledgement = { statusCode: 200, reason: 'OK' };

async function upLine(listener = new RecordingListener()) {
	const server = new ScriptedServer();
	const { line, log } = lineTo(server);
	await line.add(ALICE, listener, true);
	return { server, line, log, listener };
}

const event = (n: number, subscription = 's1') =>
	eventXml({ id: `e${n}`, subscription, sequence: n });

describe('events on the line', () => {
	it('reach the listener and are acknowledged on the channel that brought them', async () => {
		const { server, listener } = await upLine();
		server.stream.push(event(1));
		await settled();
		expect(listener.events[0]).toMatchObject({
			type: 'DoNotDisturbEvent',
			eventId: 'e1',
			sequenceNumber: 1,
			subscriptionId: 's1',
			targetId: 'alice@example.net',
			fields: { active: true },
		});
		const [ack] = server.http.to('POST', /eventresponse$/);
		expect(ack.headers?.Cookie).toBe('JSESSIONID=node1');
		expect(ack.address).toBe('192.0.2.1');
		expect(server.ackLines()).toEqual(['e1:200']);
	});

	it('are acknowledged when the listener has answered, not before', async () => {
		const answers = [deferred<Acknowledgement>(), deferred<Acknowledgement>()];
		const { server } = await upLine(
			new RecordingListener(
				async ({ sequenceNumber = 1 }) => await answers[sequenceNumber - 1].promise,
			),
		);
		server.stream.push(event(1) + event(2));
		await server.clock.advance(5_000);
		expect(server.acks()).toEqual([]);
		answers[1].resolve(OK);
		await settled();
		expect(server.ackLines()).toEqual(['e2:200']);
		answers[0].resolve({ statusCode: 500, reason: 'no' });
		await settled();
		expect(server.ackLines()).toEqual(['e2:200', 'e1:500']);
	});

	it('get 500 when the listener throws, and the next one is not harmed', async () => {
		const { server, log, listener } = await upLine(
			new RecordingListener(async ({ eventId }) => {
				if (eventId === 'e1') throw new Error('workflow broke');
				return OK;
			}),
		);
		server.stream.push(event(1) + event(2));
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2']);
		expect(server.ackLines().sort()).toEqual(['e1:500', 'e2:200']);
		expect(log.at('error')).toHaveLength(1);
	});

	it('get the refusal when two listeners answer differently', async () => {
		const { server, line } = await upLine();
		await line.add(ALICE, new RecordingListener(async () => UNREADABLE), true);
		server.stream.push(event(1));
		await settled();
		expect(server.ackLines()).toEqual(['e1:400']);
	});

	it('get 481 when nobody here has the subscription', async () => {
		const { server, listener } = await upLine();
		await server.clock.advance(120_000);
		server.stream.push(event(1, 'somebody-elses'));
		await settled();
		expect(server.ackLines()).toEqual(['e1:481']);
		expect(listener.events).toEqual([]);
	});

	it('get 400 when they cannot be read, and the good ones around them are delivered', async () => {
		const { server, listener, log } = await upLine();
		const broken = event(2).replace('</xsi:info>', '').replace('e2<', ' e2 <');
		server.stream.push(event(1) + broken + event(3) + '<nonsense/>' + event(4));
		await server.clock.advance(2_000);
		expect(listener.ids()).toEqual(['e1', 'e3', 'e4']);
		expect(server.ackLines().sort()).toEqual(['e1:200', 'e2:400', 'e3:200', 'e4:200']);
		expect(log.at('warn')).toHaveLength(2);
		expect(server.openings()).toHaveLength(1);
	});

	it('are the same byte by byte', async () => {
		const { server, listener } = await upLine();
		for (const byte of Buffer.from(event(1) + HEARTBEAT + event(2))) {
			server.stream.push(Uint8Array.of(byte));
		}
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2']);
	});

	it('are not heartbeats, with or without a declaration', async () => {
		const { server, listener, log } = await upLine();
		server.stream.push(HEARTBEAT + fixture('composed/channel-heartbeat.xml'));
		server.stream.push('<x:ChannelHeartBeat xmlns:x="http://schema.broadsoft.com/xsi"/>');
		await settled();
		expect([listener.events, server.acks(), log.at('warn')]).toEqual([[], [], []]);
	});

	it('are not acknowledged without an id, but logged', async () => {
		const { server, log } = await upLine();
		server.stream.push(
			'<xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="xsi:ErrorEvent"><xsi:errorCode>5</xsi:errorCode><xsi:errorMessage>overload</xsi:errorMessage></xsi:Event>',
		);
		await settled();
		expect(server.acks()).toEqual([]);
		expect(log.at('warn')[0].details).toMatchObject({ fields: { errorMessage: 'overload' } });
	});

	it('go on when the server does not take an acknowledgement', async () => {
		const { server, listener, log } = await upLine();
		server.http.on('POST', /eventresponse$/, { status: 403, body: errorInfo('no', '1') });
		server.stream.push(event(1) + event(2));
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2']);
		expect(log.at('warn')).toHaveLength(2);
		expect(server.openings()).toHaveLength(1);
	});

	it('are acknowledged again when the server was not available for it', async () => {
		const { server } = await upLine();
		server.http.once('POST', /eventresponse$/, { status: 503 });
		server.stream.push(event(1));
		await server.clock.advance(1_000);
		expect(server.ackLines()).toEqual(['e1:200', 'e1:200']);
	});
});

describe('order of events', () => {
	it('follows the sequence numbers, whatever order they come in', async () => {
		const { server, listener } = await upLine();
		server.stream.push(event(1) + event(3) + event(4) + event(2));
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2', 'e3', 'e4']);
	});

	it('reports what never came, and goes on after a second', async () => {
		const { server, listener } = await upLine();
		server.stream.push(event(1) + event(4));
		await server.clock.advance(999);
		expect(listener.ids()).toEqual(['e1']);
		await server.clock.advance(1);
		expect(listener.ids()).toEqual(['e1', 'e4']);
		expect(listener.changes).toEqual([{ state: 'gap', gap: { from: 2, to: 3 }, spec: ALICE }]);
	});

	it('holds for each subscription by itself', async () => {
		const { server, line, listener } = await upLine();
		const other = new RecordingListener();
		await line.add(QUEUE, other, true);
		server.stream.push(event(1) + event(3) + event(1, 's2') + event(2, 's2'));
		await settled();
		expect([listener.ids(), other.ids()]).toEqual([['e1'], ['e1', 'e2']]);
	});

	it('gives a listener that goes what waits for it, and leaves no timer behind', async () => {
		const { server, line, listener } = await upLine();
		server.stream.push(event(1) + event(3));
		await settled();
		await line.remove(ALICE, listener);
		expect(server.clock.sleeping).toBe(0);
		expect(listener.ids()).toEqual(['e1', 'e3']);
		await server.clock.advance(5_000);
		expect(listener.ids()).toEqual(['e1', 'e3']);
	});
});

describe('events that overtake the reply to the subscription', () => {
	it('are held until the reply is there, and delivered once in order', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const reply = deferred();
		server.http.once('POST', /user\/alice/, async () => {
			await reply.promise;
			return server.grant('s1');
		});
		const listener = new RecordingListener();
		const added = line.add(ALICE, listener, true);
		await settled();
		server.stream.push(event(1) + event(2));
		await server.clock.advance(3_000);
		expect([listener.events, server.acks()]).toEqual([[], []]);
		server.stream.push(event(3));
		reply.resolve();
		await added;
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2', 'e3']);
		expect(server.ackLines()).toEqual(['e1:200', 'e2:200', 'e3:200']);
	});

	it('keep their order in any interleaving of reply and stream', async () => {
		const numberless = (n: number) =>
			event(n).replace(/<xsi:sequenceNumber>.*?<\/xsi:sequenceNumber>/, '');
		for (let turns = 0; turns < 40; turns++) {
			const server = new ScriptedServer();
			const { line } = lineTo(server);
			const reply = deferred();
			server.http.once('POST', /user\/alice/, async () => {
				await reply.promise;
				return server.grant('s1');
			});
			const listener = new RecordingListener();
			const added = line.add(ALICE, listener, true);
			await settled();
			const numbers = [...Array(12).keys()];
			server.stream.push(numbers.map(numberless).join(''));
			await microtasks(turns);
			reply.resolve();
			await added;
			await settled();
			expect([turns, listener.ids()]).toEqual([turns, numbers.map((n) => `e${n}`)]);
		}
	});

	it('get 481 when the reply is a refusal', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const reply = deferred();
		server.http.on('POST', /user\/alice/, async () => {
			await reply.promise;
			return { status: 503 };
		});
		const listener = new RecordingListener();
		await line.add(ALICE, listener, false);
		await settled();
		server.stream.push(event(1));
		await settled();
		reply.resolve();
		await settled();
		expect([listener.ids(), server.ackLines()]).toEqual([[], []]);
		await server.clock.advance(5_000);
		expect([listener.ids(), server.ackLines()]).toEqual([[], ['e1:481']]);
	});

	it('do not hold up events of subscriptions that stand', async () => {
		const { server, line, listener } = await upLine();
		server.http.once('POST', /enterprise/, async () => await new Promise(() => {}));
		void line.add(QUEUE, new RecordingListener(), false);
		await settled();
		server.stream.push(event(1));
		await settled();
		expect(listener.ids()).toEqual(['e1']);
	});
});

describe('events that the server has kept for a workflow that n8n starts later', () => {
	it('wait for it, and keep their order', async () => {
		const { server, line, listener } = await upLine();
		server.stream.push(event(1, 's2') + event(2, 's2') + event(1));
		await server.clock.advance(4_000);
		expect([listener.ids(), server.ackLines()]).toEqual([['e1'], ['e1:200']]);
		server.stream.push(event(3, 's2'));
		const late = new RecordingListener();
		await line.add(QUEUE, late, false);
		await settled();
		expect(late.ids()).toEqual(['e1', 'e2', 'e3']);
		expect(server.ackLines().slice(1)).toEqual(['e1:200', 'e2:200', 'e3:200']);
		await server.clock.advance(10_000);
		expect(server.acks()).toHaveLength(4);
	});

	it('are refused when it does not come in 5 s each', async () => {
		const { server } = await upLine();
		server.stream.push(event(1, 's2'));
		await server.clock.advance(3_000);
		server.stream.push(event(2, 's3'));
		await server.clock.advance(1_999);
		expect(server.acks()).toEqual([]);
		await server.clock.advance(3_001);
		expect(server.acks().map(({ eventId, statusCode, at }) => [eventId, statusCode, at])).toEqual([
			['e1', '481', 5_000],
			['e2', '481', 8_000],
		]);
	});

	it('are not waited for after the line has ended or is down', async () => {
		const { server, line, listener } = await upLine();
		server.stream.push(event(1, 's2'));
		server.tellsEnd = false;
		const removed = line.remove(ALICE, listener);
		await server.clock.advance(1_000);
		await removed;
		expect([server.acks(), server.clock.sleeping]).toEqual([[], 0]);
	});
});
