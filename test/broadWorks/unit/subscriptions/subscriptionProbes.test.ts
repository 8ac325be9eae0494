import type { SubscriptionSpec } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { errorInfo } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

const LIST = /\/v2\.0\/subscription\?extAppId=n8n-demo$/;
const READ = /\/v2\.0\/subscription\/s\d+$/;

const userSpec = (number: number): SubscriptionSpec => ({
	...ALICE,
	target: { kind: 'user', userId: `user${number}@example.net` },
});

/** A line with subscriptions s1, s2 … at a server that may forget some, and may list them. */
async function watched(count: number, listing?: 'right' | 'empty') {
	const server = new ScriptedServer();
	const gone = new Set<string>();
	const idOf = (url: string) => url.split('/').pop() ?? '';
	for (const method of ['GET', 'PUT'] as const) {
		server.http.on(method, READ, ({ url }) =>
			gone.has(idOf(url))
				? { status: 403, body: errorInfo('no such subscription', '110862') }
				: server.grant(idOf(url)),
		);
	}
	const { line } = lineTo(server);
	const listener = new RecordingListener();
	await Promise.all(
		Array.from(
			{ length: count },
			async (_, index) => await line.add(userSpec(index), listener, true),
		),
	);
	const ids = () => server.subscribes().map((_, index) => `s${index + 1}`);
	if (listing) {
		server.http.on('GET', LIST, () => {
			const listed = listing === 'empty' ? [] : ids().filter((id) => !gone.has(id));
			const entries = listed.map(
				(id) => `<subscription><subscriptionId>${id}</subscriptionId></subscription>`,
			);
			return {
				body: `<SubscriptionList xmlns="http://schema.broadsoft.com/xsi">${entries.join('')}</SubscriptionList>`,
			};
		});
	}
	return {
		server,
		line,
		listener,
		gone,
		lists: () => server.http.to('GET', LIST),
		reads: () => server.http.to('GET', READ).map(({ url }) => idOf(url)),
		states: () => listener.changes.map(({ state }) => state),
	};
}

describe('one subscription', () => {
	it('is read every 20 s, and made again when the server has lost it without a word', async () => {
		const { server, gone, lists, reads, listener } = await watched(1, 'right');
		await server.clock.advance(20_000);
		const confirmed = server.clock.now();
		expect([reads(), lists().length]).toEqual([['s1'], 0]);
		gone.add('s1');
		await server.clock.advance(20_000);
		expect(server.subscribes()).toHaveLength(2);
		expect(listener.changes).toMatchObject([
			{ state: 'lost', since: confirmed },
			{ state: 'active' },
		]);
	});

	it('is not lost where the server denies reading it, and looks end', async () => {
		const { server, reads, states } = await watched(1);
		server.http.on('GET', READ, { status: 403 });
		await server.clock.advance(3_600_000);
		expect(reads()).toHaveLength(2);
		expect([server.subscribes().length, states()]).toEqual([1, []]);
	});

	it('is not lost while the server is not available', async () => {
		const { server, states } = await watched(1);
		server.http.on('GET', READ, { status: 503 });
		await server.clock.advance(600_000);
		expect([server.subscribes().length, states()]).toEqual([1, []]);
	});
});

describe('subscriptions to several packages', () => {
	const listOf = (name: string) => new RegExp(`extAppId=n8n-demo${name}$`);

	it('are looked for among those of their own application', async () => {
		const { server, line, listener, states } = await watched(3, 'right');
		const list = { ...ALICE, further: ['Remote Office'] };
		await line.add(list, listener, true);
		server.http.on('GET', listOf('-\\w+'), () => ({
			body: `<SubscriptionList xmlns="http://schema.broadsoft.com/xsi"><subscription><subscriptionId>s4</subscriptionId></subscription></SubscriptionList>`,
		}));
		await server.clock.advance(20_000);
		expect(server.http.to('GET', listOf('')).length).toBe(1);
		expect(server.http.to('GET', listOf('-\\w+')).length).toBe(1);
		expect([server.http.to('GET', READ).length, states()]).toEqual([0, []]);
	});

	it('are read where lists would take as many requests', async () => {
		const { server, line, listener, reads, lists } = await watched(1, 'right');
		await line.add({ ...ALICE, further: ['Remote Office'] }, listener, true);
		await server.clock.advance(20_000);
		expect([reads(), lists().length]).toEqual([['s1', 's2'], 0]);
	});
});

