import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';

import { until } from '../xsi/testClient';
import { RINGCENTRAL_USAGE } from './cli';

interface Description {
	simulator: string;
	url: string;
	controlUrl: string;
	pageUrl: string;
	token: string;
	accountId: string;
	clientId: string;
	clientSecret: string;
	extensions: { id: string; login: string; jwt?: string; devices: string[] }[];
}

/** Starts the command line and collects what it prints. */
function run(...args: string[]) {
	const script = join(__dirname, '../cli.ts');
	const child = spawn(process.execPath, ['--import', 'tsx', script, 'ringcentral', ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output = { out: '', err: '' };
	child.stdout.on('data', (part: Buffer) => (output.out += part.toString()));
	child.stderr.on('data', (part: Buffer) => (output.err += part.toString()));
	const exit = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
	return { child, output, exit };
}

/** Starting takes a while on a machine that is busy. */
async function description(output: { out: string; err: string }): Promise<Description> {
	for (let turn = 0; turn < 20; turn++) {
		const line = await until(() => output.out.includes('\n') && output.out, 'output').catch(
			() => undefined,
		);
		if (line !== undefined) return JSON.parse(line) as Description;
	}
	throw new Error(`The simulator printed nothing: ${output.err}`);
}

async function json(url: string, init: RequestInit = {}) {
	const response = await fetch(url, init);
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('npm run simulate -- ringcentral', () => {
	test('logs in, takes a call, ends with 0', async () => {
		const { child, output, exit } = run('--outside-answers', 'never', '--limit', 'light=7');
		const printed = await description(output);
		expect(printed).toMatchObject({
			simulator: 'ringcentral',
			accountId: '809646016',
			clientId: 'demo-client',
			controlUrl: `${printed.url}/control`,
			extensions: expect.arrayContaining([
				expect.objectContaining({ login: 'alice', jwt: 'jwt-alice', devices: ['80000000101'] }),
			]),
		});
		const { clientId, clientSecret, url } = printed;
		const token = await json(printed.token, {
			method: 'POST',
			headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
			body: new URLSearchParams({
				grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
				assertion: 'jwt-alice',
			}),
		});
		expect(token.status).toBe(200);
		const placed = await json(`${printed.controlUrl}/calls`, {
			method: 'POST',
			body: JSON.stringify({ from: '+14155550199', to: 'alice' }),
		});
		const id = String(placed.body.telephonySessionId);
		const answer = await fetch(`${url}/restapi/v1.0/account/~/telephony/sessions/${id}`, {
			headers: { Authorization: `Bearer ${String(token.body.access_token)}` },
		});
		expect(answer.status).toBe(200);
		expect(answer.headers.get('x-rate-limit-limit')).toBe('7');
		expect((await fetch(printed.pageUrl)).status).toBe(200);
		child.kill('SIGTERM');
		expect(await exit).toBe(0);
		expect(output).toEqual({ out: `${JSON.stringify(printed)}\n`, err: '' });
		await expect(
			new Promise((resolve, reject) =>
				connect(Number(new URL(url).port), '127.0.0.1', () => resolve(1)).on('error', reject),
			),
		).rejects.toThrow('ECONNREFUSED');
	}, 60_000);

	test.each([
		[['--colour', 'red']],
		[['--port', 'x']],
		[['--limit', 'huge=3']],
		[['--limit', 'light']],
		[['--ring-time', 'never']],
	])(
		'%j fails with 1 and says why on stderr',
		async (args) => {
			const { output, exit } = run(...args);
			expect(await exit).toBe(1);
			expect(output.out).toBe('');
			expect(output.err).toContain(args[0]);
		},
		60_000,
	);

	test('the help names every option that is taken', async () => {
		const names = [...RINGCENTRAL_USAGE.matchAll(/--([a-z-]+)/g)].map(([, name]) => name);
		expect(names).toHaveLength(new Set(names).size);
		const values: Record<string, string> = { limit: 'heavy=9', host: '127.0.0.1' };
		const switches = ['no-refresh', 'wrap-apns', 'old-paths'];
		const args = names.flatMap((name) =>
			switches.includes(name) ? [`--${name}`] : [`--${name}`, values[name] ?? '0'],
		);
		const { child, output, exit } = run(...args);
		expect((await description(output)).simulator).toBe('ringcentral');
		child.kill('SIGINT');
		expect(await exit).toBe(0);
	}, 60_000);
});
