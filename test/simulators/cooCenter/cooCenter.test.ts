import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { manualClock } from '../shared/clock';
import { becomes } from '../shared/commandLine';
import { startCooCenterSimulator, type CooCenterSimulator } from './index';
import type { CooCenterSimulatorOptions } from './options';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

interface Answer {
	status: number;
	body: Record<string, unknown> & { data?: unknown };
}

describe('CooCenter simulator', () => {
	let simulator: CooCenterSimulator | undefined;
	let receiver: Server | undefined;

	afterEach(async () => {
		await simulator?.close();
		receiver?.close();
		simulator = undefined;
		receiver = undefined;
	});

	/** Pushes have all the time that a busy machine may take to answer them. */
	const start = async (options: CooCenterSimulatorOptions = {}) => {
		simulator = await startCooCenterSimulator({ pushTimeout: 60_000, ...options });
		return simulator;
	};

	const call = async (
		method: string,
		path: string,
		{ fields, key, type }: { fields?: object; key?: string; type?: string } = {},
	): Promise<Answer> => {
		const { url = '', world } = simulator ?? {};
		const day = world?.localDate() ?? '';
		const isFirst = world?.settings.generation === 1;
		const body =
			fields && (isFirst ? new URLSearchParams({ ...fields }).toString() : JSON.stringify(fields));
		const form = isFirst ? 'application/x-www-form-urlencoded' : 'application/json';
		const answer = await fetch(url + path, {
			method,
			body,
			headers: {
				Authorization: key ?? md5(`simulator-key${day}`),
				...(fields ? { 'Content-Type': type ?? form } : {}),
			},
		});
		const text = await answer.text();
		return {
			status: answer.status,
			body: (/^[[{]/.test(text) ? JSON.parse(text) : { text }) as Answer['body'],
		};
	};
	const api = async (method: string, path: string, more?: Parameters<typeof call>[2]) =>
		await call(method, `/coocenter-api${path}`, more);
	const control = async (method: string, path: string, fields?: object): Promise<Answer> => {
		const answer = await fetch(`${simulator?.controlUrl}/${path}`, {
			method,
			body: fields && JSON.stringify(fields),
		});
		return { status: answer.status, body: (await answer.json()) as Answer['body'] };
	};

	/** Takes pushes and answers as told. */
	const receive = async (statuses: number[] = []) => {
		const got: Array<{ type: string; body: string }> = [];
		receiver = createServer((request, response) => {
			let body = '';
			request.on('data', (part: Buffer) => (body += part.toString()));
			request.on('end', () => {
				got.push({ type: String(request.headers['content-type']), body });
				response.writeHead(statuses.shift() ?? 200).end('OK');
			});
		});
		await new Promise<void>((done) => receiver?.listen(0, '127.0.0.1', done));
		const { port } = receiver.address() as AddressInfo;
		return { got, url: `http://127.0.0.1:${port}/events` };
	};
	const idle = async () =>
		await becomes(() => simulator?.world.pushes.pending === 0, 'all pushes are out');

	test('checks the key against its own clock and zone', async () => {
		const clock = manualClock(Date.parse('2018-11-08T15:59:59Z'));
		await start({ clock, webKey: 'asjdfjklkasdf' });
		const key = '12e43b491f2a66422d5ed7f683e06f7e';
		expect((await api('GET', '/blacklist/index', { key })).body).toEqual({
			status: 'success',
			data: ['123456'],
		});
		clock.advance(1_000);
		expect((await api('GET', '/blacklist/index', { key })).status).toBe(401);
		const next = md5('asjdfjklkasdf2018-11-09');
		expect((await api('GET', '/blacklist/index', { key: next })).status).toBe(200);
		expect((await api('GET', '/blacklist/index', { key: next.toUpperCase() })).status).toBe(401);
	});

	test.each<[CooCenterSimulatorOptions, number, number]>([
		[{}, 200, 200],
		[{ methods: 'curl' }, 405, 200],
		[{ methods: 'table' }, 200, 405],
	])('where sources differ about the method, with %j', async (options, get, post) => {
		await start(options);
		for (const path of ['/queues/queue-info', '/extensions/current-calls']) {
			expect((await api('GET', path)).status).toBe(get);
			expect((await api('POST', path)).status).toBe(post);
		}
	});

	test.each<[CooCenterSimulatorOptions, number, string]>([
		[{ refusal: 403 }, 403, 'fail'],
		[{ refusal: 200 }, 200, 'fail'],
		[{ generation: 2 }, 200, 'unauthorized'],
	])('a wrong key with %j', async (options, status, word) => {
		await start(options);
		const path =
			options.generation === 2 ? '/plugin-asterisk/extension/current-calls' : '/blacklist/index';
		const answer = await api('GET', path, { key: 'wrong' });
		expect([answer.status, answer.body.status]).toEqual([status, word]);
	});

	test('is strict about methods, paths, types and fields', async () => {
		await start();
		const fields = { src: '801', dst: '802' };
		expect((await api('GET', '/extensions/hangup')).status).toBe(405);
		expect((await api('GET', '/extensions/nothing')).status).toBe(404);
		expect((await api('GET', '/constructor')).status).toBe(404);
		const json = await api('POST', '/extensions/click-number', {
			fields,
			type: 'application/json',
		});
		expect(json.body).toEqual({
			status: 'fail',
			message: 'application/x-www-form-urlencoded is needed',
		});
		const half = await api('POST', '/extensions/click-number', { fields: { src: '801' } });
		expect(half.body).toEqual({ status: 'fail', message: 'dst is missing' });
		const unknown = { queue: '630', member: '899', state: 'on' };
		const pause = await api('POST', '/queues/agent-pause', { fields: unknown });
		expect(pause).toEqual({
			status: 404,
			body: { status: 'error', message: 'Interface not found' },
		});
	});

	test('answers click-to-dial and what cannot be done as it is told to', async () => {
		await start({ autoPickUp: null, dialAnswer: 'empty', failure: 500 });
		const dial = async () =>
			await api('POST', '/extensions/click-number', { fields: { src: '801', dst: '802' } });
		expect(await dial()).toEqual({ status: 200, body: { text: '' } });
		expect(await dial()).toEqual({
			status: 500,
			body: { status: 'fail', message: 'extension 801 is busy' },
		});
	});

	test('a call has a state that actions and the handset change', async () => {
		await start({ autoPickUp: null });
		const dial = await api('POST', '/extensions/click-number', {
			fields: { src: '801', dst: '802' },
		});
		expect(dial.body.status).toBe('success');
		const busy = await api('POST', '/extensions/click-number', {
			fields: { src: '801', dst: '9' },
		});
		expect(busy.body).toEqual({ status: 'fail', message: 'extension 801 is busy' });
		const { body } = await control('GET', 'state');
		const [{ id }] = body.calls as Array<{ id: string }>;
		await control('POST', `calls/${id}/answer`);
		await control('POST', `calls/${id}/answer`);
		const calls = (await api('POST', '/extensions/current-calls')).body.data as unknown[];
		expect(calls).toEqual([
			expect.objectContaining({ calleridnum: '801', connectedlinenum: '802', channelstate: '6' }),
			expect.objectContaining({ calleridnum: '802', connectedlinenum: '801' }),
		]);
		const hints = await api('GET', '/extensions/extension-hints-status');
		expect(hints.body).toEqual(
			expect.arrayContaining([
				{ agentName: '801', extension: '801', extenType: 'analogCallCenter', status: '1' },
			]),
		);
		await api('POST', '/extensions/hangup', { fields: { extension: '802' } });
		expect((await api('POST', '/extensions/current-calls')).body.data).toEqual([]);
		const [path] = (await control('GET', 'state')).body.recordings as string[];
		expect((await api('GET', `/monitor/${path}`)).status).toBe(200);
		expect((await api('GET', `/monitor/${path}`, { key: 'wrong' })).status).toBe(401);
		expect((await api('GET', '/monitor/other.wav')).status).toBe(404);
	});

	test('who is on the blacklist gets nowhere', async () => {
		await start();
		const refused = await control('POST', 'calls', { from: '123456', to: '801' });
		expect(refused).toEqual({ status: 409, body: { error: '123456 is on the blacklist' } });
		await api('DELETE', '/blacklist/delete', { fields: { number: '123456' } });
		expect((await control('POST', 'calls', { from: '123456', to: '801' })).status).toBe(201);
	});

	test('pushes with the names and types of the vendor, and again after a failure', async () => {
		const { got, url } = await receive([500]);
		await start({ push: url, retryGap: 50 });
		const { body } = await control('POST', 'calls', { from: '85322361', to: '630' });
		await control('POST', `calls/${String(body.id)}/hangup`, { missCause: 'MEMBER_CANCEL' });
		await idle();
		const events = got.map(({ body: text }) => JSON.parse(text) as Record<string, unknown>);
		const log = (await control('GET', 'sent')).body as unknown as Array<{
			attempt: number;
			status: number;
		}>;
		expect(log.filter(({ attempt }) => attempt === 2)).toHaveLength(1);
		expect(log[0]).toMatchObject({ attempt: 1, status: 500 });
		expect(events.filter(({ event }) => event === 'dialbegein')).toHaveLength(2);
		expect(events.find(({ event }) => event === 'cc_cdr')).toMatchObject({
			uuid: body.id,
			caller: '85322361',
			queueCode: '630',
			agentCode: '801',
			cdrState: 'queue',
			missCause: 'MEMBER_CANCEL',
			talkingTime: '0',
			holdTime: 0,
			mac: '68:69:2e:03:8b:3e',
		});
	});

	test('gives up after its tries, and where nobody listens', async () => {
		await start({ push: 'http://127.0.0.1:1/events', retryGap: 10, pushTries: 3 });
		await control('POST', 'events', { event: 'hangup', uniqueid: '1.1' });
		await idle();
		const log = (await control('GET', 'sent')).body as unknown as Array<{ attempt: number }>;
		expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
	});

	test.each([
		['json', 'application/json', /^\{"event"/],
		['array', 'application/json', /^\[\{"event"/],
		['form', 'application/x-www-form-urlencoded', /^event=ivr&/],
		['formField', 'application/x-www-form-urlencoded', /^data=%7B/],
		['text', 'text/plain', /^\{"event"/],
		['gb18030', 'text/plain', /^\{"event"/],
	])('pushes written as %s', async (form, type, body) => {
		const { got, url } = await receive();
		await start({ push: url });
		await control('POST', 'push', { form });
		await control('POST', 'ivr', { from: '810', queue: '630' });
		await idle();
		expect(got).toEqual([{ type, body: expect.stringMatching(body) as string }]);
	});

	test('faults: twice, in wrong order, another answer, a restart', async () => {
		const { got, url } = await receive();
		await start({ push: url, retryGap: 10 });
		for (const kind of ['duplicate', 'retry', 'status']) {
			await control('POST', 'faults', { kind, status: 503 });
		}
		expect((await api('GET', '/blacklist/index')).status).toBe(503);
		await control('POST', 'events', { event: 'a' });
		await idle();
		await control('POST', 'faults', { kind: 'reorder' });
		await control('POST', 'events', { event: 'b' });
		await control('POST', 'events', { event: 'c' });
		await idle();
		const names = got.map(({ body }) => (JSON.parse(body) as { event: string }).event);
		expect(names).toEqual(['a', 'a', 'a', 'c', 'b']);
		await control('POST', 'restart');
		await idle();
		expect(got).toHaveLength(5 + 6);
		expect((await control('POST', 'faults', { kind: 'none' })).status).toBe(400);
	});

	test('generation 2: login, JSON and a token that runs out', async () => {
		const clock = manualClock();
		await start({ generation: 2, clock, tokenLifetime: 60 });
		const wrong = await api('POST', '/local/login', {
			fields: { username: 'admin', password: 'x' },
		});
		expect(wrong.body.status).toBe('fail');
		const right = await api('POST', '/local/login', {
			fields: { username: 'admin', password: 'secret' },
		});
		const key = `Bearer ${String(right.body.token)}`;
		const path = '/plugin-asterisk/extension/extension-hints-status';
		expect((await api('GET', path, { key })).body).toMatchObject({
			data: expect.arrayContaining([
				{ Exten: '801', Interface: 'SIP/801', Status: '0', StatusText: 'Idle' },
			]) as unknown,
		});
		expect((await api('GET', '/queues/queue-info', { key })).status).toBe(404);
		clock.advance(60_000);
		expect((await api('GET', path, { key })).body.status).toBe('unauthorized');
	});

	test('generation 2: a change of a schedule is answered with how many it changed', async () => {
		const { world } = await start({ generation: 2 });
		world.state.broadcast.tasks.push({ id: 28, name: 'Morning', enable: 'yes' });
		const fields = { username: 'admin', password: 'secret' };
		const key = `Bearer ${String((await api('POST', '/local/login', { fields })).body.token)}`;
		const change = { key, fields: { task: { enable: 'no' } } };
		for (const [id, count] of [
			[28, 1],
			[28, 0],
			[29, 0],
		]) {
			const { body } = await api('PUT', `/plugin-coopaging/task/${id}`, change);
			expect([id, body]).toEqual([id, [count]]);
		}
	});
});
