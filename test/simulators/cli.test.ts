import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { printed, runSimulator as run } from './shared/commandLine';
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

describe('npm run simulate', () => {
	test.each([
		['SIGTERM', []],
		['SIGINT', ['--tls']],
	] as const)('one line of JSON, works, ends with 0 on %s', async (signal, more) => {
		const { child, output, exit } = run('xsi', '--port', '0', ...more);
		await printed(output);
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
		await printed(output);
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
