import { eventXml } from '../support/xsi';
import { lineTo, QUEUE, RecordingListener, ScriptedServer } from '../support/xsiServer';

describe('A server that answers a refresh with another subscription id', () => {
	it('goes on: events with either id come, and the new one is looked after', async () => {
		const server = new ScriptedServer();
		server.subscriptionExpires = 3_600;
		const { line } = lineTo(server);
		const listener = new RecordingListener();
		await Promise.all([line.add(QUEUE, listener, true), server.clock.advance(0)]);
		server.http.on('PUT', /\/v2\.0\/subscription\//, () => server.grant('s-new'));
		await server.clock.advance(1_900_000);
		const event = (id: string, subscription: string, sequence: number) =>
			server.stream.push(eventXml({ id, subscription, sequence }));
		event('e1', 's1', 7);
		event('e2', 's-new', 1);
		event('e3', 's-new', 2);
		await server.clock.advance(5_000);
		expect(listener.ids()).toEqual(['e1', 'e2', 'e3']);
		expect(server.ackLines()).toEqual(['e1:200', 'e2:200', 'e3:200']);
		// The server ends the old one, which is no loss.
		server.stream.push(
			eventXml({ id: 'e4', subscription: 's1', type: 'SubscriptionTerminatedEvent', data: '' }),
		);
		await server.clock.advance(1_900_000);
		expect(listener.changes.map(({ state }) => state)).toEqual([]);
		expect(server.subscribes()).toHaveLength(1);
		expect(
			server.http.to('PUT', /\/v2\.0\/subscription\//).map(({ url }) => url.split('/').pop()),
		).toEqual(['s1', 's-new']);
		await line.remove(QUEUE, listener);
		expect(server.http.to('DELETE', /\/v2\.0\/subscription\/s-new$/)).toHaveLength(1);
	});
});
