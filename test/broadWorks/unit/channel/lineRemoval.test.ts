import {
	ACCEPTED,
	type Acknowledgement,
} from '../../../../nodes/BroadWorks/client/channel/channel';
import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { settled } from '../../../support/fakes/turns';
import { eventXml, HEARTBEAT } from '../support/xsi';
import {
	ALICE,
	endXml,
	lineTo,
	QUEUE,
	RecordingListener,
	ScriptedServer,
} from '../support/xsiServer';

const event = (n: number, subscription = 's1') =>
	eventXml({ id: `e${n}`, subscription, sequence: n });

/** Several of them, with both ends. */
const events = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => event(from + index)).join('');

const idsOf = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => `e${from + index}`);

async function upLine(listener = new RecordingListener()) {
	const server = new ScriptedServer();
	server.tellsEnd = false;
	const { line } = lineTo(server);
	const added = line.add(ALICE, listener, true);
	await server.clock.advance(0);
	await added;
	return { server, line, listener };
}

/** Whether `work` has ended. */
function watched(work: Promise<void>): { over: boolean } {
	const watch = { over: false };
	void work.then(() => (watch.over = true));
	return watch;
}

describe('a subscription that is given up', () => {
	it('brings what was on its way, which is acknowledged, up to the end that the server tells', async () => {
		const { server, line, listener } = await upLine();
		server.stream.push(event(1));
		await settled();
		const removal = watched(line.remove(ALICE, listener));
		await settled();
		expect(server.http.to('DELETE', /subscription\/s1$/)).toHaveLength(1);
		for (let n = 2; n <= 8; n++) {
			await server.clock.advance(700);
			server.stream.push(event(n));
		}
		await settled();
		expect([removal.over, listener.ids()]).toEqual([false, idsOf(1, 8)]);
		server.stream.push(endXml('s1'));
		await settled();
		expect(removal.over).toBe(true);
		expect(server.ackLines()).toEqual([...idsOf(1, 8), 'end-s1'].map((id) => `${id}:200`));
		expect(server.http.lines().slice(-1)).toEqual([
			'DELETE /com.broadsoft.xsi-events/v2.0/channel/c1',
		]);
		expect([listener.changes, server.clock.sleeping]).toEqual([[], 0]);
	});

	it('is listened to for a second of silence where the server does not tell the end', async () => {
		const { server, line, listener } = await upLine();
		const removal = watched(line.remove(ALICE, listener));
		await server.clock.advance(900);
		server.stream.push(event(1));
		await server.clock.advance(900);
		expect([removal.over, listener.ids()]).toEqual([false, ['e1']]);
		await server.clock.advance(200);
		expect([removal.over, server.clock.sleeping]).toEqual([true, 0]);
	});

	it('is listened to for a bounded time, however much comes', async () => {
		const { server, line, listener } = await upLine();
		const removal = watched(line.remove(ALICE, listener));
		for (let n = 1; n <= 19; n++) {
			server.stream.push(event(n));
			await server.clock.advance(500);
		}
		expect(removal.over).toBe(false);
		await server.clock.advance(600);
		expect([removal.over, listener.ids()]).toEqual([true, idsOf(1, 19)]);
	});

	it('brings it also where n8n is slow to work off what has come', async () => {
		const answers: Array<(answer: Acknowledgement) => void> = [];
		const slow = new RecordingListener(
			async () => await new Promise<Acknowledgement>((resolve) => answers.push(resolve)),
		);
		const { server, line } = await upLine(Object.assign(slow, { mostOpen: 50 }));
		for (let n = 1; n <= 201; n += 25) server.stream.push(events(n, n + 24));
		await settled();
		const removal = watched(line.remove(ALICE, slow, 120_000));
		await settled();
		server.stream.push(endXml('s1'));
		for (let round = 0; round < 10; round++) {
			await server.clock.advance(1_500);
			for (const answer of answers.splice(0)) answer(ACCEPTED);
		}
		await settled();
		expect(slow.ids()).toEqual(idsOf(1, 225));
		expect(new Set(server.ackLines()).size).toBe(226);
		expect(removal.over).toBe(true);
	});

	it('is not waited for while the line is down', async () => {
		const { server, line, listener } = await upLine();
		server.stream.end();
		await settled();
		await line.remove(ALICE, listener);
		expect([line.ended, server.clock.sleeping]).toEqual([true, 0]);
	});

	it('is not waited for any longer when the channel is lost', async () => {
		const { server, line, listener } = await upLine();
		const removal = watched(line.remove(ALICE, listener));
		await settled();
		server.stream.end();
		await settled();
		expect([removal.over, line.ended]).toEqual([true, true]);
	});

	it('is made anew when it is wanted again meanwhile, but only after its end', async () => {
		const { server, line, listener } = await upLine();
		let answer = () => {};
		server.http.once('DELETE', /subscription/, async () => {
			await new Promise<void>((resolve) => (answer = resolve));
			return {};
		});
		const removal = watched(line.remove(ALICE, listener));
		await settled();
		const next = new RecordingListener();
		const added = watched(line.add(ALICE, next, true));
		await settled();
		expect([added.over, server.subscribes().length]).toEqual([false, 1]);
		answer();
		await settled();
		expect([added.over, server.subscribes().length]).toEqual([true, 2]);
		server.stream.push(event(1) + endXml('s1') + event(1, 's2').replace('e1<', 'n1<'));
		await settled();
		expect([listener.ids(), next.ids(), next.changes]).toEqual([['e1'], ['n1'], []]);
		expect([removal.over, line.ended, server.openings().length]).toEqual([true, false, 1]);
	});

	it('ends although its refresh finds meanwhile that the server no longer has it', async () => {
		const { server, line, listener } = await upLine();
		const answer = deferred();
		server.http.on('PUT', /\/v2\.0\/subscription\/s1$/, async () => {
			await answer.promise;
			return { status: 404 };
		});
		await server.clock.advance(43_200_000);
		const removal = watched(line.remove(ALICE, listener));
		await settled();
		answer.resolve();
		await server.clock.advance(10_000);
		expect(removal.over).toBe(true);
		expect(listener.changes).toEqual([]);
		expect(server.subscribes()).toHaveLength(1);
		expect(line.ended).toBe(true);
	});
});

