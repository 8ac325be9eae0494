import { keepAliveHttp } from '../../../../nodes/shared/transport/keepAliveHttp';
import { DEFAULT_PATHS } from '../../../../nodes/BroadWorks/client/transport/connection';
import { xsiDocument } from '../../../../nodes/BroadWorks/client/channel/documents';
import {
	applicationOf,
	EVENT_PACKAGES,
} from '../../../../nodes/BroadWorks/client/subscriptions/packages';
import {
	deleteSubscription,
	describeTarget,
	listSubscriptions,
	meansGone,
	readSubscription,
	renewSubscription,
	specKey,
	subscribe,
	targetPath,
	type XsiTarget,
} from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import events from '../../specs/xsi-events.json';
import { fixture } from '../../../support/fixtures';
import { startXsiSimulator } from '../../../simulators/broadWorks';
import { EVENTS, errorInfo, fakeConnection, telephonyError } from '../support/xsi';

const ALICE: XsiTarget = { kind: 'user', userId: 'alice@example.net' };
const REQUEST = {
	target: ALICE,
	package: 'Do Not Disturb',
	applicationId: 'n8n-demo',
	expires: 86_400,
};

const granted = (inner: string) => ({
	body: `<Subscription xmlns="http://schema.broadsoft.com/xsi">${inner}</Subscription>`,
});

describe('targetPath', () => {
	it.each<[XsiTarget, string, string]>([
		[ALICE, '/v2.0/user/alice@example.net', 'user alice@example.net'],
		[
			{ kind: 'user', userId: 'bridge@example.net', subId: '55/12' },
			'/v2.0/user/bridge@example.net/subId/55%2F12',
			'user bridge@example.net 55/12',
		],
		[
			{ kind: 'group', enterpriseId: 'PBXL Inc.', groupId: 'A/B' },
			'/v2.0/enterprise/PBXL%20Inc./group/A%2FB',
			'group A/B of PBXL Inc.',
		],
		[{ kind: 'enterprise', enterpriseId: 'demo' }, '/v2.0/enterprise/demo', 'enterprise demo'],
		[{ kind: 'system' }, '/v2.0/system', 'the system'],
	])('of %j is %s', (target, path, words) => {
		expect(targetPath(target)).toBe(path);
		expect(describeTarget(target)).toBe(words);
	});
});

describe('specKey', () => {
	it('is equal for equal subscriptions only', () => {
		const keys = [
			{ target: ALICE, package: 'A' },
			{ target: ALICE, package: 'B' },
			{ target: { kind: 'user', userId: 'bob' } as const, package: 'A' },
			{ target: { kind: 'enterprise', enterpriseId: 'bob' } as const, package: 'A' },
			{ target: { kind: 'group', enterpriseId: 'bob', groupId: 'x' } as const, package: 'A' },
		].map(specKey);
		expect(new Set(keys).size).toBe(5);
		expect(specKey({ package: 'A', target: { ...ALICE } })).toBe(keys[0]);
	});

	it('does not depend on the order in which the target was written', () => {
		const target: XsiTarget = { groupId: 'g', enterpriseId: 'e', kind: 'group' };
		expect(specKey({ target, package: 'A' })).toBe(
			specKey({ target: { kind: 'group', enterpriseId: 'e', groupId: 'g' }, package: 'A' }),
		);
	});
});

describe('applicationOf', () => {
	const of = (name: string, ...further: string[]) =>
		applicationOf('n8n-demo', { package: name, further });

	it('is the given one for a single package, and differs for each list', () => {
		expect(of('Basic Call')).toBe('n8n-demo');
		expect(applicationOf('n8n-demo', { package: 'Basic Call' })).toBe('n8n-demo');
		const names = EVENT_PACKAGES.map(({ package: name }) => name);
		const lists = names.slice(1).flatMap((name, place) => [
			[name, ...names.slice(0, place + 1)],
			[name, names[place]],
		]);
		const applications = lists.map(([first, ...further]) => of(first, ...further));
		// The first two lists have the same packages.
		expect(new Set(applications).size).toBe(lists.length - 1);
		for (const one of applications) expect(one).toMatch(/^n8n-demo-[0-9a-z]{1,8}$/);
	});

	it('does not depend on the order of the list', () => {
		expect(of('Basic Call', 'Call Park')).toBe(of('Call Park', 'Basic Call'));
	});
});

