import { settled } from '../../../support/fakes/turns';
import { eventXml } from '../support/xsi';
import { lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

const WORKFLOWS = 20;

const userSpec = (number: number) => ({
	target: { kind: 'user' as const, userId: `user${number}@example.net` },
	package: 'Do Not Disturb',
});

/** n8n starts workflows one by one, `pace` ms apart, while the server sends what it has kept for them. */
async function start(pace: number) {
	const server = new ScriptedServer();
	server.http.on('POST', /\/user\//, ({ url }) =>
		server.grant(`s${/user(\d+)/.exec(url)?.[1] ?? ''}`),
	);
	const { line } = lineTo(server);
	const listeners = Array.from({ length: WORKFLOWS }, () => new RecordingListener());
	for (const [number, listener] of listeners.entries()) {
		await line.add(userSpec(number), listener, false);
		await settled();
		if (number === 0) {
			for (let kept = 0; kept < WORKFLOWS; kept++) {
				server.stream.push(eventXml({ id: `e${kept}`, subscription: `s${kept}` }));
			}
		}
		await server.clock.advance(pace);
	}
	return { server, line, listeners };
}

describe('n8n that starts many workflows one after the other', () => {
	it('gets what the server has kept for each of them', async () => {
		const { server, listeners } = await start(1_000);
		expect(listeners.map((listener) => listener.ids())).toEqual(
			listeners.map((_, number) => [`e${number}`]),
		);
		expect(server.ackLines().filter((line) => !line.endsWith(':200'))).toEqual([]);
		expect(server.openings()).toHaveLength(1);
	});

	it('does not refuse what can wait no longer, so that the server sends it again', async () => {
		const { server, listeners } = await start(4_000);
		const came = listeners.flatMap((listener) => listener.ids());
		expect(came).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5']);
		expect(server.ackLines()).toEqual(came.map((id) => `${id}:200`));
		for (let kept = came.length; kept < WORKFLOWS; kept++) {
			server.stream.push(eventXml({ id: `e${kept}`, subscription: `s${kept}` }));
		}
		await settled();
		expect(new Set(server.ackLines()).size).toBe(WORKFLOWS);
	});

	it('has what nobody wants refused 5 s after the last workflow', async () => {
		const { server } = await start(100);
		server.stream.push(eventXml({ id: 'stranger', subscription: 'nobody' }));
		await server.clock.advance(4_999);
		expect(server.ackLines()).not.toContain('stranger:481');
		await server.clock.advance(101);
		expect(server.ackLines()).toContain('stranger:481');
	});
});