describe('a subscription that others share', () => {
	it('brings a listener that leaves what the server had sent before', async () => {
		const { server, line, listener } = await upLine();
		const other = new RecordingListener();
		await line.add(ALICE, other, true);
		server.echo = false;
		const removal = watched(line.remove(ALICE, listener));
		await settled();
		server.stream.push(event(1));
		await settled();
		expect([removal.over, listener.ids()]).toEqual([false, ['e1']]);
		server.stream.push(HEARTBEAT);
		await settled();
		server.stream.push(event(2) + event(3));
		await settled();
		expect([removal.over, listener.ids(), other.ids()]).toEqual([true, ['e1'], idsOf(1, 3)]);
		expect(server.http.to('DELETE', /./)).toEqual([]);
	});

	it('waits a second at most for a server that does not echo', async () => {
		const { server, line, listener } = await upLine();
		await line.add(ALICE, new RecordingListener(), true);
		server.echo = false;
		const removal = watched(line.remove(ALICE, listener));
		await server.clock.advance(1_000);
		expect(removal.over).toBe(true);
	});

	it('asks the server twice at most, however many leave at the same time', async () => {
		const { server, line } = await upLine();
		const leaving = Array.from({ length: 50 }, () => new RecordingListener());
		await Promise.all(leaving.map(async (one) => await line.add(ALICE, one, true)));
		const beats = () => server.http.to('PUT', /heartbeat$/).length;
		const before = beats();
		const removals = leaving.map((one) => watched(line.remove(ALICE, one)));
		await settled();
		expect(removals.every(({ over }) => over)).toBe(true);
		expect(beats() - before).toBe(2);
		expect(line.ended).toBe(false);
	});

	it('ends when all leave at the same time', async () => {
		const { server, line, listener } = await upLine();
		const other = new RecordingListener();
		await line.add(ALICE, other, true);
		await line.add(QUEUE, new RecordingListener(), true);
		server.tellsEnd = true;
		await Promise.all([line.remove(ALICE, listener), line.remove(ALICE, other)]);
		expect(server.http.to('DELETE', /./)).toHaveLength(1);
		expect(line.ended).toBe(false);
	});
});
