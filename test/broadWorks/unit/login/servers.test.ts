import { getServers, setServers } from 'node:dns/promises';

import type { XsiCredential } from '../../../../nodes/BroadWorks/authorization';
import { XsiLine } from '../../../../nodes/BroadWorks/client/channel/line';
import { channelServers } from '../../../../nodes/BroadWorks/servers';
import { startDnsServer, type DnsServer } from '../../../support/fakes/dnsServer';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { eventXml, telephonyError } from '../support/xsi';
import { settled } from '../../../support/fakes/turns';
import { ALICE, RecordingListener, ScriptedServer, SETTINGS } from '../support/xsiServer';

const listed = (target: string, port: number, priority = 1, weight = 10) => ({
	target,
	port,
	priority,
	weight,
});

const ZONE = {
	'_xsi-client._tcp.example.net': [
		listed('spare.example.net', 443, 2),
		listed('light.example.net', 8443, 1, 5),
		listed('xsp1.example.net', 443, 1, 50),
		listed('own.example.net', 443),
	],
	'_xsi-client._tcp.none.example.net': [listed('', 0)],
};

const credential = (parts: Partial<XsiCredential> = {}): XsiCredential =>
	({
		serverUrl: 'https://own.example.net',
		srvDomain: 'example.net',
		authentication: 'basic',
		userId: 'admin@example.net',
		password: 'secret',
		...parts,
	}) as XsiCredential;

const urlsOf = async (parts: Partial<XsiCredential>) =>
	(await channelServers(credential(parts))).map(({ url }) => url);

describe('servers that DNS lists', () => {
	const before = getServers();
	let dns: DnsServer;

	beforeAll(async () => {
		dns = await startDnsServer(ZONE);
		setServers([dns.address]);
	});

	afterAll(async () => {
		setServers(before);
		await dns.close();
	});

	it('come after the one of the credential, in their order, and each once', async () => {
		expect(await urlsOf({})).toEqual([
			'https://own.example.net',
			'https://xsp1.example.net',
			'https://light.example.net:8443',
			'https://spare.example.net',
		]);
		expect(dns.asked).toEqual(['_xsi-client._tcp.example.net']);
	});

	it('come after further ones, and share the paths', async () => {
		const servers = await channelServers(
			credential({ furtherServers: 'https://two.example.net', eventsPath: '/xsi/events' }),
		);
		expect(servers.map(({ url }) => url).slice(0, 3)).toEqual([
			'https://own.example.net',
			'https://two.example.net',
			'https://xsp1.example.net',
		]);
		expect(new Set(servers.map(({ eventsPath }) => eventsPath))).toEqual(new Set(['/xsi/events']));
	});

	it('are not asked for without a domain', async () => {
		const before = dns.asked.length;
		expect(await urlsOf({ srvDomain: ' ' })).toEqual(['https://own.example.net']);
		expect(dns.asked).toHaveLength(before);
	});

	it('may be none: the operator says that there is no such service', async () => {
		expect(await urlsOf({ srvDomain: 'none.example.net' })).toEqual(['https://own.example.net']);
	});

	it('cannot be looked up in a domain without such a record', async () => {
		const error = await telephonyError(urlsOf({ srvDomain: 'wrong.example.net' }), 'unavailable');
		expect(error.message).toMatch(/wrong\.example\.net.*_xsi-client\._tcp.*ENOTFOUND/);
	});

	describe('of Webex', () => {
		const rights = { api: 'https://webexapis.com', organizationId: 'o', access: 'user' } as const;
		const webex = (parts: Partial<XsiCredential>) => ({ webex: rights, ...parts });

		it('take the place of its common address', async () => {
			expect(await urlsOf(webex({}))).toEqual([
				'https://xsp1.example.net',
				'https://own.example.net',
				'https://light.example.net:8443',
				'https://spare.example.net',
			]);
			const serverUrl = 'https://api.example.net';
			expect(await urlsOf(webex({ serverUrl }))).not.toContain(serverUrl);
		});

		it.each(['none.example.net', 'wrong.example.net', '127.0.0.1'])(
			'may not be listed at all (%s): its common address is left',
			async (srvDomain) => {
				expect(await urlsOf(webex({ srvDomain }))).toEqual(['https://own.example.net']);
			},
		);
	});

	it('get one channel each, and events of all of them arrive', async () => {
		const servers = await channelServers(credential());
		const [first, ...others] = servers.map(() => new ScriptedServer());
		const scripted = [first, ...others];
		const connections = scripted.map(({ connection }, index) => ({
			...connection,
			server: servers[index],
			clock: first.clock,
		}));
		const listener = new RecordingListener();
		const line = new XsiLine(connections, SETTINGS, new RecordingLog());
		await line.add(ALICE, listener, true);
		const hosts = scripted.flatMap((server) =>
			server.openings().map(({ url }) => new URL(url).host),
		);
		expect(hosts).toEqual([
			'own.example.net',
			'xsp1.example.net',
			'light.example.net:8443',
			'spare.example.net',
		]);
		scripted.forEach(({ stream }, index) =>
			stream.push(eventXml({ id: `e${index}`, subscription: 's1', sequence: index + 1 })),
		);
		await settled();
		expect(listener.ids()).toEqual(['e0', 'e1', 'e2', 'e3']);
		await line.remove(ALICE, listener);
	});
});

describe('a DNS server that does not answer', () => {
	it('is named in the error', async () => {
		const before = getServers();
		const gone = await startDnsServer({});
		await gone.close();
		setServers([gone.address]);
		try {
			const error = await telephonyError(urlsOf({}), 'unavailable');
			expect(error.message).toMatch(/servers of example\.net cannot be looked up.*ECONNREFUSED/);
			const rights = { api: 'https://webexapis.com', organizationId: 'o', access: 'user' } as const;
			await telephonyError(urlsOf({ webex: rights }), 'unavailable');
		} finally {
			setServers(before);
		}
	});
});
