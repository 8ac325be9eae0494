import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { TestClient, until } from './xsi/testClient';

interface Description {
	simulator: string;
	url: string;
	controlUrl: string;
	pageUrl: string;
	actions: string;
	events: string;
	users: string[];
	password: string;
	certificate?: string;
}

/** Starts the command line and collects what it prints. */
function run(...args: string[]) {
	const script = join(__dirname, 'cli.ts');
	const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output = { out: '', err: '' };
	child.stdout?.on('data', (part: Buffer) => (output.out += part.toString()));
	child.stderr?.on('data', (part: Buffer) => (output.err += part.toString()));
	const exit = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
	return { child, output, exit };
}

const waitFor = async <T>(look: () => T | undefined | false) => {
	for (let turn = 0; turn < 20; turn++) {
		const found = await until(look, 'output').catch(() => undefined);
		if (found) return found;
	}
	throw new Error('The simulator printed nothing');
};

describe('npm run simulate', () => {
	test.each([
		['SIGTERM', []],
		['SIGINT', ['--tls']],
	] as const)('one line of JSON, works, ends with 0 on %s', async (signal, more) => {
		const { child, output, exit } = run('xsi', '--port', '0', ...more);
		await waitFor(() => output.out.includes('\n'));
		const description = JSON.parse(output.out) as Description;
		expect(description).toMatchObject({ simulator: 'xsi', password: 'secret' });
		expect(description.users).toEqual(
			expect.arrayContaining(['alice@example.net', 'admin@example.net', 'queue@example.net']),
		);
		const { url } = description;
		expect(description.actions).toBe(`${url}/com.broadsoft.xsi-actions`);
		expect(description.events).toBe(`${url}/com.broadsoft.xsi-events`);
		expect(description.controlUrl).toBe(`${url}/control`);
		const client = new TestClient({ url });
		const channel = await client.channel('set');
		expect((await client.actions('GET', '/user/alice@example.net/profile')).status).toBe(200);
		if (description.certificate) expect(existsSync(description.certificate)).toBe(true);
		child.kill(signal);
		expect(await exit).toBe(0);
		expect(output).toEqual({ out: `${JSON.stringify(description)}\n`, err: '' });
		await until(() => channel.ended, 'the end of the stream');
		const port = Number(new URL(url).port);
		await expect(
			new Promise((resolve, reject) =>
				connect(port, '127.0.0.1', () => resolve(1)).on('error', reject),
			),
		).rejects.toThrow('ECONNREFUSED');
		if (description.certificate) expect(existsSync(description.certificate)).toBe(false);
	});

	test('the CooCenter simulator answers with the key it prints', async () => {
		const { child, output, exit } = run('coocenter', '--webkey', 'k', '--time-zone', 'UTC');
		await waitFor(() => output.out.includes('\n'));
		const { api, webKey } = JSON.parse(output.out) as { api: string; webKey: string };
		expect(webKey).toBe('k');
		const day = new Date().toISOString().slice(0, 10);
		const key = createHash('md5').update(`k${day}`).digest('hex');
		const answer = await fetch(`${api}/blacklist/index`, { headers: { Authorization: key } });
		expect(await answer.json()).toEqual({ status: 'success', data: ['123456'] });
		child.kill('SIGTERM');
		expect(await exit).toBe(0);
	});

	test.each([
		[['nothing'], 2],
		[['xsi', '--colour', 'red'], 1],
		[['xsi', '--port', 'x'], 1],
		[['xsi', '--port'], 1],
		[['coocenter', '--generation', '3'], 1],
		[['coocenter', '--push-form', 'xml'], 1],
	])('%j fails with %d and says why on stderr', async (args, code) => {
		const { output, exit } = run(...args);
		expect(await exit).toBe(code);
		expect(output.out).toBe('');
		expect(output.err).not.toBe('');
	});
});
