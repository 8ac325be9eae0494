import { createHash, randomUUID } from 'node:crypto';

import { startDimensions } from './dimensions/cli';
import { becomes, printed, runSimulator } from './shared/commandLine';
import type { Running } from './shared/flags';
import { serveJson, type JsonServer } from './shared/jsonServer';
import { startUdesk } from './udesk/cli';

interface Common {
	simulator: string;
	url: string;
	controlUrl: string;
	push: string;
}
interface UdeskDescription extends Common {
	email: string;
	openApiToken: string;
	callCenterSecret: string;
	agents: string[];
	numbers: string[];
}
interface DimensionsDescription extends Common {
	api: string;
	login: string;
	clientId: string;
	clientSecret: string;
	directories: Array<{ id: string; name: string }>;
}

const digest = (algorithm: string, text: string) =>
	createHash(algorithm).update(text).digest('hex');

const command = async (url: string, body: unknown = {}) => {
	const { status } = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
	return status;
};
const json = async (url: string, init?: RequestInit) =>
	(await (await fetch(url, init)).json()) as Record<string, unknown>;

/**
 * Simulators that push: what they print, push, serve and how they end. Each is a process of its own once;
 * what else their options do is seen in this one.
 */
describe('npm run simulate', () => {
	let receiver: JsonServer;
	let statuses: number[];

	beforeEach(async () => {
		statuses = [];
		receiver = await serveJson(() => ({ status: statuses.shift() ?? 200 }), {
			host: '127.0.0.1',
			port: 0,
		});
	});
	afterEach(async () => await receiver.close());

	const pushes = async (count: number) =>
		await becomes(
			() => receiver.requests.length >= count && receiver.requests,
			`${count} pushes came`,
		);

	const running = async <Description extends Common>(
		args: string[],
		work: (description: Description) => Promise<void>,
	) => {
		const { child, output, exit } = runSimulator(...args);
		try {
			await work(await printed<Description>(output));
		} finally {
			child.kill('SIGTERM');
		}
		expect(await exit).toBe(0);
		// One line, and nothing after it.
		expect(output.out.trim().split('\n')).toHaveLength(1);
		expect(output.err).toBe('');
	};

	const startedHere = async <Description extends Common>(
		{ description, close }: Running,
		work: (description: Description) => Promise<void>,
	) => {
		try {
			await work(description as unknown as Description);
		} finally {
			await close();
		}
	};

	test('udesk: on command, in the language, encoding and kinds asked for, with retries', async () => {
		statuses = [500];
		const push = `${receiver.url}/hook?token=t`;
		const args = ['udesk', '--push', push, '--extend', '{"code":"x"}', '--kinds', 'trigger,event'];
		const more = ['--language', 'ja', '--encoding', 'form', '--retries', '1'];
		await running<UdeskDescription>(
			[...args, ...more],
			async ({ simulator, controlUrl, ...rest }) => {
				expect({ simulator, push: rest.push }).toEqual({ simulator: 'udesk', push });
				expect(rest.agents).toContain('agent@email.cn');
				expect(await command(`${controlUrl}/calls`, { outcome: 'agent_no_answer' })).toBe(201);
				// Two steps as events, the end as trigger, and one of them twice.
				const forms = (await pushes(4)).map(({ path, contentType, body }) => {
					expect(path).toBe('/hook?token=t');
					expect(contentType).toBe('application/x-www-form-urlencoded');
					return new URLSearchParams(body);
				});
				const triggers = forms.filter((form) => form.has('extend'));
				expect(triggers[0].get('extend')).toBe('{"code":"x"}');
				expect(triggers[0].get('call_result')).toBe('オペレーター未応答');
				expect(triggers[0].get('is_leave_message')).toBe('false');
				expect(forms.some((form) => form.has('queue_statue'))).toBe(true);
			},
		);
	});

	test('udesk: as a stream, and its interfaces check signatures', async () => {
		const push = `${receiver.url}/hook`;
		const started = await startUdesk(['--push', push, '--every', '50']);
		await startedHere<UdeskDescription>(started, async (udesk) => {
			const results = (await pushes(3)).map(
				({ body }) => (JSON.parse(body) as { call_result: string }).call_result,
			);
			expect(new Set(results.slice(0, 3)).size).toBe(3);
			expect(await command(`${udesk.controlUrl}/stream`, { every: 0 })).toBe(200);
			const { email, openApiToken } = udesk;
			const v2 = async (token: string) => {
				const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), randomUUID()];
				const sign = digest('sha256', [email, token, timestamp, nonce, 'v2'].join('&'));
				const query = new URLSearchParams({ email, timestamp, sign, nonce, sign_version: 'v2' });
				const path = 'open_api_v1/callcenter/callout_number_list';
				return (await json(`${udesk.url}/${path}?${query.toString()}`)).code;
			};
			expect([await v2(openApiToken), await v2('guess')]).toEqual([1000, 2059]);
			const v1 = async (secret: string) => {
				const china = new Date(Date.now() + 8 * 3_600_000).toISOString();
				const timestamp = china.slice(0, 19).replace(/\D/g, '');
				const query = `agent_email=${udesk.agents[0]}&timestamp=${timestamp}`;
				const sign = digest('md5', `${query}&${secret}`);
				const path = 'open_api/callcenter/agent_work_way';
				return (await json(`${udesk.url}/${path}?${query}&sign=${sign}`)).code;
			};
			expect([await v1(udesk.callCenterSecret), await v1('guess')]).toEqual([1000, 2059]);
		});
	});

	test('dimensions: on command, in the method, format and spelling asked for, with its retry', async () => {
		statuses = [503];
		const args = ['dimensions', '--push', `${receiver.url}/hook`, '--method', 'PUT'];
		const more = ['--format', 'form', '--naming', 'brackets', '--keys', 'table'];
		const data = ['--data', 'secret=s=1', '--data', 'hook=after-call'];
		await running<DimensionsDescription>([...args, ...more, ...data], async ({ controlUrl }) => {
			const started = Date.now();
			expect(await command(`${controlUrl}/calls`, { answered: false })).toBe(201);
			// One retry is the vendor's default, after 1 x 2 s.
			expect(Date.now() - started).toBeGreaterThanOrEqual(1_900);
			const [first, second] = await pushes(2);
			expect(second.body).toBe(first.body);
			const form = new URLSearchParams(first.body);
			expect(first.method).toBe('PUT');
			expect(form.get('customData[secret]')).toBe('s=1');
			expect(form.get('triggerID')).not.toBeNull();
			expect(form.get('Cdr[lost]')).toBe('1');
			expect(form.has('Cdr[talk]')).toBe(false);
			const log = (await (await fetch(`${controlUrl}/pushes`)).json()) as unknown[];
			expect(log).toEqual([expect.objectContaining({ statuses: [503, 200], done: true })]);
		});
	});

	test('dimensions: as a stream, and its directories want a token of its login', async () => {
		const started = await startDimensions(['--push', `${receiver.url}/hook`, '--every', '50']);
		await startedHere<DimensionsDescription>(started, async (dimensions) => {
			for (const { body } of (await pushes(3)).slice(0, 3)) {
				expect(body).toContain('\\u002B44');
			}
			const { api, login, clientId, clientSecret, directories } = dimensions;
			const list = async (token: string) =>
				await fetch(`${api}/contactdirectories`, { headers: { Authorization: `Bearer ${token}` } });
			expect((await list('guess')).status).toBe(401);
			const back = 'http://127.0.0.1:1/callback';
			const wanted = { client_id: clientId, redirect_uri: back, response_type: 'code' };
			const asked = new URLSearchParams({ ...wanted, scope: 'offline_access', state: 'x' });
			const { headers } = await fetch(`${login}/connect/authorize?${asked.toString()}`, {
				redirect: 'manual',
			});
			const code = new URL(String(headers.get('location'))).searchParams.get('code') ?? '';
			const grant = { grant_type: 'authorization_code', code, redirect_uri: back };
			const client = { client_id: clientId, client_secret: clientSecret };
			const token = await json(`${login}/connect/token`, {
				method: 'POST',
				body: new URLSearchParams({ ...grant, ...client }),
			});
			const answer = await list(String(token.access_token));
			const { data } = (await answer.json()) as { data: Array<{ id: string }> };
			expect(data.map(({ id }) => id)).toEqual(directories.map(({ id }) => id));
		});
	});

	test.each([
		[startUdesk, '--kinds', 'all', '"all" is not a kind of push'],
		[startUdesk, '--language', 'fr', '--language must be one of'],
		[startUdesk, '--extend', '{broken', 'JSON'],
		[startDimensions, '--method', 'DELETE', '--method must be one of'],
		[startDimensions, '--naming', 'camel', '--naming must be one of'],
		[startDimensions, '--retries', '11', '0 to 10'],
	] as const)('%p does not start with %s %s, and says why', async (start, name, value, why) => {
		await expect(start([name, value])).rejects.toThrow(why);
	});
});
