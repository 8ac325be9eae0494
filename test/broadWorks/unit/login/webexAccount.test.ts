import { readAccount, type WebexApi } from '../../../../nodes/BroadWorks/client/webex/account';
import { xsiId } from '../../../../nodes/BroadWorks/client/webex/ids';
import { urlOf } from '../../../../nodes/BroadWorks/client/transport/connection';
import { targetPath } from '../../../../nodes/BroadWorks/client/subscriptions/subscriptions';
import { ORGANIZATION, PEOPLE, webexId } from '../../../simulators/webex/people';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp, type Answer } from '../../../support/fakes/fakeHttp';
import { telephonyError } from '../support/xsi';

const { id } = PEOPLE.alice;
const orgId = webexId('ORGANIZATION', ORGANIZATION);
const ME = { id: webexId('PEOPLE', id), orgId, displayName: 'Alice' };
const HOST = 'https://api-us.bcld.webex.com';
const XSI = {
	xsiActionsEndpoint: `${HOST}/com.broadsoft.xsi-actions`,
	xsiEventsEndpoint: `${HOST}/com.broadsoft.xsi-events/`,
	xsiEventsChannelEndpoint: `${HOST}/com.broadsoft.async/com.broadsoft.xsi-events/v2.0`,
	xsiDomain: 'api-us.bcld.webex.com',
};
const ONE = /\/v1\/organizations\/[\w-]+\?callingData=true$/;
const LIST = /\/v1\/organizations\?callingData=true$/;

const json = (body: unknown, status = 200): Answer => ({ status, body: JSON.stringify(body) });
const refused = (status: number) => json({ message: 'Not for you.', errors: [] }, status);

function webex(answers: { me?: Answer; one?: Answer; list?: Answer } = {}) {
	const clock = new FakeClock();
	const http = new FakeHttp(clock)
		.on('GET', /\/v1\/people\/me$/, answers.me ?? json(ME))
		.on('GET', ONE, answers.one ?? json({ id: orgId, ...XSI }))
		.on('GET', LIST, answers.list ?? json({ items: [{ id: orgId, ...XSI }] }));
	const random = { next: () => 0.5, uuid: () => 'u' };
	const api: WebexApi = { url: 'https://webexapis.com', http, clock, random };
	return { api, http };
}

describe('IDs of Webex', () => {
	it.each([
		[id, id],
		[webexId('PEOPLE', id), id],
		[`${webexId('PEOPLE', id)}==`, id],
		[`ciscospark://us/PEOPLE/${id}`, id],
		[`ciscospark://urn:TEAM:eu-central-1_k/ORGANIZATION/${id}`, id],
		[` ciscospark://us/CALL_QUEUE/${id} `, id],
	])('%s is %s to Xsi', (written, wanted) => {
		expect(xsiId(written)).toBe(wanted);
	});

	it.each(['alice@example.net', '+15550101', 'Y2lzY28', 'ciscospark://us/PEOPLE/', ''])(
		'"%s" stays as it is',
		(other) => {
			expect(xsiId(other)).toBe(other);
		},
	);

	it('may be of any form wherever a path has one', () => {
		const target = { kind: 'user', userId: webexId('PEOPLE', id) } as const;
		expect(targetPath(target)).toBe(`/v2.0/user/${id}`);
		expect(targetPath({ kind: 'enterprise', enterpriseId: orgId, isServiceProvider: true })).toBe(
			`/v2.0/serviceprovider/${ORGANIZATION}`,
		);
	});
});

describe('a connected account', () => {
	it('tells its user, its organization and where Xsi is', async () => {
		const { api, http } = webex();
		expect(await readAccount(api)).toEqual({
			userId: id,
			organizationId: ORGANIZATION,
			domain: 'api-us.bcld.webex.com',
			server: {
				url: HOST,
				actionsPath: '/com.broadsoft.xsi-actions',
				eventsPath: '/com.broadsoft.xsi-events',
				asyncPath: '/com.broadsoft.async/com.broadsoft.xsi-events',
			},
		});
		expect(http.lines()).toEqual([
			'GET /v1/people/me',
			`GET /v1/organizations/${orgId}?callingData=true`,
		]);
	});

	it.each([403, 404])(
		'without an administrator’s right (%i) is served by the list',
		async (status) => {
			const other = { id: webexId('ORGANIZATION', PEOPLE.bob.id), ...XSI, xsiDomain: 'x' };
			const list = json({ items: [other, { id: orgId, ...XSI }] });
			const { api } = webex({ one: refused(status), list });
			expect(await readAccount(api)).toMatchObject({ domain: XSI.xsiDomain });
		},
	);

	it.each([
		['is told nothing', refused(403)],
		['has no organization in the list', json({ items: [] })],
	])('that %s is told which scope it lacks', async (_case, list) => {
		const { api } = webex({ one: refused(403), list });
		const error = await telephonyError(readAccount(api), 'forbidden');
		expect(error.message).toMatch(/spark:organizations_read .*spark-admin:organizations_read/);
	});

	it('of an organization without XSI says who enables it', async () => {
		const { api } = webex({ one: json({ id: orgId, displayName: 'Example' }) });
		const error = await telephonyError(readAccount(api), 'forbidden');
		expect(error.message).toBe(
			'XSI is not enabled for this organization of Webex; Cisco TAC enables it',
		);
	});

	it('may have its events at another host than its actions', async () => {
		const events = 'https://events.example.com';
		const { api } = webex({
			one: json({ id: orgId, ...XSI, xsiEventsEndpoint: `${events}/com.broadsoft.xsi-events` }),
		});
		const { server } = await readAccount(api);
		const urls = (['actions', 'events', 'async'] as const).map((context) =>
			urlOf(server, { method: 'GET', context, path: '/versions' }),
		);
		expect(urls).toEqual([
			`${HOST}/com.broadsoft.xsi-actions/versions`,
			`${events}/com.broadsoft.xsi-events/versions`,
			`${HOST}/com.broadsoft.async/com.broadsoft.xsi-events/versions`,
		]);
	});

	it.each<[string, Answer, string, RegExp]>([
		['a token that is over', refused(401), 'unauthorized', /connect it again/],
		[
			'too many requests',
			{ status: 429, headers: { 'retry-after': '90' } },
			'rateLimited',
			/fewer/,
		],
		['a page of a proxy', { status: 403, body: '<html></html>' }, 'unavailable', /not answered/],
		['no JSON', { body: 'hello' }, 'protocolViolation', /not valid JSON/],
		['no object', json([]), 'protocolViolation', /something other than JSON/],
		['nobody', json({}), 'protocolViolation', /who is connected/],
	])('cannot be looked up with %s', async (_case, me, kind, words) => {
		const { api } = webex({ me });
		const error = await telephonyError(readAccount(api), kind as never);
		expect(error.message).toMatch(words);
	});

	it('is told Webex’s own words', async () => {
		const { api } = webex({ me: refused(401) });
		expect((await telephonyError(readAccount(api), 'unauthorized')).vendorText).toBe(
			'Not for you.',
		);
	});
});