describe('many subscriptions', () => {
	it('are looked at with one request where the server lists them', async () => {
		const { server, lists, reads, states } = await watched(100, 'right');
		await server.clock.advance(60_000);
		expect([lists().length, reads(), states()]).toEqual([3, [], []]);
	});

	it('are made again when they are gone, and only those', async () => {
		const { server, gone, listener, reads } = await watched(100, 'right');
		await server.clock.advance(20_000);
		for (const id of ['s7', 's42']) gone.add(id);
		await server.clock.advance(20_000);
		expect(reads()).toEqual(['s7']);
		expect(
			server
				.subscribes()
				.slice(100)
				.map(({ url }) => url.split('/').pop()),
		).toEqual(['user6@example.net', 'user41@example.net']);
		expect(listener.changes).toHaveLength(4);
		await server.clock.advance(60_000);
		expect(server.subscribes()).toHaveLength(102);
	});

	it.each([
		['refuses a list', { status: 404 }],
		['answers it with something else', { body: '<Subscription/>' }],
	])('are read in turn, five at a time, where the server %s', async (_what, answer) => {
		const { server, gone, lists, reads, states } = await watched(12);
		server.http.on('GET', LIST, answer);
		await server.clock.advance(60_000);
		expect(lists()).toHaveLength(1);
		expect(reads()).toEqual([...Array(12).keys(), 0, 1, 2].map((index) => `s${index + 1}`));
		gone.add('s12');
		await server.clock.advance(60_000);
		expect(states()).toEqual(['lost', 'active']);
	});

	it('are read in turn where the list leaves out what the server has', async () => {
		const { server, lists, reads, states } = await watched(12, 'empty');
		await server.clock.advance(60_000);
		expect([lists().length, reads().length]).toEqual([1, 11]);
		expect([server.http.to('PUT', READ), states()]).toEqual([[], []]);
	});

	it('are read in turn while the list fails, and listed again later', async () => {
		const { server, lists, reads } = await watched(12, 'right');
		server.http.on('GET', LIST, { status: 500, body: errorInfo('failed', '1') }, 2);
		await server.clock.advance(60_000);
		expect([lists().length, reads().length]).toEqual([3, 10]);
	});

	it('are left alone for a time when the server asks for fewer requests', async () => {
		const { server, lists, reads } = await watched(12, 'right');
		server.http.once('GET', LIST, { status: 429, headers: { 'retry-after': '10' } });
		await server.clock.advance(20_000);
		expect([lists().length, reads()]).toEqual([1, []]);
		await server.clock.advance(20_000);
		expect([lists().length, reads()]).toEqual([2, []]);
	});

	it('of which one cannot be read get their turn all the same', async () => {
		const { server, reads } = await watched(7);
		server.http.on('GET', LIST, { status: 400 });
		server.http.on('GET', /subscription\/s1$/, { status: 503 });
		await server.clock.advance(300_000);
		expect(new Set(reads()).size).toBe(7);
	});

	it('are not looked at any more when the line has ended', async () => {
		const { server, line, listener } = await watched(3, 'right');
		for (let number = 0; number < 3; number++) await line.remove(userSpec(number), listener);
		const sent = server.http.sent.length;
		await server.clock.advance(600_000);
		expect([server.http.sent.length, server.clock.sleeping]).toEqual([sent, 0]);
	});

	it('a loss that is told while the server is asked counts once', async () => {
		const { server, gone, states } = await watched(1);
		gone.add('s1');
		server.http.once('GET', READ, async () => {
			await server.clock.sleep(5_000);
			return { status: 403, body: errorInfo('no such subscription', '110862') };
		});
		await server.clock.advance(21_000);
		server.stream.end();
		await server.clock.advance(30_000);
		expect([server.subscribes().length, states()]).toEqual([2, ['lost', 'active']]);
	});
});
