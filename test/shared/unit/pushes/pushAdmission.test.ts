import {
	admitPush,
	checkPushCredential,
	MAX_PUSH_BYTES,
} from '../../../../nodes/shared/trigger/webhook/pushAdmission';
import { SeenEvents, eventKey } from '../../../../nodes/shared/trigger/seenEvents';
import { udeskPushes } from '../../../../nodes/Udesk/trigger/pushes';
import { dimensionsPushes } from '../../../../nodes/Dimensions/trigger/pushes';
import { n8nContext } from '../../../support/contexts/n8nContext';

interface Request {
	method?: string;
	query?: Record<string, string>;
	params?: Record<string, string>;
	headers?: Record<string, string>;
	ip?: string;
	body?: string;
	form?: Record<string, unknown>;
}

const secret = 'correct horse battery';

async function knock(
	{ method = 'POST', query = {}, params = {}, headers = {}, ip = '127.0.0.1', body, form }: Request,
	door: Parameters<typeof admitPush>[1] = udeskPushes,
	credential: Record<string, string> = {},
) {
	const search = new URLSearchParams(query).toString();
	const request = {
		method,
		ip,
		originalUrl: `/webhook/x?${search}`,
		...(body === undefined ? {} : { rawBody: Buffer.from(body) }),
		...(form === undefined ? {} : { body: { data: form } }),
	};
	const node = n8nContext({ query, params, headers, request });
	return await admitPush(node, door, { secret, ...credential });
}

const plain = { name: 'Plain' };
const record = { call_id: '1' };
const body = JSON.stringify(record);

describe('who may push', () => {
	test.each<[string, Request]>([
		['query', { query: { token: secret } }],
		['path', { params: { secret } }],
		['header', { headers: { 'x-webhook-secret': secret } }],
		['bearer token', { headers: { authorization: `Bearer ${secret}` } }],
	])('the secret in the %s', async (_where, request) => {
		expect(await knock({ ...request, body }, plain)).toEqual({ records: [record] });
	});

	test('the secret in the record, which loses it', async () => {
		const withSecret = { ...record, extend: { secret, code: 'x' } };
		const wanted = { records: [{ ...record, extend: { code: 'x' } }] };
		expect(await knock({ body: JSON.stringify(withSecret) })).toEqual(wanted);
		const form = `call_id=1&extend=${encodeURIComponent(JSON.stringify(withSecret.extend))}`;
		expect(await knock({ body: form })).toEqual(wanted);
		expect(await knock({ body: JSON.stringify([withSecret, record]) })).toEqual({ status: 401 });
	});

	test('the secret under the key of the extra payload, nested, as text or bare', async () => {
		const key = { payloadField: 'Pass' };
		const pushed = (more: object) => JSON.stringify({ cdr: { id: '1' }, ...more });
		const rest = { cdr: { id: '1' } };
		const take = (text: string) => knock({ body: text }, dimensionsPushes, key);
		expect(await take(pushed({ customData: { pass: secret, a: 'b' } }))).toEqual({
			records: [{ ...rest, customData: { a: 'b' } }],
		});
		expect(await take(pushed({ CustomData: JSON.stringify({ Pass: secret }) }))).toEqual({
			records: [{ ...rest, CustomData: {} }],
		});
		expect(await take(pushed({ pass: secret }))).toEqual({ records: [rest] });
		expect(await take(pushed({ customData: { secret } }))).toEqual({ status: 401 });
		expect(await take(pushed({ customData: '{broken' }))).toEqual({ status: 401 });
		const query = { 'cdr.id': '1', 'customData.pass': secret };
		expect(await knock({ method: 'GET', query }, dimensionsPushes, key)).toEqual({
			records: [{ ...rest, customData: {} }],
		});
	});

	test('a GET without the token in its record', async () => {
		const query = { token: secret, 'cdr[id]': '1' };
		expect(await knock({ method: 'GET', query }, dimensionsPushes)).toEqual({
			records: [{ cdr: { id: '1' } }],
		});
	});

	test('multipart, which n8n takes apart', async () => {
		const headers = { 'content-type': 'multipart/form-data; boundary=x' };
		const query = { token: secret };
		expect(await knock({ headers, query, form: { call_id: '1' } })).toEqual({ records: [record] });
		expect(await knock({ headers, query })).toEqual({ status: 400 });
		const huge = { ...headers, 'content-length': String(MAX_PUSH_BYTES + 1) };
		expect(await knock({ headers: huge, query, form: { call_id: '1' } })).toEqual({ status: 413 });
		const chunked = { call_id: 'x'.repeat(MAX_PUSH_BYTES) };
		expect(await knock({ headers, query, form: chunked })).toEqual({ status: 413 });
	});

	test.each<[string, Request, number]>([
		['no secret', { body }, 401],
		['a wrong one', { body, query: { token: 'wrong' } }, 401],
		['a wrong one in the record', { body: '{"extend":{"secret":"wrong"}}' }, 401],
		['an extend that is not JSON', { body: '{"extend":"{broken"}' }, 401],
		['no secret and broken JSON', { body: '{"a"' }, 401],
		['no secret and a huge body', { body: `"${'x'.repeat(MAX_PUSH_BYTES)}"` }, 401],
		['broken JSON', { body: '{"a"', query: { token: secret } }, 400],
		['no body', { query: { token: secret } }, 400],
		['a huge body', { body: 'x'.repeat(MAX_PUSH_BYTES + 1), query: { token: secret } }, 413],
	])('%s', async (_name, request, status) => {
		expect(await knock(request)).toEqual({ status });
	});

	test('an empty secret opens nothing', async () => {
		const empty = { secret: '' };
		expect(await knock({ body, query: { token: '' } }, plain, empty)).toEqual({ status: 401 });
		expect(await knock({ body: '{"extend":{"secret":""}}' }, udeskPushes, empty)).toEqual({
			status: 401,
		});
	});

	test('the list of addresses comes first', async () => {
		const list = { allowedIps: '203.0.113.0/24' };
		const request = { body, query: { token: secret } };
		expect(await knock({ ...request, ip: '203.0.113.9' }, plain, list)).toEqual({
			records: [record],
		});
		expect(await knock({ ...request, ip: '192.0.2.1' }, plain, list)).toEqual({ status: 403 });
	});

	test('what a credential must have', async () => {
		expect(() => checkPushCredential({ secret: 'short' })).toThrow('too short');
		expect(() => checkPushCredential({ secret, allowedIps: 'x' })).toThrow('not an IP address');
		expect(() => checkPushCredential({ secret })).not.toThrow();
	});
});

test('seen events outlive a restart only when their executions have ended', async () => {
	const kept = {};
	const first = new SeenEvents(kept);
	expect([first.isNew('a'), first.isNew('a'), first.isNew('b')]).toEqual([true, false, true]);
	first.finish(['a']);
	first.write(kept);
	const second = new SeenEvents(JSON.parse(JSON.stringify(kept)) as object as never);
	expect([second.isNew('a'), second.isNew('b')]).toEqual([false, true]);
	expect(eventKey('x')).toMatch(/^[\w-]{22}$/);
});
