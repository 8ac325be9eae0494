import type { Answer } from '../../../support/fakes/fakeHttp';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { settled } from '../../../support/fakes/turns';
import { hostileAnswers } from '../../../fuzz/hostileAnswers';
import { eventXml, HEARTBEAT } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

/** ms after which everything is back, whatever was answered. */
const LATER = 400_000;

const LIVES = ['0', '-1', '1e300', 'x', '', '99999999999999999999'];
const life = (expires: string): [string, Answer] => [
	`200 with a life of "${expires}"`,
	{
		body: `<Subscription><subscriptionId>s1</subscriptionId><expires>${expires}</expires></Subscription>`,
	},
];

/** Refusals of a server, of a proxy, and of nobody; JSON says here no more than one document. */
const TRIED =
	/^(?:200 (?:\{\}|null|<|with|in )|20[14]|302|(?:401|403|404|407|423|429|500|503) (?:$|<))/;
const answers = [...hostileAnswers.filter(([what]) => TRIED.test(what)), ...LIVES.map(life)];

/** Whether events that come now reach the listener, and are acknowledged. */
async function hasEvents(server: ScriptedServer, listener: RecordingListener): Promise<boolean> {
	for (let number = 1; number <= server.subscribes().length; number++) {
		server.stream.push(eventXml({ id: 'new', subscription: `s${number}`, sequence: 9_000 }));
	}
	await server.clock.advance(2_000);
	return listener.ids().includes('new') && server.ackLines().includes('new:200');
}

/** Requests of a line, and how often each is answered in another way. */
const requests: Array<[what: string, method: 'GET' | 'POST' | 'PUT', path: RegExp]> = [
	['the subscription', 'POST', /\/v2\.0\/user\b/],
	['its refresh', 'PUT', /\/v2\.0\/subscription\//],
	['its reading', 'GET', /\/v2\.0\/subscription/],
	['a heartbeat', 'PUT', /\/heartbeat$/],
	['the life of the channel', 'PUT', /\/v2\.0\/channel\/[^/]+$/],
];

test.each(requests)(
	'whatever is answered to %s, the line comes back',
	async (_what, method, path) => {
		const found: string[] = [];
		for (const [what, answer] of answers) {
			const server = new ScriptedServer();
			server.subscriptionExpires = 600;
			server.channelExpires = 600;
			const { line } = lineTo(server);
			const listener = new RecordingListener();
			server.http.on(method, path, answer, 3);
			await line.add(ALICE, listener, false);
			await server.clock.advance(LATER);
			if (!(await hasEvents(server, listener))) found.push(`${what}: no events`);
			const { length } = server.http.sent;
			if (length > 1_000) found.push(`${what}: ${length} requests`);
			void line.remove(ALICE, listener);
			await server.clock.advance(60_000);
		}
		expect(found).toEqual([]);
	},
);

const CHANNEL = '<Channel><channelId>c1</channelId><expires>600</expires></Channel>';
const withLife = (expires: string) => CHANNEL.replace('600', expires);

/** What a server may send on a channel that was just opened; `isGood`: it stays open. */
const streams: Array<[what: string, status: number, text: string, isGood: boolean]> = [
	['nothing', 200, '', false],
	['a web page', 200, '<html><body>Login</body></html>', false],
	['another root', 200, '<Subscription><subscriptionId>1</subscriptionId></Subscription>', false],
	['no id', 200, '<Channel><expires>600</expires></Channel>', false],
	['JSON', 200, '{"Channel":{"channelId":"c1"}}', false],
	['a redirect to nowhere', 302, '', false],
	['no content', 204, '', false],
	['a status of the proxy', 407, '<html></html>', false],
	['a locked account', 423, '', false],
	...LIVES.map((expires): [string, number, string, true] => [
		`a life of "${expires}"`,
		200,
		withLife(expires),
		true,
	]),
	['garbage behind it', 200, `${CHANNEL} garbage \u0000 <unknown/> </end> &`, true],
	['several documents at once', 200, `${CHANNEL}${HEARTBEAT}${HEARTBEAT}<x:y/>`, true],
];

test.each(streams)(
	'a channel that begins with %s holds up nothing',
	async (_what, status, text, isGood) => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const listener = new RecordingListener();
		let opened = 0;
		server.http.onStream(() => {
			if (++opened > 3) return server.openChannel();
			const stream = new FakeStream(status, {}, '192.0.2.1');
			server.streams.push(stream);
			stream.push(text);
			if (!isGood) stream.end();
			return stream;
		});
		await line.add(ALICE, listener, false);
		await server.clock.advance(120_000);
		await settled();
		if (isGood) expect(opened).toBe(1);
		expect(await hasEvents(server, listener)).toBe(true);
		expect(opened).toBeLessThan(6);
		void line.remove(ALICE, listener);
		await server.clock.advance(60_000);
	},
);
