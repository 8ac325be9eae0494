import { ACCEPTED } from '../../../../nodes/BroadWorks/client/channel/channel';
import { readEvent } from '../../../../nodes/BroadWorks/client/channel/decode';
import { readPosted, XsiContact } from '../../../../nodes/BroadWorks/client/subscriptions/contact';
import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { settled } from '../../../support/fakes/turns';
import { eventXml, telephonyError, type EventParts } from '../support/xsi';
import { ALICE, RecordingListener, ScriptedServer } from '../support/xsiServer';

const CONTACT = 'https://hooks.example.org/xsi?secret=1&x=2';

function contactAt(
	server: ScriptedServer,
	listener = new RecordingListener(),
	checkInterval = () => 20_000,
) {
	const log = new RecordingLog();
	const settings = {
		httpContact: CONTACT,
		applicationId: 'n8n-demo',
		expires: 86_400,
		checkInterval,
	};
	return {
		contact: new XsiContact(server.connection, settings, ALICE, listener, log),
		listener,
		log,
	};
}

const posted = (parts: EventParts) => readEvent(eventXml(parts));

const looks = (server: ScriptedServer) => server.http.to('GET', /\/v2\.0\/subscription\/s\d+$/);
const refreshes = (server: ScriptedServer) => server.http.to('PUT', /\/v2\.0\/subscription\/s\d+$/);

/** The server has lost a subscription without a word. */
function lose(server: ScriptedServer, id: string): void {
	for (const method of ['GET', 'PUT'] as const) {
		server.http.on(method, new RegExp(`subscription/${id}$`), { status: 404 });
	}
}

