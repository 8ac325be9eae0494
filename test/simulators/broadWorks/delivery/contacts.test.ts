import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { TestClient, textAt, until } from '../testClient';
import { childText, parseXml } from '../xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = '/user/alice@example.net';

describe('HTTP contacts', () => {
	let receiver: Server;
	let simulator: XsiSimulator;
	let admin: TestClient;
	let contact: string;
	let answerWith: number;
	const posts: { body: string; type?: string; authorization?: string }[] = [];

	beforeAll(async () => {
		receiver = createServer((request, response) => {
			let body = '';
			request.on('data', (part) => (body += part));
			request.on('end', () => {
				const { authorization } = request.headers;
				posts.push({ body, type: request.headers['content-type'], authorization });
				response.writeHead(answerWith).end();
			});
		});
		await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
		contact = `127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
		simulator = await startXsiSimulator();
		admin = new TestClient(simulator);
	});
	afterAll(async () => {
		await simulator.close();
		receiver.closeAllConnections();
		receiver.close();
	});
	beforeEach(() => {
		posts.length = 0;
		answerWith = 200;
	});

	test.each([
		['without scheme', ''],
		['with scheme', 'http://'],
	])('%s: one POST each, in order', async (name, scheme) => {
		const applicationId = name;
		const id = await admin.subscribe(ALICE, 'Advanced Call', {
			contact: scheme + contact,
			applicationId,
		});
		const callId = await admin.call('alice@example.net');
		await admin.control('POST', `calls/${callId}/hangup`, {});
		await admin.events('DELETE', `/subscription/${id}`);
		await until(() => posts.length === 4, 'four posts');
		await simulator.world.contacts.idle();
		const documents = posts.map((post) => parseXml(post.body));
		expect(documents.map((item) => childText(item, 'sequenceNumber'))).toEqual([
			'1',
			'2',
			'3',
			'4',
		]);
		expect(textAt(documents[0], 'httpContact', 'uri')).toBe(scheme + contact);
		expect(posts[0].body).toContain('xsi1:type="xsi:CallSubscriptionEvent"');
		expect(posts[3].body).toContain('<xsi:eventData xsi1:type="xsi:SubscriptionTerminatedEvent"/>');
		expect(posts[0]).toMatchObject({
			type: 'application/xml; charset=UTF-8',
			authorization: undefined,
		});
		const sent = simulator.world.sent.since(0).slice(-4);
		expect(sent.every((item) => item.delivered && item.acked && item.statusCode === 200)).toBe(
			true,
		);
	});

	test('what cannot be posted is lost, the subscription stays', async () => {
		answerWith = 500;
		const id = await admin.subscribe(ALICE, 'Do Not Disturb', { contact });
		await until(() => posts.length === 1, 'a post');
		await simulator.world.contacts.idle();
		expect(simulator.world.sent.since(0).at(-1)?.lost).toBe('the contact answered 500');
		const change = `<Subscription ${NAMESPACE}><expires>3600</expires><httpContact><uri>http://127.0.0.1:1/x</uri></httpContact></Subscription>`;
		expect((await admin.events('PUT', `/subscription/${id}`, change)).status).toBe(200);
		await until(
			() => /ECONNREFUSED/.test(simulator.world.sent.since(0).at(-1)?.lost ?? ''),
			'the loss',
		);
		expect((await admin.events('GET', `/subscription/${id}`)).status).toBe(200);
	});

	test('with both destinations the channel wins', async () => {
		const channel = await admin.channel('set');
		const body = `<Subscription ${NAMESPACE}><event>Do Not Disturb</event><httpContact><uri>${contact}</uri></httpContact><channelSetId>set</channelSetId><applicationId>both</applicationId></Subscription>`;
		expect((await admin.events('POST', ALICE, body)).status).toBe(200);
		await channel.next('DoNotDisturbEvent');
		expect(posts).toEqual([]);
	});
});
