import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { openApiFindings } from './conformance';
import { openApiDocument, openApiOperations, operationOf, type Schema } from './openApi';
import { ANSWER_DIFFERENCES, NOT_SIMULATED, REQUEST_DIFFERENCES } from './openApiDifferences';
import { memberOf, schemaErrors } from './openApiSchema';
import type { RequestEntry } from '../server';
import { TestClient } from '../testClient';
import { fixtureFolder } from '../../../support/fixturePath';

const FIXTURES = fixtureFolder('ringCentral');

const LOG = '/restapi/v1.0/account/{accountId}/call-log';

const entry = (given: Partial<RequestEntry>): RequestEntry => ({
	n: 1,
	at: 0,
	method: 'GET',
	url: '/restapi/v1.0/account/~/call-log',
	template: LOG,
	headers: {},
	body: '',
	status: 200,
	answerType: 'application/json;charset=utf-8',
	answer: { records: [], navigation: {}, paging: { perPage: 100 } },
	...given,
});

describe('routes and the OpenAPI file', () => {
	let client: TestClient;
	beforeAll(async () => {
		client = await TestClient.start();
	});
	afterAll(async () => await client.stop());

	test('every operation of the file is simulated, or it is said why not', () => {
		const simulated = new Set(
			client.simulator.routes.map(({ method, template }) => `${method} ${template}`),
		);
		const missing = openApiOperations
			.map(({ method, template }) => `${method} ${template}`)
			.filter((name) => !simulated.has(name))
			.filter((name) => !NOT_SIMULATED.some(({ operation }) => operation.test(name)));
		expect(missing).toEqual([]);
	});

	test('nothing is called not simulated that is', () => {
		const wrong = client.simulator.routes
			.map(({ method, template }) => `${method} ${template}`)
			.filter((name) => NOT_SIMULATED.some(({ operation }) => operation.test(name)));
		expect(wrong).toEqual([]);
	});

	test('groups and scopes of routes are those of the file', () => {
		for (const { method, template, access } of client.simulator.routes) {
			const operation = operationOf(method, template);
			if (!operation) continue;
			const name = `${method} ${template}`;
			expect([name, access.group]).toEqual([name, operation.group]);
			if (operation.scope !== undefined && access.open !== true) {
				expect([name, ...(access.scope ?? '').split(' OR ')]).toContain(operation.scope);
			}
		}
	});

	test('every difference is about an operation of the file', () => {
		const names = openApiOperations.map(({ method, template }) => `${method} ${template}`);
		for (const { operation } of REQUEST_DIFFERENCES) expect(names).toContain(operation);
		for (const { operation } of [...ANSWER_DIFFERENCES, ...NOT_SIMULATED]) {
			expect(names.filter((name) => operation.test(name))).not.toEqual([]);
		}
	});
});

describe('comparing with the OpenAPI file', () => {
	test('what is as the file says is not found', () => {
		expect(openApiFindings([entry({})])).toEqual([]);
	});

	test.each<[string, Partial<RequestEntry>, RegExp]>([
		['an unknown query', { url: `${LOG}?since=1` }, /query since is not known/],
		['a wrong query', { url: `${LOG}?view=All` }, /query view=All/],
		['a query twice', { url: `${LOG}?view=Simple&view=Detailed` }, /there 2 times/],
		['a body without need', { body: '{}' }, /a body where none is known/],
		['an unknown operation', { template: '/x' }, /not in the file/],
		['an unlisted status', { status: 202 }, /status 202/],
		['another content type', { answerType: 'text/html' }, /content type text\/html/],
		['a missing member', { answer: { records: [], navigation: {} } }, /answer: paging/],
		[
			'a wrong member',
			{ answer: { records: [{ id: 5 }], navigation: {}, paging: { perPage: 1 } } },
			/answer: records\[0\]\.id must be string/,
		],
		['a failure without code', { status: 404, answer: { message: 'x' } }, /failure: errorCode/],
		[
			'a wrong body',
			{
				method: 'POST',
				template: '/restapi/v1.0/account/{accountId}/extension/{extensionId}/sms',
				headers: { 'content-type': 'application/json' },
				body: '{"from":{"phoneNumber":1},"to":[],"text":"x","extra":1}',
			},
			/sent: from\.phoneNumber must be string/,
		],
		[
			'a member nobody knows',
			{
				method: 'POST',
				template: '/restapi/v1.0/account/{accountId}/extension/{extensionId}/sms',
				headers: { 'content-type': 'application/json' },
				body: '{"from":{"phoneNumber":"1"},"to":[],"text":"x","extra":1}',
			},
			/sent: extra is not known/,
		],
		[
			'a form without its grant',
			{
				method: 'POST',
				template: '/restapi/oauth/token',
				headers: { 'content-type': 'text/plain' },
				body: 'x',
			},
			/content type text\/plain/,
		],
	])('%s is found', (_what, given, finding) => {
		expect(openApiFindings([entry(given)]).join('\n')).toMatch(finding);
	});
});

describe("the vendor's printed payloads", () => {
	const read = (name: string) =>
		JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as Record<string, unknown>;
	const schema = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

	/** Differences of test/ringCentral/fixtures/README.md: what a client has to live with. */
	test.each([
		['call-log.record.simple-with-recording.json', 'CallLogRecord', []],
		['active-calls.response.json', 'CallLogResponse', []],
		['call-log-sync.fsync.response.json', 'CallLogSyncResponse', []],
		['seed004.call-log.detailed.json', 'CallLogResponse', ['navigation', 'paging']],
		['presence.response.json', 'PresenceInfoResponse', []],
		[
			'presence.account.response.json',
			'AccountPresenceInfo',
			['localUri', 'remoteUri'].map((name) => `records[0].activeCalls[0].sipData.${name}`),
		],
		['device.list.response.json', 'GetExtensionDevicesResponse', []],
		['forwarding-number.list.response.json', 'GetExtensionForwardingNumberListResponse', []],
		[
			'extension.list.response.json',
			'GetExtensionListResponse',
			['paging.perPage', 'records[0].id', 'records[1].id'],
		],
		['message.fax.json', 'GetMessageInfoResponse', []],
		['sms.send.response.json', 'GetSMSMessageInfoResponse', []],
		['session.inbound.response.json', 'CallSessionObject', []],
		['token.jwt.response.json', 'TokenInfo', ['session_id']],
	])('%s', (file, name, differences) => {
		expect(Object.keys(openApiDocument.components.schemas)).toContain(name);
		const found = schemaErrors(schema(name), read(file)).map(memberOf);
		expect([...new Set(found)].sort()).toEqual(differences);
	});
});