function contactServer(): ScriptedServer {
	const server = new ScriptedServer();
	server.http.on('GET', /\/v2\.0\/subscription\//, () => server.grant('s1'));
	return server;
}

describe('an HTTP contact', () => {
	it('is one subscription with the escaped address, and no channel', async () => {
		const server = contactServer();
		const { contact } = contactAt(server);
		await contact.start();
		expect(server.http.sent).toHaveLength(1);
		expect(server.subscribes()[0].body).toContain(
			'<expires>86400</expires><httpContact><uri>https://hooks.example.org/xsi?secret=1&amp;x=2</uri></httpContact><applicationId>',
		);
		expect(contact.subscriptionId).toBe('s1');
	});

	it('takes over a subscription that is known: looked at, not made again', async () => {
		const server = contactServer();
		const { contact, listener } = contactAt(server);
		await contact.start('s5');
		await settled();
		expect(server.subscribes()).toEqual([]);
		expect(looks(server)).toHaveLength(1);
		expect(refreshes(server)).toEqual([]);
		expect(contact.take(posted({ id: 'e1', subscription: 's5' }))).toBe('accepted');
		await settled();
		expect(listener.ids()).toEqual(['e1']);
	});

	it('extends a subscription taken over at half of what was left of its life', async () => {
		const server = contactServer();
		server.subscriptionExpires = 1_200;
		const { contact } = contactAt(server);
		await contact.start('s5');
		await server.clock.advance(700_000);
		expect(refreshes(server).map(({ at }) => at)).toEqual([600_000]);
	});

	it('goes on counting where whoever had it before has stopped, so that a gap is seen', async () => {
		const server = contactServer();
		const first = contactAt(server);
		await first.contact.start();
		first.contact.take(posted({ id: 'e1', subscription: 's1', sequence: 1 }));
		const { known } = first.contact;
		expect(known).toEqual({ id: 's1', next: 2 });
		await first.contact.leave();
		const second = contactAt(server);
		await second.contact.start(known);
		second.contact.take(posted({ id: 'e3', subscription: 's1', sequence: 3 }));
		await server.clock.advance(1_000);
		expect(second.listener.ids()).toEqual(['e3']);
		expect(second.listener.changes).toMatchObject([{ state: 'gap', gap: { from: 2, to: 2 } }]);
	});

	it('makes a new one when the known one is gone', async () => {
		const server = contactServer();
		server.http.on('GET', /subscription\/s5$/, { status: 403 });
		const { contact } = contactAt(server);
		await contact.start('s5');
		await settled();
		expect([server.subscribes().length, contact.subscriptionId]).toEqual([1, 's1']);
	});

	it('looks every 20 s whether it is there, and extends it at half life', async () => {
		const server = contactServer();
		server.subscriptionExpires = 3_600;
		const { contact } = contactAt(server);
		await contact.start();
		await server.clock.advance(300_000);
		expect(looks(server).map(({ at }) => at)).toEqual(
			[...Array(15).keys()].map((n) => (n + 1) * 20_000),
		);
		await server.clock.advance(1_800_000);
		expect(refreshes(server).map(({ at }) => at)).toEqual([1_800_000]);
		expect(server.subscribes()).toHaveLength(1);
	});

	it('is repaired when the server has lost it', async () => {
		const server = contactServer();
		const { contact, listener } = contactAt(server);
		await contact.start();
		lose(server, 's1');
		await server.clock.advance(20_000);
		expect(contact.subscriptionId).toBe('s2');
		expect(listener.changes.map(({ state }) => state)).toEqual(['lost', 'active']);
		expect(contact.take(posted({ id: 'e1', subscription: 's1' }))).toBe('unknownSubscription');
	});

	it('extends what it made again at half of the new life', async () => {
		const server = contactServer();
		server.subscriptionExpires = 3_600;
		const { contact } = contactAt(server);
		await contact.start();
		lose(server, 's1');
		await server.clock.advance(1_821_000);
		expect(refreshes(server).map(({ at, url }) => [at, url.split('/').pop()])).toEqual([
			[20_000, 's1'],
			[1_820_000, 's2'],
		]);
	});

	it('is tried again while the server is not available', async () => {
		const server = contactServer();
		server.http.once('POST', /./, { status: 503 });
		const { contact } = contactAt(server);
		const started = contact.start();
		await server.clock.advance(1_000);
		await started;
		expect(contact.subscriptionId).toBe('s1');
	});

	it('rejects when it is refused, or not made in 45 s', async () => {
		const refusing = contactServer();
		refusing.http.on('POST', /./, { status: 403 });
		await telephonyError(contactAt(refusing).contact.start(), 'forbidden');
		const silent = contactServer();
		silent.http.on('POST', /./, { status: 503 });
		const work = telephonyError(contactAt(silent).contact.start(), 'unavailable');
		await silent.clock.advance(45_000);
		await work;
	});
});

describe('what is posted to the contact', () => {
	it('is answered before the workflow has run', async () => {
		const server = contactServer();
		const running = deferred();
		const { contact, listener } = contactAt(
			server,
			new RecordingListener(async () => {
				await running.promise;
				return ACCEPTED;
			}),
		);
		await contact.start();
		expect(contact.take(posted({ id: 'e1', subscription: 's1' }))).toBe('accepted');
		expect(listener.ids()).toEqual(['e1']);
	});

	it('is put in order', async () => {
		const server = contactServer();
		const { contact, listener } = contactAt(server);
		await contact.start();
		for (const sequence of [1, 3, 2]) {
			contact.take(posted({ id: `e${sequence}`, subscription: 's1', sequence }));
		}
		await settled();
		expect(listener.ids()).toEqual(['e1', 'e2', 'e3']);
	});

	it('is refused when it is of another subscription or no event', async () => {
		const server = contactServer();
		const { contact, listener, log } = contactAt(server);
		await contact.start();
		await settled();
		expect(contact.take(posted({ id: 'e1', subscription: 'x' }))).toBe('unknownSubscription');
		expect(readPosted('<html>', log)).toBeUndefined();
		expect(listener.events).toEqual([]);
		expect(log.at('warn')).toHaveLength(1);
	});

	it('is held while the reply to the subscription is on its way', async () => {
		const server = contactServer();
		const reply = deferred();
		server.http.once('POST', /./, async () => {
			await reply.promise;
			return server.grant('s1');
		});
		const { contact, listener } = contactAt(server);
		const started = contact.start();
		await settled();
		expect(contact.take(posted({ id: 'e1', subscription: 's1' }))).toBe('accepted');
		expect(listener.events).toEqual([]);
		reply.resolve();
		await started;
		await settled();
		expect(listener.ids()).toEqual(['e1']);
	});

	it('is logged when the workflow breaks, and harms nothing', async () => {
		const server = contactServer();
		const { contact, log } = contactAt(
			server,
			new RecordingListener(async () => {
				throw new Error('broke');
			}),
		);
		await contact.start();
		contact.take(posted({ id: 'e1', subscription: 's1' }));
		await settled();
		expect(log.at('error')).toHaveLength(1);
	});

	it('makes the subscription again when it says that it has ended', async () => {
		const server = contactServer();
		const { contact, listener } = contactAt(server);
		await contact.start();
		const type = 'SubscriptionTerminatedEvent';
		expect(contact.take(posted({ id: 'e', subscription: 's1', type, data: '' }))).toBe('accepted');
		await settled();
		expect([contact.subscriptionId, listener.events]).toEqual(['s2', []]);
	});
});

describe('giving up a contact', () => {
	it('leaves the subscription at the server', async () => {
		const server = contactServer();
		const { contact } = contactAt(server);
		await contact.start();
		await contact.leave();
		expect(server.http.to('DELETE', /./)).toEqual([]);
		expect(server.clock.sleeping).toBe(0);
	});
});

it('logs an error in its upkeep that nobody foresaw, and can be left', async () => {
	const server = contactServer();
	const { contact, log } = contactAt(server, undefined, () => {
		throw new Error('not foreseen');
	});
	await contact.start();
	await server.clock.advance(60_000);
	expect(log.at('error')).toEqual([
		{
			level: 'error',
			message: 'The upkeep of the HTTP contact has stopped',
			details: { reason: 'Error: not foreseen' },
		},
	]);
	await contact.leave();
});
