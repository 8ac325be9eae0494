import { XsiContact } from '../../../../nodes/BroadWorks/client/subscriptions/contact';
import { missingTarget } from '../../../../nodes/BroadWorks/client/subscriptions/missingTarget';
import type { XsiTarget } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { RecordingLog } from '../../../support/fakes/fakePorts';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { errorInfo, telephonyError } from '../support/xsi';
import { ALICE, lineTo, RecordingListener, ScriptedServer } from '../support/xsiServer';

const SUBSCRIBE = /\/v2\.0\/(?:user|enterprise|system)\b/;
const LIMIT = errorInfo('The limit of subscriptions is reached', '110999');

function contactAt(server: ScriptedServer, httpContact = 'https://hooks.example.org/xsi') {
	const listener = new RecordingListener();
	const settings = {
		httpContact,
		applicationId: 'n8n-demo',
		expires: 86_400,
		checkInterval: () => 20_000,
	};
	const contact = new XsiContact(server.connection, settings, ALICE, listener, new RecordingLog());
	return { contact, listener };
}

function refusal(status: number): FakeStream {
	const stream = new FakeStream(status, {});
	stream.end();
	return stream;
}

describe('a subscription that the server refuses', () => {
	it.each([400, 403, 404, 409, 412, 422])(
		'with %i is told at activation at once, with its words, over a channel and to a contact',
		async (status) => {
			const server = new ScriptedServer();
			server.http.on('POST', SUBSCRIBE, { status, body: LIMIT });
			const overChannel = await telephonyError(
				lineTo(server).line.add(ALICE, new RecordingListener(), true),
			);
			const toContact = await telephonyError(contactAt(server).contact.start());
			for (const error of [overChannel, toContact]) {
				expect(error).toMatchObject({
					status,
					vendorText: 'The limit of subscriptions is reached',
				});
			}
			expect(server.clock.elapsed()).toBe(0);
		},
	);

	it('with 500 and a reason is told with the reason when it has not gone away', async () => {
		const server = new ScriptedServer();
		server.http.on('POST', SUBSCRIBE, { status: 500, body: LIMIT });
		const work = telephonyError(lineTo(server).line.add(ALICE, new RecordingListener(), true));
		await server.clock.advance(45_000);
		expect(await work).toMatchObject({ vendorText: 'The limit of subscriptions is reached' });
	});

	it.each([
		[409, { status: 409, body: LIMIT }],
		[500, { status: 500, body: LIMIT }],
	])(
		'later with %i is told to listeners once, and once more after it stood',
		async (_name, answer) => {
			const server = new ScriptedServer();
			const { contact, listener } = contactAt(server);
			await contact.start();
			const lose = () => server.http.on('GET', /subscription\/s\d+$/, { status: 404 });
			const refused = () => listener.changes.filter(({ state }) => state === 'refused');
			lose();
			server.http.on('PUT', /subscription\/s\d+$/, { status: 404 });
			server.http.on('POST', SUBSCRIBE, answer);
			await server.clock.advance(300_000);
			expect(refused()).toHaveLength(1);
			expect(refused()[0].error?.vendorText).toBe('The limit of subscriptions is reached');
		},
	);
});

describe('a target that is not there', () => {
	const enterprise: XsiTarget = { kind: 'enterprise', enterpriseId: 'demo-inc' };
	const group: XsiTarget = { ...enterprise, kind: 'group', groupId: 'HQ' };
	const user: XsiTarget = { kind: 'user', userId: 'alice' };
	const queue: XsiTarget = { kind: 'user', userId: 'sales', thing: 'call center' };
	const room: XsiTarget = { kind: 'user', userId: 'alice@example.net', subId: '7' };
	const noEnterprise = 'demo-inc is not an enterprise of this server';

	it.each([
		[enterprise, 404, 'The enterprise does not exist.', noEnterprise],
		[enterprise, 403, 'Service provider not found: demo-inc', noEnterprise],
		[group, 404, 'The enterprise does not exist.', noEnterprise],
		[group, 404, 'The group does not exist.', 'There is no group HQ in demo-inc'],
		[user, 404, 'User not found', 'There is no user alice: write it with its domain'],
		[queue, 404, 'The user does not exist.', 'There is no call center sales: write it with its'],
		[queue, 404, 'Call Center not found', 'There is no call center sales: write it with its'],
		[room, 404, 'The room does not exist.', 'There is no room 7 of alice@example.net'],
		[
			group,
			403,
			'The subscriber may not watch this target.',
			'The credential has no right to events of group HQ of demo-inc, or there is none',
		],
		[queue, 403, 'Not yours', 'no right to events of call center sales, or there is none'],
	])('%j, with %i "%s", is named at activation', async (target, status, text, message) => {
		const server = new ScriptedServer();
		server.http.on('POST', SUBSCRIBE, { status, body: errorInfo(text, '4') });
		const error = await telephonyError(
			lineTo(server).line.add({ ...ALICE, target }, new RecordingListener(), true),
		);
		expect(error).toMatchObject({ status, vendorText: text });
		expect(error.message).toContain(message);
	});

	it.each([
		[enterprise, 'The subscriber may not watch this target.'],
		[{ kind: 'system' } as const, 'The system does not exist.'],
		[user, 'The user has not got the service.'],
		[queue, 'The user does not have what "Call Center Queue" tells about.'],
	])('is not guessed of %j with "%s"', (target, text) => {
		expect(missingTarget(target, text)).toBeUndefined();
	});
});

describe('a subscription taken over that leads to another address', () => {
	it('is made again with the right one', async () => {
		const server = new ScriptedServer();
		server.http.on('GET', /subscription\/s5$/, {
			body: '<Subscription xmlns="http://schema.broadsoft.com/xsi"><subscriptionId>s5</subscriptionId><expires>3600</expires><httpContact><uri>https://hooks.example.org/old</uri></httpContact></Subscription>',
		});
		const { contact } = contactAt(server);
		await contact.start('s5');
		await server.clock.advance(0);
		expect([server.subscribes().length, contact.subscriptionId]).toEqual([1, 's1']);
	});
});

describe('a line that is told of a new password', () => {
	it('tries at once again, with all of its tries', async () => {
		const server = new ScriptedServer();
		const { line } = lineTo(server);
		const listener = new RecordingListener();
		await line.add(ALICE, listener, true);
		server.http.onStream(() => refusal(401));
		server.stream.end();
		await server.clock.advance(10_000);
		const tries = server.openings().length;
		line.retry();
		await server.clock.advance(0);
		expect(server.openings().length).toBe(tries + 1);
		server.http.onStream(() => server.openChannel());
		line.retry();
		await server.clock.advance(0);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
		expect(line.ended).toBe(false);
	});
});