describe('subscribe', () => {
	it('sends the elements in the order of the schema, for a channel', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { body: fixture('composed/subscription-response.xml') });
		expect(await subscribe(connection, { ...REQUEST, channelSetId: 'n8n-3f1c' })).toEqual({
			subscriptionId: '5ab50000-0000-4000-8000-000000000001',
			expires: 86_400,
		});
		expect(connection.http.lines()).toEqual([`POST ${EVENTS}/v2.0/user/alice@example.net`]);
		expect(connection.http.sent[0].body).toBe(
			fixture('composed/subscription-request-minimal-channel.xml'),
		);
	});

	it('sends the elements in the order of the schema, for an HTTP contact', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { body: fixture('chk-subscription-response.xml') });
		await subscribe(connection, {
			...REQUEST,
			package: 'Call Center Queue',
			httpContact: 'https://hooks.example.org/xsi',
		});
		expect(connection.http.sent[0].body).toBe(fixture('composed/subscription-request-http.xml'));
	});

	it('takes the lifetime the server gives, not the one asked for', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { body: fixture('chk-subscription-response.xml') });
		const grant = await subscribe(connection, { ...REQUEST, expires: 120 });
		expect(grant.expires).toBe(86_400);
	});

	it.each(['', '<expires>soon</expires>', '<expires>0</expires>', '<expires>-5</expires>'])(
		'takes what was asked for, at least an hour, where the server says %j',
		async (expires) => {
			const connection = fakeConnection();
			connection.http.on('POST', /./, granted(`<subscriptionId>s</subscriptionId>${expires}`));
			expect((await subscribe(connection, { ...REQUEST, expires: 60 })).expires).toBe(3_600);
			expect((await subscribe(connection, REQUEST)).expires).toBe(86_400);
		},
	);

	it.each(['', '<subscriptionId/>'])('refuses an answer without an id: %j', async (inner) => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, granted(inner));
		await telephonyError(subscribe(connection, REQUEST), 'protocolViolation');
	});

	it('lists several packages, under an application of their own', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { body: fixture('composed/subscription-response.xml') });
		const further = ['Do Not Disturb', 'Voice Mail Message Summary'];
		const channelSetId = 'n8n-3f1c';
		await subscribe(connection, { ...REQUEST, package: 'Advanced Call', further, channelSetId });
		const own = applicationOf('n8n-demo', { package: 'Advanced Call', further });
		expect(connection.http.sent[0].body).toBe(
			fixture('composed/subscription-request-packages.xml').replace('n8n-demo', own),
		);
	});

	it('is sent once and passes on the refusal', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { status: 403, body: errorInfo('no right', '110842') });
		const error = await telephonyError(subscribe(connection, REQUEST), 'forbidden');
		expect(error.vendorCode).toBe('110842');
		expect(connection.http.sent).toHaveLength(1);
	});
});

describe('renewSubscription', () => {
	it('asks for the lifetime and gives the one granted', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, granted('<expires>7200</expires>'));
		expect(await renewSubscription(connection, 's 1', 86_400)).toMatchObject({ expires: 7_200 });
		expect(connection.http.lines()).toEqual([`PUT ${EVENTS}/v2.0/subscription/s%201`]);
		expect(connection.http.sent[0].body).toBe(fixture('composed/subscription-refresh-request.xml'));
	});

	it('takes an empty answer for a yes', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		expect(await renewSubscription(connection, 's', 86_400)).toMatchObject({ expires: 86_400 });
	});
});

describe('readSubscription', () => {
	it('tells where the events go', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /s1$/, granted('<httpContact><uri>https://hooks.example.org</uri></httpContact>'))
			.on('GET', /s2$/, granted('<channelSetId>n8n</channelSetId>'));
		expect((await readSubscription(connection, 's1')).httpContact).toBe(
			'https://hooks.example.org',
		);
		expect((await readSubscription(connection, 's2')).httpContact).toBeUndefined();
		expect(connection.http.lines()[0]).toBe(`GET ${EVENTS}/v2.0/subscription/s1`);
	});

	it('passes on that there is none', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { status: 403, body: errorInfo('none', '110862') });
		await telephonyError(readSubscription(connection, 's1'), 'forbidden');
	});
});

