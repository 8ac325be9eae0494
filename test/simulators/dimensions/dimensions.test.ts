import axios from 'axios';

import { manualClock } from '../shared/clock';
import { becomes } from '../shared/commandLine';
import { serveJson, type JsonServer } from '../shared/jsonServer';
import { DIMENSIONS_CLIENT, startDimensionsSimulator, type RunningDimensions } from './index';

const directory = '00000000-0000-0000-0000-000000000001';

describe('the Dimensions simulator', () => {
	const clock = manualClock(Date.UTC(2026, 0, 1));
	let dimensions: RunningDimensions;
	let receiver: JsonServer;
	let statuses: number[] = [];

	beforeEach(async () => {
		statuses = [];
		receiver = await serveJson(() => ({ status: statuses.shift() ?? 200 }), {
			host: '127.0.0.1',
			port: 0,
		});
		dimensions = await startDimensionsSimulator({
			clock,
			push: `${receiver.url}/hook`,
			retries: 3,
			customData: { secret: 's' },
		});
	});
	afterEach(async () => {
		await dimensions.close();
		await receiver.close();
	});

	const ask = async (method: string, path: string, data?: unknown, headers = {}) =>
		await axios.request<Record<string, unknown>>({
			method,
			url: dimensions.url + path,
			data,
			headers,
			proxy: false,
			maxRedirects: 0,
			validateStatus: () => true,
		});

	test('zeros are left out, plus signs are escaped', async () => {
		await dimensions.simulator.finish({ answered: false, recorded: false });
		const [{ body }] = receiver.requests;
		expect(body).toContain('"cliNum":"\\u002B442079460123"');
		const { cdr, customData } = JSON.parse(body) as Record<string, Record<string, unknown>>;
		expect(customData).toEqual({ secret: 's' });
		expect(cdr).toMatchObject({ lost: 1, dir: 2, type: 2, tags: {} });
		for (const absent of ['ans', 'answer', 'talk', 'hold', 'hasRec', 'recordingIds']) {
			expect(cdr).not.toHaveProperty(absent);
		}
	});

	test('waits of 2, 4 and 6 seconds between its tries, and then gives up', async () => {
		statuses = [500, 500, 500, 500, 500];
		const finished = dimensions.simulator.finish({});
		for (const wait of [2_000, 4_000, 6_000]) {
			await becomes(() => clock.waiting > 0, 'a try has failed');
			const before = receiver.requests.length;
			clock.advance(wait - 1);
			await new Promise((resolve) => setTimeout(resolve, 30));
			expect(receiver.requests).toHaveLength(before);
			clock.advance(1);
			await becomes(() => receiver.requests.length > before, 'the next try comes');
		}
		expect((await finished).push?.statuses).toEqual([500, 500, 500, 500]);
		await expect(startDimensionsSimulator({ retries: 11 })).rejects.toThrow('0 to 10');
	});

	test('methods and formats by the control interface, and the webhook’s own filter', async () => {
		const call = { direction: 'outbound', tags: { a: 'b' } };
		for (const webhook of [
			{ method: 'PUT', format: 'form', naming: 'brackets' },
			{ method: 'GET', naming: 'dotted' },
			{ filter: { direction: 'inbound', lost: true } },
		]) {
			await ask('POST', '/control/webhook', webhook);
			expect((await ask('POST', '/control/calls', call)).status).toBe(201);
		}
		const [put, get] = receiver.requests;
		expect(receiver.requests).toHaveLength(2);
		expect(put.method).toBe('PUT');
		expect(new URLSearchParams(put.body).get('cdr[tags][a]')).toBe('b');
		expect(new URLSearchParams(get.path.split('?')[1]).get('cdr.dir')).toBe('3');
		expect((await ask('GET', '/control/pushes')).data).toHaveLength(2);
	});

	test('multipart, and the spelling of the table', async () => {
		dimensions.simulator.options.keys = 'table';
		dimensions.simulator.options.format = 'multipart';
		await dimensions.simulator.finish({ answered: false, tags: { Support: 'stage1' } });
		const [{ body, contentType }] = receiver.requests;
		expect(contentType).toMatch(/^multipart\/form-data; boundary=/);
		const form = await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
		const fields: Record<string, unknown> = {};
		form.forEach((value, name) => (fields[name] = value));
		expect(fields).toMatchObject({
			triggerID: '11111111-1111-4111-8111-111111111111',
			'Cdr.Dir': '2',
			'Cdr.lRgDevName': 'Test User',
			'Cdr.tags.0.key': 'Support',
			'Cdr.tags.0.value': 'stage1',
			'customData.secret': 's',
		});
	});

	test('no answer within its time is a failed try; it is 10 s', async () => {
		expect(dimensions.simulator.pusher.settings.timeout).toBe(10_000);
		const silent = await serveJson(async () => await new Promise(() => undefined), {
			host: '127.0.0.1',
			port: 0,
		});
		const hasty = await startDimensionsSimulator({
			push: silent.url,
			retries: 2,
			retryUnit: 1,
			timeout: 20,
		});
		const { push } = await hasty.simulator.finish({});
		expect(push?.statuses).toEqual([0, 0, 0]);
		await hasty.close();
		await silent.close();
	});

	test('a stream of calls', async () => {
		await ask('POST', '/control/stream', { every: 1_000 });
		clock.advance(2_000);
		await ask('POST', '/control/stream', { every: 0 });
		clock.advance(2_000);
		expect(dimensions.simulator.calls).toHaveLength(2);
	});

	test('a login by code, refreshed, expired', async () => {
		const back = 'http://127.0.0.1:1/callback';
		const authorize = new URLSearchParams({
			client_id: DIMENSIONS_CLIENT.clientId,
			response_type: 'code',
			redirect_uri: back,
			scope: 'openid offline_access',
			state: 'x',
		});
		const { status, headers } = await ask('GET', `/connect/authorize?${authorize.toString()}`);
		expect(status).toBe(302);
		const code = new URL(String(headers.location)).searchParams.get('code') ?? '';
		const token = async (fields: Record<string, string>) =>
			await ask('POST', '/connect/token', new URLSearchParams(fields));
		const client = {
			client_id: DIMENSIONS_CLIENT.clientId,
			client_secret: DIMENSIONS_CLIENT.clientSecret,
		};
		const grant = { grant_type: 'authorization_code', code, redirect_uri: back };
		expect((await token({ ...client, ...grant, client_secret: 'x' })).status).toBe(401);
		const first = await token({ ...client, ...grant });
		expect(first.data).toMatchObject({ token_type: 'Bearer', expires_in: 3_600 });
		expect((await token({ ...client, ...grant })).data).toEqual({ error: 'invalid_grant' });
		const bearer = (data: Record<string, unknown>) => ({
			Authorization: `Bearer ${String(data.access_token)}`,
		});
		const list = async (data: Record<string, unknown>) =>
			(await ask('GET', '/api/v1.0/contactdirectories', undefined, bearer(data))).status;
		expect(await list(first.data)).toBe(200);
		clock.advance(3_600_000);
		expect(await list(first.data)).toBe(401);
		const refresh = {
			grant_type: 'refresh_token',
			refresh_token: String(first.data.refresh_token),
		};
		const second = await token({ ...client, ...refresh });
		expect(await list(second.data)).toBe(200);
		expect((await token({ ...client, ...refresh })).status).toBe(400);
		await ask('POST', '/control/expire', {});
		expect(await list(second.data)).toBe(401);
		expect((await ask('GET', '/connect/authorize')).status).toBe(400);
	});

	test('contacts, and what is wrong about a request', async () => {
		const authorization = { Authorization: `Bearer ${dimensions.simulator.login.grant()}` };
		const api = async (method: string, path: string, body?: unknown) => {
			const { status, data } = await ask(
				method,
				`/api/v1.0/contactdirectories${path}`,
				body === undefined ? undefined : JSON.stringify(body),
				{ ...authorization, 'Content-Type': 'application/json' },
			);
			return { ...(data as { data?: unknown }), http: status };
		};
		const items = `/${directory}/items`;
		const made = await api('POST', `/${directory}/crmitems`, {
			fields: { crmId: 'c', phone1: '1' },
		});
		expect(made).toMatchObject({ http: 201, status: 'success' });
		expect(await api('GET', `/${directory}/crmitems/c`)).toMatchObject({ data: made.data });
		expect(await api('GET', '/x')).toMatchObject({
			http: 400,
			error: 400,
			message: "The value 'x' is not valid.",
			status: 'error',
		});
		const title = { op: 'add', path: '/fields/title', value: 'Dr' };
		for (const [method, path, body, status] of [
			['GET', '/00000000-0000-0000-0000-0000000000ff', undefined, 404],
			['GET', `${items}/00000000-0000-0000-0000-0000000000ff`, undefined, 404],
			['POST', items, { fields: { colour: 'red' } }, 400],
			['POST', items, {}, 400],
			['POST', `/${directory}/crmitems`, { fields: { phone1: '1' } }, 400],
			['PATCH', `/${directory}/crmitems/c`, { op: 'add', path: '/fields/phone2', value: '2' }, 400],
			['PATCH', `/${directory}/crmitems/c`, [{ op: 'move', path: '/fields/phone2' }], 400],
			['PATCH', `/${directory}/crmitems/c`, [{ op: 'add', path: '/id', value: 1 }], 400],
			['PATCH', `/${directory}/crmitems/c`, [title, { op: 'remove', path: '/fields/email' }], 400],
			['PATCH', `/${directory}/crmitems/c`, [{ ...title, op: 'replace' }], 400],
			['DELETE', items, undefined, 405],
			['GET', `/${directory}/other`, undefined, 404],
			['DELETE', `/${directory}/crmitems/c`, undefined, 200],
		] as const) {
			expect([method, path, (await api(method, path, body)).http]).toEqual([method, path, status]);
		}
	});
});
