import { randomUUID } from 'node:crypto';

import { gatedHttp } from '../../../../nodes/BroadWorks/loginGates';
import { XsiContact } from '../../../../nodes/BroadWorks/client/subscriptions/contact';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { telephonyError } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

const HOUR = 3_600_000;

/** Tries that an hour may have: three at first, then one in five minutes. */
const FEW = 16;

function contactAt(server: ScriptedServer) {
	const listener = new RecordingListener();
	const settings = {
		httpContact: 'https://hooks.example.org/xsi?token=t',
		applicationId: 'n8n-demo',
		expires: 86_400,
		checkInterval: () => 20_000,
	};
	const log = new RecordingLog();
	return { contact: new XsiContact(server.connection, settings, ALICE, listener, log), listener };
}

const refuse = (server: ScriptedServer) => {
	for (const method of ['GET', 'PUT', 'POST'] as const)
		server.http.on(method, /./, { status: 401 });
};

/** How many requests were sent after `since`, ms. */
const triesSince = (server: ScriptedServer, since: number) =>
	server.http.sent.filter(({ at }) => at > since).length;

describe('A refused login is tried seldom, because more could lock the account:', () => {
	it('where an HTTP contact is to be subscribed', async () => {
		const server = new ScriptedServer();
		refuse(server);
		const { contact, listener } = contactAt(server);
		await telephonyError(contact.start(), 'unauthorized');
		await server.clock.advance(HOUR);
		expect(server.http.sent.map(({ at }) => at).slice(0, 4)).toEqual([0, 5_000, 35_000, 335_000]);
		expect(triesSince(server, -1)).toBeLessThan(FEW);
		expect(listener.changes).toMatchObject([{ state: 'refused' }]);
	});

	it('where an HTTP contact that stands is looked after', async () => {
		const server = new ScriptedServer();
		server.http.on('GET', /\/v2\.0\/subscription\//, () => server.grant('s1'));
		const { contact } = contactAt(server);
		await contact.start();
		await server.clock.advance(60_000);
		refuse(server);
		await server.clock.advance(HOUR);
		expect(triesSince(server, 60_000)).toBeLessThan(FEW);
		// Put right at the server it goes on by itself.
		server.http.on('GET', /\/v2\.0\/subscription\//, () => server.grant('s1'));
		await server.clock.advance(600_000);
		const since = server.clock.elapsed();
		await server.clock.advance(100_000);
		expect(triesSince(server, since)).toBeGreaterThanOrEqual(4);
	});

	it('by many HTTP contacts of one login no more often than by one', async () => {
		const server = new ScriptedServer();
		refuse(server);
		const { http, clock } = server;
		const authorization = async () => await Promise.resolve('Basic x');
		const gated = gatedHttp(() => http, `https://${randomUUID()}.example`, authorization, clock);
		const connection = { ...server.connection, http: gated };
		const contacts = Array.from({ length: 20 }, () =>
			contactAt({ ...server, connection } as never),
		);
		const starts = contacts.map(async ({ contact }) => await telephonyError(contact.start()));
		await server.clock.advance(0);
		expect((await Promise.all(starts)).map(({ kind }) => kind)).toEqual(
			Array(20).fill('unauthorized'),
		);
		await server.clock.advance(HOUR);
		expect(http.sent.map(({ at }) => at).slice(0, 4)).toEqual([0, 5_000, 35_000, 335_000]);
		expect(triesSince(server, -1)).toBeLessThan(FEW);
		// Put right at the server, all go on by themselves.
		for (const method of ['GET', 'PUT', 'POST'] as const)
			http.on(method, /./, () => server.grant('s1'));
		await server.clock.advance(300_000);
		expect(contacts.map(({ contact }) => contact.subscriptionId)).toEqual(Array(20).fill('s1'));
	});

	it('where subscriptions of a channel are looked after', async () => {
		const server = new ScriptedServer();
		server.http.on('GET', /\/v2\.0\/subscription\//, () => server.grant('s1'));
		const { line } = lineTo(server);
		await line.add(ALICE, new RecordingListener(), true);
		server.http.on('GET', /\/v2\.0\/subscription\//, { status: 401 });
		const since = server.clock.elapsed();
		await server.clock.advance(HOUR);
		const looks = server.http.to('GET', /subscription/).filter(({ at }) => at > since);
		expect(looks.length).toBeLessThan(FEW);
	});
});