describe('listSubscriptions', () => {
	it('asks for those of one application id and gives their ids', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /./, { body: fixture('composed/subscription-list.xml') });
		expect(await listSubscriptions(connection, 'n8n demo')).toEqual(
			new Set(['5ab50000-0000-4000-8000-000000000001', '5ab50000-0000-4000-8000-000000000009']),
		);
		expect(connection.http.lines()).toEqual([
			`GET ${EVENTS}/v2.0/subscription?extAppId=n8n%20demo`,
		]);
	});

	it('is not repeated by itself, and no other document will do', async () => {
		const connection = fakeConnection();
		connection.http.once('GET', /./, { status: 503 });
		await telephonyError(listSubscriptions(connection, 'n'), 'unavailable');
		connection.http.on('GET', /./, granted('<subscriptionId>s1</subscriptionId>'));
		await telephonyError(listSubscriptions(connection, 'n'), 'protocolViolation');
		expect(connection.http.sent).toHaveLength(2);
	});

	it('is understood by the simulator', async () => {
		const simulator = await startXsiSimulator();
		try {
			const login = Buffer.from('admin@example.net:secret').toString('base64');
			const { request } = keepAliveHttp({
				allowUnauthorizedCerts: false,
				authorization: () => `Basic ${login}`,
			});
			const { clock, random, http } = fakeConnection();
			const connection = {
				server: { url: simulator.url, ...DEFAULT_PATHS },
				http: { request, stream: http.stream.bind(http) },
				clock,
				random,
			};
			const made = async (userId: string, applicationId: string) => {
				const target: XsiTarget = { kind: 'user', userId };
				const httpContact = 'http://127.0.0.1:9/';
				const wanted = { ...REQUEST, target, applicationId, httpContact };
				return (await subscribe(connection, wanted)).subscriptionId;
			};
			const own = [await made('alice@example.net', 'own'), await made('bob@example.net', 'own')];
			await made('alice@example.net', 'other');
			expect(await listSubscriptions(connection, 'own')).toEqual(new Set(own));
			expect(await listSubscriptions(connection, 'nobody')).toEqual(new Set());
		} finally {
			await simulator.close();
		}
	});
});

describe('meansGone', () => {
	it.each<[number, string, boolean]>([
		[403, '', true],
		[404, '', true],
		[500, errorInfo('no such subscription', '110862'), true],
		[500, '', false],
		[500, 'upstream request failed', false],
		[500, '<p>upstream request failed', false],
		[500, '<error><code>500</code></error>', false],
		[500, '<ErrorInfo><summary>cut o', false],
		[503, errorInfo('busy', '1'), false],
		[401, '', false],
		[403, errorInfo('none', '110862'), true],
		[403, '{"ErrorInfo":{"summaryEnglish":{"$":"none"},"errorCode":{"$":"110862"}}}', true],
		[404, '<xcap-error xmlns="urn:ietf:params:xml:ns:xcap-error"/>', true],
		[403, '<html><body>403 Forbidden</body></html>', false],
		[404, 'default backend - 404', false],
		[404, '<error><code>404</code></error>', false],
		[403, '{"message":"Forbidden"}', false],
		[404, '<html', false],
	])('of status %i with the body "%s" is %s', async (status, body, gone) => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, { status, body });
		const error = await telephonyError(renewSubscription(connection, 's1', 60));
		expect(meansGone(error)).toBe(gone);
	});

	it('of anything else is false', () => {
		expect(meansGone(new Error('broken'))).toBe(false);
	});
});

describe('deleteSubscription', () => {
	it('deletes with the timeout given', async () => {
		const connection = fakeConnection();
		connection.http.on('DELETE', /./, {});
		await deleteSubscription(connection, 's1', 5_000);
		expect(connection.http.lines()).toEqual([`DELETE ${EVENTS}/v2.0/subscription/s1`]);
		expect(connection.http.sent[0]).toMatchObject({ body: undefined, timeout: 5_000 });
	});
});

describe('xsiDocument', () => {
	it('keeps the order, leaves out what is undefined and escapes the rest', () => {
		expect(
			xsiDocument('R', [
				['b', 'x < "y" & \'z\''],
				['a', 0],
				['gone', undefined],
				['flag', false],
				[
					'inner',
					[
						['c', 'ü'],
						['d', undefined],
					],
				],
			]),
		).toBe(
			'<?xml version="1.0" encoding="UTF-8"?><R xmlns="http://schema.broadsoft.com/xsi"><b>x &lt; &quot;y&quot; &amp; &apos;z&apos;</b><a>0</a><flag>false</flag><inner><c>ü</c></inner></R>',
		);
	});
});

describe('EVENT_PACKAGES', () => {
	it('is the public list of 38 packages with their event types', () => {
		expect(EVENT_PACKAGES).toHaveLength(38);
		expect(EVENT_PACKAGES).toEqual(
			events.map(({ package: name, events: types }) => ({ package: name, events: types })),
		);
	});
});
